#include "core/data/synthetic.h"

#include "core/random.h"

#include <cmath>
#include <numbers>

namespace accumulus {

namespace {

/// Streams of the generator, so that coefficients and rows do not share numbers.
enum Stream : std::uint64_t { Coefficients, Features, Noise, Position };

CounterRandom generator(std::uint64_t seed, Stream stream)
{
    return {seed, RandomPurpose::SyntheticData, stream};
}

void nameClasses(Dataset& data, int count)
{
    for (int i = 0; i < count; ++i)
        data.classNames.push_back(std::to_string(i));
}

} // namespace

Dataset makeLinearRegression(const DataOptions& options, std::uint64_t seed)
{
    const int d = options.features;
    const CounterRandom coefficient = generator(seed, Coefficients);
    const CounterRandom feature = generator(seed, Features);
    const CounterRandom noise = generator(seed, Noise);

    std::vector<double> weights;
    for (int i = 0; i < d; ++i)
        weights.push_back(coefficient.normal(static_cast<std::uint64_t>(i)) / std::sqrt(d));

    Dataset data;
    data.featureCount = d;
    std::uint64_t counter = 0;
    for (int row = 0; row < options.samples; ++row) {
        double y = options.noise * noise.normal(static_cast<std::uint64_t>(row));
        for (int i = 0; i < d; ++i) {
            const auto x = static_cast<float>(feature.normal(counter++));
            data.features.push_back(x);
            y += weights[static_cast<std::size_t>(i)] * static_cast<double>(x);
        }
        data.targets.push_back(static_cast<float>(y));
    }
    return data;
}

Dataset makeTwoSpirals(const DataOptions& options, bool classes, std::uint64_t seed)
{
    constexpr double turns = 1.75;
    const CounterRandom position = generator(seed, Position);
    const CounterRandom noise = generator(seed, Noise);
    Dataset data;
    data.featureCount = 2;
    for (int row = 0; row < options.samples; ++row) {
        const auto counter = static_cast<std::uint64_t>(row);
        const int arm = row % 2;
        const double along = std::sqrt(position.uniform(counter)); // even density along the arm
        const double angle = turns * 2.0 * std::numbers::pi * along + arm * std::numbers::pi;
        const double x = along * std::cos(angle) + options.noise * noise.normal(2 * counter);
        const double y = along * std::sin(angle) + options.noise * noise.normal(2 * counter + 1);
        data.features.push_back(static_cast<float>(x));
        data.features.push_back(static_cast<float>(y));
        data.targets.push_back(static_cast<float>(arm));
    }
    if (classes)
        nameClasses(data, 2);
    return data;
}

Dataset makeBlobs(const DataOptions& options, bool classes, std::uint64_t seed)
{
    const CounterRandom noise = generator(seed, Noise);
    Dataset data;
    data.featureCount = 2;
    for (int row = 0; row < options.samples; ++row) {
        const auto counter = static_cast<std::uint64_t>(row);
        const int label = row % options.classes;
        const double angle = 2.0 * std::numbers::pi * label / options.classes;
        const double x = std::cos(angle) + options.noise * noise.normal(2 * counter);
        const double y = std::sin(angle) + options.noise * noise.normal(2 * counter + 1);
        data.features.push_back(static_cast<float>(x));
        data.features.push_back(static_cast<float>(y));
        data.targets.push_back(static_cast<float>(label));
    }
    if (classes)
        nameClasses(data, options.classes);
    return data;
}

} // namespace accumulus
