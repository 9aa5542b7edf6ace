#pragma once

#include "core/nn/layer_kind.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// Layers one behind the other, bound to one number of rows. Owns the buffers between them.
class SequencePass
{
public:
    void forward(const PassContext& context);
    void backward();

    const float* output() const { return m_output; }

    /// ∂loss/∂output, to be filled before backward(); null if it was given to makePass().
    float* outputGradient() { return m_outputGradient; }

    std::vector<std::string> implementations() const;

private:
    friend class Sequence;

    std::vector<AlignedVector<float>> m_buffers; ///< layers' outputs and ∂loss/∂output
    const float* m_output = nullptr;
    float* m_outputGradient = nullptr;
    std::vector<std::unique_ptr<LayerPass>> m_layers;
};

/// Layers one behind the other: a model, or a block of one.
class Sequence
{
public:
    /// \a wantedOutputs: that the loss needs of the last layer; 0 inside a block. Throws
    /// std::invalid_argument that says where a layer cannot stand.
    Sequence(const std::vector<LayerSpec>& specs, LayerInput input, int wantedOutputs);

    const Shape& outputShape() const { return m_outputShape; }
    bool usesRowKeys() const;
    int largestOutput() const; ///< elements of one row, blocks included

    std::int64_t multiplyAdds(bool hasInputGradient) const; ///< see Layer

    /// See Layer::batchDependence().
    std::string_view batchDependence() const;

    /// Those of a layer go under \a prefix and its path: "layers.0.".
    void addParameters(ParameterArena& arena, const std::string& prefix);
    void initialize(ParameterArena& arena, const Initialization& initialization);

    /// Between \a input and, where somebody wants it, \a inputGradient. With \a outputGradient the
    /// gradient of the output is read from there.
    std::unique_ptr<SequencePass> makePass(onednn::Engine& engine, ParameterArena& arena, int rows,
                                           const float* input, float* inputGradient,
                                           const float* outputGradient = nullptr);

    /// Bytes of the buffers of such a pass, those of its layers included and those of oneDNN's
    /// primitives aside. \a isOutputGradientGiven: it is read from somewhere else.
    std::size_t passBytes(std::size_t rows, bool hasInputGradient,
                          bool isOutputGradientGiven = false) const;

    /// Adds what the primitives of such a pass take to the plan of \a engine.
    void planPass(onednn::Engine& engine, ParameterArena& arena, int rows, bool hasInputGradient);

private:
    bool worksInPlace(std::size_t layer, bool isOutputGradientGiven) const;

    std::vector<std::unique_ptr<Layer>> m_layers;
    std::vector<bool> m_inPlace; ///< one for each layer
    std::vector<std::string> m_paths;
    Shape m_outputShape;
};

} // namespace accumulus
