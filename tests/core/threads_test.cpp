#include "tests/core/semantics_fixture.h"
#include "tests/support.h"

#include "core/study/sweep.h"
#include "core/train/available_cores.h"
#include "core/train/compute_choice.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#ifdef __linux__
#include <sched.h>
#endif

using namespace accumulus;
using namespace accumulus::testing;

TEST_CASE("a control group's quota is read as cores", "[threads]")
{
    CHECK(coresOfQuota("max 100000") == 0);
    CHECK(coresOfQuota("200000 100000") == 2);
    CHECK(coresOfQuota("150000 100000") == 2); // one and a half need two threads
    CHECK(coresOfQuota("5000 100000") == 1);
    for (const char* text :
         {"", "x", "100000", "100000 ", "100000 x", "1 0", "-1 100000", "0 100000"})
        CHECK(coresOfQuota(text) == 0);
}

TEST_CASE("who leaves the number of threads open gets no more than OMP_NUM_THREADS", "[threads]")
{
    const char* const before = std::getenv("OMP_NUM_THREADS");
    const std::string kept = before ? before : "";
    setenv("OMP_NUM_THREADS", "3,2", 1);
    CHECK(openMpThreads() == 3);
    setenv("OMP_NUM_THREADS", "many", 1);
    CHECK(openMpThreads() > 1'000'000);
    unsetenv("OMP_NUM_THREADS");
    CHECK(openMpThreads() > 1'000'000);
    if (before)
        setenv("OMP_NUM_THREADS", kept.c_str(), 1);
}

TEST_CASE("a run never has more threads than the process may use, and that is said", "[threads]")
{
    Experiment experiment = experimentOf({});
    experiment.compute.threads = 256;
    CHECK(Run(experiment, TrainingData{rowsOf(64), {}}).trainer.experiment().compute.threads
          == std::min(256, availableCores()));
    REQUIRE(computeNotes(experiment).size() == 1);
    CHECK_THAT(computeNotes(experiment)[0],
               ContainsSubstring("compute.threads is 256, but this process may use "
                                 + std::to_string(availableCores())));
    experiment.compute.threads = 1;
    CHECK(computeNotes(experiment).empty());
}

#ifdef __linux__
TEST_CASE("a process that may run on one core uses one", "[threads]")
{
    cpu_set_t before;
    CPU_ZERO(&before);
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (int core = 0; core < CPU_SETSIZE; ++core) {
        if (CPU_ISSET(core, &before)) {
            CPU_SET(core, &one);
            break;
        }
    }
    REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
    const int cores = availableCores();
    CHECK(sched_setaffinity(0, sizeof before, &before) == 0);
    CHECK(cores == 1);
}
#endif

TEST_CASE("runs of several threads do not get into each other's way in a sweep", "[threads][study]")
{
    Sweep sweep{.base = experimentOf({}), .variables = {}, .seeds = 4, .figures = {"final_loss"}};
    sweep.base.data.source = "diabetes";
    sweep.base.stop.updates = 3;
    sweep.base.compute.threads = availableCores();
    // One at a time then, so they end in their order.
    std::vector<std::uint64_t> order;
    SweepObserver observer;
    observer.onRun = [&](const SweepRun& run, const TrainedRun&) { order.push_back(run.seed); };
    runSweep(sweep, 4, observer);
    if (availableCores() > 1)
        CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK(order.size() == 4);
}

TEST_CASE("choosing threads keeps to the memory budget", "[threads][memory]")
{
    Experiment experiment;
    experiment.data.source = "digits";
    experiment.loss = "cross_entropy";
    experiment.model = "777 relu, output"; // measured by no other test
    experiment.hyperparameters.microBatchSize = 256;
    const TrainingData data = loadTrainingData(experiment);
    experiment.compute.memoryMb = 0.5; // the weights alone are more
    CHECK(chooseThreads(experiment, data.training, 4) == 1);
}
