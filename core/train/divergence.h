#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace accumulus {

class StateArchive;

/// The loss of a window, for Divergence. A mean weighted by samples, whatever a run logs.
struct WindowLoss
{
    double mean = 0.0;
    double weight = 0.0;   ///< of its rows, in whatever unit the data has
    std::int64_t rows = 0; ///< samples (of texts, predictions) that are not masked
};

/// Decides when a run has diverged: a window's loss or gradient norm is not finite, or its loss is
/// more than `factor` × the larger of two:
///
/// - the mean loss of the run's first windows, as many as have `firstRows` rows: one row's loss can
///   be small by chance, so several make the measure;
/// - what a prediction costs that looks at no feature, see constantLoss(): a run that begins where
///   another one ended may have a first loss as small as rounding, and a thousand times that is
///   still a good one.
class Divergence
{
public:
    static constexpr double factor = 1e3;
    static constexpr std::int64_t firstRows = 100;

    explicit Divergence(double constantLoss)
        : m_constantLoss(constantLoss)
    {}

    /// Why the run has diverged with this window; none if it has not. A window whose rows are all
    /// masked has no loss to judge.
    std::optional<std::string> judge(const WindowLoss& loss, double gradNorm);

    void archive(StateArchive& archive);

private:
    std::optional<std::string> judgeLoss(const WindowLoss& loss);

    double m_constantLoss;
    double m_lossSum = 0.0; ///< weighted, of the first windows
    double m_weight = 0.0;
    std::int64_t m_rows = 0;
};

/// A number of a message: six digits, `nan` and `inf` spelled.
std::string numberText(double value);

} // namespace accumulus
