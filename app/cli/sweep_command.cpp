#include "app/cli/commands.h"
#include "app/cli/experiment_options.h"
#include "app/cli/progress.h"
#include "core/file/file_state.h"
#include "core/file/folder_lock.h"
#include "core/file/output_file.h"
#include "core/file/path_kind.h"
#include "core/record/run_csv.h"
#include "core/study/sweep_table.h"
#include "core/train/trainer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <regex>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

struct SweepOptions
{
    ExperimentOptions experiment;
    std::vector<std::string> vary;
    std::vector<std::string> figures;
    int seeds = 1;
    int jobs = 0;
    std::optional<std::int64_t> updates;
    std::optional<std::int64_t> epochs;
    std::string out;
    bool replace = false;
    bool quiet = false;
};

const std::vector<std::string> defaultFigures{"last_tenth_loss", "best_validation_loss",
                                              "loss_spike_score", "last seconds"};

/// "run_003_seed_2.csv".
std::string fileName(const SweepRun& run)
{
    std::string number = std::to_string(run.point + 1);
    number.insert(0, number.size() < 3 ? 3 - number.size() : 0, '0');
    return "run_" + number + "_seed_" + std::to_string(run.seed) + ".csv";
}

constexpr std::array tableNames{"summary.csv", "summary.txt", "runs.csv"};

bool isTableName(const std::string& name)
{
    return std::find(tableNames.begin(), tableNames.end(), name) != tableNames.end();
}

/// "run_003_seed_2.csv", as fileName() makes them.
bool isRunName(const std::string& name)
{
    static const std::regex form("run_[0-9]{3,}_seed_[0-9]+\\.csv");
    return std::regex_match(name, form);
}

/// By its first line: all tables have a column for the runs that diverged, curves one for the
/// update.
bool isOfSweep(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::string header(4096, '\0');
    in.read(header.data(), static_cast<std::streamsize>(header.size()));
    header.resize(static_cast<std::size_t>(in.gcount()));
    header.resize(std::min(header.size(), header.find('\n')));
    const char* const column = isTableName(file.filename().string()) ? "diverged" : "update";
    return header.find(column) != std::string::npos;
}

/// A result of an earlier sweep, as it was when this one began.
struct OlderResult
{
    std::filesystem::path file;
    std::optional<FileState> state;
};

/// What is in \a folder under the names of a sweep's results. Throws OutputError if something is
/// that no sweep writes.
std::vector<OlderResult> resultsIn(const std::filesystem::path& folder)
{
    std::vector<OlderResult> results;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (!isTableName(name) && !isRunName(name))
            continue;
        if (!entry.is_regular_file(error))
            throw OutputError(entry.path(),
                              (isFolder(entry.path()) ? "it is a folder" : "it is no file")
                                  + std::string("; move it, or choose another folder"));
        results.push_back({entry.path(), fileState(entry.path())});
    }
    return results;
}

/// The folder of a sweep's results, which never holds the runs of two sweeps. It is this one's as
/// long as this lives.
class ResultFolder
{
public:
    ResultFolder(const SweepOptions& options, const Experiment& base,
                 const std::vector<SweepPoint>& points)
        : m_path(makeFolder(options.out, "the results"))
        , m_lock(m_path, "sweep.lock", "the sweep in it")
        , m_older(resultsIn(m_path))
    {
        InputFiles inputs = options.experiment.inputs(base);
        for (const SweepPoint& point : points) // data may be what is varied
            addData(inputs, point.experiment.data);
        for (const auto& [file, state] : m_older) {
            inputs.refuse(file);
            if (!isOfSweep(file))
                throw OutputError(file,
                                  "it is there already and was not written by a sweep; move "
                                  "it, or choose another folder");
        }
        if (!m_older.empty() && !options.replace)
            throw std::invalid_argument(m_path.string() + " holds results of a sweep already ("
                                        + m_older.front().file.filename().string()
                                        + "); choose another folder, or --replace them");
        for (const char* name : tableNames) // told before hours of training, not after
            OutputPlace{m_path / name};
    }

