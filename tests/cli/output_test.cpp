#include "tests/cli/program.h"
#include "tests/support.h"

#include <algorithm>
#include <vector>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

const std::string quick = "--set data=diabetes --set threads=1 --quiet ";

std::string linesOf(const std::filesystem::path& path)
{
    const std::string text = textOf(path);
    return std::to_string(std::count(text.begin(), text.end(), '\n'));
}

/// A table that a run can be trained on, and an experiment that names it.
void writeHouses(const TemporaryFolder& folder, const std::string& file = "houses.csv")
{
    std::string rows = "a,b,price\n";
    for (int i = 0; i < 60; ++i)
        rows += std::to_string(i) + "," + std::to_string(i * 7 % 11) + "," + std::to_string(i * 3)
            + "\n";
    folder.write(file, rows);
    folder.write("houses.json",
                 R"({"format": "accumulus-experiment/1", "stop": {"epochs": 2},
                     "data": {"source": "csv", "file": ")"
                     + file + "\"}}");
}

std::vector<std::string> namesIn(const std::filesystem::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// No part file is left, nor a lock.
bool isTidy(const TemporaryFolder& folder)
{
    const auto names = namesIn(folder.path());
    return std::none_of(names.begin(), names.end(), [](const std::string& name) {
        return name.find(".part-") != std::string::npos || name.find(".lock") != std::string::npos;
    });
}

} // namespace

TEST_CASE("no input is ever overwritten, whatever it is called", "[cli][output]")
{
    const TemporaryFolder folder;
    writeHouses(folder);
    std::filesystem::create_symlink("houses.csv", folder.path() / "soft.csv");
    std::filesystem::create_hard_link(folder.path() / "houses.csv", folder.path() / "hard.csv");
    REQUIRE(runProgram(folder, "train houses.json --quiet --save-weights w.st").exitCode == 0);
    const std::string data = textOf(folder.path() / "houses.csv");
    const std::string weights = textOf(folder.path() / "w.st");
    for (const char* output : {"--out houses.csv", "--micro-batches soft.csv", "--figures hard.csv",
                               "--out houses.json", "--save-weights ./w.st"}) {
        CAPTURE(output);
        const Outcome run =
            runProgram(folder, std::string("train houses.json --initial-weights w.st ") + output);
        CHECK(run.exitCode == 2);
        CHECK_THAT(run.err, ContainsSubstring("would be overwritten"));
    }
    CHECK(textOf(folder.path() / "houses.csv") == data);
    CHECK(textOf(folder.path() / "w.st") == weights);
    CHECK(isTidy(folder));
}

TEST_CASE("a checkpoint is no output of the run that goes on from it, nor of the one beside it",
          "[cli][output]")
{
    const TemporaryFolder folder;
    REQUIRE(runProgram(folder, "train " + quick + "--updates 3 --checkpoint ck").exitCode == 0);
    for (const char* arguments :
         {"train --resume ck --updates 4 --out ck/updates.csv",
          "train --resume ck --updates 4 --save-weights ck/checkpoint.safetensors",
          "train --resume ck --checkpoint ck --updates 4 --out ck/updates.csv",
          "train --updates 4 --checkpoint new --out new/updates.csv"}) {
        CAPTURE(arguments);
        CHECK(runProgram(folder, arguments).exitCode == 2);
    }
    // Beside them there is room.
    CHECK(runProgram(folder, "train --resume ck --checkpoint ck --updates 5 --quiet --out ck/x.csv")
              .exitCode
          == 0);
    CHECK(linesOf(folder.path() / "ck" / "x.csv") == "6");
    CHECK(runProgram(folder, "train " + quick + "--updates 2 --checkpoint . --out x.csv").exitCode
          == 0);
    CHECK(linesOf(folder.path() / "x.csv") == "3");
    CHECK(isTidy(folder));
}

TEST_CASE("data that is guessed, varied or named by a scenario is an input too", "[cli][output]")
{
    const TemporaryFolder folder;
    writeHouses(folder);
    std::filesystem::create_directory(folder.path() / "s");
    const std::string rows = textOf(folder.path() / "houses.csv");
    folder.write("s/summary.csv", rows);
    folder.write("s/runs.csv", rows);
    CHECK(runProgram(folder,
                     "sweep --set data=csv --vary data.file=s/summary.csv,s/runs.csv "
                     "--epochs 1 --out s --replace")
              .exitCode
          == 2);
    CHECK(textOf(folder.path() / "s" / "summary.csv") == rows);
    folder.write("images-idx3", "x");
    folder.write("labels-idx1", "mine");
    CHECK(runProgram(folder,
                     "train --set data=idx --set file=images-idx3 --set model=output --set "
                     "loss=cross_entropy --out labels-idx1")
              .exitCode
          == 2);
    CHECK(textOf(folder.path() / "labels-idx1") == "mine");
}

TEST_CASE("a lock that is not ours is left alone", "[cli][output]")
{
    const TemporaryFolder folder;
    writeHouses(folder);
    const std::string rows = textOf(folder.path() / "houses.csv");
    std::filesystem::create_directory(folder.path() / "ck");
    std::filesystem::create_hard_link(folder.path() / "houses.csv",
                                      folder.path() / "ck" / "checkpoint.lock");
    CHECK(runProgram(folder, "train houses.json --checkpoint ck").exitCode == 1);
    CHECK(textOf(folder.path() / "houses.csv") == rows);
}

TEST_CASE("standard output, devices and FIFOs are outputs too", "[cli][output]")
{
    const TemporaryFolder folder;
    const std::string train = "train " + quick + "--updates 3 --out ";
    for (const char* name : {"-", "/dev/stdout", "/dev/fd/1"}) {
        const Outcome run = runProgram(folder, train + name);
        CHECK(run.exitCode == 0);
        CHECK_THAT(run.out, StartsWith("update,micro_batches"));
        CHECK(std::count(run.out.begin(), run.out.end(), '\n') == 4);
    }
    CHECK(runProgram(folder, train + "/dev/null").exitCode == 0);
    folder.write("fifo.sh", "mkfifo p; cat p >read.csv & \"$@\" " + train + "p; wait");
    CHECK(runScript(folder, "fifo.sh").exitCode == 0);
    CHECK(linesOf(folder.path() / "read.csv") == "4");
    // What is said does not get between the rows.
    const Outcome loud = runProgram(folder, "train --set data=diabetes --updates 3 --out -");
    CHECK(std::count(loud.out.begin(), loud.out.end(), '\n') == 4);
    CHECK_THAT(loud.err, ContainsSubstring("finished"));
    CHECK(runProgram(folder, train + "- --micro-batches /dev/stdout").exitCode == 2);
}

TEST_CASE("an output that cannot be written is told before the training", "[cli][output]")
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "folder");
    folder.write("kept.csv", "kept");
    std::filesystem::permissions(folder.path() / "kept.csv", std::filesystem::perms::owner_read);
    REQUIRE(runProgram(folder, "train " + quick + "--updates 3 --checkpoint other").exitCode == 0);
    // So many epochs take hours.
    const std::string train = "train " + quick + "--epochs 1000000000 ";
    for (const char* output :
         {"--save-weights folder", "--figures kept.csv", "--save-experiment no/e.json",
          "--out other/updates.csv", "--save-weights other/checkpoint.safetensors"}) {
        CAPTURE(output);
        CHECK(runProgram(folder, train + output).exitCode != 0);
    }
    CHECK(runProgram(folder,
                     "sweep " + quick
                         + "--vary accumulation_steps=1,2 --epochs 1000000000 "
                           "--out kept.csv")
              .exitCode
          == 1);
    CHECK(textOf(folder.path() / "kept.csv") == "kept");
    CHECK(isTidy(folder));
}

