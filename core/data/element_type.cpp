#include "core/data/element_type.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>

namespace accumulus {

namespace {

static_assert(std::endian::native == std::endian::little);

template <typename T>
void decodeAs(std::span<const std::byte> bytes, bool swapped, double* values)
{
    std::array<std::byte, sizeof(T)> element;
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(T)) {
        std::memcpy(element.data(), bytes.data() + i, sizeof(T));
        if (swapped)
            std::reverse(element.begin(), element.end());
        *values++ = static_cast<double>(std::bit_cast<T>(element));
    }
}

void decodeTruth(std::span<const std::byte> bytes, bool, double* values)
{
    for (const std::byte byte : bytes)
        *values++ = byte == std::byte{0} ? 0.0 : 1.0;
}

struct Decoder
{
    NumberKind kind;
    std::size_t size;
    void (*decode)(std::span<const std::byte> bytes, bool swapped, double* values);
};

constexpr Decoder decoders[] = {
    {NumberKind::Unsigned, 1, &decodeAs<std::uint8_t>},
    {NumberKind::Unsigned, 2, &decodeAs<std::uint16_t>},
    {NumberKind::Unsigned, 4, &decodeAs<std::uint32_t>},
    {NumberKind::Unsigned, 8, &decodeAs<std::uint64_t>},
    {NumberKind::Signed, 1, &decodeAs<std::int8_t>},
    {NumberKind::Signed, 2, &decodeAs<std::int16_t>},
    {NumberKind::Signed, 4, &decodeAs<std::int32_t>},
    {NumberKind::Signed, 8, &decodeAs<std::int64_t>},
    {NumberKind::Float, 4, &decodeAs<float>},
    {NumberKind::Float, 8, &decodeAs<double>},
    {NumberKind::Boolean, 1, &decodeTruth},
};

const Decoder* findDecoder(const ElementType& type)
{
    const auto* const found =
        std::find_if(std::begin(decoders), std::end(decoders), [&](const Decoder& decoder) {
            return decoder.kind == type.kind && decoder.size == type.size;
        });
    return found == std::end(decoders) ? nullptr : found;
}

} // namespace

bool ElementType::isValid() const
{
    return findDecoder(*this) != nullptr;
}

void ElementType::decode(std::span<const std::byte> bytes, std::vector<double>& values) const
{
    assert(isValid() && bytes.size() % size == 0);
    values.resize(bytes.size() / size);
    findDecoder(*this)->decode(bytes, order != std::endian::native, values.data());
}

} // namespace accumulus
