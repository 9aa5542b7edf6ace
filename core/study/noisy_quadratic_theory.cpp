#include "core/study/noisy_quadratic_theory.h"

namespace accumulus {

NoisyQuadraticTheory::NoisyQuadraticTheory(const std::vector<double>& weights)
{
    for (const double weight : weights)
        m_dimensions.push_back(
            {.h = 1.0 / static_cast<double>(m_dimensions.size() + 1), .weight2 = weight * weight});
}

void NoisyQuadraticTheory::update(double learningRate, double momentum, double samples)
{
    for (Dimension& d : m_dimensions) {
        const double pull = learningRate * d.h;
        const double noise = learningRate * learningRate * d.h / samples; // c = h
        // v' = μv − η(hθ + n), θ' = θ + v'
        const double velocity2 = momentum * momentum * d.velocity2
            - 2.0 * momentum * pull * d.product + pull * pull * d.weight2 + noise;
        const double crossed = momentum * d.product - pull * d.weight2; // E θv'
        d.weight2 += 2.0 * crossed + velocity2;
        d.product = crossed + velocity2;
        d.velocity2 = velocity2;
    }
}

double NoisyQuadraticTheory::loss() const
{
    double loss = 0.0;
    for (const Dimension& d : m_dimensions)
        loss += 0.5 * d.h * d.weight2;
    return loss;
}

} // namespace accumulus
