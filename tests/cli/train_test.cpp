#include "tests/cli/program.h"
#include "tests/support.h"

#include "core/data/csv_lines.h"
#include "core/record/run_csv.h"
#include "core/train/experiment.h"

#include <algorithm>
#include <cmath>
#include <iostream>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Rows of a CSV file as text fields.
std::vector<std::vector<std::string>> rowsOf(const std::filesystem::path& path)
{
    std::vector<std::vector<std::string>> rows;
    CsvLines lines(path);
    while (lines.nextLine()) {
        const auto& fields = lines.fields(',');
        rows.emplace_back(fields.begin(), fields.end());
    }
    return rows;
}

bool isClose(const std::string& a, const std::string& b)
{
    double x = 0.0;
    double y = 0.0;
    if (!parseNumber(a, x) || !parseNumber(b, y))
        return a == b;
    return std::abs(x - y) <= 1e-4 * std::max({std::abs(x), std::abs(y), 1e-3});
}

/// Compares all columns but the time; other processors round differently, so numbers may differ a
/// little. Writes what was found beside the golden file where they differ.
void compareWithGolden(const std::filesystem::path& found, const std::string& name)
{
    const std::filesystem::path golden =
        std::filesystem::path(ACCUMULUS_TEST_DATA) / "golden" / name;
    const auto expected = rowsOf(golden);
    const auto actual = rowsOf(found);
    bool same = expected.size() == actual.size() && expected.front() == actual.front();
    for (std::size_t row = 1; same && row < expected.size(); ++row) {
        same = expected[row].size() == actual[row].size();
        for (std::size_t i = 0; same && i < expected[row].size(); ++i) {
            const bool isTime = expected.front()[i] == "seconds";
            same = isTime || isClose(expected[row][i], actual[row][i]);
            if (!same)
                std::cerr << name << ", row " << row << ", " << expected.front()[i] << ": expected "
                          << expected[row][i] << ", found " << actual[row][i] << '\n';
        }
    }
    if (!same)
        std::filesystem::copy_file(found, golden.string() + ".actual",
                                   std::filesystem::copy_options::overwrite_existing);
    CHECK(same);
}

} // namespace

TEST_CASE("a headless run gives the golden curves", "[cli][golden]")
{
    const TemporaryFolder folder;
    const Outcome run = runProgram(
        folder,
        "train --set data=diabetes --epochs 12 --out loss.csv --micro-batches micro.csv --quiet");
    CHECK(run.exitCode == 0);
    CHECK(run.out.empty());
    CHECK(run.err.empty());
    compareWithGolden(folder.path() / "loss.csv", "diabetes_12_epochs.csv");
    compareWithGolden(folder.path() / "micro.csv", "diabetes_12_epochs_micro_batches.csv");
}

TEST_CASE("settings and limits of the command line reach the run", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome run =
        runProgram(folder,
                   "train --set data=diabetes --set optimizer=sgd --set accumulation_steps=3 --set "
                   "learning_rate=0.02 --set data.validation_fraction=0 --updates 7 "
                   "--out loss.csv --save-experiment e.json");
    CHECK(run.exitCode == 0);
    CHECK_THAT(run.out, StartsWith("finished: 7 updates, 20 micro-batches"));
    const auto rows = rowsOf(folder.path() / "loss.csv");
    REQUIRE(rows.size() == 8);
    CHECK(rows[1][5] == "3");
    CHECK(rows[1][8] == "0.02");
    CHECK(rows[4][12].empty()); // nothing held out, nothing evaluated
    const Experiment saved = readExperiment(folder.path() / "e.json");
    CHECK(saved.hyperparameters.optimizer.name == "sgd");
    CHECK(saved.stop.updates == 7);

    const Outcome again = runProgram(folder, "train --out again.csv --set seed=1 e.json --quiet");
    CHECK(again.exitCode == 0);
    const auto repeated = rowsOf(folder.path() / "again.csv");
    REQUIRE(repeated.size() == rows.size());
    CHECK(repeated.back()[9] == rows.back()[9]);
}

