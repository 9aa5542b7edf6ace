#include "core/data/synthetic.h"

#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

/// Streams of the generator, so that coefficients and rows do not share numbers.
enum Stream : std::uint64_t { Coefficients, Features, Noise };

CounterRandom generator(std::uint64_t seed, Stream stream)
{
    return {seed, RandomPurpose::SyntheticData, stream};
}

/// Made-up numbers are float32 from the start: half the memory.
double asFloat(double value)
{
    return static_cast<double>(static_cast<float>(value));
}

/// The random network that makeTeacher() asks.
class Teacher
{
public:
    Teacher(int features, int units, int outputs, std::uint64_t seed)
        : m_hidden(static_cast<std::size_t>(units))
    {
        const CounterRandom random = generator(seed, Coefficients);
        auto draw = [&, counter = std::uint64_t{0}](std::size_t count, double deviation,
                                                    std::vector<double>& values) mutable {
            for (std::size_t i = 0; i < count; ++i)
                values.push_back(deviation * random.normal(counter++));
        };
        draw(m_hidden.size() * static_cast<std::size_t>(features), 1.0 / std::sqrt(features),
             m_weights);
        draw(m_hidden.size(), 1.0, m_biases);
        draw(static_cast<std::size_t>(outputs) * m_hidden.size(), 1.0 / std::sqrt(units),
             m_outputWeights);
    }

    /// Takes the d features of a sample; output() then answers.
    void see(std::span<const double> x)
    {
        const double* weight = m_weights.data();
        for (std::size_t j = 0; j < m_hidden.size(); ++j) {
            double sum = m_biases[j];
            for (const double value : x)
                sum += *weight++ * value;
            m_hidden[j] = std::tanh(sum);
        }
    }

    double output(std::size_t index) const
    {
        return std::inner_product(m_hidden.begin(), m_hidden.end(),
                                  m_outputWeights.data() + index * m_hidden.size(), 0.0);
    }

private:
    std::vector<double> m_hidden;
    std::vector<double> m_weights; ///< units × features
    std::vector<double> m_biases;
    std::vector<double> m_outputWeights; ///< outputs × units
};

} // namespace

std::vector<double> linearRegressionWeights(const DataOptions& options, std::uint64_t seed)
{
    const CounterRandom random = generator(seed, Coefficients);
    std::vector<double> weights;
    for (int i = 0; i < options.features; ++i)
        weights.push_back(random.normal(static_cast<std::uint64_t>(i))
                          / std::sqrt(options.features));
    return weights;
}

LoadedRows makeLinearRegression(const DataOptions& options, std::uint64_t seed)
{
    const int d = options.features;
    const CounterRandom feature = generator(seed, Features);
    const CounterRandom noise = generator(seed, Noise);

    const std::vector<double> weights = linearRegressionWeights(options, seed);
    LoadedRows data;
    data.featureCount = d;
    std::uint64_t counter = 0;
    for (int row = 0; row < options.samples; ++row) {
        double y = options.noise * noise.normal(static_cast<std::uint64_t>(row));
        for (int i = 0; i < d; ++i) {
            const double x = asFloat(feature.normal(counter++));
            data.features.push_back(x);
            y += weights[static_cast<std::size_t>(i)] * x;
        }
        data.targets.push_back(asFloat(y));
    }
    return data;
}

LoadedRows makeTeacher(const DataOptions& options, bool classes, std::uint64_t seed)
{
    const int d = options.features;
    const int outputs = classes ? options.classes : 1;
    Teacher teacher(d, options.teacherUnits, outputs, seed);
    const CounterRandom feature = generator(seed, Features);
    const CounterRandom noise = generator(seed, Noise);

    LoadedRows data;
    data.featureCount = d;
    std::uint64_t features = 0;
    std::uint64_t noises = 0;
    std::vector<double> x(static_cast<std::size_t>(d));
    std::vector<double> y(static_cast<std::size_t>(outputs));
    for (int row = 0; row < options.samples; ++row) {
        for (double& value : x)
            value = asFloat(feature.normal(features++));
        data.features.append(x);
        teacher.see(x);
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] = teacher.output(i) + options.noise * noise.normal(noises++);
        const auto largest = std::max_element(y.begin(), y.end()) - y.begin();
        data.targets.push_back(classes ? static_cast<double>(largest) : asFloat(y[0]));
    }
    for (int i = 0; classes && i < outputs; ++i)
        data.classNames.push_back(std::to_string(i));
    return data;
}

LoadedData makeNoisyQuadratic(const DataOptions& options, std::uint64_t seed)
{
    const int d = options.features;
    const CounterRandom noise = generator(seed, Noise);
    LoadedRows heldOut{{.featureCount = d, .targetCount = d, .keepsUnits = true}, {}, {}, {}};
    LoadedRows data = heldOut;
    std::vector<double> constants;  // the features
    std::vector<double> deviations; // of the targets
    for (int i = 1; i <= d; ++i) {
        const double h = 1.0 / i;
        const double c = 1.0 / i;
        constants.push_back(asFloat(std::sqrt(h * d / 2.0)));
        heldOut.targets.push_back(0.0);
        deviations.push_back(std::sqrt(c) * std::sqrt(d / (2.0 * h)));
    }
    heldOut.features.append(constants);
    std::uint64_t counter = 0;
    for (int row = 0; row < options.samples; ++row) {
        data.features.append(constants);
        for (const double deviation : deviations)
            data.targets.push_back(asFloat(-deviation * noise.normal(counter++)));
    }
    return {std::move(data), std::move(heldOut)};
}

} // namespace accumulus
