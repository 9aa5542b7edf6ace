#include "tests/fuzz/input.h"

#include "tests/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace accumulus::fuzz {

std::string Input::oneOf(std::initializer_list<std::string_view> values)
{
    if (m_rest.empty())
        return std::string(*values.begin());
    const auto byte = static_cast<std::uint8_t>(m_rest.front() - '0');
    m_rest.remove_prefix(1);
    return std::string(values.begin()[byte % values.size()]);
}

std::string Input::line()
{
    return upTo("\n");
}

std::string Input::part()
{
    return upTo("----\n");
}

std::string Input::rest()
{
    return std::string(std::exchange(m_rest, {}));
}

std::string Input::upTo(std::string_view end)
{
    const std::size_t length = std::min(m_rest.find(end), m_rest.size());
    std::string text(m_rest.substr(0, length));
    m_rest.remove_prefix(std::min(length + end.size(), m_rest.size()));
    return text;
}

std::filesystem::path pathOf(const std::string& name)
{
    static const testing::TemporaryFolder folder;
    return folder.path() / name;
}

std::string fileOf(const std::string& name, std::string_view bytes)
{
    const std::filesystem::path path = pathOf(name);
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush())
        throw std::runtime_error(path.string() + " cannot be written; is the disk full?");
    return path.string();
}

} // namespace accumulus::fuzz
