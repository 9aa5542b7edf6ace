#include "tests/cli/program.h"
#include "tests/support.h"

#include <algorithm>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

const std::string small = "--set data=diabetes --set threads=1 ";

/// All columns of a curve but the seconds, which are no two runs' the same.
std::string curveOf(const std::filesystem::path& path)
{
    constexpr int seconds = 4;
    std::string curve;
    int column = 0;
    for (const char c : textOf(path)) {
        column = c == '\n' ? 0 : column + (c == ',' ? 1 : 0);
        if (column != seconds)
            curve += c;
    }
    return curve;
}

} // namespace

TEST_CASE("figures and curve of a resumed run are those of the whole one", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    const std::string files = " --figures f.csv --out c.csv --micro-batches m.csv";
    REQUIRE(
        runProgram(folder, "train " + small + "--quiet --updates 60 --figures whole.csv").exitCode
        == 0);
    REQUIRE(runProgram(folder, "train " + small + "--quiet --updates 25 --checkpoint ck").exitCode
            == 0);
    const Outcome resumed = runProgram(folder, "train --resume ck --updates 60" + files);
    CHECK(resumed.exitCode == 0);
    CHECK(textOf(folder.path() / "f.csv") == textOf(folder.path() / "whole.csv"));
    CHECK_THAT(resumed.err, ContainsSubstring("m.csv gets the micro-batches since update 25"));

    // The curve is gone, so the figures cannot know of what was before, and that is said.
    std::filesystem::remove(folder.path() / "ck" / "updates.csv");
    const Outcome without =
        runProgram(folder, "train --resume ck --without-curve --updates 60 --figures f.csv");
    CHECK(without.exitCode == 0);
    CHECK_THAT(without.err, ContainsSubstring("f.csv covers the updates since update 25"));
    CHECK(textOf(folder.path() / "f.csv") != textOf(folder.path() / "whole.csv"));
}

TEST_CASE("a finished run that is resumed tells its last loss", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    const Outcome first = runProgram(folder, "train " + small + "--epochs 2 --checkpoint ck");
    const Outcome again = runProgram(folder, "train --resume ck --epochs 2");
    CHECK(again.exitCode == 0);
    const auto fromLoss = [](const std::string& text) { return text.substr(text.find(", loss ")); };
    REQUIRE_THAT(first.out, ContainsSubstring(", loss "));
    REQUIRE_THAT(again.out, ContainsSubstring(", loss "));
    CHECK(fromLoss(again.out) == fromLoss(first.out)); // in front of it is the time
}

TEST_CASE("weights to begin with are no part of a run that goes on", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    REQUIRE(runProgram(folder,
                       "train " + small + "--quiet --updates 3 --checkpoint ck --save-weights w.st")
                .exitCode
            == 0);
    const Outcome run = runProgram(folder, "train --resume ck --initial-weights w.st --updates 5");
    CHECK(run.exitCode == 2);
    CHECK_THAT(run.err, ContainsSubstring("--initial-weights"));
}

TEST_CASE("resuming from where no checkpoint is says so", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "empty");
    const Outcome empty = runProgram(folder, "train --resume empty");
    CHECK(empty.exitCode == 3);
    CHECK_THAT(empty.err, ContainsSubstring("empty holds no checkpoint"));
    CHECK_THAT(runProgram(folder, "train --resume nope").err,
               ContainsSubstring("there is no folder nope"));
}

TEST_CASE("of a run that diverges the last checkpoint before stays", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    const std::string sgd =
        "train " + small + "--quiet --set optimizer=sgd --set learning_rate=0.01 ";
    REQUIRE(runProgram(folder, sgd + "--updates 20 --checkpoint ck").exitCode == 0);
    const Outcome diverged = runProgram(
        folder, "train --resume ck --checkpoint ck --quiet --set learning_rate=1e3 --updates 60");
    CHECK(diverged.exitCode == 4);
    CHECK_THAT(diverged.err, ContainsSubstring("before the run diverged"));
    REQUIRE(runProgram(folder,
                       "train --resume ck --checkpoint ck --quiet --set "
                       "learning_rate=0.01 --updates 60 --out b.csv")
                .exitCode
            == 0);
    REQUIRE(runProgram(folder, sgd + "--updates 60 --out a.csv").exitCode == 0);
    CHECK(curveOf(folder.path() / "b.csv") == curveOf(folder.path() / "a.csv"));
    // With none before, there is none: nothing goes on from where a run diverged as if it had not.
    std::string every;
    for (int i = 0; i < 2; ++i) {
        const Outcome first = runProgram(
            folder, sgd + "--set learning_rate=1e3 --updates 60 --checkpoint first" + every);
        CHECK(first.exitCode == 4);
        CHECK_THAT(first.err,
                   ContainsSubstring("no checkpoint: the run diverged before the first one"));
        CHECK_FALSE(std::filesystem::exists(folder.path() / "first" / "checkpoint.safetensors"));
        CHECK_FALSE(std::filesystem::exists(folder.path() / "first" / "updates.csv"));
        const std::string where = "diverged at update ";
        REQUIRE_THAT(first.err, ContainsSubstring(where)); // the next one is due there
        every = " --every " + first.err.substr(first.err.find(where) + where.size(), 3);
        every.resize(every.find_last_of("0123456789") + 1);
    }
}

