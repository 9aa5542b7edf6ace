#include "tests/support.h"

#include "core/nn/loss.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace accumulus;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

BatchLoss evaluate(const char* name, const std::vector<float>& predictions,
                   const std::vector<float>& targets, int outputs, float* gradient = nullptr)
{
    return lossKind(name).make()->evaluate({.predictions = predictions.data(),
                                            .targets = targets.data(),
                                            .rows = static_cast<int>(predictions.size()) / outputs,
                                            .outputs = outputs},
                                           gradient, 1.0f);
}

} // namespace

TEST_CASE("mse is Keras's mean over the outputs of a sample", "[nn][loss]")
{
    const float predictions[] = {1.0f, 3.0f, 0.0f, 0.0f};
    const float targets[] = {0.0f, 1.0f, 0.0f, 2.0f};
    const BatchLoss loss =
        lossKind("mse").make()->evaluate({predictions, targets, nullptr, 2, 2}, nullptr, 0.0f);
    CHECK_THAT(loss.sum, WithinRel((1.0 + 4.0) / 2.0 + 4.0 / 2.0, 1e-12));
    CHECK(loss.correct < 0.0);
}

TEST_CASE("cross_entropy survives logits that would overflow exp", "[nn][loss]")
{
    const float logits[] = {1000.0f, 0.0f, -1000.0f};
    const float right[] = {0.0f};
    const float wrong[] = {1.0f};
    float gradient[3];
    const auto loss = lossKind("cross_entropy").make();
    CHECK(loss->evaluate({logits, right, nullptr, 1, 3}, gradient, 1.0f).sum == 0.0);
    CHECK(loss->evaluate({logits, right, nullptr, 1, 3}, nullptr, 1.0f).correct == 1);
    const BatchLoss bad = loss->evaluate({logits, wrong, nullptr, 1, 3}, gradient, 1.0f);
    CHECK_THAT(bad.sum, WithinRel(1000.0, 1e-6));
    CHECK(bad.correct == 0);
    CHECK(gradient[1] == -1.0f);
}

TEST_CASE("mae is the mean distance, with a slope of one", "[nn][loss]")
{
    float gradient[4];
    const BatchLoss loss = evaluate("mae", {1, 3, 0, 5}, {0, 5, 0, 1}, 2, gradient);
    CHECK_THAT(loss.sum, WithinRel((1.0 + 2.0) / 2.0 + 4.0 / 2.0, 1e-12));
    CHECK(std::vector<float>(gradient, gradient + 4)
          == std::vector<float>{0.5f, -0.5f, 0.0f, 0.5f});
    CHECK(loss.correct < 0.0);
}

TEST_CASE("huber is a parabola up to one and a line beyond", "[nn][loss]")
{
    float gradient[3];
    const BatchLoss loss = evaluate("huber", {0.5f, -3.0f, 1.0f}, {0, 0, 0}, 1, gradient);
    CHECK_THAT(loss.sum, WithinRel(0.125 + 2.5 + 0.5, 1e-12));
    CHECK(std::vector<float>(gradient, gradient + 3) == std::vector<float>{0.5f, -1.0f, 1.0f});
}

TEST_CASE("binary_cross_entropy is −log of the probability of the class", "[nn][loss]")
{
    const double z = 0.7;
    const double p = 1.0 / (1.0 + std::exp(-z));
    float gradient[2];
    const auto logit = static_cast<float>(z);
    const BatchLoss loss = evaluate("binary_cross_entropy", {logit, logit}, {1, 0}, 1, gradient);
    CHECK_THAT(loss.sum, WithinRel(-std::log(p) - std::log(1.0 - p), 1e-6));
    CHECK_THAT(static_cast<double>(gradient[0]), WithinRel(p - 1.0, 1e-6));
    CHECK_THAT(static_cast<double>(gradient[1]), WithinRel(p, 1e-6));
}