TEST_CASE("data that standard output was opened on is not written over", "[cli][output]")
{
    const TemporaryFolder folder;
    writeHouses(folder);
    const std::string rows = textOf(folder.path() / "houses.csv");
    for (const char* end : {"--out - 1<>houses.csv", ">>houses.csv"}) {
        folder.write("over.sh", std::string("\"$@\" train houses.json ") + end);
        CHECK(runScript(folder, "over.sh").exitCode == 2);
        CHECK(textOf(folder.path() / "houses.csv") == rows);
    }
}

TEST_CASE("whatever cannot be written is said, with exit code 1", "[cli][output]")
{
    const TemporaryFolder folder;
    for (const std::string arguments :
         {"list keys >/dev/full", "verify --set data=diabetes >/dev/full",
          "train --set data=diabetes --updates 3 >/dev/full",
          "train --set data=diabetes --updates 3 --quiet --out - >/dev/full",
          "train --set data=diabetes --updates 3 --quiet --out /dev/full",
          "train --set data=diabetes --updates 3 --quiet --figures /dev/full"}) {
        folder.write("full.sh", "\"$@\" " + arguments);
        const Outcome run = runScript(folder, "full.sh");
        CAPTURE(arguments);
        CHECK(run.exitCode == 1);
        CHECK_THAT(run.err, ContainsSubstring("written"));
    }
}

