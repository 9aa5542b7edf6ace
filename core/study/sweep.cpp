#include "core/study/sweep.h"

#include "core/data/data_files.h"
#include "core/data_error.h"
#include "core/file/file_state.h"
#include "core/train/compute_choice.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <exception>
#include <filesystem>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace accumulus {

namespace {

constexpr std::size_t mostPoints = 100'000;
constexpr std::size_t mostRuns = 1'000'000;

/// Parts of \a text between \a separator, which means nothing inside double quotes.
std::vector<std::string> splitUnquoted(std::string_view text, char separator)
{
    std::vector<std::string> parts(1);
    bool isQuoted = false;
    for (const char c : text) {
        if (c == '"')
            isQuoted = !isQuoted;
        if (c == separator && !isQuoted)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    if (isQuoted)
        throw std::invalid_argument("a quotation mark is missing in " + std::string(text));
    return parts;
}

/// A key that is varied twice would be labelled with a value that it does not have.
void refuseTwice(const std::vector<SweepVariable>& variables)
{
    std::set<std::string> seen;
    for (const SweepVariable& variable : variables) {
        for (const std::string& key : variable.keys) {
            if (!seen.insert(key.substr(key.rfind('.') + 1)).second)
                throw ExperimentError("\"" + key + "\" is varied twice; name all its values once");
        }
    }
}

/// Before any point is made.
void refuseTooMany(const Sweep& sweep)
{
    std::size_t points = 1;
    for (const SweepVariable& variable : sweep.variables) {
        points *= variable.values.size();
        if (points > mostPoints)
            throw ExperimentError("the grid has more than " + std::to_string(mostPoints)
                                  + " points; vary fewer values");
    }
    if (points > mostRuns / static_cast<std::size_t>(std::max(1, sweep.seeds)))
        throw ExperimentError("the grid has more than " + std::to_string(mostRuns)
                              + " runs; vary fewer values or use fewer seeds");
}

std::string withoutQuotes(std::string text)
{
    std::erase(text, '"');
    return text;
}

struct BrokenOff
{};

/// The files that the runs of a sweep are trained on. Every run reads them anew, so they must not
/// change before the last one has ended.
class DataFiles
{
public:
    explicit DataFiles(const std::vector<SweepPoint>& points)
    {
        for (const SweepPoint& point : points) {
            for (const auto& path : dataFiles(point.experiment.data)) {
                std::error_code error;
                if (std::filesystem::is_regular_file(path, error))
                    m_states.emplace(path, fileState(path));
            }
        }
    }

    /// Throws DataError.
    void expectUnchanged() const
    {
        for (const auto& [path, state] : m_states) {
            if (fileState(path) != state)
                throw DataError(path.string()
                                + " was changed or removed while runs were being trained on it, "
                                  "so they do not compare");
        }
    }

private:
    std::map<std::filesystem::path, std::optional<FileState>> m_states;
};

/// The runs of a sweep in progress; workers take one after the other.
class Workers
{
public:
    /// \a mostThreads: of a run whose experiment leaves them open; those at once share the cores.
    Workers(const Sweep& sweep, SweepResult& result, const SweepObserver& observer, int mostThreads)
        : m_sweep(sweep)
        , m_result(result)
        , m_observer(observer)
        , m_files(result.points)
        , m_mostThreads(mostThreads)
        , m_shares(result.runs.size())
        , m_hasEnded(result.runs.size(), false)
    {}

    void work()
    {
        try {
            while (!m_stopped) {
                const std::size_t index = m_next++;
                if (index >= m_result.runs.size())
                    return;
                train(index);
            }
        } catch (const BrokenOff&) {
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (!m_error)
                m_error = std::current_exception();
            m_stopped = true;
        }
    }

    void stop() { m_stopped = true; }

    double share() const
    {
        double sum = 0.0;
        for (const std::atomic<float>& share : m_shares)
            sum += static_cast<double>(share.load());
        return sum / static_cast<double>(m_shares.size());
    }

    /// When all workers have ended.
    void finish()
    {
        if (m_error && !m_observer.onError)
            std::rethrow_exception(m_error);
        std::vector<SweepRun> ended;
        for (std::size_t i = 0; i < m_result.runs.size(); ++i) {
            if (m_hasEnded[i])
                ended.push_back(std::move(m_result.runs[i]));
        }
        m_result.runs = std::move(ended);
        if (m_error)
            m_observer.onError(m_error);
    }

private:
    void train(std::size_t index)
    {
        SweepRun& run = m_result.runs[index];
        Experiment experiment = m_result.points[run.point].experiment;
        experiment.seed = run.seed;
        const TrainedRun trained = trainToEnd(
            experiment,
            [&](double share) {
                m_shares[index] = static_cast<float>(share);
                if (m_stopped)
                    throw BrokenOff();
            },
            m_mostThreads);
        m_files.expectUnchanged();
        for (const std::string& figure : m_sweep.figures)
            run.figures.push_back(figureOf(trained, figure));
        run.hasDiverged = trained.hasDiverged;
        run.message = trained.message;
        run.notes = trained.notes;
        m_shares[index] = 1.0f;
        const std::lock_guard lock(m_mutex);
        m_hasEnded[index] = true;
        if (m_observer.onRun)
            m_observer.onRun(run, trained);
    }

    const Sweep& m_sweep;
    SweepResult& m_result;
    const SweepObserver& m_observer;
    const DataFiles m_files;
    int m_mostThreads;
    std::vector<std::atomic<float>> m_shares; ///< of each run, 0…1
    std::vector<bool> m_hasEnded;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_stopped = false;
    std::mutex m_mutex;
    std::exception_ptr m_error;
};

/// As many as are asked for, but not so many that those which have several threads get into each
/// other's way.
int runsAtOnce(const SweepResult& result, int asked)
{
    int atOnce = std::clamp(static_cast<int>(result.runs.size()), 1, std::max(1, asked));
    for (const SweepPoint& point : result.points) {
        const int threads = std::min(point.experiment.compute.threads, availableCores());
        if (threads > 1)
            atOnce = std::min(atOnce, std::max(1, availableCores() / threads));
    }
    return atOnce;
}

/// Tells the observer until the workers have ended.
void watch(Workers& workers, const std::atomic<int>& working, const SweepObserver& observer)
{
    while (working > 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        if (observer.onProgress && !observer.onProgress(workers.share()))
            workers.stop();
    }
}

} // namespace

SweepVariable parseSweepVariable(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size())
        throw std::invalid_argument("\"" + std::string(text)
                                    + "\": expected KEY=V1,V2,… such as accumulation_steps=1,4,16");
    SweepVariable variable{splitUnquoted(text.substr(0, equals), ':'), {}};
    for (const std::string& part : splitUnquoted(text.substr(equals + 1), ',')) {
        std::vector<std::string> values =
            variable.keys.size() == 1 ? std::vector{part} : splitUnquoted(part, ':');
        if (values.size() != variable.keys.size())
            throw std::invalid_argument("\"" + part + "\" has " + std::to_string(values.size())
                                        + " values, but " + std::to_string(variable.keys.size())
                                        + " keys are varied together");
        std::transform(values.begin(), values.end(), values.begin(), &withoutQuotes);
        variable.values.push_back(std::move(values));
    }
    return variable;
}

