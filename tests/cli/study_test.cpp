#include "tests/cli/program.h"
#include "tests/support.h"

using namespace accumulus::testing;

TEST_CASE("verify says that the default is equal, with exit code 0", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome outcome =
        runProgram(folder, "verify --set data=diabetes --set micro_batch_size=8");
    CHECK(outcome.exitCode == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("12 of 12 are equal to rounding"));
}

TEST_CASE("verify names batch_norm and ends with exit code 1", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome outcome = runProgram(
        folder,
        "verify --set data=diabetes --set micro_batch_size=2 --set model='8, batch_norm, relu, 1'");
    CHECK(outcome.exitCode == 1);
    CHECK_THAT(outcome.out,
               ContainsSubstring("differs because batch_norm uses each micro-batch's "
                                 "statistics"));
}

TEST_CASE("a sweep leaves a table, every run and every curve", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome outcome = runProgram(
        folder,
        "sweep --set data=diabetes --vary accumulation_steps:micro_batch_size=1:8,4:2 --seeds 2 "
        "--updates 5 --out grid --quiet");
    CHECK(outcome.exitCode == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("last_tenth_loss"));
    CHECK_THAT(outcome.out, ContainsSubstring("±"));
    CHECK_THAT(textOf(folder.path() / "grid" / "summary.csv"),
               ContainsSubstring("accumulation_steps,micro_batch_size,runs,diverged,"
                                 "last_tenth_loss_mean,last_tenth_loss_sd,"
                                 "last_tenth_loss_difference_mean"));
    CHECK(textOf(folder.path() / "grid" / "summary.txt") == outcome.out);
    CHECK_THAT(textOf(folder.path() / "grid" / "runs.csv"), ContainsSubstring("\n4,2,2,0,"));
    CHECK_THAT(textOf(folder.path() / "grid" / "run_002_seed_2.csv"),
               ContainsSubstring("update,micro_batches"));
}

TEST_CASE("a sweep over settings that log another loss says that they do not compare", "[cli]")
{
    const TemporaryFolder folder;
    const std::string sweep = "sweep --set data=diabetes --updates 1 --vary preset=";
    CHECK_THAT(runProgram(folder, sweep + "correct,lightning").err,
               ContainsSubstring("logged_loss differs"));
    CHECK_THAT(runProgram(folder, sweep + "correct,keras3").err,
               !ContainsSubstring("logged_loss differs"));
}

TEST_CASE("a sweep tells once of windows that no epoch can fill", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome sweep = runProgram(
        folder, "sweep --set data=diabetes --vary accumulation_steps=4,64 --epochs 2 --seeds 2");
    const std::string note = "they hold 12 of the 64 of accumulation_steps";
    const auto place = sweep.out.find(note);
    REQUIRE(place != std::string::npos);
    CHECK(sweep.out.find(note, place + 1) == std::string::npos);
}

TEST_CASE("a command that does not exist is told with those that do", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome train = runProgram(folder, "trian --epochs 1");
    CHECK(train.exitCode == 2);
    CHECK_THAT(train.err, ContainsSubstring("\"trian\"") && ContainsSubstring("train, verify"));
    const Outcome list = runProgram(folder, "list datasetz");
    CHECK(list.exitCode == 2);
    CHECK_THAT(list.err, ContainsSubstring("\"datasetz\" of list; choose one of: datasets"));
    CHECK(runProgram(folder, "list datasets").exitCode == 0);
}

TEST_CASE("a limit of memory may have a fraction and a unit", "[cli]")
{
    const TemporaryFolder folder;
    const auto memoryOf = [&](const std::string& size) {
        const std::string out = runProgram(folder,
                                           "plan --set data=diabetes --no-trial --effective-batch "
                                           "64 --memory "
                                               + size)
                                    .out;
        const auto place = out.find("memory_mb=");
        return place == std::string::npos
            ? ""
            : out.substr(place, out.find_first_of(" \n", place) - place);
    };
    CHECK(memoryOf("1.5MB") == "memory_mb=1.5");
    CHECK(memoryOf("\"2 MiB\"") == "memory_mb=2.097152");
    CHECK(memoryOf("700k") == "memory_mb=0.7");
    CHECK(memoryOf("1000000") == "memory_mb=1");
    for (const char* size : {"MB", "1.5XB", "-1MB", "1e30GB", "\"\""}) {
        CAPTURE(size);
        CHECK_THAT(
            runProgram(folder, "plan --effective-batch 64 --memory " + std::string(size)).err,
            ContainsSubstring("--memory: "));
    }
}

