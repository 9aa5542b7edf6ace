#include "core/record/state_archive.h"

#include "core/data_error.h"

#include <limits>

namespace accumulus {

namespace {

void refuseOutside(std::string_view name, std::int64_t value, std::int64_t most)
{
    if (value < 0 || value > most)
        throw DataError("\"" + std::string(name) + "\" is " + std::to_string(value)
                        + ", out of its range from 0 to " + std::to_string(most));
}

} // namespace

void StateArchive::value(std::string_view name, int& value)
{
    std::int64_t wide = value;
    this->value(name, wide);
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max())
        throw DataError("\"" + std::string(name) + "\" is " + std::to_string(wide)
                        + ", out of its range");
    value = static_cast<int>(wide);
}

void StateArchive::count(std::string_view name, std::int64_t& value)
{
    this->value(name, value);
    refuseOutside(name, value, std::int64_t{1} << 53);
}

void StateArchive::count(std::string_view name, int& value, int most)
{
    this->value(name, value);
    refuseOutside(name, value, most);
}

void StateArchive::value(std::string_view name, bool& value)
{
    std::int64_t wide = value ? 1 : 0;
    this->value(name, wide);
    refuseOutside(name, wide, 1);
    value = wide == 1;
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