TEST_CASE("binary_cross_entropy survives logits that would overflow exp", "[nn][loss]")
{
    float gradient[4];
    const BatchLoss loss = evaluate("binary_cross_entropy", {1000.0f, -1000.0f, 1000.0f, -1000.0f},
                                    {1, 0, 0, 1}, 1, gradient);
    CHECK_THAT(loss.sum, WithinRel(2000.0, 1e-6));
    CHECK(std::vector<float>(gradient, gradient + 4) == std::vector<float>{0, 0, 1, -1});
    CHECK(loss.correct == 2.0);
}

TEST_CASE("binary_cross_entropy counts rows whose outputs are all on the right side", "[nn][loss]")
{
    const std::vector<float> predictions{2, -1, /**/ 2, 1, /**/ -2, 1, /**/ 0, -1};
    const std::vector<float> targets{1, 0, /**/ 1, 0, /**/ 0, 1, /**/ 1, 0};
    const std::vector<float> weights{1, 1, 0.5f, 1};
    const BatchLoss loss =
        lossKind("binary_cross_entropy")
            .make()
            ->evaluate({predictions.data(), targets.data(), weights.data(), 4, 2}, nullptr, 0.0f);
    CHECK(loss.correct == 1.5);
    CHECK(loss.weight == 3.5);
}

TEST_CASE("every loss counts a row as often as its weight says, and a masked row not at all",
          "[nn][loss]")
{
    const auto index = GENERATE(range(std::size_t{0}, losses().size()));
    const LossKind& kind = losses()[index];
    CAPTURE(kind.name);
    const auto loss = kind.make();
    constexpr int outputs = 2;
    const bool isClasses = kind.targets == TargetKind::Classes;
    const std::vector<float> predictions{0.3f, -0.4f, notANumber, 5.0f, 2.0f, 0.25f};
    const std::vector<float> targets = isClasses
        ? std::vector<float>{1, notANumber, 0}
        : std::vector<float>{1, 0, notANumber, notANumber, 0, 1};
    const std::vector<float> weights{2.0f, 0.0f, 1.0f};
    std::vector<float> gradient(6, 99.0f);
    const BatchLoss all = loss->evaluate(
        {predictions.data(), targets.data(), weights.data(), 3, outputs}, gradient.data(), 1.0f);

    const int targetWidth = isClasses ? 1 : outputs;
    std::vector<float> gradientOf0(outputs);
    std::vector<float> gradientOf2(outputs);
    const BatchLoss row0 = loss->evaluate({predictions.data(), targets.data(), nullptr, 1, outputs},
                                          gradientOf0.data(), 1.0f);
    const BatchLoss row2 = loss->evaluate(
        {predictions.data() + 2 * outputs, targets.data() + 2 * targetWidth, nullptr, 1, outputs},
        gradientOf2.data(), 1.0f);
    CHECK_THAT(all.sum, WithinRel(2.0 * row0.sum + row2.sum, 1e-9));
    CHECK(all.weight == 3.0);
    if (kind.targets != TargetKind::Numbers)
        CHECK(all.correct == 2.0 * row0.correct + row2.correct);
    for (std::size_t k = 0; k < outputs; ++k) {
        CHECK_THAT(gradient[k], WithinRel(2.0f * gradientOf0[k], 1e-5f));
        CHECK(gradient[outputs + k] == 0.0f);
        CHECK_THAT(gradient[2 * outputs + k], WithinRel(gradientOf2[k], 1e-5f));
    }
}

TEST_CASE("no loss hides a prediction that is not a number", "[nn][loss]")
{
    const auto index = GENERATE(range(std::size_t{0}, losses().size()));
    const LossKind& kind = losses()[index];
    CAPTURE(kind.name);
    const std::vector<float> predictions{notANumber, notANumber};
    const std::vector<float> targets{0.0f, 1.0f};
    float gradient[2];
    const BatchLoss loss =
        kind.make()->evaluate({predictions.data(), targets.data(), nullptr, 1, 2}, gradient, 1.0f);
    CHECK(std::isnan(loss.sum));
    CHECK(std::isnan(gradient[0]));
}
