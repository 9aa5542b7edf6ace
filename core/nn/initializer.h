#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace accumulus {

/// A row of the table of initializers: how the kernels of a new model begin. Biases begin at 0,
/// scales of normalisations at 1 under all of them.
struct InitializerKind
{
    std::string_view name;
    std::string_view formula;
    /// Variance of a weight.
    double (*variance)(double fanIn, double fanOut);
    enum class Distribution { Uniform, Normal } distribution;
};

const std::vector<InitializerKind>& initializers();

/// The initializer called \a name. Throws std::invalid_argument that lists the names there are.
const InitializerKind& initializerKind(std::string_view name);

/// How a model's weights begin: the same values give the same weights.
struct Initialization
{
    std::uint64_t seed = 1;
    const InitializerKind& kind = initializers().front();

    /// Fills a kernel of layer \a layerNumber. \a fanIn and \a fanOut: connections of one output
    /// and of one input; of a convolution, times the size of its window.
    void fill(std::span<float> kernel, double fanIn, double fanOut, int layerNumber) const;
};

} // namespace accumulus
