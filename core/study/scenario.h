#pragma once

#include "core/study/sweep.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// How a scenario's expectation compares.
enum class Relation { Below, Above, Near };

/// What the measured value is made of.
enum class Combination {
    Each,   ///< the figure of every point that is looked at
    Mean,   ///< over the points; of an expected figure too
    Spread, ///< (largest − smallest) ÷ |mean| over the points
    Slope,  ///< d ln(figure) / d ln(`along`) over the points, by least squares
};

/// One thing that a scenario expects of its runs.
struct Expectation
{
    std::string text;   ///< what is expected, for people
    std::string figure; ///< a text of figureOf()
    /// Points that are looked at: key and value; all if empty.
    std::vector<KeyValue> at;
    /// The measured value is divided by the figure of this point, seed by seed; empty: it is not.
    std::vector<KeyValue> over;
    Combination combination = Combination::Each;
    std::string along; ///< Slope: a varied key with numbers
    Relation relation = Relation::Near;
    std::string expected; ///< a number, or a text of figureOf(), as the closed forms are
    double within = 0.0;  ///< Near: relative distance allowed
    double errors = 0.0;  ///< Near: or so many standard errors over the seeds
};

/// An experiment worth looking at: what is varied, what to look at, what comes out.
struct Scenario
{
    std::string name;
    std::string title;
    std::string question;
    std::string lookAt;
    std::string source; ///< of what is expected
    Sweep sweep;
    std::vector<Expectation> expectations;
};

/// Reads `"format": "accumulus-scenario/1"`. Throws ExperimentError with the file and what is wrong
/// in it.
Scenario readScenario(const std::filesystem::path& path);

/// Those that come with the program, in the order of their numbers. \a path: "s05_sum_or_mean".
std::vector<std::filesystem::path> scenarioFiles();

/// By name, or its beginning if that is unambiguous ("s5"). Throws std::invalid_argument that lists
/// what there is.
std::filesystem::path scenarioFile(std::string_view name);

/// An expectation next to what came out.
struct Finding
{
    const Expectation* expectation = nullptr;
    bool holds = false;
    std::string measured; ///< for people; of the worst point if there are several
    std::string expected;
    std::string where; ///< that point: "accumulation_steps 16"
};

std::vector<Finding> judge(const Scenario& scenario, const SweepResult& result);

} // namespace accumulus
