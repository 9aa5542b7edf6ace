#include "core/probe/probe.h"

#include "core/named_row.h"
#include "core/probe/batch_tests.h"
#include "core/probe/equivalence.h"
#include "core/probe/layer_norms.h"
#include "core/probe/memory_probe.h"
#include "core/probe/micro_batch_probe.h"
#include "core/probe/noise_scale.h"
#include "core/probe/sharpness.h"
#include "core/probe/update_ratio.h"

#include <algorithm>

namespace accumulus {

namespace {

template <typename Made>
std::unique_ptr<Probe> make(const ProbeContext& context, const ProbeOptions&)
{
    return std::make_unique<Made>(context);
}

template <typename Made>
std::unique_ptr<Probe> makeWithOptions(const ProbeContext& context, const ProbeOptions& options)
{
    return std::make_unique<Made>(context, options);
}

} // namespace

const std::vector<ProbeKind>& probeKinds()
{
    static const std::vector<ProbeKind> table{
        {"micro_batch",
         "of every micro-batch: grad_norm, and cosine to what the window accumulated before it",
         "one pass over the parameters per micro-batch", true, &make<MicroBatchProbe>},
        {"layer_norms", "grad_norm.PARAMETER of every micro-batch and of the window's gradient",
         "one pass over the parameters per micro-batch", true, &make<LayerNorms>},
        {"noise_scale",
         "the gradient noise scale and what follows from it: gradient_trace, gradient_signal, "
         "noise_scale, snr, gain, efficiency, diversity, pairwise_cosine, expected_grad_norm",
         "one pass over the parameters per micro-batch", true, &makeWithOptions<NoiseScale>},
        {"batch_tests",
         "norm_test, inner_product_test, orthogonality_test: is the window large enough?",
         "keeps every micro-batch's gradient of a window", true, &make<BatchTests>},
        {"update_ratio", "|change of the weights| ÷ |weights|, in all and of every PARAMETER",
         "two passes over the parameters per update", false, &make<UpdateRatio>},
        {"equivalence",
         "the accumulated gradient against that of the same window as one big batch: "
         "equivalence_error (relative L2), _cosine, _max, and the error of every PARAMETER",
         "a forward and a backward pass over the window, at its full size", false,
         &make<Equivalence>},
        {"sharpness",
         "largest eigenvalue of the loss's Hessian, edge_of_stability = η·λ/2, critical_steps",
         "10 to 60 gradients of sharpness_samples rows", false, &makeWithOptions<Sharpness>},
        {"memory", "bytes in use by category, memory_parameters and so on, and memory_peak",
         "next to nothing", false, &make<MemoryProbe>},
    };
    return table;
}

ProbeOptions::ProbeOptions()
    : every(probeKinds().size(), 0)
{}

int ProbeOptions::interval(std::string_view name) const
{
    const ProbeKind& kind = namedRow(probeKinds(), name, "probe");
    return every[static_cast<std::size_t>(&kind - probeKinds().data())];
}

bool usesMicroBatches(const ProbeOptions& options)
{
    for (std::size_t i = 0; i < probeKinds().size(); ++i) {
        if (options.every[i] > 0 && probeKinds()[i].usesMicroBatches)
            return true;
    }
    return false;
}

std::vector<std::string> parameterColumns(const ParameterArena& arena, std::string_view name)
{
    std::vector<std::string> columns;
    for (const ParameterArena::Parameter& parameter : arena.parameters())
        columns.push_back(std::string(name) + '.' + parameter.name);
    return columns;
}

SideGradients::SideGradients(Model& model, AlignedVector<float>& buffer)
    : m_model(model)
    , m_calls(model.calls())
    , m_buffer(buffer)
{
    const auto gradients = model.arena().gradients();
    const auto states = model.arena().stateValues();
    m_buffer.resize(gradients.size() + states.size());
    std::copy(gradients.begin(), gradients.end(), m_buffer.begin());
    std::copy(states.begin(), states.end(),
              m_buffer.begin() + static_cast<std::ptrdiff_t>(gradients.size()));
    model.arena().zeroGradients();
}

SideGradients::~SideGradients()
{
    const auto gradients = m_model.arena().gradients();
    const auto middle = m_buffer.begin() + static_cast<std::ptrdiff_t>(gradients.size());
    std::copy(m_buffer.begin(), middle, gradients.begin());
    std::copy(middle, m_buffer.end(), m_model.arena().stateValues().begin());
    m_model.setCalls(m_calls);
}

std::span<const float> SideGradients::accumulated() const
{
    return std::span<const float>(m_buffer).first(m_model.arena().gradients().size());
}

} // namespace accumulus
