#pragma once

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace accumulus {

/// Parses JSON that a stranger may have written. Nothing of ours is nested deeply; what is, is
/// refused, because walking such a value (to print or to destroy it) would use up the stack. Throws
/// std::invalid_argument with place and reason.
inline nlohmann::ordered_json parseJson(std::string_view text)
{
    using json = nlohmann::ordered_json;
    constexpr int maxDepth = 32;
    const auto refuseDepth = [](int depth, json::parse_event_t, json&) {
        if (depth > maxDepth)
            throw std::invalid_argument("values are nested more than 32 deep");
        return true;
    };
    try {
        return json::parse(text, refuseDepth);
    } catch (const json::exception& error) { // parse_error; out_of_range for 1e400
        // "[json.exception.parse_error.101] parse error at line 1, column 2: …"
        const std::string what = error.what();
        throw std::invalid_argument(what.substr(what.find("] ") + 2));
    }
}

} // namespace accumulus
