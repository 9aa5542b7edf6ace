#pragma once

#include "core/file/file_buffer.h"

#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

namespace accumulus {

/// A file that a person asked for. A regular one appears whole or not at all: it is written beside
/// its place under a temporary name, flushed to the disk and renamed by commit(). Until then, and
/// without commit(), an older file stays as it was.
///
///     OutputFile file("loss.csv");
///     file.stream() << "…";
///     file.commit();
///
/// `-` and /dev/stdout are standard output; devices and FIFOs are written directly, as it comes. A
/// link is followed. An older file keeps its permissions (but set-uid bits) and, where the system
/// allows it, its owner. Refused: folders, block devices, sockets, write-protected files, an empty
/// name; and at the end, a file that somebody else has put there in the meantime.
///
/// The stream throws OutputError as soon as something cannot be written, not at the end only.
/// keepLines() then saves what fitted.
class OutputFile
{
public:
    /// Throws OutputError.
    explicit OutputFile(const std::filesystem::path& path);
    ~OutputFile();

    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    std::ostream& stream() { return m_stream; }

    /// Puts the file in its place, so that a power cut leaves either the older one or this. Throws
    /// OutputError; if only that failed, the temporary file stays and the message names it.
    void commit();

    /// What an error has left.
    struct Kept
    {
        std::int64_t lines = 0; ///< whole ones
        std::filesystem::path file;
    };

    /// After an error: keeps the whole lines that could be written: in their place, or, where an
    /// older file is, under the temporary name beside it. Without any nothing is kept. Does not
    /// throw.
    Kept keepLines() noexcept;

    bool hasFailed() const { return m_buffer->hasFailed(); }

private:
    void rename();

    std::filesystem::path m_path;       ///< as messages call it
    std::filesystem::path m_target;     ///< where links lead
    std::optional<struct stat> m_older; ///< what was there at first
    std::filesystem::path m_temporary;  ///< empty: written directly, or in its place
    std::unique_ptr<FileBuffer> m_buffer;
    std::ostream m_stream;
};

/// What is at the place of an output that is to be written in an hour.
class OutputPlace
{
public:
    /// Throws what OutputFile(path) would. Nothing is left there, no device and no pipe is opened.
    explicit OutputPlace(const std::filesystem::path& path);

    /// Throws OutputError if there is another file by now.
    void expectUnchanged() const;

private:
    std::filesystem::path m_path;
    std::filesystem::path m_target;
    std::optional<struct stat> m_older;
};

/// Where \a path leads, through all links, also if nothing is there yet.
std::filesystem::path linkTarget(std::filesystem::path path);

/// The same for all names of a file, whatever links and folders they lead through, also if it is
/// not there yet.
std::filesystem::path placeOf(const std::filesystem::path& path);

/// The number of the open descriptor that the name stands for: "-", "/dev/stderr", "/dev/fd/5"; −1
/// if it is a file's.
int descriptorOf(const std::filesystem::path& path);

/// The name is standard output's: "-", "/dev/stdout", "/dev/fd/1".
bool isStandardOutput(const std::filesystem::path& path);

/// "NAME.part-" and twelve letters or digits: what a killed program may have left of an
/// OutputFile in place of the file called \a name.
bool isPartOf(const std::string& fileName, const std::string& name);

/// Makes \a path a folder, if it is none yet, and returns it. Throws OutputError, which says what
/// it is for: "checkpoints".
std::filesystem::path makeFolder(const std::filesystem::path& path, const std::string& purpose);

/// Makes a renamed file of \a folder survive a power cut, where that is possible.
void flushFolder(const std::filesystem::path& folder);

/// Removes the temporary files of all OutputFiles that there are. For signal handlers: calls
/// nothing that must not be called there.
void removePartFiles() noexcept;

} // namespace accumulus