TEST_CASE("sweeps that make no sense are refused before they train", "[cli]")
{
    const TemporaryFolder folder;
    const auto refusal = [&](const std::string& arguments) {
        const Outcome outcome = runProgram(folder, "sweep --quiet " + arguments);
        CHECK(outcome.exitCode == 2);
        return outcome.err;
    };
    CHECK_THAT(refusal("--vary accumulation_steps"), ContainsSubstring("KEY=V1"));
    CHECK_THAT(refusal("--vary accumulation_steps=1,x"), ContainsSubstring("allowed is"));
    CHECK_THAT(refusal("--vary seed=1 --figure losss"), ContainsSubstring("final_loss"));
    CHECK_THAT(refusal("--vary seed=1 --figure 'theory relativity'"),
               ContainsSubstring("noisy_quadratic_loss"));
}

TEST_CASE("a scenario prints what is expected beside what came out", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome list = runProgram(folder, "scenario");
    CHECK(list.exitCode == 0);
    CHECK_THAT(list.out, ContainsSubstring("s10_accumulator_precision"));
    const Outcome outcome = runProgram(folder, "scenario s21 --quiet --out table.csv");
    CHECK(outcome.exitCode == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("measured"));
    CHECK_THAT(outcome.out, ContainsSubstring("as expected"));
    CHECK_THAT(textOf(folder.path() / "table.csv"), ContainsSubstring("model,runs,diverged"));
    const Outcome unknown = runProgram(folder, "scenario s99");
    CHECK(unknown.exitCode == 2);
    CHECK_THAT(unknown.err, ContainsSubstring("s01_same_effective_batch"));
}

TEST_CASE("a plan proposes numbers that a run under the limit keeps to", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome outcome =
        runProgram(folder,
                   "plan --set data=digits --set loss=cross_entropy --set model='256 relu, "
                   "output' --effective-batch 512 --memory 600kB --quiet");
    CHECK(outcome.exitCode == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("micro_batch_size 32, accumulation_steps 16"));
    CHECK_THAT(outcome.out, ContainsSubstring("0 % off"));
    const Outcome refused =
        runProgram(folder, "train --set data=diabetes --set memory_mb=0.001 --updates 1 --quiet");
    CHECK(refused.exitCode == 2);
    CHECK_THAT(refused.err, ContainsSubstring("accumulation_steps"));
    CHECK(runProgram(folder, "plan --set data=diabetes --effective-batch 64 --memory 1kB").exitCode
          == 1);
    CHECK(runProgram(folder, "plan --effective-batch 64 --memory lots").exitCode == 2);
}

TEST_CASE("probes and figures of a run stand in its files", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome outcome = runProgram(folder,
                                       "train --set data=diabetes --set noise_scale=1 --set "
                                       "probes.micro_batch=1 --updates 20 --out "
                                       "u.csv --micro-batches m.csv --figures f.csv --quiet");
    CHECK(outcome.exitCode == 0);
    CHECK_THAT(textOf(folder.path() / "u.csv"), ContainsSubstring(",noise_scale,snr,gain,"));
    CHECK_THAT(textOf(folder.path() / "m.csv"), ContainsSubstring("loss,grad_norm,cosine\n"));
    CHECK_THAT(textOf(folder.path() / "f.csv"), ContainsSubstring("\ndiverged,0\n"));
}

TEST_CASE("a run in which no update can ever happen ends with the reason", "[cli]")
{
    const TemporaryFolder folder;
    const Outcome outcome = runProgram(folder,
                                       "train --set data=diabetes --set preset=tutorial --set "
                                       "accumulation_steps=1000 --updates 5 --quiet");
    CHECK(outcome.exitCode == 2);
    CHECK_THAT(outcome.err, ContainsSubstring("no update can happen"));
}

TEST_CASE("another run's checkpoint is not overwritten by a resumed one", "[cli]")
{
    const TemporaryFolder folder;
    CHECK(
        runProgram(folder, "train --set data=diabetes --updates 3 --checkpoint a --quiet").exitCode
        == 0);
    CHECK(
        runProgram(folder, "train --set data=diabetes --updates 3 --checkpoint b --quiet").exitCode
        == 0);
    const Outcome outcome = runProgram(folder, "train --resume a --checkpoint b --updates 9");
    CHECK(outcome.exitCode == 2);
    CHECK_THAT(outcome.err, ContainsSubstring("another run"));
}
