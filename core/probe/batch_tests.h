#pragma once

#include "core/probe/probe.h"

namespace accumulus {

/// Three tests of whether a window is large enough, from the gradients g_i of its N micro-batches
/// and their mean ḡ, M2 = |ḡ|² (as Cockpit computes them, Schneider et al. 2021):
///
/// - `norm_test` = Σ|g_i − ḡ|² / ((N−1)·N·M2): the variance of ḡ relative to its square (Byrd et
/// al.
///   2012, eq. 3.9). Above θ², with θ = 0.5…0.9, the window is too small; `norm_test_steps` is the
///   N that would pass with θ = 0.9.
/// - `inner_product_test` = √(Σ(g_i·ḡ − M2)² / ((N−1)·N·M2²)) (Bollapragada et al. 2018, eq. 2.6):
///   does −ḡ lead downhill? Too small above 0.9.
/// - `orthogonality_test` = √((Σ|g_i|² − Σ(g_i·ḡ)²/M2) / ((N−1)·N·M2)) (eq. 3.3): how far the g_i
///   lead aside. Too small above 5.84 = tan 80°.
/// - `cosine_mean`, `cosine_min` of g_i to ḡ.
///
/// Micro-batches count equally, whatever their size. They are all kept until the window is
/// complete: N times the size of the model. Windows for which that is more than 1 GiB, and those of
/// one micro-batch, are not measured.
class BatchTests : public Probe
{
public:
    explicit BatchTests(const ProbeContext& context);

    std::vector<std::string> columns() const override;
    void addMicroBatch(const MicroBatchView& view, std::span<double> values) override;
    void beforeUpdate(const WindowView& view, std::span<double> values) override;
    void endWindow() override;
    void giveWay() override;
    void archive(StateArchive& archive) override;

private:
    std::size_t m_size;             ///< of a gradient
    AlignedVector<float> m_kept;    ///< one mean gradient behind the other
    std::size_t m_microBatches = 0; ///< in it
    bool m_isTooLarge = false;
};

} // namespace accumulus
