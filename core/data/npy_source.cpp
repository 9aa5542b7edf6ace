#include "core/data/npy_source.h"

#include "core/data/array_files.h"
#include "core/data/npy_array.h"
#include "core/data/zip_archive.h"
#include "core/data_error.h"

#include <initializer_list>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

ArrayReader openNpyFile(const std::filesystem::path& path, LoadProgress progress)
{
    return openNpy(ByteReader(path, std::move(progress)));
}

std::string fileOf(const std::string& array)
{
    return array + ".npy";
}

/// The first of \a names that is in the archive, empty if none is.
std::string firstOf(const ZipArchive& archive, std::initializer_list<const char*> names,
                    const std::string& except = {})
{
    for (const char* name : names) {
        if (name != except && archive.contains(fileOf(name)))
            return name;
    }
    return {};
}

std::string arraysOf(const ZipArchive& archive)
{
    std::string names;
    for (const std::string& entry : archive.entries()) {
        if (entry.ends_with(".npy") && names.size() < 300)
            names += (names.empty() ? "" : ", ") + entry.substr(0, entry.size() - 4);
    }
    return names.empty() ? "no arrays" : names;
}

/// Names of arrays in an archive: those to train with, and none or two for validation.
std::vector<std::string> chooseArrays(const ZipArchive& archive, const DataOptions& options)
{
    std::string targets = options.target;
    if (targets.empty())
        targets = firstOf(archive, {"y", "Y", "y_train", "target", "labels", "arr_1"});
    const std::string features =
        firstOf(archive, {"x", "X", "x_train", "features", "data", "arr_0"}, targets);
    if (features.empty())
        throw DataError(options.file
                        + " has no features: none of the arrays x, X, x_train, "
                          "features, data, arr_0. It has "
                        + arraysOf(archive));
    if (targets.empty())
        throw DataError(options.file
                        + " has no targets: none of the arrays y, Y, y_train, target, "
                          "labels, arr_1. Give one as data.target; the file has "
                        + arraysOf(archive));
    if (!archive.contains(fileOf(targets)))
        throw DataError(options.file + " has no array \"" + targets
                        + "\", which data.target asks for. It has " + arraysOf(archive));
    std::vector<std::string> names{features, targets};
    const bool usualTargets = targets == "y" || targets == "Y" || targets == "y_train";
    const std::string heldOut = firstOf(archive, {"x_test", "X_test"});
    if (usualTargets && !heldOut.empty() && archive.contains(fileOf("y_test")))
        names.insert(names.end(), {heldOut, "y_test"});
    return names;
}

} // namespace

LoadedData loadNpy(const LoadRequest& request)
{
    return readArrayFiles(request, {&openNpyFile, nullptr});
}

LoadedData loadNpz(const LoadRequest& request)
{
    const DataOptions& options = request.options;
    if (options.file.empty())
        throw DataError("data.source is \"npz\" but data.file is empty; give the path of a file "
                        "that np.savez wrote");
    const ZipArchive archive(options.file);
    const std::vector<std::string> names = chooseArrays(archive, options);
    std::vector<double> sizes;
    for (const std::string& name : names)
        sizes.push_back(archive.claimedSize(fileOf(name)));
    const std::vector<LoadProgress> progress = splitProgress(request.progress, sizes);
    const auto open = [&](std::size_t i) {
        return openNpy(archive.open(fileOf(names[i]), progress[i]));
    };
    ArrayPair samples{open(0), open(1)};
    std::optional<ArrayPair> validation;
    if (names.size() == 4)
        validation = ArrayPair{open(2), open(3)};
    LoadedData data =
        readArrays(std::move(samples), std::move(validation), options, request.classes);
    data.intake.file = fileNameOf(options.file);
    data.intake.target = names[1];
    return data;
}

} // namespace accumulus
