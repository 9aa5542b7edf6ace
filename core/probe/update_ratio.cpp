#include "core/probe/update_ratio.h"

#include "core/vector_math.h"

#include <limits>

namespace accumulus {

UpdateRatio::UpdateRatio(const ProbeContext& context)
    : m_arena(context.model.arena())
    , m_before(m_arena.weights().size())
{}

std::vector<std::string> UpdateRatio::columns() const
{
    std::vector<std::string> names = parameterColumns(m_arena, "update_ratio");
    names.insert(names.begin(), "update_ratio");
    return names;
}

void UpdateRatio::beforeUpdate(const WindowView&, std::span<double>)
{
    m_before.assign(m_arena.weights().begin(), m_arena.weights().end());
}

void UpdateRatio::afterUpdate(double, std::span<double> values)
{
    const std::span<const float> weights = m_arena.weights();
    const auto ratio = [](std::span<const float> change, double norm) {
        return norm > 0.0 ? euclideanNorm(change) / norm : std::numeric_limits<double>::quiet_NaN();
    };
    std::vector<double> norms{euclideanNorm(m_before)};
    const auto sliceOf = [&](std::span<const float> buffer, std::size_t parameter) {
        const ParameterArena::Parameter& slice = m_arena.parameters()[parameter];
        return buffer.subspan(slice.offset, slice.size);
    };
    for (std::size_t i = 0; i < m_arena.parameters().size(); ++i)
        norms.push_back(euclideanNorm(sliceOf(m_before, i)));
    for (std::size_t i = 0; i < m_before.size(); ++i)
        m_before[i] = weights[i] - m_before[i];
    values[0] = ratio(m_before, norms[0]);
    for (std::size_t i = 0; i < m_arena.parameters().size(); ++i)
        values[i + 1] = ratio(sliceOf(m_before, i), norms[i + 1]);
}

} // namespace accumulus