TEST_CASE("when one file cannot be written on, the run ends and keeps all that it has",
          "[cli][output]")
{
    const TemporaryFolder folder;
    // 100 blocks of 1024 bytes: the curve of micro-batches is full long before the run ends.
    folder.write("limit.sh",
                 "ulimit -f 100; \"$@\" train " + quick
                     + "--epochs 100000 --out c.csv --micro-batches m.csv "
                       "--save-weights w.st --checkpoint ck --every 100");
    const Outcome run = runScript(folder, "limit.sh");
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.err, ContainsSubstring("m.csv cannot be written: File too large"));
    CHECK_THAT(run.err, ContainsSubstring("lines of m.csv were kept"));
    CHECK(std::filesystem::exists(folder.path() / "w.st"));
    CHECK(std::filesystem::exists(folder.path() / "ck" / "checkpoint.safetensors"));
    const std::string kept = textOf(folder.path() / "m.csv");
    CHECK(kept.ends_with('\n'));
    CHECK(kept.size() > 90'000);
    CHECK(textOf(folder.path() / "c.csv").ends_with('\n'));
    CHECK(isTidy(folder));
}

TEST_CASE("names that are empty are refused, for a variable of a script is unset", "[cli][output]")
{
    const TemporaryFolder folder;
    for (const char* arguments :
         {"train --out ''", "train --checkpoint ''", "train --resume ''", "train --save-weights ''",
          "sweep --vary accumulation_steps=1,2 --out ''", "scenario s5 --out ''"}) {
        CAPTURE(arguments);
        const Outcome run = runProgram(folder, arguments);
        CHECK(run.exitCode == 2);
        CHECK_THAT(run.err, ContainsSubstring("empty name"));
    }
}

TEST_CASE("SIGHUP, SIGTERM and a reader of the progress that is gone write everything first",
          "[cli][output]")
{
    const TemporaryFolder folder;
    const std::string signal = GENERATE("HUP", "TERM", "PIPE", "XCPU");
    folder.write("signal.sh",
                 R"(
"$@" train --set data=diabetes --seconds 3600 --out a.csv --save-weights w.st --checkpoint ck & pid=$!
for i in {1..400}; do [ -e ck/updates.csv.next ] && break; sleep 0.02; done
sleep 0.2; kill -)" + signal
                     + R"( $pid; wait $pid; echo exit=$?)");
    const Outcome run = runScript(folder, "signal.sh");
    CHECK_THAT(run.out, ContainsSubstring("exit=0"));
    for (const char* name : {"a.csv", "w.st", "ck/checkpoint.safetensors", "ck/updates.csv"})
        CHECK(std::filesystem::exists(folder.path() / name));
    CHECK(isTidy(folder));
}

TEST_CASE("who reads only the first line of the progress gets the results all the same",
          "[cli][output]")
{
    const TemporaryFolder folder;
    folder.write("head.sh",
                 "\"$@\" train --set data=diabetes --epochs 20000 --out a.csv 2>&1 | head -1; "
                 "\"$@\" list keys | head -1");
    CHECK(runScript(folder, "head.sh").exitCode == 0);
    CHECK(std::filesystem::exists(folder.path() / "a.csv"));
    CHECK(isTidy(folder));
}

TEST_CASE("a run under nohup outlives its terminal", "[cli][output]")
{
    const TemporaryFolder folder;
    folder.write("nohup.sh", R"(
nohup "${@: -1}" train --set data=diabetes --seconds 3600 --quiet --checkpoint ck & pid=$!
for i in {1..400}; do [ -e ck/updates.csv.next ] && break; sleep 0.02; done
sleep 0.1; kill -HUP $pid; sleep 0.2; kill -0 $pid && echo lives; kill -TERM $pid; wait $pid)");
    CHECK_THAT(runScript(folder, "nohup.sh").out, ContainsSubstring("lives"));
}

