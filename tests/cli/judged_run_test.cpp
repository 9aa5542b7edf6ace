// What a run says of itself: no figure that was not measured, and everything that a person must
// know to believe the others.

#include "tests/cli/program.h"
#include "tests/support.h"

#include "core/train/available_cores.h"

#include <algorithm>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

const std::string train = "train --set data=diabetes ";

} // namespace

TEST_CASE("a summary says what an update gets", "[cli]")
{
    const TemporaryFolder folder;
    CHECK_THAT(runProgram(folder, train + "--epochs 3").out,
               EndsWith("12 micro-batches an epoch: 3 updates of 128 samples, the last of 98\n"));
    const Outcome cut = runProgram(folder, train + "--epochs 3 --set accumulation_steps=50");
    CHECK_THAT(cut.out, ContainsSubstring("1 update of 354 samples"));
    CHECK_THAT(cut.err, ContainsSubstring("only 12 micro-batches, so windows are cut short"));
}

TEST_CASE("a run that makes no update says so before and after", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome run =
        runProgram(folder,
                   train
                       + "--epochs 3 --set preset=keras3 --set accumulation_steps=50 "
                         "--figures f.csv --out u.csv");
    CHECK(run.exitCode == 0);
    CHECK_THAT(run.err, ContainsSubstring("no update will be made"));
    CHECK_THAT(run.out,
               ContainsSubstring("no update was made: a window takes 50 micro-batches")
                   && !ContainsSubstring(", loss"));
    CHECK_THAT(textOf(folder.path() / "f.csv"),
               ContainsSubstring("final_loss,\n") && ContainsSubstring("best_loss,\n")
                   && ContainsSubstring("clip_fraction,\n"));
    // Five epochs are enough for one.
    CHECK_THAT(runProgram(folder,
                          train
                              + "--epochs 5 --set preset=keras3 --set "
                                "accumulation_steps=50")
                   .out,
               StartsWith("finished: 1 updates") && ContainsSubstring(", loss "));
}

TEST_CASE("a run that can never make an update is refused before it trains", "[cli]")
{
    const TemporaryFolder folder;
    for (const char* partial : {"leak", "drop"}) {
        const Outcome run = runProgram(
            folder,
            train + "--out u.csv --set accumulation_steps=13 --set partial_window=" + partial);
        CAPTURE(partial);
        CHECK(run.exitCode == 2);
        CHECK_THAT(run.err,
                   ContainsSubstring("no update can happen: an epoch has 12 micro-batches"));
    }
}

TEST_CASE("a finished run that is resumed claims no loss", "[cli]")
{
    const TemporaryFolder folder;
    CHECK(runProgram(folder, train + "--epochs 2 --quiet --checkpoint ck").exitCode == 0);
    const Outcome again = runProgram(folder, "train --resume ck --epochs 2");
    CHECK(again.exitCode == 0);
    CHECK_THAT(again.out, ContainsSubstring("6 updates") && !ContainsSubstring("loss 0"));
}

TEST_CASE("a run that goes on behind its schedule's end says so", "[cli]")
{
    const TemporaryFolder folder;
    CHECK(
        runProgram(folder, train + "--epochs 3 --quiet --set schedule.name=cosine --checkpoint ck")
            .err.empty());
    const Outcome again = runProgram(folder, "train --resume ck --epochs 6 --quiet");
    CHECK(again.exitCode == 0);
    CHECK_THAT(again.err,
               ContainsSubstring("the schedule cosine had ended") && ContainsSubstring("stays at 0")
                   && ContainsSubstring("schedule.length"));
}

TEST_CASE("a schedule cannot be as long as a time", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome run = runProgram(folder, train + "--seconds 1 --set schedule.name=cosine");
    CHECK(run.exitCode == 2);
    CHECK_THAT(run.err, ContainsSubstring("schedule.length") && ContainsSubstring("stop.epochs"));
    CHECK(runProgram(folder, train + "--updates 0 --set schedule.name=cosine").exitCode == 0);
}

TEST_CASE("a healthy warm start is not ended as diverged", "[cli]")
{
    const TemporaryFolder folder;
    const std::string linear = "train --set data=linear_regression --set noise=0 --set model=1 "
                               "--set threads=1 --quiet ";
    CHECK(runProgram(folder,
                     linear
                         + "--set optimizer=sgd --set learning_rate=0.1 --epochs 60 "
                           "--save-weights w.st")
              .exitCode
          == 0);
    const Outcome warm = runProgram(folder,
                                    linear
                                        + "--set optimizer=adam --set learning_rate=0.01 "
                                          "--epochs 50 --initial-weights w.st");
    CHECK(warm.exitCode == 0);
    CHECK(warm.err.empty());
}

TEST_CASE("more threads than cores are not used, also by a run that is resumed", "[cli][threads]")
{
    const TemporaryFolder folder;
    const std::string note =
        "compute.threads is 256, but this process may use " + std::to_string(availableCores());
    const Outcome run =
        runProgram(folder, train + "--epochs 1 --quiet --set threads=256 --checkpoint ck");
    CHECK(run.exitCode == 0);
    CHECK_THAT(run.err, StartsWith(note));
    CHECK(std::count(run.err.begin(), run.err.end(), '\n') == 1);
    CHECK(runProgram(folder, "train --resume ck --epochs 2 --quiet --set threads=1").exitCode == 0);
    CHECK_THAT(runProgram(folder,
                          "sweep --set data=diabetes --set threads=256 --epochs 1 --vary "
                          "accumulation_steps=1,2 --quiet")
                   .err,
               StartsWith(note));
}

TEST_CASE("a memory budget that is too small is a matter of the experiment", "[cli]")
{
    const TemporaryFolder folder;
    for (const char* command :
         {"train --set data=diabetes ", "sweep --set data=diabetes --vary seed=1,2 ",
          "verify --set data=diabetes ", "advise --set data=diabetes "}) {
        const Outcome run = runProgram(
            folder, std::string(command) + "--set micro_batch_size=300 --set memory_mb=0.02");
        CAPTURE(command);
        CHECK(run.exitCode == 2);
        CHECK_THAT(run.err, ContainsSubstring("the memory budget of 0.02 MB is too small"));
    }
}

TEST_CASE("an experiment with a key that stands twice is refused", "[cli]")
{
    const TemporaryFolder folder;
    folder.write("e.json", R"({"format": "accumulus-experiment/1", "seed": 1, "seed": 2})");
    const Outcome run = runProgram(folder, "train e.json");
    CHECK(run.exitCode == 2);
    CHECK_THAT(run.err, ContainsSubstring("\"seed\" stands twice in one object"));
}
