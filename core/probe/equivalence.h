#pragma once

#include "core/probe/probe.h"

namespace accumulus {

/// How far the accumulated gradient of a window is from that of the same samples as one big batch,
/// the weighted mean over them all: what accumulation promises to be equal. `equivalence_error` is
/// the relative L2 distance, `equivalence_cosine`, `equivalence_max` the largest absolute
/// difference, `equivalence_error.PARAMETER` the distance of each tensor.
///
/// In float32 an honest accumulation is within 1e-7…1e-6: sums in another order. More than that
/// comes from batch_norm, whose statistics are a micro-batch's, or from a switch of the window's
/// semantics. The gradient is compared as it is applied but for clipping on the mean or sum. What
/// is drawn call by call is drawn for the one batch as for the window's first micro-batch.
///
/// Not measured (NaN): a window that reaches into the next epoch when a layer draws random numbers,
/// because those belong to an epoch, and windows too large for one pass.
class Equivalence : public Probe
{
public:
    explicit Equivalence(const ProbeContext& context);

    std::vector<std::string> columns() const override;
    void addMicroBatch(const MicroBatchView& view, std::span<double> values) override;
    void beforeUpdate(const WindowView& view, std::span<double> values) override;
    void endWindow() override;
    void giveWay() override;
    void archive(StateArchive& archive) override;

private:
    void readRows(const std::string& text);
    bool computeBigBatch();
    void compare(std::span<const float> accumulated, double divisor,
                 std::span<double> values) const;

    Model& m_model;
    const Dataset& m_training;
    std::vector<std::uint32_t> m_rows; ///< of the window, in order
    std::vector<int> m_sizes;          ///< of its micro-batches
    std::int64_t m_epoch = 0;
    std::int64_t m_callsBefore = 0; ///< of the model when the window opened
    bool m_crossesEpochs = false;
    AlignedVector<float> m_kept;
};

/// Distance of \a approximate ÷ divisor from \a exact, as Equivalence reports it.
struct GradientDistance
{
    double error = 0.0; ///< relative L2; NaN if both are 0
    double cosine = 0.0;
    double max = 0.0;
};

GradientDistance gradientDistance(std::span<const float> approximate, double divisor,
                                  std::span<const float> exact);

} // namespace accumulus
