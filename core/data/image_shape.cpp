#include "core/data/image_shape.h"

#include "core/data_error.h"

#include <charconv>
#include <cstdint>

namespace accumulus {

std::vector<int> parseImageShape(const std::string& text)
{
    constexpr int maxSide = 65536;
    std::vector<int> shape;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        int side = 0;
        const auto [rest, error] = std::from_chars(at, end, side);
        const bool isLast = rest == end;
        if (error != std::errc() || side < 1 || side > maxSide || shape.size() == 3
            || (!isLast && (*rest != 'x' || rest + 1 == end)))
            throw DataError("data.shape is \"" + text
                            + "\"; write height x width or height x width x channels, "
                              "such as 8x8 or 32x32x3");
        shape.push_back(side);
        at = isLast ? end : rest + 1;
    }
    if (shape.size() == 1)
        throw DataError("data.shape is \"" + text + "\"; an image has a height and a width: 8x8");
    if (shape.size() == 2)
        shape.push_back(1);
    return shape;
}

void setImageShape(RowLayout& rows, const std::string& text, const std::string& file)
{
    const std::vector<int> shape = parseImageShape(text);
    if (shape.empty())
        return;
    const std::int64_t values = std::int64_t{shape[0]} * shape[1] * shape[2];
    if (values != rows.featureCount)
        throw DataError(file + ": data.shape is \"" + text + "\", which is "
                        + std::to_string(values) + " values, but a row has "
                        + std::to_string(rows.featureCount) + " features");
    rows.shape = shape;
}

} // namespace accumulus
