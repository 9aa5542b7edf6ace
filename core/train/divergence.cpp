#include "core/train/divergence.h"

#include "core/data_error.h"
#include "core/record/state_archive.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace accumulus {

std::optional<std::string> Divergence::judge(const WindowLoss& loss, double gradNorm)
{
    if (loss.rows > 0 && !std::isfinite(loss.mean))
        return "the loss became " + numberText(loss.mean);
    if (!std::isfinite(gradNorm))
        return "the gradient norm became " + numberText(gradNorm);
    return loss.rows > 0 ? judgeLoss(loss) : std::nullopt;
}

std::optional<std::string> Divergence::judgeLoss(const WindowLoss& loss)
{
    if (m_rows < firstRows) {
        const double least = std::numeric_limits<float>::epsilon();
        m_lossSum += std::max(loss.mean, least) * loss.weight;
        m_weight += loss.weight;
        m_rows += loss.rows;
        return std::nullopt;
    }
    const double first = m_lossSum / m_weight;
    if (!(loss.mean > factor * std::max(first, m_constantLoss)))
        return std::nullopt;
    const std::string rose = "the loss rose to " + numberText(loss.mean) + ", more than "
        + numberText(factor) + " times ";
    return first >= m_constantLoss
        ? rose + "the first ones (" + numberText(first) + ")"
        : rose + "what a constant prediction costs (" + numberText(m_constantLoss) + ")";
}

void Divergence::archive(StateArchive& archive)
{
    archive.value("first_loss.sum", m_lossSum);
    archive.value("first_loss.weight", m_weight);
    archive.count("first_loss.rows", m_rows);
    if (!std::isfinite(m_lossSum) || !(m_weight >= 0.0) || (m_rows > 0 && !(m_weight > 0.0)))
        throw DataError("the first losses are out of their range");
}

std::string numberText(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

} // namespace accumulus
