#include "core/record/state_archive.h"

#include "core/data_error.h"

#include <limits>

namespace accumulus {

void StateArchive::value(std::string_view name, int& value)
{
    std::int64_t wide = value;
    this->value(name, wide);
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max())
        throw DataError("\"" + std::string(name) + "\" is " + std::to_string(wide)
                        + ", out of its range");
    value = static_cast<int>(wide);
}

void StateArchive::value(std::string_view name, bool& value)
{
    std::int64_t wide = value ? 1 : 0;
    this->value(name, wide);
    value = wide != 0;
}

void StateArchive::buffer(std::string_view name, std::span<float> values)
{
    tensor(name, "F32", std::as_writable_bytes(values), sizeof(float));
}

void StateArchive::buffer(std::string_view name, std::span<double> values)
{
    tensor(name, "F64", std::as_writable_bytes(values), sizeof(double));
}

void StateArchive::buffer(std::string_view name, std::span<std::uint16_t> bf16)
{
    tensor(name, "BF16", std::as_writable_bytes(bf16), sizeof(std::uint16_t));
}

} // namespace accumulus
