#include "core/probe/layer_norms.h"

#include "core/vector_math.h"

namespace accumulus {

LayerNorms::LayerNorms(const ProbeContext& context)
    : m_arena(context.model.arena())
{}

std::vector<std::string> LayerNorms::columns() const
{
    return parameterColumns(m_arena, "grad_norm");
}

void LayerNorms::addMicroBatch(const MicroBatchView& view, std::span<double> values)
{
    norms(view.gradients, view.share, values);
}

void LayerNorms::beforeUpdate(const WindowView& view, std::span<double> values)
{
    norms(m_arena.gradients(), view.divisor, values);
}

void LayerNorms::norms(std::span<const float> gradients, double divisor,
                       std::span<double> values) const
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const ParameterArena::Parameter& parameter = m_arena.parameters()[i];
        values[i] = euclideanNorm(gradients.subspan(parameter.offset, parameter.size)) / divisor;
    }
}

} // namespace accumulus