TEST_CASE("the optimizer's defaults come before its other settings, in any order", "[cli]")
{
    const TemporaryFolder folder;
    runProgram(folder,
               "train --set learning_rate=0.5 --set optimizer.name=sgd --updates 0 "
               "--save-experiment e.json");
    CHECK(readExperiment(folder.path() / "e.json").hyperparameters.optimizer.learningRate == 0.5);
}

TEST_CASE("initial weights are written with --updates 0 and can be begun with", "[cli]")
{
    const TemporaryFolder folder;
    CHECK(runProgram(
              folder,
              "train --set data=diabetes --updates 0 --save-weights w.safetensors --out none.csv")
              .exitCode
          == 0);
    CHECK(rowsOf(folder.path() / "none.csv").size() == 1);
    CHECK(runProgram(folder, "train --set data=diabetes --updates 5 --out a.csv --quiet").exitCode
          == 0);
    CHECK(runProgram(folder,
                     "train --set data=diabetes --updates 5 --initial-weights w.safetensors --out "
                     "b.csv --quiet")
              .exitCode
          == 0);
    CHECK(rowsOf(folder.path() / "a.csv").back()[9] == rowsOf(folder.path() / "b.csv").back()[9]);
    CHECK(runProgram(
              folder,
              "train --set data=diabetes --set model='5 relu, 1' --initial-weights w.safetensors")
              .exitCode
          == 3);
    CHECK_THAT(runProgram(folder,
                          "train --set data=diabetes --set model='10 tanh, 1' --updates 1 "
                          "--initial-weights w.safetensors")
                   .err,
               ContainsSubstring("written by the model \"10 relu, 1\""));
}

TEST_CASE("a user's own CSV file is trained on", "[cli]")
{
    const TemporaryFolder folder;
    std::string csv = "x;kind\n";
    for (int i = 0; i < 60; ++i)
        csv += std::to_string(i % 2 ? 50 + i : -50 - i) + (i % 2 ? ";up\n" : ";down\n");
    folder.write("mine.csv", csv);
    folder.write("mine.json", R"({"format": "accumulus-experiment/1", "model": "8 relu, 2",
        "loss": "cross_entropy", "data": {"source": "csv", "file": "mine.csv"},
        "optimizer": {"learning_rate": 0.05}})");
    const Outcome run = runProgram(folder, "train mine.json --epochs 40");
    CHECK(run.exitCode == 0);
    CHECK_THAT(run.out, ContainsSubstring("validation accuracy 1\n"));
}

TEST_CASE("what was taken as data is said once, unless the program is to be quiet", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("mine.csv", "x;y\r\n1,5;2\r\n\r\n2,5;3\r\n3,5;4\r\n4,5;5\r\n5,5;6\r\n");
    const std::string settings = " --set data=csv --set file=mine.csv --set model=1";
    const std::string line =
        "mine.csv: 5 rows, 1 feature → y; header, separator \";\", decimal comma, UTF-8; 1 blank "
        "line skipped; 4 train, 1 validate\n";
    const auto timesSaid = [&](const std::string& command) {
        const Outcome run = runProgram(folder, command + settings);
        CAPTURE(command, run.err);
        CHECK((run.exitCode == 0 || run.exitCode == 1)); // verify may find a difference
        int times = 0;
        for (std::size_t at = run.err.find(line); at != std::string::npos;
             at = run.err.find(line, at + 1))
            ++times;
        return times;
    };
    CHECK(timesSaid("train --epochs 2") == 1);
    CHECK(timesSaid("train --epochs 2 --quiet") == 0);
    CHECK(timesSaid("verify") == 1);
    CHECK(timesSaid("plan --effective-batch 8 --memory 4MB --no-trial") == 1);
    CHECK(timesSaid("plan --effective-batch 8 --memory 4MB --no-trial --quiet") == 0);
    CHECK(timesSaid("advise") == 1);
    CHECK(timesSaid("advise --quiet") == 0);
    CHECK(timesSaid("sweep --vary accumulation_steps=1,2 --epochs 2") == 1);
    CHECK(timesSaid("sweep --vary accumulation_steps=1,2 --epochs 2 --quiet") == 0);
}

