#pragma once

#include <ostream>
#include <streambuf>
#include <string>

namespace accumulus {

/// Sends everything that is printed on a stream through printable(), as long as it lives: the one
/// place where text of files, names and keys is made fit for a terminal. For std::cout and
/// std::cerr; files are written as they are.
class PrintableStream
{
public:
    explicit PrintableStream(std::ostream& stream);
    ~PrintableStream();

    PrintableStream(const PrintableStream&) = delete;
    PrintableStream& operator=(const PrintableStream&) = delete;

private:
    class Buffer : public std::streambuf
    {
    public:
        explicit Buffer(std::streambuf* target)
            : m_target(target)
        {}

        std::streambuf* target() const { return m_target; }

    protected:
        int_type overflow(int_type character) override;
        std::streamsize xsputn(const char* text, std::streamsize count) override;
        int sync() override;

    private:
        bool isHandedOn();

        std::streambuf* m_target;
        std::string m_text; ///< not handed on yet, so that no character is cut in two
    };

    std::ostream& m_stream;
    Buffer m_buffer;
};

} // namespace accumulus
