#pragma once

#include "core/data/batch_sampler.h"
#include "core/data/dataset.h"
#include "core/memory_account.h"
#include "core/nn/model.h"
#include "core/optim/optimizer.h"
#include "core/optim/window_moments.h"
#include "core/probe/probe_options.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

class StateArchive;

/// What probes may look at for as long as they live.
struct ProbeContext
{
    Model& model;
    const Dataset& training;
    std::uint64_t seed = 1;
    MemoryAccount& memory; ///< of the run
    /// Asked now and then by a probe that takes long: true: whatever it measures is not wanted any
    /// more, so it stops. May throw.
    std::function<bool()> isInterrupted = [] { return false; };
};

/// A micro-batch that was just added to the window.
struct MicroBatchView
{
    MicroBatch batch;
    double share = 0.0; ///< see AccumulationWindow::share()
    /// share × its mean gradient, in the arena's layout. Empty unless a probe usesMicroBatches().
    std::span<const float> gradients;
    double norm = 0.0; ///< of its mean gradient; 0 if gradients is empty
};

/// A window that is complete: its accumulated gradient is in the arena, not yet clipped.
struct WindowView
{
    double divisor = 1.0;  ///< accumulated ÷ this = the gradient to apply
    double gradNorm = 0.0; ///< of the gradient to apply, as recorded
    /// Of the micro-batches' mean gradients; only if a probe usesMicroBatches().
    std::optional<WindowMoments> moments;
    double stepFactor = 1.0;           ///< of the step against that for the mean: N for a sum
    int microBatchSize = 1;            ///< as set, samples
    const OptimizerOptions& optimizer; ///< as set
};

/// A diagnostic: it watches windows and measures values for the records. Probes see everything and
/// change nothing: what one moves in the arena or the model it puts back (see SideGradients). A run
/// with probes that usesMicroBatches() adds its gradients in another order than one without, so
/// the two differ by rounding. A probe for which there is no room in the memory budget measures
/// nothing of that window.
///
///     addMicroBatch(…)        // every micro-batch of a window
///     beforeUpdate(…)         // the window is complete
///     afterUpdate(…)          // the optimizer has stepped
///     endWindow()             // also of a window that made no update
///
/// Values are NaN until the probe sets them.
class Probe
{
public:
    virtual ~Probe() = default;

    /// What it adds to the records of updates and of micro-batches.
    virtual std::vector<std::string> columns() const { return {}; }
    virtual std::vector<std::string> microBatchColumns() const { return {}; }

    /// \a values: one for each of microBatchColumns().
    virtual void addMicroBatch(const MicroBatchView& /*view*/, std::span<double> /*values*/) {}

    /// \a values: one for each of columns(), the same ones in both.
    virtual void beforeUpdate(const WindowView& /*view*/, std::span<double> /*values*/) {}
    virtual void afterUpdate(double /*learningRate*/, std::span<double> /*values*/) {}

    virtual void endWindow() {}

    /// Frees what it can make again: the run needs the memory. What it has of the open window may
    /// go too.
    virtual void giveWay() {}

    /// What it remembers, from one window to the next and of the open one.
    virtual void archive(StateArchive& /*archive*/) {}
};

/// A row of the table of probes: adding a diagnostic is a pair of files, a row and a test.
struct ProbeKind
{
    std::string_view name;    ///< its key in an experiment, `probes.NAME`
    std::string_view summary; ///< what it measures, and its columns
    std::string_view cost;    ///< in words; `bench` prints it in microseconds
    /// Whether it needs the gradient of every micro-batch by itself.
    bool usesMicroBatches;
    std::unique_ptr<Probe> (*make)(const ProbeContext& context, const ProbeOptions& options);
};

/// All probes that an experiment can switch on.
const std::vector<ProbeKind>& probeKinds();

/// Whether one that is on needs the gradient of every micro-batch by itself.
bool usesMicroBatches(const ProbeOptions& options);

/// Names of a value for every parameter of \a arena: "grad_norm.layers.0.kernel".
std::vector<std::string> parameterColumns(const ParameterArena& arena, std::string_view name);

/// Keeps the accumulated gradients, the layers' states and the number of calls aside while a probe
/// computes gradients of its own, and puts them back at the end.
class SideGradients
{
public:
    /// \a buffer is used and keeps its memory for the next time.
    SideGradients(Model& model, AlignedVector<float>& buffer);
    ~SideGradients();

    SideGradients(const SideGradients&) = delete;
    SideGradients& operator=(const SideGradients&) = delete;

    /// Those that were accumulated.
    std::span<const float> accumulated() const;

private:
    Model& m_model;
    std::int64_t m_calls;
    AlignedVector<float>& m_buffer;
};

} // namespace accumulus
