// A checkpoint that somebody wrote by hand: whatever numbers it has, the run that reads it must not
// count over an edge.

#include "tests/core/semantics_fixture.h"
#include "tests/support.h"

#include "core/data_error.h"
#include "core/record/state_archive.h"

#include <array>
#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <vector>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// All that a run remembers, by name.
struct State
{
    std::map<std::string, std::int64_t> whole;
    std::map<std::string, double> numbers;
    std::map<std::string, std::string> texts;
    std::map<std::string, std::vector<std::byte>> buffers;
};

class StateCopy : public StateArchive
{
public:
    enum class Direction { Write, Read };

    StateCopy(State& state, Direction direction)
        : m_state(state)
        , m_reads(direction == Direction::Read)
    {}

    using StateArchive::value;
    void value(std::string_view name, std::int64_t& value) override
    {
        copy(m_state.whole, name, value);
    }
    void value(std::string_view name, double& value) override
    {
        copy(m_state.numbers, name, value);
    }
    void value(std::string_view name, std::string& value) override
    {
        copy(m_state.texts, name, value);
    }

protected:
    void tensor(std::string_view name, std::string_view, std::span<std::byte> bytes,
                std::size_t) override
    {
        std::vector<std::byte>& kept = m_state.buffers[std::string(name)];
        if (!m_reads)
            kept.assign(bytes.begin(), bytes.end());
        else if (kept.size() != bytes.size())
            throw DataError(std::string(name) + " has another size");
        else
            std::copy(kept.begin(), kept.end(), bytes.begin());
    }

private:
    template <typename Value>
    void copy(std::map<std::string, Value>& values, std::string_view name, Value& value)
    {
        if (m_reads)
            value = values.at(std::string(name));
        else
            values[std::string(name)] = value;
    }

    State& m_state;
    bool m_reads;
};

/// Everything that has counters, at once; the tail of an epoch is cut, micro-batches are left out.
std::vector<Experiment> demanding()
{
    Experiment stochastic = experimentOf({.precision = AccumulatorPrecision::Bf16Stochastic}, 3);
    stochastic.model = "6 batch_norm tanh, dropout 0.5 by_call, 1";
    stochastic.hyperparameters.nonFinite = NonFinite::SkipWindow;
    stochastic.hyperparameters.stepsSchedule = "epoch 3: 5, update 30: 2";
    stochastic.hyperparameters.schedule = {.name = "step", .period = 3};
    for (const char* probe : {"noise_scale", "sharpness", "equivalence", "batch_tests"})
        setExperimentValue(stochastic, "probes." + std::string(probe), "1");
    Experiment split = experimentOf(
        {.partialWindow = PartialWindow::SplitTail, .scheduleClock = ScheduleClock::MicroBatches},
        5);
    split.hyperparameters.optimizer = optimizerKind("adam").defaults;
    split.hyperparameters.optimizer.learningRateScaling = "adascale";
    Experiment leak = experimentOf({.partialWindow = PartialWindow::Leak,
                                    .betweenUpdates = BetweenUpdates::StepEachMicroBatch},
                                   7);
    leak.hyperparameters.optimizer = optimizerKind("adam_accumulation").defaults;
    std::vector<Experiment> experiments{stochastic, split, leak};
    for (Experiment& experiment : experiments)
        experiment.stop.epochs = 1'000'000;
    return experiments;
}

TrainingData someData()
{
    return {rowsOf(8 * b + 3), rowsOf(b)};
}

State stateOf(const Experiment& experiment, int microBatches)
{
    Run run(experiment, someData());
    run.microBatches(microBatches);
    State state;
    StateCopy archive(state, StateCopy::Direction::Write);
    run.trainer.archive(archive);
    return state;
}

/// True if it is refused. Otherwise the run goes on for some epochs, which a sanitizer watches.
bool isRefused(const Experiment& experiment, State state)
{
    Run run(experiment, someData());
    StateCopy archive(state, StateCopy::Direction::Read);
    try {
        run.trainer.archive(archive);
    } catch (const DataError&) {
        return true;
    }
    for (int i = 0; i < 30 && !run.trainer.hasEnded(); ++i)
        run.trainer.runMicroBatch();
    return false;
}

} // namespace

TEST_CASE("a state that was not touched is taken", "[checkpoint][crafted]")
{
    for (const Experiment& experiment : demanding()) {
        for (const int microBatches : {0, 4, 11}) {
            CAPTURE(experiment.model, microBatches);
            CHECK_FALSE(isRefused(experiment, stateOf(experiment, microBatches)));
        }
    }
}

TEST_CASE("a counter that nothing can have counted is refused", "[checkpoint][crafted]")
{
    for (const Experiment& experiment : demanding()) {
        const State good = stateOf(experiment, 11);
        REQUIRE(good.whole.size() > 15);
        for (const auto& [name, value] : good.whole) {
            for (const std::int64_t crafted : {std::numeric_limits<std::int64_t>::max(),
                                               std::numeric_limits<std::int64_t>::min(),
                                               (std::int64_t{1} << 53) + 1, std::int64_t{-2}}) {
                CAPTURE(name, value, crafted);
                State state = good;
                state.whole[name] = crafted;
                CHECK(isRefused(experiment, state));
            }
        }
    }
}

TEST_CASE("counters at their limit and odd numbers do no harm", "[checkpoint][crafted]")
{
    constexpr std::array counts{std::int64_t{1} << 53,
                                std::int64_t{std::numeric_limits<int>::max()}, std::int64_t{65536},
                                std::int64_t{1}, std::int64_t{0}};
    constexpr std::array numbers{std::numeric_limits<double>::quiet_NaN(),
                                 std::numeric_limits<double>::infinity(), -1e308, 1e308, 0.0};
    std::size_t turn = 0; // each gets another one in each experiment: all would take a minute
    for (const Experiment& experiment : demanding()) {
        const State good = stateOf(experiment, 11);
        for (const auto& entry : good.whole) {
            State state = good;
            state.whole[entry.first] = counts[turn++ % counts.size()];
            CAPTURE(entry.first, state.whole[entry.first]);
            CHECK_NOTHROW(isRefused(experiment, state));
        }
        for (const auto& entry : good.numbers) {
            State state = good;
            state.numbers[entry.first] = numbers[turn++ % numbers.size()];
            CAPTURE(entry.first, state.numbers[entry.first]);
            CHECK_NOTHROW(isRefused(experiment, state));
        }
    }
}
