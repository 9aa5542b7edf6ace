#include "tests/core/rounded_rows.h"
#include "tests/support.h"

#include "core/data/data_source.h"
#include "core/data/split.h"
#include "core/data_error.h"

#include <algorithm>
#include <cmath>
#include <functional>

using namespace accumulus;
using accumulus::testing::RoundedData;

namespace {

RoundedData load(const std::string& name, DataOptions options, bool classes, std::uint64_t seed = 3)
{
    options.source = name;
    return RoundedData(dataSource(name).load({options, classes, seed}));
}

struct Point
{
    double x;
    double y;
    int label;
};

std::vector<Point> points(const Dataset& data)
{
    std::vector<Point> all;
    for (std::size_t row = 0; row < data.rowCount(); ++row)
        all.push_back({static_cast<double>(data.features[2 * row]),
                       static_cast<double>(data.features[2 * row + 1]),
                       static_cast<int>(data.targets[row])});
    return all;
}

/// Where a point must lie if there is no noise.
bool liesRight(const std::string& name, const Point& p)
{
    constexpr double slack = 1e-6;
    const double radius = std::hypot(p.x, p.y);
    if (name == "two_moons")
        return p.label == 0
            ? p.y >= -slack && std::abs(radius - 1.0) < slack
            : p.y <= 0.5 + slack && std::abs(std::hypot(p.x - 1.0, p.y - 0.5) - 1.0) < slack;
    if (name == "circle")
        return p.label == 0 ? radius <= 0.5 + slack
                            : radius >= 0.7 - slack && radius <= 1.0 + slack;
    return (p.x * p.y < 0.0) == (p.label == 1) // xor
        && std::min(std::abs(p.x), std::abs(p.y)) >= 0.06 - slack
        && std::max(std::abs(p.x), std::abs(p.y)) <= 1.0 + slack;
}

} // namespace

TEST_CASE("points of the plane lie where their class says, in equal numbers", "[data][synthetic]")
{
    const std::string name = GENERATE("two_moons", "circle", "xor");
    CAPTURE(name);
    const DataOptions options{.samples = 2000, .noise = 0.0};
    const Dataset data = load(name, options, true).samples;
    const std::vector<Point> all = points(data);
    REQUIRE(all.size() == 2000);
    CHECK(std::all_of(all.begin(), all.end(), [&](const Point& p) { return liesRight(name, p); }));
    CHECK(std::count_if(all.begin(), all.end(), [](const Point& p) { return p.label == 1; })
          == 1000);
    // Both signs of both coordinates: no part of the figure is missing.
    for (const auto& part : {std::function([](const Point& p) { return p.x < 0.0; }),
                             std::function([](const Point& p) { return p.y < 0.0; })}) {
        const auto count = std::count_if(all.begin(), all.end(), part);
        CHECK(count > 300);
        CHECK(count < 1700);
    }
    CHECK(data.classNames == std::vector<std::string>{"0", "1"});
    CHECK_FALSE(load(name, options, false).samples.isClassification());
    CHECK(load(name, options, true).samples.features == data.features);
    CHECK(load(name, options, true, 4).samples.features != data.features);
}

