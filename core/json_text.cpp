#include "core/json_text.h"

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t maxDepth = 32;

bool hasDigitAboveZero(std::string_view number)
{
    return number.substr(0, number.find_first_of("eE")).find_first_of("123456789")
        != std::string_view::npos;
}

/// Builds a value from what the parser reads. The library does so itself, but it looks every key up
/// among those before it, one by one.
class JsonBuilder : public nlohmann::json_sax<Json>
{
public:
    Json take() { return std::move(m_value); }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; } // there is none in text

    bool number_float(number_float_t value, const string_t& digits) override
    {
        if (value == 0.0 && hasDigitAboveZero(digits))
            throw std::invalid_argument(digits.substr(0, 40) + " is too small for a number");
        return add(value);
    }

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        if (!m_open.back().keys.insert(name).second)
            throw std::invalid_argument("the key \"" + name.substr(0, 80)
                                        + "\" stands twice in one object");
        m_open.back().key = std::move(name);
        return true;
    }

    bool parse_error(std::size_t, const std::string&,
                     const nlohmann::detail::exception& error) override
    {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: …"
        const std::string what = error.what();
        throw std::invalid_argument(what.substr(what.find("] ") + 2));
    }

private:
    struct Open
    {
        Json value;
        std::string key; ///< of the member that is being read
        std::unordered_set<std::string> keys;
    };

    bool open(Json value)
    {
        if (m_open.size() == maxDepth)
            throw std::invalid_argument("values are nested more than 32 deep");
        m_open.push_back({std::move(value), {}, {}});
        return true;
    }

    bool close()
    {
        Json value = std::move(m_open.back().value);
        m_open.pop_back();
        return add(std::move(value));
    }

    bool add(Json value)
    {
        if (m_open.empty())
            m_value = std::move(value);
        else if (Open& last = m_open.back(); last.value.is_array())
            last.value.push_back(std::move(value));
        else
            last.value.get_ref<Json::object_t&>().emplace_back(std::move(last.key),
                                                               std::move(value));
        return true;
    }

    Json m_value;
    std::vector<Open> m_open; ///< objects and arrays around what is being read
};

} // namespace

Json parseJson(std::string_view text)
{
    JsonBuilder builder;
    Json::sax_parse(text, &builder);
    return builder.take();
}

std::optional<std::int64_t> wholeNumber(const Json& value)
{
    constexpr double most = 0x1.0p53;
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        return number <= std::uint64_t{1} << 53 ? std::optional(static_cast<std::int64_t>(number))
                                                : std::nullopt;
    }
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return number >= -(std::int64_t{1} << 53) ? std::optional(number) : std::nullopt;
    }
    if (!value.is_number_float())
        return std::nullopt;
    const double number = value.get<double>();
    if (!(std::abs(number) <= most) || std::floor(number) != number)
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

std::optional<Json> numberFromText(std::string_view text)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    const char* const end = text.data() + text.size();
    std::int64_t whole = 0;
    if (const auto [rest, error] = std::from_chars(text.data(), end, whole);
        error == std::errc() && rest == end)
        return Json(whole);
    double number = 0.0;
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end || !std::isfinite(number))
        return std::nullopt;
    return Json(number);
}

} // namespace accumulus
