#pragma once

#include "core/study/sweep.h"

#include <iosfwd>

namespace accumulus {

/// A row per point: the varied keys, `runs`, `diverged`, and of every figure `_mean` and `_sd` over
/// the seeds and, if there are other points, `_difference_mean` and `_difference_sd` of the
/// differences from the first point with the same seed (paired, so that what a seed is lucky with
/// cancels).
void writeSweepCsv(std::ostream& out, const SweepResult& result);

/// A row per run: the varied keys, `seed`, `diverged`, every figure.
void writeSweepRunsCsv(std::ostream& out, const SweepResult& result);

/// For people: aligned, mean ± standard deviation; without what is the same everywhere. Below it
/// what is noted of the runs, each sentence once.
void writeSweepText(std::ostream& out, const SweepResult& result);

/// Differences of a figure between a point and the first one, seed by seed.
std::vector<double> pairedDifferences(const SweepResult& result, std::size_t point,
                                      std::size_t figure);

/// A number for people: four digits, NaN as "–".
std::string shortText(double value);

} // namespace accumulus
