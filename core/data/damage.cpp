#include "core/data/damage.h"

#include "core/data_error.h"
#include "core/random.h"

#include <algorithm>

namespace accumulus {

namespace {

constexpr float outlierFactor = 20.0f;

void randomizeLabels(Dataset& data, double share, std::uint64_t seed)
{
    if (!data.isClassification())
        throw DataError("data.label_noise is for classes, but the targets are numbers; choose a "
                        "loss for classes or set it to 0");
    const CounterRandom random(seed, RandomPurpose::Damage);
    const auto classes = static_cast<std::uint64_t>(data.classNames.size());
    for (std::size_t i = 0; i < data.targets.size(); ++i) {
        if (random.uniform(2 * i) < share)
            data.targets[i] = static_cast<float>(random.below(2 * i + 1, classes));
    }
}

void addOutliers(Dataset& data, std::size_t count)
{
    const std::size_t rows = data.rowCount();
    if (count > rows / 2)
        throw DataError("data.outliers is " + std::to_string(count) + ", more than half of the "
                        + std::to_string(rows) + " training rows; choose fewer");
    if (data.vocabulary > 0)
        throw DataError("data.outliers is for numbers, but the features are tokens; set it to 0");
    const std::size_t width = data.features.size() / rows;
    const std::size_t targetWidth = data.targets.size() / rows;
    const std::size_t first = rows / 2;
    for (std::size_t i = 0; i < count; ++i) {
        float* features = data.features.data() + (first + i) * width;
        std::for_each_n(features, width, [](float& value) { value *= outlierFactor; });
        std::copy_n(data.targets.begin() + static_cast<std::ptrdiff_t>(i * targetWidth),
                    targetWidth,
                    data.targets.begin() + static_cast<std::ptrdiff_t>((first + i) * targetWidth));
    }
}

} // namespace

void damage(TrainingData& data, const DataOptions& options, std::uint64_t seed)
{
    if (options.labelNoise > 0.0)
        randomizeLabels(data.training, options.labelNoise, seed);
    if (options.outliers > 0)
        addOutliers(data.training, static_cast<std::size_t>(options.outliers));
}

} // namespace accumulus
