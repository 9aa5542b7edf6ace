#include "core/study/trained_run.h"

#include "core/named_row.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace accumulus {

namespace {

constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();

class FigureSink : public RecordSink
{
public:
    void onUpdate(const UpdateRecord& record) override
    {
        history.add(record);
        stability.add(record);
    }

    History history;
    StabilitySummary stability;
};

/// What can be asked of a column: row by row, x is the update of the row's last one.
struct ColumnView
{
    const History& history;
    std::function<double(std::size_t row)> value; ///< NaN: none
};

ColumnView columnOf(const TrainedRun& run, const std::string& name)
{
    const History& history = run.history;
    for (std::size_t m = 0; m < metrics().size(); ++m) {
        if (metrics()[m].name == name)
            return {history, [&history, m](std::size_t row) {
                        const Bucket& bucket = history.values(static_cast<Metric>(m))[row];
                        return bucket.count > 0 ? bucket.mean : notKnown;
                    }};
    }
    for (std::size_t a = 0; a < xAxes().size(); ++a) {
        if (xAxes()[a].name == name)
            return {history, [&history, a](std::size_t row) {
                        return history.x(static_cast<XAxis>(a))[row];
                    }};
    }
    return {history, [column = history.probe(name)](std::size_t row) {
                return column && (*column)[row].count > 0 ? (*column)[row].mean : notKnown;
            }};
}

/// Mean of the values from a row on that are there.
double meanFrom(const ColumnView& column, std::size_t first)
{
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t row = first; row < column.history.rowCount(); ++row) {
        const double value = column.value(row);
        if (std::isnan(value))
            continue;
        sum += value;
        ++count;
    }
    return count > 0.0 ? sum / count : notKnown;
}

template <typename Better>
double bestOf(const ColumnView& column, Better better)
{
    double best = notKnown;
    for (std::size_t row = 0; row < column.history.rowCount(); ++row) {
        const double value = column.value(row);
        if (!std::isnan(value) && (std::isnan(best) || better(value, best)))
            best = value;
    }
    return best;
}

double firstOf(const ColumnView& column)
{
    for (std::size_t row = 0; row < column.history.rowCount(); ++row) {
        if (!std::isnan(column.value(row)))
            return column.value(row);
    }
    return notKnown;
}

double lastOf(const ColumnView& column)
{
    for (std::size_t row = column.history.rowCount(); row-- > 0;) {
        if (!std::isnan(column.value(row)))
            return column.value(row);
    }
    return notKnown;
}

/// \a x on \a axis of the first row at which the column is \a limit or less.
double reached(const ColumnView& column, XAxis axis, double limit)
{
    for (std::size_t row = 0; row < column.history.rowCount(); ++row) {
        if (column.value(row) <= limit)
            return column.history.x(axis)[row];
    }
    return notKnown;
}

double valueAt(const ColumnView& column, double update)
{
    const std::vector<double>& x = column.history.x(XAxis::Updates);
    const auto row = std::lower_bound(x.begin(), x.end(), update);
    return row == x.end() ? notKnown : column.value(static_cast<std::size_t>(row - x.begin()));
}

/// A row of the table of statistics.
struct Statistic
{
    std::string_view name;
    bool hasArgument;
    double (*value)(const ColumnView& column, double argument);
};

constexpr Statistic statistics[] = {
    {"first", false, [](const ColumnView& column, double) { return firstOf(column); }},
    {"last", false, [](const ColumnView& column, double) { return lastOf(column); }},
    {"min", false, [](const ColumnView& column, double) { return bestOf(column, std::less<>()); }},
    {"max", false,
     [](const ColumnView& column, double) { return bestOf(column, std::greater<>()); }},
    {"mean", false, [](const ColumnView& column, double) { return meanFrom(column, 0); }},
    {"rms", false,
     [](const ColumnView& column, double) {
         return std::sqrt(
             meanFrom({column.history,
                       [&](std::size_t row) { return column.value(row) * column.value(row); }},
                      0));
     }},
    {"late", false,
     [](const ColumnView& column, double) {
         return meanFrom(column, column.history.rowCount() / 2);
     }},
    {"at", true, &valueAt},
    {"until", true,
     [](const ColumnView& column, double limit) { return reached(column, XAxis::Updates, limit); }},
    {"samples_until", true,
     [](const ColumnView& column, double limit) { return reached(column, XAxis::Samples, limit); }},
};

double argumentOf(std::string_view figure, const std::string& text)
{
    double value = 0.0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || rest != text.data() + text.size())
        throw std::invalid_argument("the figure \"" + std::string(figure)
                                    + "\" must end in a number");
    return value;
}

double expectedOf(const TrainedRun& run, std::string_view name, double argument)
{
    const Theory& theory = namedRow(theories(), name, "theory");
    const bool holds = !run.initialWeights.empty()
        && (theory.source.empty() || theory.source == run.experiment.data.source)
        && (theory.model.empty() || theory.model == run.experiment.model);
    return holds ? theory.value(run, argument) : notKnown;
}

} // namespace

TrainedRun trainToEnd(const Experiment& experiment, const std::function<void(double)>& progress)
{
    TrainedRun run{.experiment = experiment};
    if (!run.experiment.stop.isSet())
        run.experiment.stop.epochs = headlessEpochs;
    FigureSink sink;
    Trainer trainer(run.experiment, loadTrainingData(run.experiment), sink);
    const auto weights = trainer.model().arena().weights();
    run.initialWeights.assign(weights.begin(), weights.end());
    trainer.stopwatch().start();
    for (std::int64_t told = 0; !trainer.hasEnded();) {
        trainer.runMicroBatch();
        if (trainer.updates() == 0 && trainer.epoch() >= 1.0 && !trainer.canUpdate())
            break; // it would go on for ever
        if (progress && trainer.microBatches() - told >= 256) {
            told = trainer.microBatches();
            progress(trainer.progress().value_or(0.0));
        }
    }
    run.updates = trainer.updates();
    run.hasDiverged = trainer.state() == Trainer::State::Diverged;
    if (run.hasDiverged)
        sink.stability.setDiverged(trainer.updates());
    run.message = trainer.message();
    run.stability = sink.stability.figures();
    run.history = std::move(sink.history);
    run.weights.assign(weights.begin(), weights.end());
    return run;
}

double figureOf(const TrainedRun& run, std::string_view figure)
{
    std::istringstream words{std::string(figure)};
    std::string kind;
    std::string column;
    std::string argument;
    words >> kind >> column >> argument;
    if (kind == "theory")
        return expectedOf(run, column, argument.empty() ? 0.0 : argumentOf(figure, argument));
    if (column.empty()) {
        const StabilityFigure& row = namedRow(stabilityFigures(), kind, "figure");
        return run.stability.*row.value;
    }
    const Statistic& statistic = namedRow(statistics, kind, "statistic");
    const double number = statistic.hasArgument ? argumentOf(figure, argument) : 0.0;
    return statistic.value(columnOf(run, column), number);
}

} // namespace accumulus
