#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace accumulus {

/// A well-known format of files.
struct FileFormat
{
    std::string_view what;   ///< "an array of numpy"
    std::string_view source; ///< a name of dataSources(), which reads it; empty: none does
    std::string_view remedy; ///< what to do with it where none does
};

/// The format of \a path that begins with \a front, the first 4 KiB or more of it, or all; a gzip
/// file counts as what it holds. Null if it is a text or none of those that are known.
const FileFormat* fileFormat(const std::filesystem::path& path, std::string_view front);

/// "an array of numpy; set data.source to npy"
std::string adviceOf(const FileFormat& format);

/// Throws a DataError that says what \a path is and what to do, if that is a text or another format
/// than \a source reads. Does nothing where the file cannot be read, for who opens it says
/// why, and for what can be read only once, such as a pipe.
void refuseForeignFile(const std::filesystem::path& path, std::string_view source);

} // namespace accumulus