TEST_CASE("a second Ctrl-C ends at once and leaves nothing half written", "[cli][output]")
{
    const TemporaryFolder folder;
    // A window that never closes cannot be finished, so the first Ctrl-C waits.
    folder.write("twice.sh", R"(
"$@" train --set data=diabetes --set partial_window=carry_over --set accumulation_steps=65536 \
    --set micro_batch_size=1 --set model="512 relu, 512 relu, 1" --seconds 3600 --out a.csv & pid=$!
for i in {1..400}; do ls a.csv.part-* >/dev/null 2>&1 && break; sleep 0.02; done
sleep 0.2; kill -INT $pid; sleep 0.5; kill -INT $pid; wait $pid; echo exit=$?)");
    CHECK_THAT(runScript(folder, "twice.sh").out, ContainsSubstring("exit=130"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "a.csv"));
    CHECK(isTidy(folder));
}

TEST_CASE("a Ctrl-C that is delivered twice is one", "[cli][output]")
{
    const TemporaryFolder folder; // as timeout does: to the program and to the program's group
    folder.write("double.sh", R"(
"$@" train --set data=diabetes --set threads=1 --seconds 3600 --quiet --out a.csv & pid=$!
for i in {1..400}; do ls a.csv.part-* >/dev/null 2>&1 && break; sleep 0.02; done
kill -INT $pid $pid; wait $pid; echo exit=$?)");
    CHECK_THAT(runScript(folder, "double.sh").out, ContainsSubstring("exit=0"));
    CHECK(std::filesystem::exists(folder.path() / "a.csv"));
    CHECK(isTidy(folder));
}

TEST_CASE("with closed descriptors nothing that is said gets into a file", "[cli][output]")
{
    const TemporaryFolder folder;
    REQUIRE(runProgram(folder, "train " + quick + "--updates 30 --out good.csv").exitCode == 0);
    for (const char* closed : {"2>&-", ">&- 2>&-", "<&- >&- 2>&-"}) {
        folder.write("closed.sh",
                     "\"$@\" train --set data=diabetes --set threads=1 --updates 30 "
                     "--out a.csv --save-weights w.st "
                         + std::string(closed));
        runScript(folder, "closed.sh");
        CAPTURE(closed);
        CHECK(linesOf(folder.path() / "a.csv") == linesOf(folder.path() / "good.csv"));
        CHECK_THAT(textOf(folder.path() / "a.csv"), StartsWith("update,"));
    }
}

TEST_CASE("a sweep never mixes its runs with those of another one", "[cli][output]")
{
    const TemporaryFolder folder;
    const std::string sweep =
        "sweep --set data=diabetes --epochs 1 --quiet --out s --vary accumulation_steps=";
    REQUIRE(runProgram(folder, sweep + "1,2,4").exitCode == 0);
    folder.write("s/run_notes.txt", "mine");
    folder.write("s/run_1_seed_1.csv", "mine");
    const Outcome again = runProgram(folder, sweep + "1,2");
    CHECK(again.exitCode == 2);
    CHECK_THAT(again.err, ContainsSubstring("--replace"));
    CHECK(runProgram(folder, sweep + "1,2 --replace").exitCode == 0);
    CHECK(namesIn(folder.path() / "s")
          == std::vector<std::string>{"run_001_seed_1.csv", "run_002_seed_1.csv",
                                      "run_1_seed_1.csv", "run_notes.txt", "runs.csv",
                                      "summary.csv", "summary.txt"});
}

TEST_CASE("a sweep replaces what a sweep wrote, and only once it has something new",
          "[cli][output]")
{
    const TemporaryFolder folder;
    const std::string sweep = "sweep " + quick + "--quiet --out s --vary accumulation_steps=";
    REQUIRE(runProgram(folder, sweep + "1,2 --epochs 1").exitCode == 0);
    const auto before = namesIn(folder.path() / "s");
    const std::string summary = textOf(folder.path() / "s" / "summary.csv");
    folder.write("stopped.sh", "\"$@\" " + sweep + R"(4,8 --epochs 1000000 --replace & pid=$!
for i in {1..400}; do [ -e s/sweep.lock ] && break; sleep 0.02; done
sleep 0.5; kill -INT $pid; wait $pid)");
    runScript(folder, "stopped.sh");
    CHECK(namesIn(folder.path() / "s") == before);
    CHECK(textOf(folder.path() / "s" / "summary.csv") == summary);

    folder.write("s/summary.csv", "house,price\n1,2\n");
    const Outcome refused = runProgram(folder, sweep + "1,2 --epochs 1 --replace");
    CHECK(refused.exitCode == 1);
    CHECK_THAT(refused.err,
               ContainsSubstring("summary.csv") && ContainsSubstring("not written by a sweep"));
    CHECK(textOf(folder.path() / "s" / "summary.csv") == "house,price\n1,2\n");
    CHECK(namesIn(folder.path() / "s") == before);
}

