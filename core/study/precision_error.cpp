#include "core/study/precision_error.h"

#include "core/nn/model.h"
#include "core/onednn/engine.h"
#include "core/train/trainer.h"
#include "core/vector_math.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>

namespace accumulus {

namespace {

/// The gradient of the first rows, added up over micro-batches.
class GradientOf
{
public:
    GradientOf(const Experiment& experiment, const Dataset& data, Precision precision)
        : m_engine(1, precision)
        , m_model(m_engine, experiment.model, lossKind(experiment.loss), data,
                  {experiment.seed, initializerKind(experiment.initializer)})
    {
        const Hyperparameters& settings = experiment.hyperparameters;
        const auto size = static_cast<std::size_t>(settings.microBatchSize);
        std::vector<std::uint32_t> rows(
            std::min(data.rowCount(), size * static_cast<std::size_t>(settings.accumulationSteps)));
        std::iota(rows.begin(), rows.end(), 0u);
        for (std::size_t first = 0; first < rows.size(); first += size) {
            const MicroBatch batch{
                .rows = std::span(rows).subspan(first, std::min(size, rows.size() - first))};
            m_model.forward(data, batch, 1.0f);
            m_model.backward();
        }
    }

    std::span<const float> values() const { return m_model.arena().gradients(); }

    int products() const
    {
        const auto& parameters = m_model.arena().parameters();
        return static_cast<int>(
            std::count_if(parameters.begin(), parameters.end(), [](const auto& parameter) {
                return parameter.name.ends_with("kernel");
            }));
    }

private:
    onednn::Engine m_engine;
    Model m_model;
};

} // namespace

PrecisionError precisionError(const Experiment& experiment)
{
    const TrainingData data = loadTrainingData(experiment);
    const GradientOf exact(experiment, data.training, Precision::F32);
    const GradientOf rounded(experiment, data.training, Precision::Bf16);
    std::vector<float> difference(exact.values().size());
    std::transform(rounded.values().begin(), rounded.values().end(), exact.values().begin(),
                   difference.begin(), std::minus<>());
    constexpr double unit = 0x1.0p-8;
    const double least = unit * std::sqrt(4.0 * exact.products() / 3.0);
    return {.least = least,
            .most = std::sqrt(2.0 * least / std::numbers::pi),
            .measured = euclideanNorm(difference) / euclideanNorm(exact.values()),
            .products = exact.products()};
}

double equivalenceLimit(Precision precision)
{
    return precision == Precision::F32 ? 1e-5 : 0x1.0p-7;
}

} // namespace accumulus
