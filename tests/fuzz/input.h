#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace accumulus::fuzz {

/// The bytes that a fuzz target is fed with, taken apart from the front: choices of a byte, texts
/// of a line, then what a file is to hold. So that people can write and read seeds, a choice is
/// written as a digit.
class Input
{
public:
    explicit Input(std::span<const std::uint8_t> bytes)
        : m_rest(reinterpret_cast<const char*>(bytes.data()), bytes.size())
    {}

    /// The next byte chooses: '0' the first of \a values, '1' the second, …
    std::string oneOf(std::initializer_list<std::string_view> values);

    std::string line(); ///< up to the next newline, which is taken too, or to the end
    std::string part(); ///< up to the next line "----", which is taken too, or to the end
    std::string rest(); ///< all that is left

private:
    std::string upTo(std::string_view end);

    std::string_view m_rest;
};

/// A path in the folder of this process, which is gone with it.
std::filesystem::path pathOf(const std::string& name);

/// Writes \a bytes there and returns the path, as text.
std::string fileOf(const std::string& name, std::string_view bytes);

/// What must hold for every input does not. Nobody may catch it: it is a finding.
class Broken : public std::logic_error
{
public:
    using std::logic_error::logic_error;
};

inline void mustHold(bool holds, const char* what)
{
    if (!holds)
        throw Broken(what);
}

} // namespace accumulus::fuzz
