#include "core/nn/loss.h"

#include "core/named_row.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

/// Keras's mean_squared_error: the mean over a sample's outputs.
class MeanSquaredError : public Loss
{
public:
    BatchLoss evaluate(const float* predictions, const float* targets, int samples, int outputs,
                       float* gradient, float gradientScale) const override
    {
        const int count = samples * outputs;
        const float slope = 2.0f * gradientScale / static_cast<float>(outputs);
        double sum = 0.0;
        for (int i = 0; i < count; ++i) {
            const float difference = predictions[i] - targets[i];
            sum += static_cast<double>(difference) * static_cast<double>(difference);
            if (gradient)
                gradient[i] = slope * difference;
        }
        return {.sum = sum / outputs, .samples = samples, .correct = -1};
    }
};

/// −log softmax(z)[class]; gradient softmax(z) − onehot. Shifted by the largest logit, so that
/// nothing overflows.
class CrossEntropy : public Loss
{
public:
    BatchLoss evaluate(const float* predictions, const float* targets, int samples, int outputs,
                       float* gradient, float gradientScale) const override
    {
        BatchLoss result{.sum = 0.0, .samples = samples, .correct = 0};
        for (int sample = 0; sample < samples; ++sample) {
            const float* logits = predictions + sample * outputs;
            const int label = static_cast<int>(targets[sample]);
            const int best = static_cast<int>(std::max_element(logits, logits + outputs) - logits);
            const float largest = logits[best];
            float* g = gradient ? gradient + sample * outputs : nullptr;
            double total = 0.0;
            for (int k = 0; k < outputs; ++k) {
                const float e = std::exp(logits[k] - largest);
                total += static_cast<double>(e);
                if (g)
                    g[k] = e;
            }
            result.sum += std::log(total) - static_cast<double>(logits[label] - largest);
            result.correct += best == label ? 1 : 0;
            if (g) {
                const auto scale = static_cast<float>(static_cast<double>(gradientScale) / total);
                for (int k = 0; k < outputs; ++k)
                    g[k] *= scale;
                g[label] -= gradientScale;
            }
        }
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
    static const std::vector<LossKind> table{
        {"mse", "mean over the outputs of (y − t)²", false, &make<MeanSquaredError>},
        {"cross_entropy", "−log softmax(y)[class]", true, &make<CrossEntropy>},
    };
    return table;
}

const LossKind& lossKind(std::string_view name)
{
    return namedRow(losses(), name, "loss");
}

} // namespace accumulus