TEST_CASE("text in a file's header cannot move the cursor", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("mine.csv", "x,\x1b[2Jy\n1,2\n2,3\n3,4\n");
    const Outcome run =
        runProgram(folder, "train --set data=csv --set file=mine.csv --set model=1 --epochs 1");
    CHECK_THAT(run.err, ContainsSubstring("→ \\x1b[2Jy; header") && !ContainsSubstring("\x1b"));
}

TEST_CASE("progress is told in plain lines where there is no terminal", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome run = runProgram(folder, "train --set data=diabetes --epochs 10");
    CHECK_THAT(run.err, ContainsSubstring("50 %: epoch 5, update 15, loss"));
    CHECK(std::count(run.err.begin(), run.err.end(), '\n') == 11); // one of what was read
    CHECK_THAT(run.err, !ContainsSubstring("\x1b"));
}

TEST_CASE("without any limit a headless run trains as many epochs as its data suggests", "[cli]")
{
    const TemporaryFolder folder;
    CHECK_THAT(runProgram(folder, "train").out,
               StartsWith("finished: 1685 updates, 6740 micro-batches, 5 epochs"));
    CHECK_THAT(runProgram(folder, "train --set data=diabetes").out,
               StartsWith("finished: 600 updates, 2400 micro-batches, 200 epochs"));
}

TEST_CASE("errors have their exit code and a sentence", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("bad.json", "{\"format\": \"accumulus-experiment/1\", \"sed\": 1}");
    folder.write("bad.csv", "a,b\n1,x\n");
    const auto [arguments, exitCode, message] = GENERATE(table<std::string, int, std::string>({
        {"", 2, "subcommand"},
        {"trian", 2, ""},
        {"train --bogus", 2, "bogus"},
        {"train --updates -1", 2, "updates"},
        {"train --updates 3 --epochs 3", 2, "excludes"},
        {"train bad.json", 2, "\"sed\""},
        {"train missing.json", 2, "missing.json cannot be read"},
        {"train --set accumulation_steps=0", 2, "allowed is a whole number from 1 to 65536"},
        {"train --set accumulation_steps", 2, "KEY=VALUE"},
        {"train --set data=digits --set loss=cross_entropy", 2, "one for each class"},
        {"train --set data=csv", 3, "data.file is empty"},
        {"train --set data=csv --set file=bad.csv", 3, "bad.csv, line 2: \"b\" is \"x\""},
        {"train --set data=csv --set file=none.csv", 3, "cannot be opened"},
        {"train --out nowhere/loss.csv", 1, "cannot be written"},
        {"train --save-weights nowhere/w.safetensors", 1, "there is no folder"},
        {"train --out .", 1, "cannot be written"},
        {"train --out a.csv --micro-batches ./a.csv", 2, "named for two outputs"},
        {"train --set =1", 2, "no key"},
        {"train --set data=csv --set file=bad.csv --set separator=1", 2, "no number has"},
        {"train --set data=linear_regression --set samples=10000000 --set features=4096", 3,
         "2^29"},
        {"train --set data=diabetes --set 'model=65536, 65536, 1'", 2, "2^28"},
        {"train --resume nowhere", 3, "there is no folder nowhere"},
        {"train --every 5", 2, "checkpoint"},
        {"train --resume x bad.json", 2, "excludes"},
        {"train --set data=diabetes --set model='conv 8 3x3, 1'", 2,
         "character 1: conv needs an image"},
        {"train --set steps_schedule='epoch 3'", 2, "epoch 5: 8"},
        {"train --set partial_window=keep", 2, "flush_divided_by_n"},
        {"bench --workload nothing", 2, "nothing"},
        {"bench --precision f64", 2, "f64"},
        {"bench --svg x.svg", 2, "--scaling"},
        {"bench --scaling --workload seed", 2, "excludes"},
    }));
    CAPTURE(arguments);
    const Outcome run = runProgram(folder, arguments);
    CHECK(run.exitCode == exitCode);
    CHECK_THAT(run.err, ContainsSubstring(message));
}

