#include "core/data/cifar_source.h"

#include "core/data/array_reader.h"
#include "core/data/byte_reader.h"
#include "core/data_error.h"
#include "core/file/path_kind.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

constexpr int side = 32;
constexpr int channels = 3;
constexpr std::size_t planeBytes = side * side;
constexpr std::size_t imageBytes = planeBytes * channels;
constexpr std::size_t rowBytes = 1 + imageBytes;

const std::vector<std::string> classNames{"airplane", "automobile", "bird",  "cat",  "deer",
                                          "dog",      "frog",       "horse", "ship", "truck"};

using Files = std::vector<std::filesystem::path>;

/// Plain, or with .gz behind its name.
std::filesystem::path fileIn(const std::filesystem::path& folder, const std::string& name)
{
    for (const char* suffix : {"", ".gz"}) {
        if (auto path = folder / (name + suffix); isThere(path))
            return path;
    }
    throw DataError("there is no " + name + " in " + folder.string()
                    + "; a folder needs data_batch_1.bin to data_batch_5.bin and test_batch.bin, "
                      "or give one file as data.file");
}

/// Planes of colours become pixels of colours.
void appendPixels(std::span<const std::byte> planes, ExactNumbers& pixels)
{
    std::array<double, imageBytes> values;
    for (std::size_t pixel = 0; pixel < planeBytes; ++pixel) {
        for (std::size_t channel = 0; channel < channels; ++channel)
            values[pixel * channels + channel] =
                std::to_integer<int>(planes[channel * planeBytes + pixel]);
    }
    pixels.append(values);
}

/// Refuses what begins at \a offset, and says so if the file seems to be CIFAR-100's. That has two
/// labels in front of the pixels, which only the size of the whole file shows for certain.
[[noreturn]] void refuse(ByteReader& bytes, std::uint64_t offset, const std::string& reason)
{
    std::array<std::byte, 1 << 16> rest;
    while (bytes.offset() < maxValues && bytes.readSome(rest) > 0) {}
    const std::uint64_t size = bytes.offset();
    const bool isCifar100 = size % (rowBytes + 1) == 0 && size % rowBytes != 0;
    bytes.failAt(offset,
                 reason
                     + (isCifar100
                            ? "; the file is a multiple of 3074 bytes long, as CIFAR-100 is, "
                              "which has two labels a row: take the first byte of every "
                              "3074 out, and choose from the others those of 10 classes"
                            : "; this is not CIFAR-10's binary version, or it is damaged"));
}

void appendFile(ByteReader bytes, LoadedRows& data)
{
    std::array<std::byte, rowBytes> row;
    const std::size_t rowsBefore = data.targets.size();
    while (true) {
        const std::uint64_t offset = bytes.offset();
        const std::size_t count = bytes.readSome(row);
        if (count == 0 && data.targets.size() == rowsBefore)
            bytes.fail("the file is empty");
        if (count == 0)
            return;
        if (count < row.size())
            refuse(bytes, offset,
                   "the last row has " + std::to_string(count) + " bytes instead of "
                       + std::to_string(rowBytes));
        const int label = std::to_integer<int>(row[0]);
        if (static_cast<std::size_t>(label) >= classNames.size())
            refuse(bytes, offset,
                   "the label is " + std::to_string(label)
                       + ", but CIFAR-10 has the classes 0 to 9");
        if (data.features.size() + imageBytes > maxValues)
            bytes.failAt(offset, "there are more than 2^29 values, more than is kept in memory");
        data.targets.push_back(label);
        appendPixels(std::span(row).subspan(1), data.features);
    }
}

LoadedRows readFiles(const Files& files, std::span<const LoadProgress> progress, bool classes)
{
    LoadedRows data;
    data.featureCount = static_cast<int>(imageBytes);
    data.shape = {side, side, channels};
    for (std::size_t i = 0; i < files.size(); ++i)
        appendFile(ByteReader(files[i], progress[i]), data);
    if (classes)
        data.classNames = classNames;
    return data;
}

} // namespace

LoadedData loadCifar10(const LoadRequest& request)
{
    const DataOptions& options = request.options;
    if (options.file.empty())
        throw DataError("data.source is \"cifar10\" but data.file is empty; give the path of a "
                        ".bin file or of the folder with all of them");
    Files training;
    Files validation;
    if (isFolder(options.file)) {
        for (const char* number : {"1", "2", "3", "4", "5"})
            training.push_back(fileIn(options.file, std::string("data_batch_") + number + ".bin"));
        validation.push_back(fileIn(options.file, "test_batch.bin"));
    } else {
        training.emplace_back(options.file);
        if (!options.validationFile.empty())
            validation.emplace_back(options.validationFile);
    }
    std::vector<double> sizes;
    for (const Files& files : {training, validation}) {
        for (const auto& file : files)
            sizes.push_back(fileSize(file));
    }
    const std::vector<LoadProgress> progress = splitProgress(request.progress, sizes);
    LoadedData data{readFiles(training, progress, request.classes)};
    data.intake.file = fileNameOf(options.file);
    if (!validation.empty())
        data.validation =
            readFiles(validation, std::span(progress).subspan(training.size()), request.classes);
    return data;
}

} // namespace accumulus
