#include "core/data/planar_classes.h"

#include "core/random.h"

#include <cmath>
#include <numbers>

namespace accumulus {

namespace {

constexpr double pi = std::numbers::pi;

/// Streams of the generator.
enum Stream : std::uint64_t { Noise = 2, Position = 3 };

struct Point
{
    double x = 0.0;
    double y = 0.0;
};

/// Rows whose classes take turns; \a place gives the point of (row, class) without its noise.
template <typename Place>
LoadedRows makePoints(const DataOptions& options, int classCount, bool classes, std::uint64_t seed,
                      Place place)
{
    const CounterRandom noise(seed, RandomPurpose::SyntheticData, Noise);
    LoadedRows data;
    data.featureCount = 2;
    for (int row = 0; row < options.samples; ++row) {
        const auto counter = static_cast<std::uint64_t>(row);
        const int label = row % classCount;
        const Point point = place(counter, label);
        const double x = point.x + options.noise * noise.normal(2 * counter);
        const double y = point.y + options.noise * noise.normal(2 * counter + 1);
        data.features.push_back(static_cast<double>(static_cast<float>(x)));
        data.features.push_back(static_cast<double>(static_cast<float>(y)));
        data.targets.push_back(label);
    }
    for (int i = 0; classes && i < classCount; ++i)
        data.classNames.push_back(std::to_string(i));
    return data;
}

CounterRandom positions(std::uint64_t seed)
{
    return {seed, RandomPurpose::SyntheticData, Position};
}

} // namespace

LoadedRows makeTwoSpirals(const DataOptions& options, bool classes, std::uint64_t seed)
{
    constexpr double turns = 1.75;
    return makePoints(options, 2, classes, seed,
                      [random = positions(seed)](std::uint64_t row, int arm) -> Point {
                          // even density along the arm
                          const double along = std::sqrt(random.uniform(row));
                          const double angle = turns * 2.0 * pi * along + arm * pi;
                          return {along * std::cos(angle), along * std::sin(angle)};
                      });
}

LoadedRows makeBlobs(const DataOptions& options, bool classes, std::uint64_t seed)
{
    return makePoints(options, options.classes, classes, seed,
                      [&](std::uint64_t, int label) -> Point {
                          const double angle = 2.0 * pi * label / options.classes;
                          return {std::cos(angle), std::sin(angle)};
                      });
}

LoadedRows makeTwoMoons(const DataOptions& options, bool classes, std::uint64_t seed)
{
    return makePoints(options, 2, classes, seed,
                      [random = positions(seed)](std::uint64_t row, int moon) -> Point {
                          const double angle = pi * random.uniform(row);
                          const Point upper{std::cos(angle), std::sin(angle)};
                          return moon == 0 ? upper : Point{1.0 - upper.x, 0.5 - upper.y};
                      });
}

LoadedRows makeCircle(const DataOptions& options, bool classes, std::uint64_t seed)
{
    return makePoints(options, 2, classes, seed,
                      [random = positions(seed)](std::uint64_t row, int label) -> Point {
                          const double share = random.uniform(2 * row);
                          const double radius = label == 0 ? 0.5 * share : 0.7 + 0.3 * share;
                          const double angle = 2.0 * pi * random.uniform(2 * row + 1);
                          return {radius * std::cos(angle), radius * std::sin(angle)};
                      });
}

LoadedRows makeXor(const DataOptions& options, bool classes, std::uint64_t seed)
{
    return makePoints(options, 2, classes, seed,
                      [random = positions(seed)](std::uint64_t row, int label) -> Point {
                          constexpr double gap = 0.06;
                          const double x = gap + (1.0 - gap) * random.uniform(3 * row);
                          const double y = gap + (1.0 - gap) * random.uniform(3 * row + 1);
                          const double side = random.uniform(3 * row + 2) < 0.5 ? -1.0 : 1.0;
                          return {side * x, label == 1 ? -side * y : side * y};
                      });
}

LoadedRows makeGauss(const DataOptions& options, bool classes, std::uint64_t seed)
{
    return makePoints(options, 2, classes, seed,
                      [random = positions(seed)](std::uint64_t row, int label) -> Point {
                          const double centre = label == 0 ? -0.4 : 0.4;
                          const double deviation = std::sqrt(0.02);
                          return {centre + deviation * random.normal(2 * row),
                                  centre + deviation * random.normal(2 * row + 1)};
                      });
}

} // namespace accumulus
