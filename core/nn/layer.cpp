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

} // namespace accumulus
