#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace accumulus {

/// Samples in memory, row-major float32. A class is stored in `targets` as its index.
struct Dataset
{
    int featureCount = 0;
    int targetCount = 1;                   ///< values of one target; 1 for classes
    std::vector<float> features;           ///< rows × featureCount
    std::vector<float> targets;            ///< rows × targetCount
    std::vector<std::string> featureNames; ///< empty or featureCount
    std::vector<std::string> classNames;   ///< empty: regression

    std::size_t rowCount() const
    {
        return featureCount > 0 ? features.size() / static_cast<std::size_t>(featureCount) : 0;
    }
    bool isClassification() const { return !classNames.empty(); }

    /// Copies the named rows to \a features [rows, featureCount] and \a targets [rows,
    /// targetCount].
    void gather(std::span<const std::uint32_t> rows, float* featuresOut, float* targetsOut) const;
};

/// A split, prepared data set. Statistics for standardisation come from the training rows alone.
struct TrainingData
{
    Dataset training;
    Dataset validation; ///< may have no rows
    /// Standard deviation that regression targets were divided by, 1 = raw units.
    double targetScale = 1.0;
};

} // namespace accumulus
