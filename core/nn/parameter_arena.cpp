#include "core/nn/parameter_arena.h"

#include "core/vector_math.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t floatsPerCacheLine = 16;

std::size_t paddedEnd(const ParameterArena::Parameter& slice)
{
    const std::size_t end = slice.offset + slice.size;
    return (end + floatsPerCacheLine - 1) / floatsPerCacheLine * floatsPerCacheLine;
}

/// Appends a slice that begins on a cache line behind the last one.
std::size_t append(std::vector<ParameterArena::Parameter>& slices, std::string name,
                   std::vector<int> shape)
{
    if (std::ranges::any_of(slices, [&](const auto& slice) { return slice.name == name; }))
        throw std::invalid_argument("the model would have two parameters called \"" + name
                                    + "\"; separate the layers that have them by a comma");
    const auto size =
        std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                        [](std::size_t a, int b) { return a * static_cast<std::size_t>(b); });
    const std::size_t offset = slices.empty() ? 0 : paddedEnd(slices.back());
    slices.push_back({std::move(name), std::move(shape), offset, size});
    return slices.size() - 1;
}

std::size_t bufferSize(const std::vector<ParameterArena::Parameter>& slices)
{
    return slices.empty() ? 0 : paddedEnd(slices.back());
}

} // namespace

std::size_t ParameterArena::add(std::string name, std::vector<int> shape)
{
    assert(m_weights.empty());
    const std::size_t index = append(m_parameters, std::move(name), std::move(shape));
    m_parameterCount += m_parameters[index].size;
    return index;
}

std::size_t ParameterArena::addState(std::string name, std::vector<int> shape)
{
    assert(m_weights.empty());
    return append(m_states, std::move(name), std::move(shape));
}

void ParameterArena::allocate()
{
    m_weights.assign(bufferSize(m_parameters), 0.0f);
    m_gradients.assign(bufferSize(m_parameters), 0.0f);
    m_stateValues.assign(bufferSize(m_states), 0.0f);
}

void ParameterArena::zeroGradients()
{
    std::fill(m_gradients.begin(), m_gradients.end(), 0.0f);
}

double ParameterArena::gradientNorm() const
{
    return euclideanNorm(m_gradients, m_threads);
}

std::span<float> ParameterArena::slice(AlignedVector<float>& buffer, std::size_t parameter)
{
    const Parameter& p = m_parameters[parameter];
    return std::span(buffer).subspan(p.offset, p.size);
}

std::span<float> ParameterArena::state(std::size_t index)
{
    return std::span(m_stateValues).subspan(m_states[index].offset, m_states[index].size);
}

} // namespace accumulus
