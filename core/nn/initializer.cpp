#include "core/nn/initializer.h"

#include "core/named_row.h"
#include "core/random.h"

#include <cmath>

namespace accumulus {

namespace {

double glorot(double fanIn, double fanOut)
{
    return 2.0 / (fanIn + fanOut);
}

double he(double fanIn, double)
{
    return 2.0 / fanIn;
}

double lecun(double fanIn, double)
{
    return 1.0 / fanIn;
}

double zero(double, double)
{
    return 0.0;
}

} // namespace

const std::vector<InitializerKind>& initializers()
{
    using enum InitializerKind::Distribution;
    static const std::vector<InitializerKind> table{
        {"glorot_uniform", "U(−l, l), l = √(6 / (in + out)) (Glorot and Bengio 2010)", &glorot,
         Uniform},
        {"glorot_normal", "N(0, 2 / (in + out))", &glorot, Normal},
        {"he_uniform", "U(−l, l), l = √(6 / in) (He et al. 2015)", &he, Uniform},
        {"he_normal", "N(0, 2 / in)", &he, Normal},
        {"lecun_uniform", "U(−l, l), l = √(3 / in) (LeCun et al. 1998)", &lecun, Uniform},
        {"lecun_normal", "N(0, 1 / in)", &lecun, Normal},
        {"zeros", "0", &zero, Uniform},
    };
    return table;
}

const InitializerKind& initializerKind(std::string_view name)
{
    return namedRow(initializers(), name, "initializer");
}

void Initialization::fill(std::span<float> kernel, double fanIn, double fanOut,
                          int layerNumber) const
{
    const CounterRandom random(seed, RandomPurpose::InitialWeights,
                               static_cast<std::uint64_t>(layerNumber));
    const double variance = kind.variance(fanIn, fanOut);
    const double limit = std::sqrt(3.0 * variance); // U(−l, l) has variance l²/3
    const double deviation = std::sqrt(variance);
    std::uint64_t counter = 0;
    for (float& weight : kernel) {
        weight = static_cast<float>(kind.distribution == InitializerKind::Distribution::Uniform
                                        ? (2.0 * random.uniform(counter) - 1.0) * limit
                                        : random.normal(counter) * deviation);
        ++counter;
    }
}

} // namespace accumulus
