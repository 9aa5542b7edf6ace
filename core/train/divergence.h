#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace accumulus {

class StateArchive;

/// Decides when a run has diverged: a window's loss or gradient norm is not finite, or its loss is
/// more than `factor` × the mean of the first windows', as many as have `firstWeight` samples
/// (predictions of texts). One sample's loss can be small by chance, so several make the measure.
/// Losses are weighted means, whatever a run logs.
class Divergence
{
public:
    static constexpr double factor = 1e3;
    static constexpr double firstWeight = 100.0;

    /// Why the run has diverged with this window; none if it has not. \a weight: of its samples.
    std::optional<std::string> judge(double meanLoss, double weight, double gradNorm);

    void archive(StateArchive& archive);

private:
    double m_lossSum = 0.0; ///< weighted, of the first windows
    double m_weight = 0.0;
};

/// A number of a message: six digits, `nan` and `inf` spelled.
std::string numberText(double value);

} // namespace accumulus