TEST_CASE("a sweep whose folder was replaced does not write into the new one", "[cli][output]")
{
    const TemporaryFolder folder;
    folder.write("moved.sh", R"(
"$@" sweep --set data=diabetes --set threads=1 --quiet --vary accumulation_steps=1,2 --seeds 2 --jobs 1 \
    --epochs 2000 --out s & pid=$!
for i in {1..400}; do [ -e s/sweep.lock ] && break; sleep 0.02; done
mv s elsewhere; mkdir s; echo mine > s/summary.csv; wait $pid; echo exit=$?)");
    const Outcome run = runScript(folder, "moved.sh");
    CHECK_THAT(run.out, ContainsSubstring("exit=1"));
    CHECK_THAT(run.err, ContainsSubstring("moved, removed or replaced"));
    CHECK(namesIn(folder.path() / "s") == std::vector<std::string>{"summary.csv"});
}

TEST_CASE("all points of a sweep are looked at before the first one trains", "[cli][output]")
{
    const TemporaryFolder folder;
    const std::string sweep = "sweep " + quick + "--quiet --epochs 1 --out s ";
    REQUIRE(runProgram(folder, sweep + "--vary accumulation_steps=1,4").exitCode == 0);
    const std::string summary = textOf(folder.path() / "s" / "summary.csv");
    for (const char* wrong : {"loss=mse,cross_entropy", "memory_mb=100,0.002"}) {
        CAPTURE(wrong);
        CHECK(runProgram(folder, sweep + "--replace --vary " + wrong).exitCode == 2);
        CHECK(textOf(folder.path() / "s" / "summary.csv") == summary);
    }
}

TEST_CASE("results that are written at the end replace nothing that came there meanwhile",
          "[cli][output]")
{
    const TemporaryFolder folder;
    for (const char* option : {"--save-weights", "--figures", "--save-experiment"}) {
        folder.write("precious.csv", "mine");
        folder.write("late.sh",
                     "\"$@\" train " + quick + "--seconds 3600 --out a.csv " + option
                         + R"( w & pid=$!
for i in {1..400}; do ls a.csv.part-* >/dev/null 2>&1 && break; sleep 0.02; done
ln -s precious.csv w; kill -TERM $pid; wait $pid; echo exit=$?; rm w)");
        const Outcome run = runScript(folder, "late.sh");
        CAPTURE(option);
        CHECK_THAT(run.out, ContainsSubstring("exit=1"));
        CHECK_THAT(run.err, ContainsSubstring("in the meantime"));
        CHECK(textOf(folder.path() / "precious.csv") == "mine");
    }
}

TEST_CASE("a curve replaces nothing that came to its place while data was loaded", "[cli][output]")
{
    const TemporaryFolder folder;
    for (const char* option : {"--out", "--micro-batches"}) {
        folder.write("late.sh",
                     std::string(R"(rm -f pipe.csv w; mkfifo pipe.csv
"$@" train --set data=csv --set file=pipe.csv --epochs 1 --quiet )")
                         + option + R"( w & pid=$!
{ echo mine > w; for i in {1..40}; do echo $i,$((i * 2)); done; } > pipe.csv
wait $pid; echo exit=$?)");
        const Outcome run = runScript(folder, "late.sh");
        CAPTURE(option);
        CHECK_THAT(run.out, ContainsSubstring("exit=1"));
        CHECK_THAT(run.err, ContainsSubstring("in the meantime"));
        CHECK(textOf(folder.path() / "w") == "mine\n");
    }
}

TEST_CASE("the number of a descriptor that nobody opened is no output", "[cli][output]")
{
    const TemporaryFolder folder;
    folder.write("fd.sh",
                 "\"$@\" train " + quick
                     + "--epochs 1 --out a.csv --micro-batches /dev/fd/7 7>&-; echo exit=$?\n"
                       "\"$@\" train "
                     + quick
                     + "--epochs 1 --figures /dev/fd/7 7<fd.sh; echo exit=$?\n"
                       "\"$@\" train "
                     + quick + "--epochs 1 --figures /dev/fd/7 7>figures.csv; echo exit=$?");
    const Outcome run = runScript(folder, "fd.sh");
    CHECK_THAT(run.out, ContainsSubstring("exit=1\nexit=1\n") && ContainsSubstring("exit=0"));
    CHECK_THAT(run.err,
               ContainsSubstring("it was closed when the program started")
                   && ContainsSubstring("it is open for reading only"));
    CHECK_THAT(textOf(folder.path() / "figures.csv"), StartsWith("figure,value\n"));
}