TEST_CASE("a run that diverges writes its files and exits with 4", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome run = runProgram(
        folder,
        "train --set data=diabetes --set optimizer=sgd --set learning_rate=900 --out loss.csv "
        "--save-weights w.safetensors");
    CHECK(run.exitCode == 4);
    CHECK_THAT(run.out, StartsWith("diverged at update "));
    const auto runs = readRuns(folder.path() / "loss.csv");
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].history.rowCount() >= 2);
    CHECK(std::filesystem::exists(folder.path() / "w.safetensors"));
}

TEST_CASE("Ctrl-C finishes the window, writes everything and exits", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("interrupt.sh", R"(
"$@" train --set data=diabetes --seconds 3600 --out loss.csv --save-weights w.safetensors & pid=$!
for i in {1..200}; do ls loss.csv.part-* >/dev/null 2>&1 && break; sleep 0.05; done
sleep 0.3; kill -INT $pid; wait $pid; echo exit=$?)");
    const Outcome run = runScript(folder, "interrupt.sh");
    const auto runs = readRuns(folder.path() / "loss.csv");
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].history.total(Metric::Loss).count > 0);
    CHECK(std::filesystem::exists(folder.path() / "w.safetensors"));
    CHECK_THAT(run.out, ContainsSubstring("exit=0"));
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        CHECK_THAT(entry.path().string(), !ContainsSubstring(".part-"));
}

TEST_CASE("nothing of an older file is lost if a run fails", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("loss.csv", "precious\n");
    CHECK(runProgram(folder, "train --set data=csv --set file=none.csv --out loss.csv").exitCode
          == 3);
    CHECK(runProgram(folder,
                     "train --set data=diabetes --set preset=tutorial --set "
                     "accumulation_steps=500 --checkpoint ck --out loss.csv")
              .exitCode
          == 2); // no update can happen
    CHECK(textOf(folder.path() / "loss.csv") == "precious\n");
}

TEST_CASE("lists show what an experiment can name", "[cli]")
{
    const TemporaryFolder folder;
    const auto [what, name] = GENERATE(table<std::string, std::string>({
        {"datasets", "breast_cancer"},
        {"optimizers", "adamw"},
        {"losses", "cross_entropy"},
        {"layers", "maxpool"},
        {"initializers", "he_normal"},
        {"activations", "gelu"},
        {"presets", "tutorial"},
        {"presets --explain", "#19987"},
        {"switches", "flush_divided_by_n"},
        {"layers", "maxpool"},
        {"initializers", "he_normal"},
        {"schedules", "one_cycle"},
        {"scalings", "adascale"},
        {"keys", "accumulation.accumulation_steps"},
    }));
    const Outcome run = runProgram(folder, "list " + what);
    CHECK(run.exitCode == 0);
    CHECK_THAT(run.out, ContainsSubstring(name));
}

TEST_CASE("every command has a help with an example", "[cli]")
{
    const TemporaryFolder folder;
    const std::string command = GENERATE("", "train", "list", "list presets", "bench");
    const Outcome run = runProgram(folder, command + " --help");
    CHECK(run.exitCode == 0);
    CHECK_THAT(run.out,
               ContainsSubstring("Example") && ContainsSubstring("accumulus-cli " + command));
}

