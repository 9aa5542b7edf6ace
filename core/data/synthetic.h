#pragma once

#include "core/data/data_options.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <vector>

namespace accumulus {

/// Made-up problems with as many features as one likes, d = options.features; the same options and
/// seed give the same rows. (Points of the plane: planar_classes.h.)

/// Exactly solvable: x ~ N(0, I_d), y = w*·x + σξ, with w* ~ N(0, I_d/d), σ = options.noise. With
/// `standardize` off, its gradient noise scale is known in closed form.
LoadedRows makeLinearRegression(const DataOptions& options, std::uint64_t seed);

/// Its w*.
std::vector<double> linearRegressionWeights(const DataOptions& options, std::uint64_t seed);

/// What a random network says: x ~ N(0, I_d), y = Σ_j v_j tanh(w_j·x + b_j) + σξ over
/// m = options.teacherUnits units, with w_j ~ N(0, I_d/d), b_j ~ N(0, 1), v_j ~ N(0, 1/m). As
/// classes: the largest of `options.classes` such outputs, each with v and noise of its own.
LoadedRows makeTeacher(const DataOptions& options, bool classes, std::uint64_t seed);

/// The noisy quadratic model of Zhang et al. 2019 (arXiv:1907.04164): loss ½ Σ h_i θ_i², gradient
/// noise of variance c_i per sample, h_i = c_i = 1/i for i = 1…d. It is data for a model whose only
/// layer is `scale`, y_i = θ_i f_i, under mse, the mean over the d outputs: with the constant
/// features f_i = √(h_i d/2) and the targets t_i = −n_i √(d/(2 h_i)), n_i ~ N(0, c_i), the gradient
/// of a sample is h_i θ_i + n_i and its loss ½ Σ h_i θ_i² + Σ n_i θ_i + const. One validation row
/// without noise, whose loss is ½ Σ h_i θ_i². Never standardised. σ is not looked at.
LoadedData makeNoisyQuadratic(const DataOptions& options, std::uint64_t seed);

} // namespace accumulus
