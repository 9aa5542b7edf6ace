#pragma once

#include "core/data/data_options.h"
#include "core/data/dataset.h"

#include <cstdint>

namespace accumulus {

/// Made-up data; the same options and seed give the same rows.

/// Exactly solvable: x ~ N(0, I_d), y = w*·x + σξ, with w* ~ N(0, I_d/d), d = options.features, σ =
/// options.noise. With `standardize` off, its gradient noise scale is known in closed form.
Dataset makeLinearRegression(const DataOptions& options, std::uint64_t seed);

/// Two arms that wind around each other (Lang and Witbrock 1988), with Gaussian noise σ on both
/// coordinates; as classes or as 0/1.
Dataset makeTwoSpirals(const DataOptions& options, bool classes, std::uint64_t seed);

/// `options.classes` Gaussian clouds of standard deviation σ around points on the unit circle; as
/// classes or as 0, 1, ….
Dataset makeBlobs(const DataOptions& options, bool classes, std::uint64_t seed);

} // namespace accumulus
