#pragma once

#include "core/probe/probe.h"

namespace accumulus {

/// The sharpness of the loss: λ, the largest eigenvalue of its Hessian H over the first
/// `sharpness_samples` training rows, before the update. Columns:
///
/// - `sharpness` = λ;
/// - `edge_of_stability` = η·λ/2 (η times N for a sum), for sgd with momentum η·λ/(2+2μ), Nesterov
/// η(1+2μ)λ/(2+2μ): above
///   1, steps along that direction grow (Cohen et al. 2021, arXiv:2103.00065). For other
///   optimizers, which scale their steps themselves, it is that of plain gradient descent at their
///   rate;
/// - `critical_steps` = 2/(η·λ), with momentum (2+2μ)/(η·λ): summing (reduction `sum`) multiplies η
/// by N, and
///   diverges for larger N.
///
/// Power iteration on H·v ≈ (∇L(w + εv) − ∇L(w − εv)) / 2ε with |v| = 1 and ε = u^⅓·(1 + rms(w)), u
/// = 2⁻²⁴, begun with the eigenvector found last time, until λ changes by less than 1e-3 or 60
/// times. It finds the eigenvalue of largest absolute value, which in training is λ but for the
/// first updates of some nets. Gradients are computed in training mode, in micro-batches of the
/// run's size: dropout keeps one mask, batch_norm has its micro-batches' statistics. NaN if it was
/// interrupted.
class Sharpness : public Probe
{
public:
    Sharpness(const ProbeContext& context, const ProbeOptions& options);

    std::vector<std::string> columns() const override
    {
        return {"sharpness", "edge_of_stability", "critical_steps"};
    }
    void beforeUpdate(const WindowView& view, std::span<double> values) override;
    void afterUpdate(double learningRate, std::span<double> values) override;
    void giveWay() override;
    void archive(StateArchive& archive) override;

private:
    double largestEigenvalue(int microBatchSize);
    void multiply(double step, int microBatchSize);
    void addGradient(double shift, int microBatchSize, float factor);
    double powerIteration(double step, int microBatchSize);

    Model& m_model;
    const Dataset& m_training;
    std::vector<std::uint32_t> m_rows; ///< it is measured on
    std::function<bool()> m_isInterrupted;
    double m_limit = 2.0;      ///< of η·λ
    double m_stepFactor = 1.0; ///< of the window, see WindowView
    std::int64_t m_calls = 0;  ///< of the model, when a measurement begins
    AlignedVector<float> m_kept;
    AlignedVector<float> m_weights; ///< as they are
    AlignedVector<float> m_vector;  ///< v, of length 1
    AlignedVector<float> m_product; ///< H·v
};

} // namespace accumulus
