#include "tests/cli/program.h"
#include "tests/support.h"

#include <algorithm>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

const std::string small = "--set data=diabetes --set threads=1 ";

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
