#pragma once

#include "core/data/csv_layout.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace accumulus {

/// That \a line is a comment or belongs to no table, and what to do: `begins with "#", as …`; "" if
/// it does not look so.
std::string foreignLineRemedy(std::string_view line);

/// What is wrong with a first line that makes less than two columns, and what to do. \a lines: it
/// and those behind it.
std::string oneColumnProblem(std::span<const std::string_view> lines, const CsvLayout& layout);

/// What is wrong with a line whose \a fields are not as many as \a wanted, and what to do;
/// \a cause: the likely one if there is one, such as "this line begins with …".
std::string widthProblem(const CsvLayout& layout, std::span<const std::string_view> fields,
                         std::size_t wanted, const std::string& cause);

} // namespace accumulus
