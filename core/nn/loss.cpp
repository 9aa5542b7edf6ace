#include "core/nn/loss.h"

#include "core/named_row.h"
#include "core/nn/exponential.h"
#include "core/vectorised.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace accumulus {

namespace {

/// Calls \a row(index, weight) for every row that is not masked and clears the gradient of the
/// others. Counts them in \a result, with their weights.
template <typename Row>
void forEachRow(const LossRows& rows, float* gradient, BatchLoss& result, Row row)
{
    for (int r = 0; r < rows.rows; ++r) {
        const float weight = rows.weights ? rows.weights[r] : 1.0f;
        if (weight == 0.0f) {
            if (gradient)
                std::fill_n(gradient + r * rows.outputs, rows.outputs, 0.0f);
            continue;
        }
        row(r, weight);
        result.weight += static_cast<double>(weight);
        ++result.rows;
    }
}

/// Losses of each output on its own, averaged over the outputs of a row as Keras does. Function
/// gives the loss of a prediction and its derivative.
template <typename Function>
BatchLoss elementwise(const LossRows& rows, float* gradient, float gradientScale, Function function)
{
    const auto outputs = static_cast<double>(rows.outputs);
    const float scale = gradientScale / static_cast<float>(rows.outputs);
    BatchLoss result;
    forEachRow(rows, gradient, result, [&](int r, float weight) {
        double sum = 0.0;
        for (int i = r * rows.outputs; i < (r + 1) * rows.outputs; ++i) {
            float slope = 0.0f;
            sum += static_cast<double>(function(rows.predictions[i], rows.targets[i], slope));
            if (gradient)
                gradient[i] = scale * weight * slope;
        }
        result.sum += static_cast<double>(weight) * sum / outputs;
    });
    return result;
}

/// Keras's mean_squared_error.
class MeanSquaredError : public Loss
{
public:
    BatchLoss evaluate(const LossRows& rows, float* gradient, float gradientScale) const override
    {
        return elementwise(rows, gradient, gradientScale,
                           [](float prediction, float target, float& slope) {
                               const float difference = prediction - target;
                               slope = 2.0f * difference;
                               return difference * difference;
                           });
    }
};

/// Keras's mean_absolute_error.
class MeanAbsoluteError : public Loss
{
public:
    BatchLoss evaluate(const LossRows& rows, float* gradient, float gradientScale) const override
    {
        return elementwise(rows, gradient, gradientScale,
                           [](float prediction, float target, float& slope) {
                               const float difference = prediction - target;
                               slope = difference > 0.0f ? 1.0f
                                   : difference < 0.0f   ? -1.0f
                                                         : difference; // 0, or NaN
                               return std::abs(difference);
                           });
    }
};

/// Keras's huber (Huber 1964) with δ = 1: a parabola in the middle, straight lines outside.
class Huber : public Loss
{
public:
    BatchLoss evaluate(const LossRows& rows, float* gradient, float gradientScale) const override
    {
        return elementwise(rows, gradient, gradientScale,
                           [](float prediction, float target, float& slope) {
                               const float difference = prediction - target;
                               const float size = std::abs(difference);
                               slope = std::clamp(difference, -1.0f, 1.0f);
                               return size <= 1.0f ? 0.5f * size * size : size - 0.5f;
                           });
    }
};

/// −t·log σ(z) − (1−t)·log(1 − σ(z)) of logits z, in the form max(z, 0) − t·z + log(1 + exp(−|z|)),
/// in which nothing overflows. A row is right if all its outputs are on the right side of 0.
class BinaryCrossEntropy : public Loss
{
public:
    BatchLoss evaluate(const LossRows& rows, float* gradient, float gradientScale) const override
    {
        BatchLoss result =
            elementwise(rows, gradient, gradientScale, [](float logit, float target, float& slope) {
                const float e = std::exp(-std::abs(logit));
                const float probability = logit >= 0.0f ? 1.0f / (1.0f + e) : e / (1.0f + e);
                slope = probability - target;
                return std::max(logit, 0.0f) - target * logit + std::log1p(e);
            });
        result.correct = 0.0;
        BatchLoss counted;
        forEachRow(rows, nullptr, counted, [&](int r, float weight) {
            bool isRight = true;
            for (int i = r * rows.outputs; i < (r + 1) * rows.outputs; ++i)
                isRight &= (rows.predictions[i] > 0.0f) == (rows.targets[i] > 0.5f);
            result.correct += isRight ? static_cast<double>(weight) : 0.0;
        });
        return result;
    }
};

ACCUMULUS_VECTORISED void exponentiate(float* values, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        values[i] = exponential(values[i]);
}

/// Of logits minus their largest, for all rows at once: one row of ten is too short to be fast, and
/// the exponentials were half of the loss's time.
void exponentiateRows(const LossRows& rows, float* exponentials)
{
    const float* logits = rows.predictions;
    float* shifted = exponentials;
    for (int r = 0; r < rows.rows; ++r, logits += rows.outputs) {
        const float largest = *std::max_element(logits, logits + rows.outputs);
        for (int k = 0; k < rows.outputs; ++k)
            *shifted++ = logits[k] - largest;
    }
    exponentiate(exponentials, static_cast<std::size_t>(shifted - exponentials));
}

double sumOfExponentials(const float* logits, int outputs, float largest)
{
    std::array<float, 1024> block;
    double total = 0.0;
    for (int first = 0; first < outputs; first += static_cast<int>(block.size())) {
        const int count = std::min(outputs - first, static_cast<int>(block.size()));
        std::transform(logits + first, logits + first + count, block.begin(),
                       [largest](float logit) { return logit - largest; });
        exponentiate(block.data(), static_cast<std::size_t>(count));
        total = std::accumulate(block.begin(), block.begin() + count, total);
    }
    return total;
}

/// −log softmax(z)[class]; gradient softmax(z) − onehot. Shifted by the largest logit, so that
/// nothing overflows.
class CrossEntropy : public Loss
{
public:
    BatchLoss evaluate(const LossRows& rows, float* gradient, float gradientScale) const override
    {
        if (gradient)
            exponentiateRows(rows, gradient);
        BatchLoss result{.correct = 0.0};
        const int outputs = rows.outputs;
        forEachRow(rows, gradient, result, [&](int r, float weight) {
            const float* logits = rows.predictions + r * outputs;
            const int label = static_cast<int>(rows.targets[r]);
            const int best = static_cast<int>(std::max_element(logits, logits + outputs) - logits);
            const float largest = logits[best];
            float* g = gradient ? gradient + r * outputs : nullptr;
            const double total = g ? std::accumulate(g, g + outputs, 0.0)
                                   : sumOfExponentials(logits, outputs, largest);
            result.sum += static_cast<double>(weight)
                * (std::log(total) - static_cast<double>(logits[label] - largest));
            result.correct += best == label ? static_cast<double>(weight) : 0.0;
            if (g) {
                const float scale = gradientScale * weight;
                const auto share = static_cast<float>(static_cast<double>(scale) / total);
                for (int k = 0; k < outputs; ++k)
                    g[k] *= share;
                g[label] -= scale;
            }
        });
        return result;
    }
};

template <typename T>
std::unique_ptr<Loss> make()
{
    return std::make_unique<T>();
}

} // namespace

const std::vector<LossKind>& losses()
{
    using enum TargetKind;
    static const std::vector<LossKind> table{
        {"mse", "mean over the outputs of (y − t)²", Numbers, &make<MeanSquaredError>},
        {"mae", "mean over the outputs of |y − t|", Numbers, &make<MeanAbsoluteError>},
        {"huber", "½d² for d = |y − t| ≤ 1, else d − ½", Numbers, &make<Huber>},
        {"binary_cross_entropy", "−t·log σ(y) − (1 − t)·log(1 − σ(y))", Binary,
         &make<BinaryCrossEntropy>},
        {"cross_entropy", "−log softmax(y)[class]", Classes, &make<CrossEntropy>},
    };
    return table;
}

const LossKind& lossKind(std::string_view name)
{
    return namedRow(losses(), name, "loss");
}

} // namespace accumulus