TEST_CASE("a sweep removes no file that came to an older result's place", "[cli][output]")
{
    const TemporaryFolder folder;
    const std::string sweep = "sweep " + quick + "--quiet --set stop.seconds=1 --out s ";
    REQUIRE(runProgram(folder, sweep + "--vary accumulation_steps=1").exitCode == 0);
    folder.write("late.sh", "\"$@\" " + sweep + R"(--replace --vary accumulation_steps=4 & pid=$!
for i in {1..400}; do [ -e s/sweep.lock ] && break; sleep 0.02; done; sleep 0.2
echo mine > notes; mv notes s/summary.txt; wait $pid; echo exit=$?)");
    const Outcome run = runScript(folder, "late.sh");
    CHECK_THAT(run.out, ContainsSubstring("exit=1"));
    CHECK_THAT(run.err, ContainsSubstring("in the meantime"));
    CHECK(textOf(folder.path() / "s" / "summary.txt") == "mine\n");
    CHECK_THAT(textOf(folder.path() / "s" / "summary.csv"), ContainsSubstring("\n4,"));
}

TEST_CASE("a sweep in which a run fails writes the tables of those that ended", "[cli][output]")
{
    const TemporaryFolder folder;
    std::string rows;
    for (int i = 0; i < 40; ++i)
        rows += std::to_string(i) + ',' + std::to_string(2 * i) + '\n';
    folder.write("d.csv", rows);
    folder.write("gone.sh", R"("$@" sweep --set data=csv --set file=d.csv --set threads=1 --quiet \
  --set stop.seconds=0.5 --jobs 1 --vary accumulation_steps=1,2,4 --out s & pid=$!
for i in {1..400}; do [ -e s/run_001_seed_1.csv ] && break; sleep 0.02; done
rm d.csv; wait $pid; echo exit=$?)");
    const Outcome run = runScript(folder, "gone.sh");
    CHECK_THAT(run.out, ContainsSubstring("exit=3") && ContainsSubstring("stopped: 1 of 3"));
    CHECK_THAT(run.err, ContainsSubstring("d.csv"));
    for (const char* table : {"summary.csv", "summary.txt", "runs.csv"})
        CHECK(std::filesystem::exists(folder.path() / "s" / table));
    // told before anything is trained
    std::filesystem::create_directory(folder.path() / "s" / "run_003_seed_1.csv");
    CHECK_THAT(runProgram(folder, "sweep " + quick + "--vary seed=1 --out s --replace").err,
               ContainsSubstring("run_003_seed_1.csv cannot be written: it is a folder"));
    std::filesystem::remove(folder.path() / "s" / "run_003_seed_1.csv");
    folder.write("once.sh",
                 "mkfifo f; \"$@\" sweep --set data=csv --set file=f --vary seed=1; echo exit=$?");
    CHECK_THAT(runScript(folder, "once.sh").err, ContainsSubstring("can be read only once"));
}

TEST_CASE("a table that cannot be written does not hide what was measured", "[cli][output]")
{
    const TemporaryFolder folder;
    const Outcome run = runProgram(folder, "scenario s20 --quiet --out /dev/full");
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.out, ContainsSubstring("as expected"));
}

TEST_CASE("a scenario's table replaces nothing that came there meanwhile", "[cli][output]")
{
    const TemporaryFolder folder;
    folder.write("precious.csv", "mine");
    folder.write("s.json", R"({"format": "accumulus-scenario/1", "title": "t", "question": "q",
        "look_at": "l", "source": "s",
        "experiment": {"data": {"source": "csv", "file": "pipe.csv"}, "stop": {"epochs": 1}},
        "vary": [{"keys": ["accumulation_steps"], "values": [4]}], "seeds": 1,
        "figures": ["last validation_loss"], "expect": [{"text": "it trains",
        "figure": "last validation_loss", "relation": "above", "expected": 0}]})");
    folder.write("late.sh", R"(mkfifo pipe.csv; "$@" scenario s.json --out w & pid=$!
{ ln -s precious.csv w; for i in {1..40}; do echo $i,$((i * 2)); done; } > pipe.csv
wait $pid; echo exit=$?)"); // the pipe opens once the program reads it, which is after it looked
    const Outcome run = runScript(folder, "late.sh");
    CHECK_THAT(run.out, ContainsSubstring("exit=1"));
    CHECK_THAT(run.err, ContainsSubstring("in the meantime"));
    CHECK(textOf(folder.path() / "precious.csv") == "mine");
}

