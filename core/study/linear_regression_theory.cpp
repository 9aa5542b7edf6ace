#include "core/study/linear_regression_theory.h"

#include <cmath>

namespace accumulus {

LinearRegressionTheory LinearRegressionTheory::afterUpdate(double learningRate,
                                                           double samples) const
{
    const double keep = (1.0 - 2.0 * learningRate) * (1.0 - 2.0 * learningRate);
    const double spread = 4.0 * learningRate * learningRate / samples;
    LinearRegressionTheory next = *this;
    next.error = keep * error + spread * (features * loss() + error);
    next.offset = keep * offset + spread * (error + noise * noise);
    return next;
}

/// Larger eigenvalue of the map of (a, c²).
double lossFactor(int features, double learningRate, double samples)
{
    const double keep = (1.0 - 2.0 * learningRate) * (1.0 - 2.0 * learningRate);
    const double spread = 4.0 * learningRate * learningRate / samples;
    const double aa = keep + spread * (features + 1.0);
    const double ac = spread * features;
    const double ca = spread;
    const double cc = keep;
    const double half = (aa - cc) / 2.0;
    return (aa + cc) / 2.0 + std::sqrt(half * half + ac * ca);
}

double largestLearningRate(int features, double samples)
{
    double stable = 0.0;
    double unstable = 1.0; // without any noise
    for (int i = 0; i < 60; ++i) {
        const double middle = (stable + unstable) / 2.0;
        (lossFactor(features, middle, samples) < 1.0 ? stable : unstable) = middle;
    }
    return stable;
}

} // namespace accumulus
