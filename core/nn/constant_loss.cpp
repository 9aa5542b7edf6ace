#include "core/nn/constant_loss.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double smallestShare = 1e-6; // its logarithm is finite

double weightOf(const Dataset& data, std::size_t row)
{
    return data.weights.empty() ? 1.0 : static_cast<double>(data.weights[row]);
}

/// Of every class, in weights.
std::vector<double> classWeights(const Dataset& data)
{
    std::vector<double> weights(data.classNames.size());
    for (std::size_t row = 0; row < data.targets.size(); ++row)
        weights[static_cast<std::size_t>(data.targets[row])] += weightOf(data, row);
    return weights;
}

/// All rows of a class cost the same, so one of each does.
double lossOfShares(const Loss& loss, const Dataset& data)
{
    const std::vector<double> weights = classWeights(data);
    double total = 0.0;
    for (const double weight : weights)
        total += weight;
    std::vector<float> logits;
    for (const double weight : weights)
        logits.push_back(static_cast<float>(std::log(std::max(weight / total, smallestShare))));
    double sum = 0.0;
    for (std::size_t k = 0; k < weights.size() && total > 0.0; ++k) {
        const auto target = static_cast<float>(k);
        sum += weights[k] / total
            * loss.evaluate({.predictions = logits.data(),
                             .targets = &target,
                             .rows = 1,
                             .outputs = static_cast<int>(logits.size())},
                            nullptr, 0.0f)
                  .sum;
    }
    return sum;
}

std::vector<double> meanTargets(const Dataset& data)
{
    const auto width = static_cast<std::size_t>(data.targetCount);
    std::vector<double> sums(width);
    double total = 0.0;
    for (std::size_t row = 0; row < data.targets.size() / width; ++row) {
        const double weight = weightOf(data, row);
        for (std::size_t i = 0; i < width; ++i)
            sums[i] += weight * static_cast<double>(data.targets[row * width + i]);
        total += weight;
    }
    for (double& sum : sums)
        sum /= total;
    return sums;
}

double logit(double share)
{
    const double inside = std::clamp(share, smallestShare, 1.0 - smallestShare);
    return std::log(inside / (1.0 - inside));
}

double lossOfMean(const Loss& loss, const Dataset& data, bool asLogits)
{
    std::vector<float> prediction;
    for (const double mean : meanTargets(data))
        prediction.push_back(static_cast<float>(asLogits ? logit(mean) : mean));
    const std::size_t width = prediction.size();
    double sum = 0.0;
    double total = 0.0;
    for (std::size_t row = 0; row < data.targets.size() / width; ++row) {
        const auto weight = static_cast<float>(weightOf(data, row));
        const BatchLoss one = loss.evaluate({.predictions = prediction.data(),
                                             .targets = data.targets.data() + row * width,
                                             .weights = &weight,
                                             .rows = 1,
                                             .outputs = data.targetCount},
                                            nullptr, 0.0f);
        sum += one.sum;
        total += one.weight;
    }
    return total > 0.0 ? sum / total : 0.0;
}

} // namespace

double constantLoss(const LossKind& kind, const Dataset& data)
{
    const auto loss = kind.make();
    return kind.targets == TargetKind::Classes
        ? lossOfShares(*loss, data)
        : lossOfMean(*loss, data, kind.targets == TargetKind::Binary);
}

} // namespace accumulus
