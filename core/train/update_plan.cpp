#include "core/train/update_plan.h"

#include "core/train/accumulation_window.h"
#include "core/train/steps_schedule.h"

#include <algorithm>

namespace accumulus {

namespace {

constexpr std::int64_t mostMicroBatches = std::int64_t{1} << 22;

/// Walks the windows of a run without training.
class DryRun
{
public:
    explicit DryRun(const Hyperparameters& settings)
        : m_settings(settings)
        , m_schedule(parseStepsSchedule(settings.stepsSchedule))
        , m_steps(settings.accumulationSteps)
    {
        m_window.open(m_steps, settings.semantics);
    }

    /// Updates of the next epoch.
    std::int64_t epoch(std::int64_t microBatches)
    {
        const std::int64_t before = m_updates;
        for (std::int64_t i = 0; i < microBatches; ++i) {
            if (!m_window.isOpen())
                open();
            m_window.add({.weight = 1.0, .samples = 1}, {i, microBatches - 1 - i});
            if (m_window.isComplete())
                ++m_updates;
            if (m_window.isComplete() || m_window.isDropped())
                m_window.close();
        }
        ++m_epochs;
        return m_updates - before;
    }

private:
    void open()
    {
        const StepsPosition now{m_epochs, m_updates};
        m_steps = stepsAfter(m_schedule, m_steps, m_opened, now);
        m_opened = now;
        m_window.open(m_steps, m_settings.semantics);
    }

    const Hyperparameters& m_settings;
    std::vector<StepsChange> m_schedule;
    AccumulationWindow m_window;
    StepsPosition m_opened;
    int m_steps;
    std::int64_t m_updates = 0;
    std::int64_t m_epochs = 0;
};

} // namespace

std::int64_t plannedUpdates(const Experiment& experiment, std::int64_t trainingRows)
{
    const StopOptions& stop = experiment.stop;
    if (stop.updates > 0 && stop.epochs == 0)
        return stop.updates;
    const Hyperparameters& settings = experiment.hyperparameters;
    const std::int64_t perEpoch =
        (trainingRows + settings.microBatchSize - 1) / settings.microBatchSize;
    const std::int64_t epochs = stop.epochs > 0 ? stop.epochs : headlessEpochs(experiment);
    const std::int64_t counted =
        std::clamp<std::int64_t>(mostMicroBatches / std::max<std::int64_t>(1, perEpoch), 1, epochs);
    DryRun run(settings);
    std::int64_t updates = 0;
    std::int64_t last = 0;
    for (std::int64_t epoch = 0; epoch < counted; ++epoch) {
        last = run.epoch(perEpoch);
        updates += last;
    }
    // Saturating: 2^53 epochs are allowed.
    const double rest = static_cast<double>(epochs - counted) * static_cast<double>(last);
    updates += static_cast<std::int64_t>(std::min(rest, 0x1.0p53));
    return stop.updates > 0 ? std::min(stop.updates, updates) : updates;
}

} // namespace accumulus
