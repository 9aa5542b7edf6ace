#pragma once

#include "core/data/array_reader.h"
#include "core/data/data_source.h"

#include <filesystem>

namespace accumulus {

/// IDX, the format of MNIST and its relatives (LeCun, Cortes, Burges): two zero bytes, the type of
/// the elements, the number of dimensions, then each dimension as a big-endian 32-bit number, then
/// the elements, big-endian, the last dimension fastest. All its element types are read; plain and
/// gzip.
ArrayReader openIdx(const std::filesystem::path& path, LoadProgress progress = {});

/// Source `idx`: images in `data.file`, labels in `data.labels`, and rows for validation in
/// `data.validation_file` and `data.validation_labels`, if there are any. A labels file that is not
/// named is looked for beside its images. Pixels stay what they are.
LoadedData loadIdx(const LoadRequest& request);

/// The usual name of the labels beside \a images: "images" becomes "labels" and "idx3" "idx1" in
/// the file's name, which stays as it is if there is nothing to replace.
std::filesystem::path guessLabelsFile(const std::filesystem::path& images);

} // namespace accumulus
