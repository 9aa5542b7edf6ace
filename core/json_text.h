#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace accumulus {

/// Parses JSON that a stranger may have written, in a time proportional to its length. Refused is,
/// besides what is no JSON: a key that an object has twice, because one of its values would be
/// lost; a number that is too large or too small for a double; and values that are nested more than
/// 32 deep, because nothing of ours is, and walking them (to print or to destroy them) would use up
/// the stack. Throws std::invalid_argument with place and reason.
nlohmann::ordered_json parseJson(std::string_view text);

/// The whole number that \a value is, written as `1000`, `1e3` or `1000.0`; none if it is something
/// else, or beyond ±2^53, where a JSON reader keeps no whole number exactly.
std::optional<std::int64_t> wholeNumber(const nlohmann::ordered_json& value);

/// A number as people write it on a command line: as in JSON, and `.5`, `5.`, `+3`. None if \a text
/// is something else, or a number that is too large or too small for a double.
std::optional<nlohmann::ordered_json> numberFromText(std::string_view text);

} // namespace accumulus
