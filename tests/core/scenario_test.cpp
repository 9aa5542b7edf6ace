#include "tests/support.h"

#include "core/random.h"
#include "core/study/linear_regression_theory.h"
#include "core/study/noisy_quadratic_theory.h"
#include "core/study/scenario.h"
#include "tests/core/training_fixture.h"
#include "tests/temporary_folder.h"

#include <cmath>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Runs a scenario with some of its seeds; all that it expects has to come out.
void requireAsExpected(const char* name, int seeds)
{
    Scenario scenario = readScenario(scenarioFile(name));
    scenario.sweep.seeds = std::min(seeds, scenario.sweep.seeds);
    const SweepResult result = runSweep(scenario.sweep, 2);
    for (const Finding& finding : judge(scenario, result)) {
        CAPTURE(name, finding.expectation->text, finding.measured, finding.expected, finding.where);
        CHECK(finding.holds);
    }
}

const char* const minimal = R"({"format": "accumulus-scenario/1", "title": "t", "question": "q",
    "look_at": "l", "source": "s", "experiment": {"stop": {"updates": 3}},
    "vary": [{"keys": ["accumulation_steps"], "values": [1, 2]}], "figures": ["final_loss"],
    "expect": [{"text": "x", "figure": "last update", "relation": "near", "expected": 3}]})";

} // namespace

TEST_CASE("every scenario that comes with the program can be read", "[scenario]")
{
    REQUIRE(scenarioFiles().size() == 22);
    for (const auto& file : scenarioFiles()) {
        CAPTURE(file);
        const Scenario scenario = readScenario(file);
        CHECK_NOTHROW(sweepPoints(scenario.sweep));
        CHECK_FALSE(scenario.expectations.empty());
        for (const std::string& figure : scenario.sweep.figures)
            CHECK_NOTHROW(figureOf({}, figure));
    }
}

TEST_CASE("a scenario is found by its number or name", "[scenario]")
{
    CHECK(scenarioFile("s5").stem() == "s05_sum_or_mean");
    CHECK(scenarioFile("s05").stem() == "s05_sum_or_mean");
    CHECK(scenarioFile("sum_or_mean").stem() == "s05_sum_or_mean");
    CHECK(scenarioFile("s11b").stem() == "s11b_label_noise");
    CHECK_THROWS_WITH(scenarioFile("s99"), ContainsSubstring("s01_same_effective_batch"));
}

TEST_CASE("linear regression trains as its closed form says", "[scenario]")
{
    requireAsExpected("s2", 12);
    requireAsExpected("s11", 2);
}

TEST_CASE("learning rates and sums diverge exactly where the closed forms say", "[scenario]")
{
    requireAsExpected("s4b", 1);
    requireAsExpected("s5", 1);
    requireAsExpected("s5b", 1);
}

TEST_CASE("a bf16 accumulator stalls where rounding says", "[scenario]")
{
    requireAsExpected("s10", 1);
}

TEST_CASE("the noisy quadratic trains as its closed form says, with momentum too", "[scenario]")
{
    requireAsExpected("s20", 16);
}

TEST_CASE("small scenarios about equality come out as expected", "[scenario]")
{
    for (const char* name : {"s1", "s6", "s7", "s8", "s9", "s15", "s16", "s19", "s21"})
        requireAsExpected(name, 1);
}

TEST_CASE("an update of linear regression has the expected second moments", "[scenario][theory]")
{
    // Against a simulation: 200 000 single updates from the same weights with fresh samples.
    const LinearRegressionTheory theory{.features = 3, .noise = 0.5, .error = 1.5, .offset = 0.25};
    const double eta = 0.1;
    constexpr int samples = 4;
    const CounterRandom random(5, RandomPurpose::SyntheticData);
    std::uint64_t counter = 0;
    constexpr int repeats = 200'000;
    double error = 0.0;
    double offset = 0.0;
    double squaredNorm = 0.0;
    for (int repeat = 0; repeat < repeats; ++repeat) {
        std::vector<double> gradient(4, 0.0);
        const std::vector<double> w{std::sqrt(0.5), std::sqrt(0.5), std::sqrt(0.5)};
        for (int i = 0; i < samples; ++i) {
            std::vector<double> x{0.0, 0.0, 0.0, 1.0};
            double e = 0.5 - 0.5 * random.normal(counter++);
            for (std::size_t k = 0; k < 3; ++k) {
                x[k] = random.normal(counter++);
                e += w[k] * x[k];
            }
            for (std::size_t k = 0; k < 4; ++k)
                gradient[k] += 2.0 * e * x[k] / samples;
        }
        for (std::size_t k = 0; k < 3; ++k) {
            error += std::pow(w[k] - eta * gradient[k], 2) / repeats;
            squaredNorm += gradient[k] * gradient[k] / repeats;
        }
        offset += std::pow(0.5 - eta * gradient[3], 2) / repeats;
        squaredNorm += gradient[3] * gradient[3] / repeats;
    }
    const LinearRegressionTheory next = theory.afterUpdate(eta, samples);
    CHECK(next.error == Approx(error).epsilon(0.01));
    CHECK(next.offset == Approx(offset).epsilon(0.02));
    CHECK(theory.squaredGradientNorm(samples) == Approx(squaredNorm).epsilon(0.01));
    CHECK(lossFactor(3, largestLearningRate(3, samples), samples) == Approx(1.0));
    // Without noise in the gradient, the limit is that of the quadratic: 2/λ with λ = 2.
    CHECK(largestLearningRate(3, 1e12) == Approx(1.0).epsilon(1e-6));
}

