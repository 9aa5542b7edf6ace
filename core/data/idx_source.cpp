#include "core/data/idx_source.h"

#include "core/data/array_files.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

struct TypeCode
{
    int code;
    NumberKind kind;
    std::size_t size;
};

constexpr TypeCode typeCodes[] = {
    {0x08, NumberKind::Unsigned, 1}, {0x09, NumberKind::Signed, 1}, {0x0B, NumberKind::Signed, 2},
    {0x0C, NumberKind::Signed, 4},   {0x0D, NumberKind::Float, 4},  {0x0E, NumberKind::Float, 8},
};

std::string replaced(std::string text, const std::string& what, const std::string& with)
{
    const std::size_t at = text.rfind(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

} // namespace

ArrayReader openIdx(const std::filesystem::path& path, LoadProgress progress)
{
    ByteReader bytes(path, std::move(progress));
    std::array<std::byte, 4> magic{};
    bytes.readAll(magic, "the four bytes that an IDX file begins with");
    if (magic[0] != std::byte{0} || magic[1] != std::byte{0})
        bytes.failAt(0, "this is not an IDX file: it does not begin with two zero bytes");
    const int code = std::to_integer<int>(magic[2]);
    const auto* const type =
        std::find_if(std::begin(typeCodes), std::end(typeCodes),
                     [&](const TypeCode& candidate) { return candidate.code == code; });
    if (type == std::end(typeCodes))
        bytes.failAt(2,
                     "this is not an IDX file: there is no element type " + std::to_string(code));
    std::vector<std::byte> header(4 * std::to_integer<std::size_t>(magic[3]));
    bytes.readAll(header, "the header");
    std::vector<double> sizes;
    ElementType{NumberKind::Unsigned, 4, std::endian::big}.decode(header, sizes);
    std::vector<std::uint64_t> dimensions;
    for (const double size : sizes)
        dimensions.push_back(static_cast<std::uint64_t>(size));
    return {std::move(bytes), {type->kind, type->size, std::endian::big}, std::move(dimensions)};
}

LoadedData loadIdx(const LoadRequest& request)
{
    return readArrayFiles(request, {"images", &openIdx, &guessLabelsFile});
}

std::filesystem::path guessLabelsFile(const std::filesystem::path& images)
{
    const std::string name = replaced(images.filename().string(), "images", "labels");
    return images.parent_path() / replaced(name, "idx3", "idx1");
}

} // namespace accumulus
