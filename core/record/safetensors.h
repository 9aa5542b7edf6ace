#pragma once

#include "core/nn/parameter_arena.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace accumulus {

/// The weights of a model as a safetensors file, float32. Tensors are called `layers.0.kernel` [in,
/// out], `layers.0.bias` [out], …, states such as `layers.1.moving_mean` among them; the metadata
/// entry `experiment` holds the experiment's JSON.

/// Written atomically. Throws std::runtime_error.
void writeWeights(const std::filesystem::path& path, const ParameterArena& arena,
                  std::string_view experimentJson);

/// Sets all weights and states of \a arena. Every one must be in the file with its shape, as F32,
/// and finite; tensors of other names are refused. Throws DataError that names file and tensor, and
/// leaves \a arena as it was. Returns the JSON of the experiment that wrote it, or "".
std::string readWeights(const std::filesystem::path& path, ParameterArena& arena);

} // namespace accumulus
