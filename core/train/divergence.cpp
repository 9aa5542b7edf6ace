#include "core/train/divergence.h"

#include "core/data_error.h"
#include "core/record/state_archive.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace accumulus {

std::optional<std::string> Divergence::judge(double meanLoss, double weight, double gradNorm)
{
    if (!std::isfinite(meanLoss))
        return "the loss became " + numberText(meanLoss);
    if (!std::isfinite(gradNorm))
        return "the gradient norm became " + numberText(gradNorm);
    if (m_weight < firstWeight) {
        const double least = std::numeric_limits<float>::epsilon();
        m_lossSum += std::max(meanLoss, least) * weight;
        m_weight += weight;
        return std::nullopt;
    }
    const double first = m_lossSum / m_weight;
    if (meanLoss > factor * first)
        return "the loss rose to " + numberText(meanLoss) + ", more than " + numberText(factor)
            + " times the first ones (" + numberText(first) + ")";
    return std::nullopt;
}

void Divergence::archive(StateArchive& archive)
{
    archive.value("first_loss.sum", m_lossSum);
    archive.value("first_loss.weight", m_weight);
    if (!std::isfinite(m_lossSum) || !(m_weight >= 0.0))
        throw DataError("the first losses are out of their range");
}

std::string numberText(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

} // namespace accumulus
