#pragma once

#include "core/nn/layer_kind.h"

#include <string_view>

namespace accumulus {

/// A row of the table of activations.
struct ActivationKind
{
    std::string_view name;
    std::string_view formula;
    /// Bound to buffers of \a elements values each.
    std::unique_ptr<LayerPass> (*makePass)(onednn::Engine& engine, int elements,
                                           const PassBuffers& buffers);
    InPlace inPlace = InPlace::No;
};

const std::vector<ActivationKind>& activations();

/// The activation called \a name. Throws std::invalid_argument that lists the names there are.
const ActivationKind& activationKind(std::string_view name);

/// A function of each value on its own. No parameters.
class Activation : public Layer
{
public:
    Activation(Shape shape, const ActivationKind& kind);

    Shape outputShape() const override { return m_shape; }
    InPlace inPlace() const override { return m_kind.inPlace; }
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    Shape m_shape;
    const ActivationKind& m_kind;
};

/// Every activation as a layer.
std::vector<LayerKind> activationLayerKinds();

} // namespace accumulus
