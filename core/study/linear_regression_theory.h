#pragma once

#include <span>

namespace accumulus {

/// Stochastic gradient descent on the data source `linear_regression` (not standardised) with the
/// model "1", in closed form: x ~ N(0, I_d), y = w*·x + σξ, loss (w·x + c − y)². Expectations over
/// fresh samples; they depend on the weights only through a = |w − w*|² and c².
///
/// With L = a + c² + σ², the population loss, a sample's gradient has
///
///     |E g|² = 4(a + c²),   tr Cov g = 4((d+1)·L + a − c²),
///
/// by E[(u·x)² xxᵀ] = |u|² I + 2uuᵀ (Isserlis). Without the constant's column that is B_simple =
/// (d+1) + dσ²/|Δ|². One update with learning rate η and B samples:
///
///     a  ← (1−2η)²·a  + 4η²/B·(d·L + a)
///     c² ← (1−2η)²·c² + 4η²/B·(a + σ²)
struct LinearRegressionTheory
{
    int features = 1;    ///< d
    double noise = 0.0;  ///< σ
    double error = 0.0;  ///< a
    double offset = 0.0; ///< c²

    double loss() const { return error + offset + noise * noise; }
    double signal() const { return 4.0 * (error + offset); }
    double trace() const { return 4.0 * ((features + 1.0) * loss() + error - offset); }
    double noiseScale() const { return trace() / signal(); }
    double squaredGradientNorm(double samples) const { return signal() + trace() / samples; }

    /// What is expected of the weights after an update.
    LinearRegressionTheory afterUpdate(double learningRate, double samples) const;
};

/// The largest learning rate for which the expected loss stays bounded with windows of \a samples:
/// where the update above, a linear map of (a, c²), has spectral radius 1. Without the constant's
/// column it would be 1/(1 + (d+1)/B). Half of it makes the loss without noise fall fastest.
double largestLearningRate(int features, double samples);

/// Factor of the expected loss per update far from the minimum, without noise.
double lossFactor(int features, double learningRate, double samples);

} // namespace accumulus
