#include "core/data/array_files.h"

#include "core/data/foreign_format.h"
#include "core/data_error.h"
#include "core/file/path_kind.h"

#include <string>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

/// \a option: the one that names the targets.
std::filesystem::path targetsFile(const std::string& features, const std::string& targets,
                                  const ArrayFormat& format, const std::string& option)
{
    if (!targets.empty())
        return targets;
    const std::string advice = "; give the file of the targets as " + option;
    if (!format.guessTargets)
        throw DataError(option + " is empty" + advice);
    const std::filesystem::path guess = format.guessTargets(features);
    if (guess == features)
        throw DataError(option + " is empty and the name of " + features
                        + " does not tell it, for there is no \"images\" in it" + advice);
    if (!isThere(guess))
        throw DataError(option + " is empty and there is no " + guess.string() + advice);
    return guess;
}

} // namespace

LoadedData readArrayFiles(const LoadRequest& request, const ArrayFormat& format)
{
    const DataOptions& options = request.options;
    if (options.file.empty())
        throw DataError("data.source is \"" + options.source
                        + "\" but data.file is empty; give the path of the file with the features");
    if (isFolder(options.file))
        throw DataError(options.file + " is a folder; give the file of the " + format.features
                        + " as data.file");
    refuseForeignFile(options.file, options.source);
    if (options.validationFile.empty() && !options.validationLabels.empty())
        throw DataError("data.validation_labels is given but data.validation_file is empty; give "
                        "both or none");
    std::vector<std::filesystem::path> paths{
        options.file, targetsFile(options.file, options.labels, format, "data.labels")};
    if (!options.validationFile.empty()) {
        paths.emplace_back(options.validationFile);
        paths.push_back(targetsFile(options.validationFile, options.validationLabels, format,
                                    "data.validation_labels"));
    }
    std::vector<double> sizes;
    for (const auto& path : paths)
        sizes.push_back(fileSize(path));
    const std::vector<LoadProgress> progress = splitProgress(request.progress, sizes);
    const auto open = [&](std::size_t i) { return format.open(paths[i], progress[i]); };

    ArrayPair samples{open(0), open(1)};
    std::optional<ArrayPair> validation;
    if (paths.size() == 4)
        validation = ArrayPair{open(2), open(3)};
    LoadedData data =
        readArrays(std::move(samples), std::move(validation), options, request.classes);
    data.intake.file = fileNameOf(paths[0]);
    data.intake.target = fileNameOf(paths[1]);
    return data;
}

} // namespace accumulus
