#pragma once

#include "core/study/trained_run.h"
#include "core/train/experiment.h"

#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// Keys that are varied together, and the values that they take.
struct SweepVariable
{
    std::vector<std::string> keys;
    std::vector<std::vector<std::string>> values; ///< each has one for each key
};

/// From `KEY=V1,V2,…`, or for keys that change together `KEY1:KEY2=V1:W1,V2:W2`. A value that has
/// a comma or a colon in it stands in double quotes. Throws std::invalid_argument.
SweepVariable parseSweepVariable(std::string_view text);

/// A grid of runs: all combinations of the variables' values, each with the same seeds.
struct Sweep
{
    Experiment base;
    std::vector<SweepVariable> variables;
    int seeds = 1;                    ///< base.seed, base.seed + 1, …
    std::vector<std::string> figures; ///< texts of figureOf()
};

/// One place of the grid.
struct SweepPoint
{
    std::vector<std::string> values; ///< one for each of SweepResult::keys
    Experiment experiment;           ///< with the first seed
};

struct SweepRun
{
    std::size_t point = 0; ///< index into SweepResult::points
    std::uint64_t seed = 0;
    std::vector<double> figures; ///< one for each of SweepResult::figures
    bool hasDiverged = false;
    std::string message;
    std::vector<std::string> notes; ///< what a person should know of it, in sentences
};

struct SweepResult
{
    std::vector<std::string> keys; ///< all that were varied, as they were named
    std::vector<std::string> figures;
    std::vector<SweepPoint> points;
    std::vector<SweepRun> runs; ///< point by point, seed by seed

    /// A figure of all seeds of a point.
    std::vector<double> valuesOf(std::size_t point, std::size_t figure) const;
};

/// Mean and standard deviation (divisor n−1) of those values that are finite; NaN of none.
struct Spread
{
    double mean = 0.0;
    double deviation = 0.0; ///< 0 for a single value
    int count = 0;

    double standardError() const;
};

Spread spreadOf(const std::vector<double>& values);

/// The points of a sweep. Throws ExperimentError if one of them is not a valid experiment, or if
/// there are more than 100,000 of them or a million runs, before anything is trained.
std::vector<SweepPoint> sweepPoints(const Sweep& sweep);

struct SweepObserver
{
    /// Called on the workers' threads, one at a time, with every run that has ended.
    std::function<void(const SweepRun&, const TrainedRun&)> onRun;
    /// Called on the caller's thread about ten times a second with the share that is done; false
    /// breaks the sweep off, and runs that have not ended are missing from the result.
    std::function<bool(double)> onProgress;
    /// Called on the caller's thread with what made a run fail, after which no other one begins;
    /// the result then holds the runs that ended. Without it runSweep() throws that.
    std::function<void(std::exception_ptr)> onError;
};

/// Trains all runs of the grid, \a threads at a time. What a run throws ends the sweep and is
/// thrown.
SweepResult runSweep(const Sweep& sweep, int threads, const SweepObserver& observer = {});

} // namespace accumulus
