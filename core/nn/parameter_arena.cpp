#include "core/nn/parameter_arena.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t floatsPerCacheLine = 16;

} // namespace

std::size_t ParameterArena::add(std::string name, std::vector<int> shape)
{
    assert(m_weights.empty());
    const auto size =
        std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                        [](std::size_t a, int b) { return a * static_cast<std::size_t>(b); });
    m_parameters.push_back({std::move(name), std::move(shape), m_size, size});
    m_parameterCount += size;
    m_size += (size + floatsPerCacheLine - 1) / floatsPerCacheLine * floatsPerCacheLine;
    return m_parameters.size() - 1;
}

void ParameterArena::allocate()
{
    m_weights.assign(m_size, 0.0f);
    m_gradients.assign(m_size, 0.0f);
}

void ParameterArena::zeroGradients()
{
    std::fill(m_gradients.begin(), m_gradients.end(), 0.0f);
}

double ParameterArena::gradientNorm() const
{
    // Sixteen independent sums, so that the loop vectorises without -ffast-math; the buffer is
    // padded to them.
    double lanes[floatsPerCacheLine] = {};
    for (std::size_t i = 0; i < m_gradients.size(); i += floatsPerCacheLine) {
        for (std::size_t lane = 0; lane < floatsPerCacheLine; ++lane) {
            const auto g = static_cast<double>(m_gradients[i + lane]);
            lanes[lane] += g * g;
        }
    }
    return std::sqrt(std::accumulate(std::begin(lanes), std::end(lanes), 0.0));
}

std::span<float> ParameterArena::slice(AlignedVector<float>& buffer, std::size_t parameter)
{
    const Parameter& p = m_parameters[parameter];
    return std::span(buffer).subspan(p.offset, p.size);
}

} // namespace accumulus
