#include "core/data/npy_array.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

constexpr std::size_t maxHeaderBytes = 65535; // what version 1 can say; numpy itself reads 10000
constexpr std::size_t maxRank = 32;           // numpy's own limit before 2.0

struct Header
{
    std::string descr;
    bool fortranOrder = false;
    std::vector<std::uint64_t> shape;
};

/// Reads the Python dict of a header: only what numpy writes there.
class HeaderParser
{
public:
    /// \a bytes, \a text: for errors, the file, and the header, which ends where \a bytes stands.
    HeaderParser(const ByteReader& bytes, std::string_view text)
        : m_bytes(bytes)
        , m_text(text)
    {}

    Header parse()
    {
        Header header;
        std::vector<std::string> keys;
        expect('{');
        while (!accept('}')) {
            keys.push_back(string());
            expect(':');
            value(keys.back(), header);
            if (!accept(',') && peek() != '}')
                fail("a comma or } is missing in the header");
        }
        if (peek() != '\0')
            fail("there is text behind the } of the header");
        std::sort(keys.begin(), keys.end());
        if (keys != std::vector<std::string>{"descr", "fortran_order", "shape"})
            fail("the header must have descr, fortran_order and shape, each once");
        return header;
    }

private:
    void value(const std::string& key, Header& header)
    {
        if (key == "descr")
            header.descr = description();
        else if (key == "fortran_order")
            header.fortranOrder = truth();
        else if (key == "shape")
            header.shape = tuple();
        else
            fail("the header has the unknown key \"" + key.substr(0, 40) + "\"");
    }

    std::string description()
    {
        if (peek() == '[')
            fail("the array holds records of several fields; save one plain array of numbers");
        return string();
    }

    std::string string()
    {
        const char quote = peek();
        if (quote != '\'' && quote != '"')
            fail("a text in quotes is missing in the header");
        const std::size_t end = m_text.find(quote, ++m_at);
        if (end == std::string_view::npos)
            fail("a text in the header is not closed");
        const std::string text(m_text.substr(m_at, end - m_at));
        m_at = end + 1;
        return text;
    }

    bool truth()
    {
        peek();
        for (const bool value : {true, false}) {
            const std::string_view word = value ? "True" : "False";
            if (m_text.substr(m_at).starts_with(word)) {
                m_at += word.size();
                return value;
            }
        }
        fail("fortran_order is neither True nor False");
    }

    std::vector<std::uint64_t> tuple()
    {
        std::vector<std::uint64_t> numbers;
        expect('(');
        while (!accept(')')) {
            peek();
            std::uint64_t number = 0;
            const char* const end = m_text.data() + m_text.size();
            const auto [rest, error] = std::from_chars(m_text.data() + m_at, end, number);
            if (error != std::errc())
                fail("the shape is not a tuple of whole numbers below 2^64");
            if (numbers.size() == maxRank)
                fail("the shape has more than " + std::to_string(maxRank) + " dimensions");
            numbers.push_back(number);
            m_at = static_cast<std::size_t>(rest - m_text.data());
            accept('L'); // Python 2 wrote long numbers so
            if (!accept(',') && peek() != ')')
                fail("the shape is not a tuple of whole numbers below 2^64");
        }
        return numbers;
    }

    /// The next character that is no space, NUL at the end.
    char peek()
    {
        m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size());
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    bool accept(char wanted)
    {
        const bool isThere = peek() == wanted;
        m_at += isThere ? 1 : 0;
        return isThere;
    }

    void expect(char wanted)
    {
        if (!accept(wanted))
            fail(std::string("a ") + wanted + " is missing in the header");
    }

    [[noreturn]] void fail(const std::string& reason) const
    {
        m_bytes.failAt(m_bytes.offset() - m_text.size() + m_at, reason);
    }

    const ByteReader& m_bytes;
    std::string_view m_text;
    std::size_t m_at = 0;
};

std::string readHeader(ByteReader& bytes)
{
    std::array<std::byte, 8> start{};
    bytes.readAll(start, "the eight bytes that an NPY file begins with");
    constexpr std::string_view magic = "\x93NUMPY";
    if (!std::equal(magic.begin(), magic.end(), start.begin(),
                    [](char a, std::byte b) { return static_cast<std::byte>(a) == b; }))
        bytes.failAt(0, "this is not an NPY file: it does not begin with \\x93NUMPY");
    const int version = std::to_integer<int>(start[6]);
    if (version < 1 || version > 3)
        bytes.failAt(6, "NPY version " + std::to_string(version) + " is not read, only 1 to 3");
    std::vector<std::byte> lengthBytes(version == 1 ? 2 : 4);
    bytes.readAll(lengthBytes, "the length of the header");
    std::size_t length = 0;
    for (std::size_t i = lengthBytes.size(); i > 0; --i)
        length = (length << 8) | std::to_integer<std::size_t>(lengthBytes[i - 1]);
    if (length > maxHeaderBytes)
        bytes.failAt(8,
                     "the header claims to have " + std::to_string(length) + " bytes; more than "
                         + std::to_string(maxHeaderBytes) + " are not read");
    std::string text(length, '\0');
    bytes.readAll(std::as_writable_bytes(std::span(text)), "the header");
    return text;
}

ElementType elementType(const ByteReader& bytes, const std::string& descr)
{
    constexpr std::pair<char, NumberKind> kinds[] = {{'u', NumberKind::Unsigned},
                                                     {'i', NumberKind::Signed},
                                                     {'f', NumberKind::Float},
                                                     {'b', NumberKind::Boolean}};
    if (descr.size() == 3 && std::string_view("<>|=").find(descr[0]) != std::string_view::npos) {
        for (const auto& [letter, kind] : kinds) {
            const ElementType type{kind, static_cast<std::size_t>(descr[2] - '0'),
                                   descr[0] == '>' ? std::endian::big : std::endian::little};
            if (letter == descr[1] && type.isValid())
                return type;
        }
    }
    bytes.fail("the elements are of type \"" + descr.substr(0, 40)
               + "\", which is not read; save the array as float32, for instance");
}

} // namespace

ArrayReader openNpy(ByteReader bytes)
{
    const std::string text = readHeader(bytes);
    Header header = HeaderParser(bytes, text).parse();
    const ElementType type = elementType(bytes, header.descr);
    return {std::move(bytes), type, std::move(header.shape),
            header.fortranOrder ? ArrayOrder::FirstFastest : ArrayOrder::LastFastest};
}

} // namespace accumulus
