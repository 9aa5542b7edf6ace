#include "core/train/update_plan.h"

#include "core/train/accumulation_window.h"
#include "core/train/steps_schedule.h"
#include "core/train/window_plan.h"

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

std::int64_t microBatchesOf(const Hyperparameters& settings, std::int64_t trainingRows)
{
    return windowPlan(trainingRows, 1, settings.microBatchSize).microBatchesPerEpoch;
}

/// The smallest N that the schedule comes to, if no update ever happens.
int smallestSteps(const Hyperparameters& settings, int steps, std::int64_t epochs)
{
    const std::vector<StepsChange> schedule = parseStepsSchedule(settings.stepsSchedule);
    std::vector<std::int64_t> ends;
    for (const StepsChange& change : schedule) {
        if (change.unit == StepsChange::Unit::Epochs && change.at > epochs)
            ends.push_back(change.at);
    }
    std::sort(ends.begin(), ends.end());
    int smallest = steps;
    for (const std::int64_t end : ends) {
        steps = stepsAfter(schedule, steps, {epochs, 0}, {end, 0});
        epochs = end;
        smallest = std::min(smallest, steps);
    }
    return smallest;
}

} // namespace

std::optional<std::int64_t> plannedUpdates(const Experiment& experiment, std::int64_t trainingRows)
{
    const StopOptions& stop = experiment.stop;
    if (stop.epochs == 0)
        return stop.updates > 0 ? std::optional(stop.updates) : std::nullopt;
    const Hyperparameters& settings = experiment.hyperparameters;
    const std::int64_t perEpoch = microBatchesOf(settings, trainingRows);
    const std::int64_t counted =
        std::clamp<std::int64_t>(mostMicroBatches / perEpoch, 1, stop.epochs);
    DryRun run(settings);
    std::int64_t updates = 0;
    std::int64_t last = 0;
    for (std::int64_t epoch = 0; epoch < counted; ++epoch) {
        last = run.epoch(perEpoch);
        updates += last;
    }
    // Saturating: 2^53 epochs are allowed.
    const double rest = static_cast<double>(stop.epochs - counted) * static_cast<double>(last);
    updates += static_cast<std::int64_t>(std::min(rest, 0x1.0p53));
    return stop.updates > 0 ? std::min(stop.updates, updates) : updates;
}

std::string whyNoUpdate(const Hyperparameters& settings, std::int64_t trainingRows, int steps,
                        std::int64_t epochs)
{
    const PartialWindow partial = settings.semantics.partialWindow;
    const std::int64_t perEpoch = microBatchesOf(settings, trainingRows);
    if ((partial != PartialWindow::Leak && partial != PartialWindow::Drop)
        || smallestSteps(settings, steps, epochs) <= perEpoch)
        return {};
    return "no update can happen: an epoch has " + std::to_string(perEpoch)
        + (perEpoch == 1 ? " micro-batch" : " micro-batches") + ", fewer than the "
        + std::to_string(steps) + " of accumulation_steps, and partial_window "
        + (partial == PartialWindow::Leak ? "leak" : "drop")
        + " makes none of the rest; choose a smaller accumulation_steps or micro_batch_size";
}

} // namespace accumulus