    template <typename Write>
    void write(const std::string& name, Write writeTo)
    {
        m_lock.expectInPlace();
        removeOlder();
        std::error_code error;
        if (std::filesystem::exists(std::filesystem::symlink_status(m_path / name, error)))
            throw OutputError(m_path / name, "another file was put there in the meantime");
        OutputFile file(m_path / name);
        writeTo(file.stream());
        file.commit();
    }

private:
    /// When the first new result is there, not before; and not what came to their places since.
    void removeOlder()
    {
        std::error_code error;
        for (const auto& [file, state] : std::exchange(m_older, {})) {
            if (fileState(file) == state)
                std::filesystem::remove(file, error);
        }
    }

    std::filesystem::path m_path;
    FolderLock m_lock;
    std::vector<OlderResult> m_older;
};

/// Every point is refused now, not after hours; those that differ only in how the optimizer steps
/// are alike.
void checkPoints(const std::vector<SweepPoint>& points, const SweepOptions& options,
                 const std::vector<std::string>& figures)
{
    const Experiment& first = points.front().experiment;
    const TrainingData data = loadTrainingData(first);
    sayIntake(data.intake, options.quiet);
    std::vector<Experiment> checked;
    for (const SweepPoint& point : points) {
        Experiment experiment = point.experiment;
        experiment.hyperparameters.optimizer = {.name = experiment.hyperparameters.optimizer.name};
        if (std::find(checked.begin(), checked.end(), experiment) != checked.end())
            continue;
        checked.push_back(experiment);
        const bool isSameData = experiment.data == first.data && experiment.loss == first.loss;
        const std::vector<std::string> columns =
            columnsOf(point.experiment, isSameData ? data : loadTrainingData(point.experiment));
        for (const std::string& figure : figures)
            checkFigure(figure, columns);
    }
}

Sweep makeSweep(const SweepOptions& options)
{
    Sweep sweep{.base = options.experiment.experiment(), .variables = {}, .seeds = options.seeds};
    if (options.updates || options.epochs)
        sweep.base.stop = {options.updates.value_or(0), options.epochs.value_or(0), 0.0};
    for (const std::string& text : options.vary)
        sweep.variables.push_back(parseSweepVariable(text));
    sweep.figures = options.figures.empty() ? defaultFigures : options.figures;
    return sweep;
}

/// A preset sets it too, and then losses are not the same thing in all rows of the table.
void sayHowLossesAreLogged(const std::vector<SweepPoint>& points)
{
    const auto loggedLoss = [](const SweepPoint& point) {
        return point.experiment.hyperparameters.semantics.loggedLoss;
    };
    if (std::any_of(points.begin(), points.end(), [&](const SweepPoint& point) {
            return loggedLoss(point) != loggedLoss(points.front());
        }))
        std::cerr << "logged_loss differs between these settings, so figures of the training loss "
                     "do not compare; those of the validation loss do\n";
}

/// What goes wrong with one does not keep the others from being written; the first one is told, in
/// \a failure, unless something went wrong before.
void writeTables(ResultFolder& folder, const SweepResult& result, const std::string& text,
                 std::exception_ptr& failure)
{
    const auto write = [&](const char* name, const std::function<void(std::ostream&)>& writeTo) {
        try {
            folder.write(name, writeTo);
        } catch (...) {
            if (!failure)
                failure = std::current_exception();
        }
    };
    write("summary.csv", [&](std::ostream& out) { writeSweepCsv(out, result); });
    write("runs.csv", [&](std::ostream& out) { writeSweepRunsCsv(out, result); });
    write("summary.txt", [&](std::ostream& out) { out << text; });
}

/// Every run reads its data.
void refuseReadOnce(const std::vector<SweepPoint>& points)
{
    for (const SweepPoint& point : points) {
        for (const auto& path : dataFiles(point.experiment.data)) {
            std::error_code error;
            if (std::filesystem::is_fifo(path, error))
                throw ExperimentError(path.string()
                                      + " can be read only once, but every run of a sweep reads "
                                        "its data; save it to a file first");
        }
    }
}