std::vector<double> SweepResult::valuesOf(std::size_t point, std::size_t figure) const
{
    std::vector<double> values;
    for (const SweepRun& run : runs) {
        if (run.point == point)
            values.push_back(run.figures[figure]);
    }
    return values;
}

double Spread::standardError() const
{
    return count > 0 ? deviation / std::sqrt(count) : std::numeric_limits<double>::quiet_NaN();
}

Spread spreadOf(const std::vector<double>& values)
{
    Spread spread;
    double sum = 0.0;
    for (const double value : values) {
        if (std::isfinite(value)) {
            sum += value;
            ++spread.count;
        }
    }
    spread.mean = sum / spread.count; // NaN of none
    double squares = 0.0;
    for (const double value : values) {
        if (std::isfinite(value))
            squares += (value - spread.mean) * (value - spread.mean);
    }
    if (spread.count > 1)
        spread.deviation = std::sqrt(squares / (spread.count - 1.0));
    return spread;
}

std::vector<SweepPoint> sweepPoints(const Sweep& sweep)
{
    refuseTwice(sweep.variables);
    refuseTooMany(sweep);
    std::vector<std::vector<KeyValue>> settings(1); // of each point
    for (const SweepVariable& variable : sweep.variables) {
        std::vector<std::vector<KeyValue>> finer;
        for (const std::vector<KeyValue>& before : settings) {
            for (const std::vector<std::string>& values : variable.values) {
                finer.push_back(before);
                for (std::size_t k = 0; k < values.size(); ++k)
                    finer.back().push_back({variable.keys[k], values[k]});
            }
        }
        settings = std::move(finer);
    }
    std::vector<SweepPoint> points;
    for (const std::vector<KeyValue>& setting : settings) {
        SweepPoint point{.values = {}, .experiment = sweep.base};
        setExperimentValues(point.experiment, setting);
        validate(point.experiment);
        for (const KeyValue& value : setting)
            point.values.push_back(value.value);
        points.push_back(std::move(point));
    }
    return points;
}

SweepResult runSweep(const Sweep& sweep, int threads, const SweepObserver& observer)
{
    SweepResult result{.figures = sweep.figures, .points = sweepPoints(sweep)};
    for (const SweepVariable& variable : sweep.variables)
        result.keys.insert(result.keys.end(), variable.keys.begin(), variable.keys.end());
    for (std::size_t point = 0; point < result.points.size(); ++point) {
        for (int seed = 0; seed < sweep.seeds; ++seed)
            result.runs.push_back(
                {.point = point,
                 .seed = result.points[point].experiment.seed + static_cast<std::uint64_t>(seed)});
    }
    const int atOnce = runsAtOnce(result, threads);
    Workers workers(sweep, result, observer, std::max(1, availableCores() / atOnce));
    std::atomic<int> working = atOnce;
    {
        std::vector<std::jthread> pool;
        for (int i = 0; i < atOnce; ++i) {
            pool.emplace_back([&] {
                workers.work();
                --working;
            });
        }
        watch(workers, working, observer);
    }
    workers.finish();
    return result;
}

} // namespace accumulus
