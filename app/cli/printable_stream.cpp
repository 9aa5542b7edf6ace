#include "app/cli/printable_stream.h"

#include "core/file/printable.h"

#include <string_view>

namespace accumulus {

namespace {

/// Text is handed on line by line, so that what a long command says appears when it says it.
bool endsLine(std::string_view text)
{
    return text.find('\n') != std::string_view::npos;
}

} // namespace

PrintableStream::PrintableStream(std::ostream& stream)
    : m_stream(stream)
    , m_buffer(stream.rdbuf())
{
    stream.rdbuf(&m_buffer);
}

PrintableStream::~PrintableStream()
{
    m_stream.flush();
    const auto state = m_stream.rdstate();
    m_stream.rdbuf(m_buffer.target()); // which clears the state
    m_stream.setstate(state);
}

PrintableStream::Buffer::int_type PrintableStream::Buffer::overflow(int_type character)
{
    if (traits_type::eq_int_type(character, traits_type::eof()))
        return traits_type::not_eof(character);
    const char c = traits_type::to_char_type(character);
    return xsputn(&c, 1) == 1 ? character : traits_type::eof();
}

std::streamsize PrintableStream::Buffer::xsputn(const char* text, std::streamsize count)
{
    m_text.append(text, static_cast<std::size_t>(count));
    return !endsLine({text, static_cast<std::size_t>(count)}) || isHandedOn() ? count : 0;
}

int PrintableStream::Buffer::sync()
{
    return isHandedOn() && m_target->pubsync() == 0 ? 0 : -1;
}

bool PrintableStream::Buffer::isHandedOn()
{
    const std::string text = printable(m_text);
    m_text.clear();
    return m_target->sputn(text.data(), static_cast<std::streamsize>(text.size()))
        == static_cast<std::streamsize>(text.size());
}

} // namespace accumulus