void sweepRuns(const SweepOptions& options)
{
    listenForInterrupt();
    const Sweep sweep = makeSweep(options);
    const std::vector<SweepPoint> points = sweepPoints(sweep);
    refuseReadOnce(points);
    checkPoints(points, options, sweep.figures);
    sayHowLossesAreLogged(points);
    const std::size_t runs = points.size() * static_cast<std::size_t>(sweep.seeds);
    std::optional<ResultFolder> folder;
    if (!options.out.empty())
        folder.emplace(options, sweep.base, points);
    Progress progress(Progress::styleFor(options.quiet));
    std::atomic<std::size_t> ended = 0;
    SweepObserver observer;
    observer.onRun = [&](const SweepRun& run, const TrainedRun& trained) {
        ++ended;
        if (folder)
            folder->write(fileName(run), [&](std::ostream& out) {
                writeRuns(out, {{"", &trained.history}});
            });
    };
    observer.onProgress = [&](double share) {
        progress.showShare(share, std::to_string(ended) + " of " + std::to_string(runs) + " runs");
        return !wasInterrupted();
    };
    std::exception_ptr failure;
    observer.onError = [&](std::exception_ptr error) { failure = std::move(error); };
    const int jobs = options.jobs > 0 ? options.jobs : availableCores();
    const SweepResult result = runSweep(sweep, jobs, observer);
    progress.finish();
    std::ostringstream text;
    const bool hasResults = !failure || !result.runs.empty();
    if (hasResults)
        writeSweepText(text, result);
    if (hasResults && result.runs.size() < runs)
        text << "stopped: " << result.runs.size() << " of " << runs << " runs ended\n";
    std::cout << text.str();
    if (folder && !result.runs.empty())
        writeTables(*folder, result, text.str(), failure);
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

void addSweepCommand(CLI::App& program)
{
    auto options = std::make_shared<SweepOptions>();
    CLI::App* command =
        program.add_subcommand("sweep", "Train a grid of settings with several seeds and compare");
    options->experiment.addTo(*command);
    command
        ->add_option("--vary", options->vary,
                     "Values of a key; several keys are combined. KEY1:KEY2=V1:W1,V2:W2 varies two "
                     "together; a value with a comma stands in double quotes")
        ->type_name("KEY=V1,V2,…")
        ->required()
        ->allow_extra_args(false);
    command->add_option("--seeds", options->seeds, "Train every point with so many seeds")
        ->type_name("K")
        ->transform(wholeNumberFrom(1, 10'000));
    command
        ->add_option(
            "--figure", options->figures,
            "What to compare; may be given more than once. A name of `list figures`, or "
            "first, last, min, max, mean or late and a column: \"late grad_norm\"; \"until "
            "loss 0.1\"; \"theory NAME\"")
        ->type_name("FIGURE")
        ->allow_extra_args(false);
    command->add_option("--jobs", options->jobs, "Runs at a time; 0 = one for each core")
        ->type_name("J")
        ->transform(wholeNumberFrom(0, 1024));
    auto* updates = command->add_option("--updates", options->updates, "Updates of each run")
                        ->type_name("U")
                        ->transform(wholeNumberFrom(1));
    command->add_option("--epochs", options->epochs, "Epochs of each run")
        ->type_name("E")
        ->transform(wholeNumberFrom(1))
        ->excludes(updates);
    auto* out =
        addPath(*command, "--out", options->out,
                "Folder for summary.csv, summary.txt, runs.csv and every run's curve", "DIR");
    command
        ->add_flag("--replace", options->replace,
                   "Remove what an earlier sweep left in that folder, and nothing else")
        ->needs(out);
    command->add_flag("--quiet", options->quiet, "Do not tell how far it is");
    command->footer(
        "Every point is trained with the same seeds, so differences are paired; the table shows "
        "mean ± standard\ndeviation over them.\n\nExamples:\n"
        "  accumulus-cli sweep --vary accumulation_steps=1,4,16,64 --seeds 5 --epochs 50\n"
        "  accumulus-cli sweep --vary accumulation_steps:micro_batch_size=1:64,4:16,16:4 --out "
        "same\n"
        "  accumulus-cli sweep --vary learning_rate=0.001,0.01,0.1 --vary accumulation_steps=1,8 "
        "\\\n      --set noise_scale=1 --figure \"late noise_scale\" --figure last_tenth_loss");
    command->callback([options] { sweepRuns(*options); });
}

} // namespace accumulus
