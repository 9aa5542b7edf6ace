#pragma once

#include "tests/temporary_folder.h"

#include <zip.h>
#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace accumulus::testing {

/// The bytes of \a value, the most significant first.
template <typename T>
std::string bigEndian(T value)
{
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return {bytes.rbegin(), bytes.rend()};
}

/// The bytes of \a value, the least significant first.
template <typename T>
std::string littleEndian(T value)
{
    const std::string bytes = bigEndian(value);
    return {bytes.rbegin(), bytes.rend()};
}

inline std::string idxHeader(int type, const std::vector<std::uint32_t>& dimensions)
{
    std::string bytes{'\0', '\0', static_cast<char>(type), static_cast<char>(dimensions.size())};
    for (const std::uint32_t dimension : dimensions)
        bytes += bigEndian(dimension);
    return bytes;
}

/// Bytes 0, 1, 2, … as the data of a file.
inline std::string countingBytes(std::size_t count)
{
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i)
        bytes += static_cast<char>(i);
    return bytes;
}

/// An NPY file with the header \a dict, as it is.
inline std::string npyFile(const std::string& dict, const std::string& data, char version = 1)
{
    const auto length = static_cast<std::uint32_t>(dict.size());
    return "\x93NUMPY" + std::string{version, '\0'}
    + (version == 1 ? littleEndian(static_cast<std::uint16_t>(length)) : littleEndian(length))
        + dict + data;
}

inline std::string npyHeader(const std::string& descr, const std::string& shape)
{
    return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
}

inline std::string npy(const std::string& descr, const std::string& shape, const std::string& data)
{
    return npyFile(npyHeader(descr, shape), data);
}

inline std::filesystem::path writeGzip(const std::filesystem::path& path, const std::string& bytes)
{
    gzFile file = gzopen(path.c_str(), "wb");
    if (!file || gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size())) < 0
        || gzclose(file) != Z_OK)
        throw std::runtime_error("no gzip file can be written");
    return path;
}

struct ZipMember
{
    std::string name;
    std::string bytes;
};

inline std::filesystem::path writeZip(const std::filesystem::path& path,
                                      const std::vector<ZipMember>& members, bool deflated)
{
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    if (!archive)
        throw std::runtime_error("no ZIP archive can be written");
    for (const ZipMember& member : members) {
        zip_source_t* source =
            zip_source_buffer(archive, member.bytes.data(), member.bytes.size(), 0);
        const zip_int64_t index = zip_file_add(archive, member.name.c_str(), source, 0);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                                 deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    }
    if (zip_close(archive) != 0)
        throw std::runtime_error("no ZIP archive can be written");
    return path;
}

} // namespace accumulus::testing
