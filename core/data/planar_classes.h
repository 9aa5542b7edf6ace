#pragma once

#include "core/data/data_options.h"
#include "core/data/dataset.h"

#include <cstdint>

namespace accumulus {

/// Made-up points of the plane in a few classes, which take turns from row to row. Both coordinates
/// get Gaussian noise of standard deviation σ = options.noise after the class is known. As classes
/// or as 0, 1, …; the same options and seed give the same rows.

/// Two arms that wind around each other (Lang and Witbrock 1988).
LoadedRows makeTwoSpirals(const DataOptions& options, bool classes, std::uint64_t seed);

/// `options.classes` Gaussian clouds of standard deviation σ around points on the unit circle.
LoadedRows makeBlobs(const DataOptions& options, bool classes, std::uint64_t seed);

/// Two half circles of radius 1 that reach into each other, the second around (1, ½)
/// (scikit-learn's make_moons).
LoadedRows makeTwoMoons(const DataOptions& options, bool classes, std::uint64_t seed);

/// A disc of radius ½ (0) inside a ring of radius 0.7…1 (1), even along the radius (TensorFlow
/// Playground's circle, a fifth of its size).
LoadedRows makeCircle(const DataOptions& options, bool classes, std::uint64_t seed);

/// The quadrants of a square of half side 1, 0.06 away from the axes: 1 where the signs of the
/// coordinates differ (TensorFlow Playground's exclusive or, a fifth of its size).
LoadedRows makeXor(const DataOptions& options, bool classes, std::uint64_t seed);

/// Two Gaussian clouds around (−0.4, −0.4) (0) and (0.4, 0.4) (1), of variance 0.02 + σ² in each
/// coordinate (TensorFlow Playground's gauss, a fifth of its size).
LoadedRows makeGauss(const DataOptions& options, bool classes, std::uint64_t seed);

} // namespace accumulus