TEST_CASE("a run that fails leaves an older result as it was", "[cli][output]")
{
    const TemporaryFolder folder;
    REQUIRE(runProgram(folder, "train " + quick + "--epochs 20 --out x.csv").exitCode == 0);
    const std::string whole = textOf(folder.path() / "x.csv");
    folder.write("full.sh", "ulimit -f 8; \"$@\" train " + quick + "--epochs 400 --out x.csv");
    const Outcome run = runScript(folder, "full.sh");
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.err, ContainsSubstring("lines of x.csv were kept in"));
    CHECK(textOf(folder.path() / "x.csv") == whole);
}

TEST_CASE("a checkpoint is no place for other outputs, nor is a closed standard output",
          "[cli][output]")
{
    const TemporaryFolder folder;
    REQUIRE(runProgram(folder, "train " + quick + "--epochs 1 --checkpoint ck").exitCode == 0);
    std::filesystem::create_symlink("ck/updates.csv", folder.path() / "link.csv");
    for (const char* command : {"scenario s20 --out ck/updates.csv", "scenario s20 --out link.csv",
                                "bench --scaling --seconds 0.01 --svg ck/checkpoint.safetensors"}) {
        CAPTURE(command);
        CHECK_THAT(runProgram(folder, command).err, ContainsSubstring("part of a checkpoint"));
    }
    CHECK(runProgram(folder, "train --resume ck --epochs 2 --quiet").exitCode == 0);
    CHECK_THAT(
        runProgram(folder, "train " + quick + "--epochs 1 --checkpoint c --save-weights c").err,
        ContainsSubstring("the folder of the checkpoints"));
    folder.write("closed.sh", "\"$@\" train " + quick + "--epochs 1 --out - >&-");
    const Outcome closed = runScript(folder, "closed.sh");
    CHECK(closed.exitCode == 1);
    CHECK_THAT(closed.err, ContainsSubstring("closed"));
}

TEST_CASE("a sweep's folder is one sweep's at a time, and its tables can be written",
          "[cli][output]")
{
    const TemporaryFolder folder;
    const std::string sweep = "sweep " + quick + "--vary accumulation_steps=1,2 --epochs 3 --out s";
    std::filesystem::create_directories(folder.path() / "s" / "summary.csv");
    const Outcome blocked = runProgram(folder, sweep);
    CHECK(blocked.exitCode == 1);
    CHECK_THAT(blocked.err, ContainsSubstring("it is a folder"));
    std::filesystem::remove(folder.path() / "s" / "summary.csv");
    folder.write("both.sh",
                 "for i in 1 2 3; do \"$@\" " + sweep
                     + " >/dev/null & pids+=($!); done\n"
                       "for pid in ${pids[@]}; do wait $pid && echo done; done; true");
    CHECK(runScript(folder, "both.sh").out == "done\n");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "s" / "sweep.lock"));
}

TEST_CASE("a checkpoint that is in use is left alone, and the second process told by whom",
          "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    folder.write("two.sh", R"(
"$@" train --set data=diabetes --updates 20 --quiet --checkpoint ck
"$@" train --resume ck --checkpoint ck --seconds 3600 --quiet & pid=$!
for i in {1..400}; do [ -e ck/checkpoint.lock ] && break; sleep 0.02; done
"$@" train --resume ck --checkpoint ck --seconds 1; echo second=$?
kill -TERM $pid; wait $pid; echo first=$?
"$@" train --resume ck --updates 1 --quiet --out r.csv; echo third=$?)");
    const Outcome run = runScript(folder, "two.sh");
    CHECK_THAT(run.out,
               ContainsSubstring("second=1") && ContainsSubstring("first=0")
                   && ContainsSubstring("third=0"));
    CHECK_THAT(run.err, ContainsSubstring("in use by process"));
    std::istringstream rows(textOf(folder.path() / "r.csv"));
    std::string row;
    std::getline(rows, row);
    for (int update = 1; std::getline(rows, row); ++update)
        REQUIRE(row.starts_with(std::to_string(update) + ","));
}

