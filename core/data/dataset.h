#pragma once

#include "core/data/data_intake.h"
#include "core/data/exact_numbers.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace accumulus {

/// What the rows of a data set are. Each is a sample.
///
/// A text is a sample of many predictions: its row has `positions` places, each with features, a
/// target and a weight of its own, and shorter texts are padded by places of weight 0. Everything
/// else has one position.
struct RowLayout
{
    int featureCount = 0;   ///< values of one position
    std::vector<int> shape; ///< of those values: an image {height, width, channels}; empty: flat
    int positions = 1;      ///< predictions of one sample
    int vocabulary = 0;     ///< features are token indices 0…vocabulary−1; 0: numbers
    int targetCount = 1;    ///< values of one target; 1 for classes
    std::vector<std::string> featureNames; ///< empty or featureCount
    std::vector<std::string> classNames;   ///< empty: regression
    bool keepsUnits = false;               ///< never standardised: its numbers mean what they are

    bool isClassification() const { return !classNames.empty(); }
    std::size_t placesOfRow() const { return static_cast<std::size_t>(positions); }
    std::size_t featuresOfRow() const
    {
        return static_cast<std::size_t>(featureCount) * placesOfRow();
    }
    std::size_t targetsOfRow() const
    {
        return static_cast<std::size_t>(targetCount) * placesOfRow();
    }
    std::size_t rowsIn(std::size_t values) const ///< values: of features
    {
        return featuresOfRow() > 0 ? values / featuresOfRow() : 0;
    }
};

/// Samples in memory, row-major float32. A class is stored in `targets` as its index.
struct Dataset : RowLayout
{
    std::vector<float> features; ///< rows × positions × featureCount
    std::vector<float> targets;  ///< rows × positions × targetCount
    std::vector<float> weights;  ///< rows × positions, ≥ 0; empty: all 1

    std::size_t rowCount() const { return rowsIn(features.size()); }
    std::size_t byteCount() const ///< of features, targets and weights
    {
        return sizeof(float) * (features.size() + targets.size() + weights.size());
    }

    /// Sum of the weights of the named rows: without weights, their number of positions.
    double weightOf(std::span<const std::uint32_t> rows) const;

    /// How many rows of equal weight have a mean that is as noisy as that of the named ones:
    /// (Σw)² / Σw² (Kish 1965). It does not depend on the unit of the weights; without weights, or
    /// where they only mask, it is the number of positions that count.
    double effectiveCountOf(std::span<const std::uint32_t> rows) const;
    double effectiveCount() const; ///< of all rows

    /// Copies the named rows to \a featuresOut, \a targetsOut and, if there are weights, \a
    /// weightsOut, on up to \a threads threads.
    void gather(std::span<const std::uint32_t> rows, float* featuresOut, float* targetsOut,
                float* weightsOut, int threads = 1) const;
};

/// Rows as a source has them, not rounded yet: float32 keeps too little of a number such as a time
/// in seconds (1 700 000 001), whose differences are what a model learns from.
struct LoadedRows : RowLayout
{
    ExactNumbers features;
    ExactNumbers targets;
    std::vector<float> weights; ///< as Dataset::weights

    std::size_t rowCount() const { return rowsIn(features.size()); }
};

/// What a data source gives.
struct LoadedData
{
    LoadedRows samples;
    /// Held out by whoever made the data; none: a share of the samples is.
    std::optional<LoadedRows> validation = std::nullopt;
    DataIntake intake = {}; ///< what only the source knows: file, names, format, what was skipped
};

/// A split, prepared data set. Statistics for standardisation come from the training rows alone.
struct TrainingData
{
    Dataset training;
    Dataset validation; ///< may have no rows
    /// Standard deviation that regression targets were divided by, 1 = raw units.
    double targetScale = 1.0;
    DataIntake intake = {};

    std::size_t byteCount() const { return training.byteCount() + validation.byteCount(); }
};

} // namespace accumulus
