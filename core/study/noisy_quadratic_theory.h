#pragma once

#include <vector>

namespace accumulus {

/// Gradient descent on the data source `noisy_quadratic` with the model "scale", in closed form
/// (Zhang et al. 2019, arXiv:1907.04164): loss ½ Σ h_i θ_i², a sample's gradient h_i θ_i + n_i with
/// n_i ~ N(0, c_i), h_i = c_i = 1/i. Per dimension the second moments of θ and the velocity v of
/// sgd with momentum (v ← μv − ηg, θ ← θ + v) follow a linear recursion, exactly as long as no
/// sample is seen twice.
class NoisyQuadraticTheory
{
public:
    explicit NoisyQuadraticTheory(const std::vector<double>& weights);

    /// One update with a gradient averaged over \a samples.
    void update(double learningRate, double momentum, double samples);

    /// Expected loss, that of the validation row.
    double loss() const;

private:
    struct Dimension
    {
        double h = 1.0;
        double weight2 = 0.0;   ///< E θ²
        double product = 0.0;   ///< E θv
        double velocity2 = 0.0; ///< E v²
    };
    std::vector<Dimension> m_dimensions;
};

} // namespace accumulus
