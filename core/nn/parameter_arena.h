#pragma once

#include "core/aligned_vector.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace accumulus {

/// All trainable values of a model in one buffer and all accumulated gradients in a second of the
/// same layout. Each parameter is a slice that begins on a cache line; the padding between slices
/// is 0 in both buffers and stays 0. So the gradient norm is one dot product, zeroing one fill and
/// an update one pass.
///
/// What a layer learns otherwise than by gradients (batch_norm's running statistics) are states, in
/// a buffer of their own: no optimizer touches them, but they are saved with the weights.
///
/// Layers add() their parameters and addState() first; allocate() then makes the buffers, and from
/// there on addresses are fixed.
class ParameterArena
{
public:
    struct Parameter
    {
        std::string name;       ///< "layers.0.kernel"
        std::vector<int> shape; ///< row-major
        std::size_t offset = 0;
        std::size_t size = 0;
    };

    /// Returns the parameter's index. Throws std::invalid_argument if the name is taken.
    std::size_t add(std::string name, std::vector<int> shape);
    /// Returns the state's index. Throws as add() does.
    std::size_t addState(std::string name, std::vector<int> shape);
    void allocate();

    const std::vector<Parameter>& parameters() const { return m_parameters; }
    const std::vector<Parameter>& states() const { return m_states; }
    /// Trainable values, without padding.
    std::size_t parameterCount() const { return m_parameterCount; }

    std::span<float> weights() { return m_weights; }
    std::span<const float> weights() const { return m_weights; }
    std::span<float> gradients() { return m_gradients; }
    std::span<const float> gradients() const { return m_gradients; }

    std::span<float> weights(std::size_t parameter) { return slice(m_weights, parameter); }
    std::span<float> gradients(std::size_t parameter) { return slice(m_gradients, parameter); }
    std::span<float> state(std::size_t index);
    std::span<float> stateValues() { return m_stateValues; }
    std::span<const float> stateValues() const { return m_stateValues; }

    /// Whoever writes weights says so, because layers may keep them in a layout of their own.
    void weightsChanged() { ++m_weightsVersion; }
    /// Whether somebody said so since the caller asked last; \a seen is the caller's memory of that
    /// and begins at 0.
    bool haveWeightsChanged(std::uint64_t& seen) const
    {
        return std::exchange(seen, m_weightsVersion) != m_weightsVersion;
    }

    void zeroGradients();

    /// Euclidean norm of the accumulated gradients, summed in double.
    double gradientNorm() const;

    /// That passes over whole buffers may use; those who write one outside ask too.
    int threads() const { return m_threads; }
    void setThreads(int threads) { m_threads = threads; }

private:
    std::span<float> slice(AlignedVector<float>& buffer, std::size_t parameter);

    std::vector<Parameter> m_parameters;
    std::vector<Parameter> m_states;
    std::size_t m_parameterCount = 0;
    std::uint64_t m_weightsVersion = 1;
    int m_threads = 1;
    AlignedVector<float> m_weights{MemoryCategory::Parameters};
    AlignedVector<float> m_gradients{MemoryCategory::Gradients};
    AlignedVector<float> m_stateValues{MemoryCategory::Parameters};
};

} // namespace accumulus
