#include "core/study/trained_run.h"

#include "core/named_row.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <utility>

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

/// What can be asked of a column, row by row; a row of a long run stands for several updates.
struct ColumnView
{
    const History& history;
    std::function<Bucket(std::size_t row)> values; ///< count 0: none
};

ColumnView columnOf(const TrainedRun& run, const std::string& name)
{
    const History& history = run.history;
    for (std::size_t m = 0; m < metrics().size(); ++m) {
        if (metrics()[m].name == name)
            return {history, [&history, m](std::size_t row) {
                        return history.values(static_cast<Metric>(m))[row];
                    }};
    }
    for (std::size_t a = 0; a < xAxes().size(); ++a) {
        if (xAxes()[a].name == name)
            return {history, [&history, a](std::size_t row) {
                        Bucket bucket;
                        bucket.add(history.x(static_cast<XAxis>(a))[row]);
                        return bucket;
                    }};
    }
    return {history, [column = history.probe(name)](std::size_t row) {
                return column ? (*column)[row] : Bucket();
            }};
}

/// All values from a row on.
Bucket allFrom(const ColumnView& column, std::size_t first)
{
    Bucket all;
    for (std::size_t row = first; row < column.history.rowCount(); ++row)
        all.merge(column.values(row));
    return all;
}

double known(const Bucket& bucket, double Bucket::*member)
{
    return bucket.count > 0 ? bucket.*member : notKnown;
}

/// Of rows that stand for several updates, of their means.
double rootMeanSquare(const ColumnView& column)
{
    double squares = 0.0;
    double count = 0.0;
    for (std::size_t row = 0; row < column.history.rowCount(); ++row) {
        const Bucket bucket = column.values(row);
        squares += static_cast<double>(bucket.count) * bucket.mean * bucket.mean;
        count += static_cast<double>(bucket.count);
    }
    return count > 0.0 ? std::sqrt(squares / count) : notKnown;
}

/// Place on \a axis of the first row at which the column is \a limit or less.
double reached(const ColumnView& column, XAxis axis, double limit)
{
    for (std::size_t row = 0; row < column.history.rowCount(); ++row) {
        const Bucket bucket = column.values(row);
        if (bucket.count > 0 && bucket.min <= limit)
            return column.history.x(axis)[row];
    }
    return notKnown;
}

double valueAt(const ColumnView& column, double update)
{
    const std::vector<double>& x = column.history.x(XAxis::Updates);
    const auto row = std::lower_bound(x.begin(), x.end(), update);
    return row == x.end()
        ? notKnown
        : known(column.values(static_cast<std::size_t>(row - x.begin())), &Bucket::mean);
}

/// A row of the table of statistics.
struct Statistic
{
    std::string_view name;
    bool hasArgument;
    double (*value)(const ColumnView& column, double argument);
};

template <double Bucket::*member>
double ofAll(const ColumnView& column, double)
{
    return known(allFrom(column, 0), member);
}

constexpr Statistic statistics[] = {
    {"first", false, &ofAll<&Bucket::first>},
    {"last", false, &ofAll<&Bucket::last>},
    {"min", false, &ofAll<&Bucket::min>},
    {"max", false, &ofAll<&Bucket::max>},
    {"mean", false, &ofAll<&Bucket::mean>},
    {"rms", false, [](const ColumnView& column, double) { return rootMeanSquare(column); }},
    {"late", false,
     [](const ColumnView& column, double) {
         return known(allFrom(column, column.history.rowCount() / 2), &Bucket::mean);
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

std::vector<std::string> columnsOf(const Experiment& experiment)
{
    return columnsOf(experiment, loadTrainingData(experiment));
}

std::vector<std::string> columnsOf(const Experiment& experiment, TrainingData data)
{
    std::vector<std::string> names;
    for (const MetricInfo& metric : metrics())
        names.emplace_back(metric.name);
    for (const XAxisInfo& axis : xAxes())
        names.emplace_back(axis.name);
    RecordSink sink;
    const Trainer trainer(experiment, std::move(data), sink, 1);
    names.insert(names.end(), trainer.probeNames().begin(), trainer.probeNames().end());
    return names;
}

void checkFigure(std::string_view figure, const std::vector<std::string>& columns)
{
    figureOf({}, figure);
    std::istringstream words{std::string(figure)};
    std::string kind;
    std::string column;
    words >> kind >> column;
    if (column.empty() || kind == "theory"
        || std::find(columns.begin(), columns.end(), column) != columns.end())
        return;
    std::string known;
    for (const std::string& name : columns)
        known += (known.empty() ? "" : ", ") + name;
    throw std::invalid_argument("no run here has a column \"" + column
                                + "\"; switch on the probe that measures it, or choose one of: "
                                + known);
}

TrainedRun trainToEnd(const Experiment& experiment, const std::function<void(double)>& progress,
                      int mostThreads)
{
    TrainedRun run{.experiment = experiment};
    if (!run.experiment.stop.isSet())
        run.experiment.stop.epochs = headlessEpochs(run.experiment);
    FigureSink sink;
    Trainer trainer(run.experiment, loadTrainingData(run.experiment), sink, mostThreads);
    run.experiment.compute.threads = trainer.experiment().compute.threads;
    const auto weights = trainer.model().arena().weights();
    run.initialWeights.assign(weights.begin(), weights.end());
    const auto tell = [&] {
        if (progress)
            progress(trainer.progress().value_or(0.0));
        return false;
    };
    trainer.setInterrupt(tell); // which may throw
    trainer.stopwatch().start();
    run.message = trainer.whyNoUpdate();
    for (std::int64_t told = 0; !trainer.hasEnded() && run.message.empty();) {
        trainer.runMicroBatch();
        if (trainer.microBatches() - told >= 256) {
            told = trainer.microBatches();
            tell();
        }
    }
    run.updates = trainer.updates();
    run.hasDiverged = trainer.state() == Trainer::State::Diverged;
    if (run.hasDiverged) {
        sink.stability.setDiverged(trainer.updates());
        run.message = trainer.message();
    }
    run.notes = trainer.notes();
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
