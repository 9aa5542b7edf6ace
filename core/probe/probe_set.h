#pragma once

#include "core/probe/probe.h"
#include "core/record/probe_values.h"

#include <memory>
#include <string>
#include <vector>

namespace accumulus {

/// The diagnostics of a run: makes those that are switched on, tells them what the trainer does,
/// and gathers what they measure for the records. A probe that is set to every k updates is asked
/// at updates 1, k+1, 2k+1, …
class ProbeSet
{
public:
    explicit ProbeSet(const ProbeContext& context);
    ~ProbeSet();

    /// Between windows. Probes that stay on go on.
    void configure(const ProbeOptions& options);

    /// The probes that configure() would make, to see whether there is room for them. Throws
    /// MemoryBudgetError.
    [[nodiscard]] std::vector<std::unique_ptr<Probe>> tryOut(const ProbeOptions& options);

    /// The run needs memory that probes can do without, see Probe::giveWay().
    void giveWay();

    /// Why a probe measured nothing of the last window, a sentence for people; mostly "".
    const std::string& problem() const { return m_problem; }

    bool isEmpty() const { return m_probes.empty(); }

    /// Of the values below. Never null.
    const ProbeValues::Names& names() const { return m_update.names; }
    const ProbeValues::Names& microBatchNames() const { return m_microBatch.names; }

    /// First of every micro-batch: forgets what was measured of the one before.
    void beginMicroBatch();

    /// One without weight joins the window: there is nothing to measure.
    void passOver();

    /// \a update: the number of the update that the window will be, from 1.
    void addMicroBatch(std::int64_t update, const MicroBatchView& view);

    /// \a microBatches: in the window. If not all of them were seen, because probes were switched,
    /// nothing is measured.
    void beforeUpdate(std::int64_t update, const WindowView& view, std::int64_t microBatches);
    void afterUpdate(double learningRate);
    void endWindow();

    /// Of the last micro-batch and the last update; empty if no probe is on.
    const ProbeValues& microBatchValues() const { return m_microBatch; }
    const ProbeValues& values() const { return m_update; }

    void archive(StateArchive& archive);

private:
    struct Entry
    {
        std::size_t kind; ///< index in probeKinds()
        std::unique_ptr<Probe> probe;
        std::size_t columns = 0;
        std::size_t microBatchColumns = 0;
        bool isOut = false; ///< of the open window, for want of memory
    };

    void makeNames();
    bool keeps(const ProbeOptions& options, std::size_t kind) const;
    bool isDue(const Entry& entry, std::int64_t update) const;
    template <typename Work>
    void ask(Entry& entry, std::span<double> values, Work work);

    ProbeContext m_context;
    ProbeOptions m_options;
    std::vector<Entry> m_probes;
    ProbeValues m_update;
    ProbeValues m_microBatch;
    std::int64_t m_updateNow = 0;    ///< of the window that is measured; 0: it is not
    std::int64_t m_seenInWindow = 0; ///< micro-batches
    std::string m_problem;
};

} // namespace accumulus