TEST_CASE("the noisy quadratic without noise is plain gradient descent with momentum",
          "[scenario][theory]")
{
    NoisyQuadraticTheory theory({2.0, 1.0});
    double theta[2] = {2.0, 1.0};
    double velocity[2] = {0.0, 0.0};
    for (int update = 0; update < 30; ++update) {
        theory.update(0.2, 0.8, 1e30);
        for (int i = 0; i < 2; ++i) {
            velocity[i] = 0.8 * velocity[i] - 0.2 * theta[i] / (i + 1.0);
            theta[i] += velocity[i];
        }
    }
    CHECK(theory.loss()
          == Approx(0.5 * theta[0] * theta[0] + 0.25 * theta[1] * theta[1]).epsilon(1e-9));
}

TEST_CASE("a scenario whose expectation does not hold says so", "[scenario]")
{
    const TemporaryFolder folder;
    std::string text = minimal;
    const auto findingsOf = [&] {
        const Scenario scenario = readScenario(folder.write("own.json", text));
        const SweepResult result = runSweep(scenario.sweep, 1);
        return judge(scenario, result).front().holds;
    };
    CHECK(findingsOf());
    text.replace(text.find("\"expected\": 3"), 13, "\"expected\": 4");
    CHECK_FALSE(findingsOf());
    text.replace(text.find("last update"), 11, "last sharpness"); // was never measured
    CHECK_FALSE(findingsOf());
}

TEST_CASE("scenarios that cannot be read say where and why", "[scenario]")
{
    const TemporaryFolder folder;
    const auto refusal = [&](const std::string& from, const std::string& to) {
        std::string text = minimal;
        text.replace(text.find(from), from.size(), to);
        try {
            readScenario(folder.write("own.json", text));
        } catch (const ExperimentError& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    CHECK_THAT(refusal("scenario/1", "scenario/2"), ContainsSubstring("\"format\""));
    CHECK_THAT(refusal("\"title\"", "\"name\""), ContainsSubstring("\"name\""));
    CHECK_THAT(refusal("\"t\"", "7"), ContainsSubstring("own.json"));
    CHECK_THAT(refusal("[1, 2]", "[[1, 2]]"), ContainsSubstring("one for each"));
    for (const std::string seeds : {"0", "1.9", "true", "2.68e160", "18446744073709551615", "[]"})
        CHECK_THAT(refusal("\"figures\"", "\"seeds\": " + seeds + ", \"figures\""),
                   ContainsSubstring("from 1 to"));
    CHECK_THAT(refusal("final_loss", "finial_loss"), ContainsSubstring("finial_loss"));
    CHECK_THAT(refusal("\"relation\"", "\"at\": {\"loss\": \"mse\"}, \"relation\""),
               ContainsSubstring("not varied"));
    CHECK_THAT(refusal("\"relation\"", "\"at\": {\"accumulation_steps\": 3}, \"relation\""),
               ContainsSubstring("never 3"));
    CHECK_THAT(refusal("near", "about"), ContainsSubstring("below, above, near"));
    CHECK_THAT(refusal("\"updates\"", "\"update\""), ContainsSubstring("stop.update"));
    CHECK_THAT(refusal("}", ""), ContainsSubstring("line 4"));
    CHECK_THROWS_WITH(readScenario(folder.path() / "none.json"), ContainsSubstring("none.json"));
}

TEST_CASE("numbers of a scenario that are none, or not of their kind, are refused", "[scenario]")
{
    const TemporaryFolder folder;
    const auto refusal = [&](const std::string& from, const std::string& to) {
        std::string text = minimal;
        text.replace(text.find(from), from.size(), to);
        try {
            readScenario(folder.write("s.json", text));
        } catch (const ExperimentError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    const std::string figures = R"("figures": ["final_loss"])";
    for (const char* seeds : {"2.68e160", "1.9", "true", "0", "-1", "10001", "\"3\"", "null"}) {
        CAPTURE(seeds);
        CHECK_THAT(refusal(figures, "\"seeds\": " + std::string(seeds) + ", " + figures),
                   ContainsSubstring("\"seeds\" in a scenario is ")
                       && ContainsSubstring("a whole number from 1 to 10000"));
    }
    CHECK(refusal(figures, "\"seeds\": 3.0, " + figures) == "accepted");
    const std::string relation = R"("relation": "near")";
    for (const char* within : {"true", "\"0.1\"", "-0.1", "[]"}) {
        CAPTURE(within);
        CHECK_THAT(refusal(relation, relation + ", \"within\": " + within),
                   ContainsSubstring("\"within\" in expect is "));
    }
    CHECK_THAT(refusal(relation, relation + ", \"errors\": 1e999"), ContainsSubstring("1e999"));
    CHECK_THAT(refusal(R"("title": "t")", R"("title": 5)"), ContainsSubstring("must be a text"));
    CHECK_THAT(refusal(R"("title": "t")", R"("titel": "t")"),
               ContainsSubstring("did you mean \"title\"?"));
    CHECK_THAT(refusal(R"("title": "t")", R"("title": "t", "title": "u")"),
               ContainsSubstring("\"title\" stands twice"));
    CHECK_THAT(refusal(R"("figures": ["final_loss"])", R"("figures": [7])"),
               ContainsSubstring("a list of texts"));
    CHECK_THAT(refusal(R"({"keys": ["accumulation_steps"], "values": [1, 2]})", "7"),
               ContainsSubstring("vary is 7; it must be an object"));
}