TEST_CASE("a curve that a run goes on without is set aside, and its gap is told each time",
          "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    REQUIRE(runProgram(folder, "train " + small + "--quiet --updates 40 --checkpoint ck").exitCode
            == 0);
    std::string rows = textOf(folder.path() / "ck" / "updates.csv");
    rows[rows.size() / 2] = rows[rows.size() / 2] == '1' ? '2' : '1';
    folder.write("ck/updates.csv", rows);
    CHECK(runProgram(folder, "train --resume ck --checkpoint ck --updates 60 --without-curve")
              .exitCode
          == 0);
    CHECK(textOf(folder.path() / "ck" / "updates.csv.damaged-1") == rows);
    const Outcome later = runProgram(folder, "train --resume ck --updates 70 --figures f.csv");
    CHECK(later.exitCode == 0);
    CHECK_THAT(later.err, ContainsSubstring("f.csv covers the updates since update 40"));
}

TEST_CASE("a curve that is taken away while it is written is noticed", "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    folder.write("taken.sh", "\"$@\" train " + small + R"(--seconds 3600 --quiet --every 20 \
    --checkpoint ck & pid=$!
for i in {1..400}; do [ -e ck/updates.csv ] && break; sleep 0.02; done
rm ck/updates.csv; for i in {1..200}; do kill -0 $pid 2>/dev/null || break; sleep 0.05; done
kill -TERM $pid 2>/dev/null; wait $pid; echo exit=$?)");
    const Outcome run = runScript(folder, "taken.sh");
    CHECK_THAT(run.out, ContainsSubstring("exit=1"));
    CHECK_THAT(run.err, ContainsSubstring("updates.csv") && ContainsSubstring("removed"));
}

TEST_CASE("the experiment that a resumed run saves makes the same run from the start",
          "[cli][checkpoint]")
{
    const std::string settings = GENERATE(
        as<std::string>(), "--set accumulation_steps=6 --set steps_schedule='update 20: 2' ",
        "--set schedule.name=cosine ");
    CAPTURE(settings);
    const TemporaryFolder folder;
    for (const std::string& arguments :
         {"train " + small + settings + "--updates 30 --quiet --checkpoint ck",
          std::string(
              "train --resume ck --updates 60 --quiet --out b.csv --save-experiment b.json"),
          std::string("train b.json --quiet --out c.csv")})
        REQUIRE(runProgram(folder, arguments).exitCode == 0);
    CHECK(curveOf(folder.path() / "b.csv") == curveOf(folder.path() / "c.csv"));
}

TEST_CASE("of two runs that begin in one folder at once, one is told and nothing is replaced",
          "[cli][checkpoint]")
{
    const TemporaryFolder folder;
    folder.write("both.sh",
                 "for run in 1 2 3; do \"$@\" train " + small
                     + "--set seed=$run --quiet --updates 40 --checkpoint ck 2>$run.err & "
                       "pids+=($!); done\n"
                       "for pid in ${pids[@]}; do wait $pid; echo $?; done");
    const Outcome runs = runScript(folder, "both.sh");
    std::string codes = runs.out;
    std::sort(codes.begin(), codes.end());
    CAPTURE(runs.out);
    // Told either that it is in use (1) or, once the first has ended, that it is taken (2).
    CHECK(std::count(codes.begin(), codes.end(), '0') == 1);
    CHECK(runProgram(folder, "train --resume ck --updates 40 --quiet").exitCode == 0);
}