TEST_CASE("noise moves points of the plane by σ and leaves their classes", "[data][synthetic]")
{
    const std::string name =
        GENERATE("two_spirals", "two_moons", "circle", "xor", "gauss", "blobs");
    CAPTURE(name);
    DataOptions options{.samples = 20'000, .noise = 0.0};
    const Dataset clean = load(name, options, true).samples;
    options.noise = 0.25;
    const Dataset noisy = load(name, options, true).samples;
    CHECK(noisy.targets == clean.targets);
    double squares = 0.0;
    for (std::size_t i = 0; i < clean.features.size(); ++i)
        squares += std::pow(static_cast<double>(noisy.features[i] - clean.features[i]), 2);
    CHECK_THAT(std::sqrt(squares / 40'000.0), WithinRel(0.25, 0.02));
}

TEST_CASE("gauss is two clouds with the Playground's variance", "[data][synthetic]")
{
    const Dataset data = load("gauss", {.samples = 20'000, .noise = 0.0}, true).samples;
    double mean[2] = {};
    double square[2] = {};
    for (const Point& p : points(data)) {
        mean[p.label] += (p.x + p.y) / 20'000.0;
        const double centre = p.label == 0 ? -0.4 : 0.4;
        square[p.label] += (std::pow(p.x - centre, 2) + std::pow(p.y - centre, 2)) / 20'000.0;
    }
    CHECK_THAT(mean[0], WithinAbs(-0.4, 0.005));
    CHECK_THAT(mean[1], WithinAbs(0.4, 0.005));
    CHECK_THAT(square[0], WithinRel(0.02, 0.03));
    CHECK_THAT(square[1], WithinRel(0.02, 0.03));
}

TEST_CASE("the teacher is a function of the features, plus noise", "[data][synthetic]")
{
    DataOptions options{.samples = 20'000, .features = 5, .teacherUnits = 7, .noise = 0.0};
    const Dataset clean = load("teacher", options, false).samples;
    CHECK(clean.featureCount == 5);
    double spread = 0.0;
    for (const float y : clean.targets)
        spread += static_cast<double>(y * y) / 20'000.0;
    CHECK(spread > 0.05); // it says something
    CHECK(spread < 5.0);
    options.noise = 0.5;
    const Dataset noisy = load("teacher", options, false).samples;
    CHECK(noisy.features == clean.features);
    double squares = 0.0;
    for (std::size_t i = 0; i < clean.targets.size(); ++i)
        squares += std::pow(static_cast<double>(noisy.targets[i] - clean.targets[i]), 2) / 20'000.0;
    CHECK_THAT(std::sqrt(squares), WithinRel(0.5, 0.02));
    options.teacherUnits = 8;
    CHECK(load("teacher", options, false).samples.targets != noisy.targets);
}

TEST_CASE("a teacher of one unit is tanh of one direction", "[data][synthetic]")
{
    // With d = 1 and m = 1, y = v tanh(w x + b): it never turns back and stays within ±|v|.
    const DataOptions options{.samples = 500, .features = 1, .teacherUnits = 1, .noise = 0.0};
    const Dataset data = load("teacher", options, false).samples;
    std::vector<std::pair<float, float>> curve;
    for (std::size_t i = 0; i < data.targets.size(); ++i)
        curve.emplace_back(data.features[i], data.targets[i]);
    std::sort(curve.begin(), curve.end());
    const bool rises = curve.back().second > curve.front().second;
    CHECK(std::is_sorted(curve.begin(), curve.end(), [&](const auto& a, const auto& b) {
        return rises ? a.second < b.second : a.second > b.second;
    }));
}

TEST_CASE("a teacher of classes uses them all and agrees with itself", "[data][synthetic]")
{
    const DataOptions options{.samples = 5000, .features = 6, .classes = 4, .noise = 0.0};
    const Dataset data = load("teacher", options, true).samples;
    CHECK(data.classNames.size() == 4);
    for (const float label : {0.0f, 1.0f, 2.0f, 3.0f})
        CHECK(std::count(data.targets.begin(), data.targets.end(), label) > 50);
    CHECK(load("teacher", options, true).samples.targets == data.targets);
    CHECK(data.features == load("teacher", options, false).samples.features);
}

TEST_CASE("the noisy quadratic: gradients and losses of a scale layer are those of the paper",
          "[data][synthetic]")
{
    constexpr int d = 5;
    constexpr std::size_t rows = 20'000;
    const RoundedData data = load("noisy_quadratic", {.samples = rows, .features = d}, false);
    REQUIRE(data.validation);
    CHECK(data.samples.targetCount == d);
    CHECK(data.samples.keepsUnits);
    CHECK(data.validation->keepsUnits);
    CHECK(data.samples.rowCount() == rows);
    CHECK(data.validation->rowCount() == 1);

    const double theta[d] = {1.0, -2.0, 0.5, 3.0, -1.5};
    double exact = 0.0;
    double validationLoss = 0.0;
    for (std::size_t i = 0; i < d; ++i) {
        const double h = 1.0 / static_cast<double>(i + 1);
        exact += 0.5 * h * theta[i] * theta[i];
        const auto f = static_cast<double>(data.validation->features[i]);
        const auto t = static_cast<double>(data.validation->targets[i]);
        validationLoss += std::pow(theta[i] * f - t, 2) / d;

        // ∂/∂θ_i of the mean over d outputs of (θ_i f − t)², sample by sample: h_i θ_i + n_i.
        double mean = 0.0;
        double square = 0.0;
        for (std::size_t row = 0; row < rows; ++row) {
            const auto feature = static_cast<double>(data.samples.features[row * d + i]);
            const auto target = static_cast<double>(data.samples.targets[row * d + i]);
            const double gradient = 2.0 / d * (theta[i] * feature - target) * feature;
            mean += gradient / rows;
            square += std::pow(gradient - h * theta[i], 2) / rows;
        }
        CHECK_THAT(mean, WithinAbs(h * theta[i], 0.03 * std::sqrt(h)));
        CHECK_THAT(square, WithinRel(h, 0.04)); // c_i = h_i
    }
    CHECK_THAT(validationLoss, WithinRel(exact, 1e-6));

    const DataOptions options{.source = "noisy_quadratic", .samples = rows, .features = d};
    const TrainingData prepared = loadTrainingData(options, false, 3); // would standardise others
    CHECK(prepared.training.features == data.samples.features);
    CHECK(prepared.training.targets == data.samples.targets);
    CHECK(prepared.targetScale == 1.0);
    CHECK_THROWS_WITH(load("noisy_quadratic", {}, true),
                      ContainsSubstring("noisy_quadratic has numbers as targets"));
}
