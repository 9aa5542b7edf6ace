#pragma once

#include "core/data/csv_layout.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace accumulus {

/// What is wrong with a first line that makes less than two columns, and what to do. \a lines: it
/// and those behind it.
std::string oneColumnProblem(std::span<const std::string_view> lines, const CsvLayout& layout);

/// What is wrong with a line whose \a fields are not as many as \a wanted, and what to do.
std::string widthProblem(const CsvLayout& layout, std::span<const std::string_view> fields,
                         std::size_t wanted);

} // namespace accumulus
