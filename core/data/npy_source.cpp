#include "core/data/npy_source.h"

#include "core/data/array_files.h"
#include "core/data/foreign_format.h"
#include "core/data/npy_array.h"
#include "core/data/zip_archive.h"
#include "core/data_error.h"

#include <algorithm>
#include <span>
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

constexpr const char* usualFeatures[] = {"x", "X", "x_train", "features", "data", "arr_0"};
constexpr const char* usualTargets[] = {"y", "Y", "y_train", "target", "labels", "arr_1"};
constexpr const char* usualTests[] = {"x_test", "X_test"};

/// The first of \a names that is in the archive, empty if none is.
std::string firstOf(const ZipArchive& archive, std::span<const char* const> names,
                    const std::string& except = {})
{
    for (const char* name : names) {
        if (name != except && archive.contains(fileOf(name)))
            return name;
    }
    return {};
}

std::string listOf(std::span<const char* const> names)
{
    std::string text;
    for (const char* name : names)
        text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
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

bool hasOneArray(const ZipArchive& archive)
{
    const std::vector<std::string> entries = archive.entries();
    return std::count_if(entries.begin(), entries.end(),
                         [](const std::string& entry) { return entry.ends_with(".npy"); })
        == 1;
}

/// That there is none of the usual arrays, or that the option takes it as the \a targets.
[[noreturn]] void refuseFeatures(const ZipArchive& archive, const DataOptions& options)
{
    const bool isTaken = !firstOf(archive, usualFeatures).empty();
    throw DataError(
        options.file + " has no features: none of the arrays " + listOf(usualFeatures)
        + (isTaken ? " but " + options.target + ", which data.target takes as targets" : "")
        + ". It has " + arraysOf(archive)
        + (isTaken ? ": let data.target name another one"
                   : ": save the features under one of those names"));
}

/// Names of arrays in an archive: those to train with, and none or two for validation.
std::vector<std::string> chooseArrays(const ZipArchive& archive, const DataOptions& options)
{
    if (hasOneArray(archive))
        throw DataError(options.file + " has no other array than " + arraysOf(archive)
                        + ", but features and targets are two: save both, for instance by "
                          "np.savez(file, x=…, y=…)");
    std::string targets = options.target;
    if (targets.empty())
        targets = firstOf(archive, usualTargets);
    const std::string features = firstOf(archive, usualFeatures, targets);
    if (features.empty())
        refuseFeatures(archive, options);
    if (targets.empty())
        throw DataError(options.file + " has no targets: none of the arrays " + listOf(usualTargets)
                        + ". Give one as data.target; the file has " + arraysOf(archive));
    if (!archive.contains(fileOf(targets)))
        throw DataError(options.file + " has no array \"" + targets
                        + "\", which data.target asks for. It has " + arraysOf(archive));
    std::vector<std::string> names{features, targets};
    const bool mayHaveTests = targets == "y" || targets == "Y" || targets == "y_train";
    const std::string heldOut = firstOf(archive, usualTests);
    if (mayHaveTests && !heldOut.empty() && archive.contains(fileOf("y_test")))
        names.insert(names.end(), {heldOut, "y_test"});
    return names;
}

} // namespace

LoadedData loadNpy(const LoadRequest& request)
{
    return readArrayFiles(request, {"features", &openNpyFile, nullptr});
}

LoadedData loadNpz(const LoadRequest& request)
{
    const DataOptions& options = request.options;
    if (options.file.empty())
        throw DataError("data.source is \"npz\" but data.file is empty; give the path of a file "
                        "that np.savez wrote");
    refuseForeignFile(options.file, options.source);
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