TEST_CASE("a run that is stopped and resumed writes the curve of one that was not", "[cli]")
{
    const TemporaryFolder folder;
    const std::string common =
        "--set data=diabetes --set model='16 relu, dropout 0.2, 1' --set optimizer=adamw --quiet ";
    CHECK(runProgram(folder, "train " + common + "--epochs 20 --out whole.csv").exitCode == 0);
    CHECK(runProgram(folder, "train " + common + "--epochs 9 --checkpoint run --every 4").exitCode
          == 0);
    const Outcome again = runProgram(folder, "train --checkpoint run");
    CHECK(again.exitCode == 2);
    CHECK_THAT(again.err, ContainsSubstring("--resume run"));
    CHECK(runProgram(folder,
                     "train --resume run --checkpoint run --epochs 20 --out resumed.csv "
                     "--quiet")
              .exitCode
          == 0);
    const auto whole = rowsOf(folder.path() / "whole.csv");
    const auto resumed = rowsOf(folder.path() / "resumed.csv");
    REQUIRE(whole.size() == 61);
    REQUIRE(resumed.size() == whole.size());
    for (std::size_t row = 0; row < whole.size(); ++row) {
        for (std::size_t i = 0; i < whole[row].size(); ++i) {
            CAPTURE(row, whole[0][i]);
            if (whole[0][i] != "seconds")
                REQUIRE(resumed[row][i] == whole[row][i]);
        }
    }
    const Outcome other = runProgram(folder, "train --resume run --set seed=5");
    CHECK(other.exitCode == 2);
    CHECK_THAT(other.err, ContainsSubstring("start a new run"));
}

TEST_CASE("kill -9 at any moment leaves a checkpoint that the run goes on from", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("kill.sh", R"(
"$@" train --set data=diabetes --seconds 3600 --checkpoint run --every 1 --quiet & pid=$!
for i in {1..400}; do [ -e run/checkpoint.safetensors ] && break; sleep 0.02; done
for delay in 0.11 0.05 0.17 0.02 0.08; do
    sleep $delay; kill -9 $pid; wait $pid 2>/dev/null
    "$@" train --resume run --seconds 0 --quiet --out loss.csv || echo "broken after $delay"
    "$@" train --resume run --checkpoint run --seconds 3600 --every 1 --quiet & pid=$!
done
sleep 0.1; kill -9 $pid; wait $pid 2>/dev/null
"$@" train --resume run --seconds 0 --quiet --out loss.csv; echo "ended $?")");
    const Outcome run = runScript(folder, "kill.sh");
    CAPTURE(run.err);
    CHECK_THAT(run.out, !ContainsSubstring("broken") && ContainsSubstring("ended 0"));
    const auto rows = rowsOf(folder.path() / "loss.csv");
    REQUIRE(rows.size() > 5);
    for (std::size_t row = 1; row < rows.size(); ++row)
        REQUIRE(rows[row][0] == std::to_string(row)); // no update missing, none twice
}

TEST_CASE("a name that the chosen data would not look at is refused", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("e.json", R"({"format": "accumulus-experiment/1", "data": {"file": "x.csv"}})");
    for (const char* arguments : {"train --set file=x.csv", "train e.json", "verify --set target=3",
                                  "train --set data=npz --set weight=w"}) {
        const Outcome run = runProgram(folder, arguments);
        CAPTURE(arguments);
        CHECK(run.exitCode == 2);
        CHECK_THAT(run.err, ContainsSubstring("does not read it; set data.source to"));
    }
    CHECK(runProgram(folder, "train ''").exitCode == 2); // not the default experiment
}

TEST_CASE("keys and limits that are written otherwise are refused in words that help", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("e.json", R"({"format": "accumulus-experiment/1", "data": "wine"})");
    const std::pair<const char*, const char*> cases[] = {
        {"train --set N=4", "did you mean \"accumulation_steps\""},
        {"train --set lr=0.1", "did you mean \"learning_rate\""},
        {"sweep --vary batch_size=1,2", "did you mean \"micro_batch_size\""},
        {"train --epochs -1", "-1 is not a whole number from 0 to 9007199254740992"},
        {"train --updates 0.5", "0.5 is not a whole number"},
        {"train --seconds soon", "soon is not a number from 0 to 1e+09"},
        {"train e.json", R"("data":{"source":"wine"})"},
    };
    for (const auto& [arguments, words] : cases) {
        const Outcome run = runProgram(folder, arguments);
        CAPTURE(arguments);
        CHECK(run.exitCode == 2);
        CHECK_THAT(run.err, ContainsSubstring(words));
    }
    CHECK(runProgram(folder, "train --set data=diabetes --updates 1e1 --quiet --out c.csv").exitCode
          == 0);
    const std::string rows = textOf(folder.path() / "c.csv");
    CHECK(std::count(rows.begin(), rows.end(), '\n') == 11);
}
