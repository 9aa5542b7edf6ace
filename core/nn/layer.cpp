#include "core/nn/layer.h"

namespace accumulus {

int elementCount(const Shape& shape)
{
    int count = 1;
    for (const int size : shape)
        count *= size;
    return count;
}

std::string shapeText(const Shape& shape)
{
    std::string text;
    for (const int size : shape)
        text += (text.empty() ? "" : "x") + std::to_string(size);
    return text;
}

void Layer::addParameters(ParameterArena&, const std::string&) {}

void Layer::initialize(ParameterArena&, const Initialization&) {}

std::int64_t Layer::multiplyAdds(bool) const
{
    return 0;
}

std::size_t Layer::passBytes(std::size_t, bool) const
{
    return 0;
}

/// A pass without buffers of its own costs nothing to make.
void Layer::planPass(onednn::Engine& engine, ParameterArena& arena, const PassBuffers& buffers)
{
    if (passBytes(static_cast<std::size_t>(buffers.rows), buffers.inputGradient != nullptr) == 0)
        makePass(engine, arena, buffers);
}

} // namespace accumulus
