#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// Named arrays in a safetensors file: an 8-byte little-endian header length, a JSON header, the
/// values. Anything else that is to be remembered is text in the metadata.

struct TensorToWrite
{
    std::string name;
    std::string type; ///< as the format calls it: "F32", "F64", "BF16"
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// Whether a file holds a CRC-32 of itself: as the first entry of the metadata, `crc32`, of the
/// whole file with eight zeros in the place of its digits. It is for files that nobody edits: other
/// programs that change values and keep the metadata would make it wrong.
enum class Checksum { None, OfAll };

/// Written atomically. Throws OutputError.
void writeTensorFile(const std::filesystem::path& path,
                     const std::map<std::string, std::string>& metadata,
                     std::span<const TensorToWrite> tensors, Checksum checksum = Checksum::None);

/// Reads such a file. Everything that its header says, also of tensors that nobody will ask for, is
/// checked against the file before it is believed: the values of each are as many bytes as its type
/// and shape have, and all of them together are the rest of the file, without overlap or hole.
/// Throws DataError that begins with the path.
class TensorFile
{
public:
    /// With Checksum::OfAll, a file that has none or another one is refused.
    explicit TensorFile(std::filesystem::path path, Checksum checksum = Checksum::None);
    ~TensorFile();

    TensorFile(const TensorFile&) = delete;
    TensorFile& operator=(const TensorFile&) = delete;

    const std::vector<std::string>& names() const { return m_names; }
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }

    /// Fills \a bytes with the values of the tensor \a name, which must have this type and shape.
    void read(const std::string& name, std::string_view type,
              const std::vector<std::int64_t>& shape, std::span<std::byte> bytes);

    [[noreturn]] void fail(const std::string& reason) const;

private:
    struct Header;

    void checkLayout() const;
    void expectChecksum(std::string header);

    std::filesystem::path m_path;
    std::ifstream m_file;
    std::uint64_t m_fileBytes = 0;
    std::uint64_t m_dataStart = 0;
    std::unique_ptr<Header> m_header;
    std::vector<std::string> m_names;
    std::map<std::string, std::string> m_metadata;
};

} // namespace accumulus
