#include "tests/cli/program.h"
#include "tests/support.h"

#include <nlohmann/json.hpp>

using namespace accumulus::testing;

TEST_CASE("bench measures and prints what it measured", "[cli][bench]")
{
    const TemporaryFolder folder;
    const Outcome run = runProgram(folder, "bench --workload seed --seconds 0.05");
    CHECK(run.exitCode == 0);
    CHECK_THAT(run.out,
               ContainsSubstring("µs/micro-batch") && ContainsSubstring("seed")
                   && ContainsSubstring("noise_scale"));
}

TEST_CASE("bench gives its figures as JSON, and nothing of ours allocates", "[cli][bench]")
{
    const TemporaryFolder folder;
    const Outcome run =
        runProgram(folder,
                   "bench --workload seed --workload digits --threads 1 --seconds 0.05 --no-probes "
                   "--json");
    CHECK(run.exitCode == 0);
    const auto results = nlohmann::json::parse(run.out);
    REQUIRE(results.size() == 2);
    for (const auto& result : results) {
        CAPTURE(result.dump());
        CHECK(result["threads"] == 1);
        CHECK(result["precision"] == "f32");
        CHECK(result["us_per_micro_batch"] > 0.0);
        CHECK(result["gflops"] > 0.0);
        CHECK(result["samples_per_second"].get<double>()
              == Approx(32e6 / result["us_per_micro_batch"].get<double>()));
        CHECK(result["allocations_per_micro_batch"] == 0.0);
        CHECK(result["bytes"]["parameters"] > 0);
    }
    CHECK(results[0]["workload"] == "seed");
    CHECK(results[0]["fraction_of_limit"].is_null()); // it runs no primitive
    CHECK(results[1]["fraction_of_limit"] > 0.05);
    CHECK(results[1]["fraction_of_limit"] < 3.0); // on a busy machine
}
