#pragma once

#include "core/data/byte_reader.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace accumulus {

/// The files in a ZIP archive, stored or compressed, read one behind the other. What the archive
/// claims about sizes is believed for progress alone.
class ZipArchive
{
public:
    /// Throws DataError if \a path is not an archive.
    explicit ZipArchive(const std::filesystem::path& path);
    ~ZipArchive();

    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;

    bool contains(const std::string& entry) const;
    std::vector<std::string> entries() const;

    /// Bytes that \a entry claims to have when unpacked.
    double claimedSize(const std::string& entry) const;

    /// Opens a file of the archive, which must outlive the reader. Throws DataError, for instance
    /// if it is encrypted.
    ByteReader open(const std::string& entry, LoadProgress progress = {}) const;

private:
    struct Handle;
    std::filesystem::path m_path;
    std::unique_ptr<Handle> m_handle;
};

} // namespace accumulus
