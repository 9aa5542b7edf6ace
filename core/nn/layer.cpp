#include "core/nn/layer.h"

namespace accumulus {

int elementCount(const Shape& shape)
{
    int count = 1;
    for (const int size : shape)
        count *= size;
    return count;
}

void Layer::addParameters(ParameterArena&, const std::string&) {}

void Layer::initialize(ParameterArena&, std::uint64_t, int) {}

} // namespace accumulus