TEST_CASE("data that was changed is noticed, data that was moved is found", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "job");
    writeHouses(folder);
    const std::string rows = textOf(folder.path() / "houses.csv");
    folder.write("job/houses.csv", rows);
    folder.write("train.sh", R"(cd job && "$@" train --set data=csv --set file=houses.csv \
        --epochs 3 --quiet --checkpoint ck --save-experiment e.json)");
    REQUIRE(runScript(folder, "train.sh").exitCode == 0);
    CHECK_THAT(textOf(folder.path() / "job" / "e.json"),
               ContainsSubstring("\"file\": \"houses.csv\""));

    std::filesystem::rename(folder.path() / "job", folder.path() / "moved");
    CHECK(runProgram(folder, "train --resume moved/ck --epochs 4 --quiet").exitCode == 0);
    CHECK(runProgram(folder, "train moved/e.json --epochs 1 --quiet").exitCode == 0);
    std::filesystem::rename(folder.path() / "moved/houses.csv", folder.path() / "elsewhere.csv");
    const Outcome gone = runProgram(folder, "train --resume moved/ck --epochs 4 --quiet");
    CHECK(gone.exitCode == 3);
    CHECK_THAT(gone.err,
               ContainsSubstring("houses.csv") && ContainsSubstring("--set data.file=PATH"));
    CHECK_THAT(runProgram(folder, "train --resume moved/ck/checkpoint.safetensors").err,
               ContainsSubstring("--resume takes the folder"));
    CHECK(runProgram(folder,
                     "train --resume moved/ck --epochs 4 --quiet --set data.file=elsewhere.csv")
              .exitCode
          == 0);

    std::string other = rows;
    other.replace(other.find("\n5,"), 3, "\n6,");
    folder.write("moved/houses.csv", other);
    const Outcome changed = runProgram(folder, "train --resume moved/ck --epochs 4");
    CHECK(changed.exitCode == 3);
    CHECK_THAT(changed.err,
               ContainsSubstring("other data") && ContainsSubstring("--set data.file="));
}

TEST_CASE("a run that has reached its limit says so when it is resumed", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    REQUIRE(runProgram(folder, "train " + quick + "--epochs 2 --checkpoint ck").exitCode == 0);
    const Outcome run = runProgram(folder, "train --resume ck --epochs 2 --out a.csv");
    CHECK(run.exitCode == 0);
    CHECK_THAT(run.err, ContainsSubstring("reached its limit already"));
    CHECK_THAT(run.out, !ContainsSubstring("loss 0"));
    CHECK(linesOf(folder.path() / "a.csv") == "7");
}

TEST_CASE("a damaged curve is refused, unless one goes on without it", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    REQUIRE(runProgram(folder, "train " + quick + "--epochs 2 --checkpoint ck").exitCode == 0);
    std::filesystem::remove(folder.path() / "ck" / "updates.csv");
    const Outcome run = runProgram(folder, "train --resume ck --epochs 4 --out a.csv");
    CHECK(run.exitCode == 3);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "a.csv"));
    CHECK(runProgram(folder, "train --resume ck --without-curve --epochs 4 --quiet --out a.csv")
              .exitCode
          == 0);
    CHECK(linesOf(folder.path() / "a.csv") == "7"); // the header and the updates since
}

TEST_CASE("text of files cannot act on a terminal", "[cli][output]")
{
    const TemporaryFolder folder;
    folder.write("evil.csv", "a,\x1b[31mred\x1b[0m,y\n1,x\x07,3\n");
    folder.write("evil.json", "{\"format\": \"accumulus-experiment/1\", \"\\u001b[2J\": 1}");
    folder.write("\x1b]0;title\x07.json", "{}");
    for (const std::string arguments :
         {"train --set data=csv --set file=evil.csv", "train evil.json",
          "train $'\\e]0;title\\a.json'", "train --set model=$'10 \\e[1m, 1'",
          "verify --set $'\\e[5m=1'", "sweep --vary $'accumulation_steps=1,\\e[7m2'"}) {
        folder.write("evil.sh", "\"$@\" " + arguments);
        const Outcome run = runScript(folder, "evil.sh");
        CAPTURE(arguments, run.err);
        CHECK(run.exitCode != 0);
        CHECK_THAT(run.err,
                   ContainsSubstring("\\x1b") || ContainsSubstring("\\x07")
                       || ContainsSubstring("\\u001b"));
        CHECK((run.out + run.err).find_first_of("\x1b\x07") == std::string::npos);
    }
}
