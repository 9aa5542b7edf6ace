#pragma once

#include "core/nn/parameter_arena.h"

#include <filesystem>
#include <string_view>

namespace accumulus {

/// Weights as a safetensors file: an 8-byte little-endian header length, a JSON header, float32
/// values. Tensors are called `layers.0.kernel` [in, out], `layers.0.bias` [out], …; the metadata
/// entry `experiment` holds the experiment's JSON.

/// Written atomically. Throws std::runtime_error.
void writeWeights(const std::filesystem::path& path, const ParameterArena& arena,
                  std::string_view experimentJson);

/// Sets all weights of \a arena. Every parameter must be in the file with its shape, as F32, and
/// finite; tensors of other names are refused. Throws DataError that names file and tensor, and
/// leaves \a arena as it was.
void readWeights(const std::filesystem::path& path, ParameterArena& arena);

} // namespace accumulus
