#pragma once

#include <filesystem>
#include <fstream>

namespace accumulus {

/// A file that appears whole or not at all: written beside its place under a temporary name,
/// flushed to the disk and renamed by commit(). Without commit() nothing is left and an older file
/// stays as it was.
///
///     AtomicFile file("loss.csv");
///     file.stream() << "…";
///     file.commit();
class AtomicFile
{
public:
    /// Throws std::runtime_error with path and reason if the file cannot be made.
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();

    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    std::ostream& stream() { return m_stream; }

    /// Throws std::runtime_error if anything could not be written (disk full, folder gone).
    void commit();

private:
    std::filesystem::path m_path;
    std::filesystem::path m_temporary;
    std::ofstream m_stream;
};

} // namespace accumulus
