#include "core/record/tensor_file.h"

#include "core/data_error.h"
#include "core/file/output_file.h"
#include "core/json_text.h"

#include <zlib.h>

#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <utility>

namespace accumulus {

namespace {

using json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

constexpr std::uint64_t maxHeaderBytes = 100'000'000; // the limit of the reference implementation

/// What a header with a checksum begins with; the digits follow.
constexpr std::string_view checksumMark = R"({"__metadata__":{"crc32":")";
constexpr std::string_view noDigits = "00000000";

std::uint32_t addToChecksum(std::uint32_t checksum, std::span<const std::byte> bytes)
{
    if (bytes.empty()) // for no address zlib gives the checksum of nothing
        return checksum;
    return static_cast<std::uint32_t>(
        crc32_z(checksum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::uint32_t headerChecksum(const std::string& header)
{
    const std::uint64_t length = header.size();
    return addToChecksum(addToChecksum(0, std::as_bytes(std::span(&length, 1))),
                         std::as_bytes(std::span(header)));
}

void setDigits(std::string& header, std::uint32_t checksum)
{
    std::array<char, noDigits.size() + 1> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", static_cast<unsigned>(checksum));
    header.replace(checksumMark.size(), noDigits.size(), digits.data());
}

} // namespace

void writeTensorFile(const std::filesystem::path& path,
                     const std::map<std::string, std::string>& metadata,
                     std::span<const TensorToWrite> tensors, Checksum checksum)
{
    json header;
    json& texts = header["__metadata__"] = json::object();
    if (checksum == Checksum::OfAll)
        texts["crc32"] = noDigits;
    for (const auto& [name, text] : metadata)
        texts[name] = text;
    std::uint64_t offset = 0;
    for (const TensorToWrite& tensor : tensors) {
        const std::uint64_t end = offset + tensor.bytes.size();
        header[tensor.name] = {
            {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
    text.append((8 - text.size() % 8) % 8, ' '); // so that the values lie aligned
    if (checksum == Checksum::OfAll) {
        std::uint32_t sum = headerChecksum(text);
        for (const TensorToWrite& tensor : tensors)
            sum = addToChecksum(sum, tensor.bytes);
        setDigits(text, sum);
    }

    OutputFile file(path);
    const std::uint64_t length = text.size();
    file.stream().write(reinterpret_cast<const char*>(&length), sizeof length);
    file.stream() << text;
    for (const TensorToWrite& tensor : tensors)
        file.stream().write(reinterpret_cast<const char*>(tensor.bytes.data()),
                            static_cast<std::streamsize>(tensor.bytes.size()));
    file.commit();
}

struct TensorFile::Header
{
    json entries;
};

TensorFile::TensorFile(std::filesystem::path path, Checksum checksum)
    : m_path(std::move(path))
    , m_file(m_path, std::ios::binary)
    , m_header(std::make_unique<Header>())
{
    std::error_code error;
    m_fileBytes = std::filesystem::file_size(m_path, error);
    if (error || !m_file)
        fail("cannot be read; check that it is a file and may be read");

    std::uint64_t length = 0;
    std::array<char, sizeof length> bytes{};
    m_file.read(bytes.data(), bytes.size());
    std::memcpy(&length, bytes.data(), sizeof length);
    if (!m_file || length > maxHeaderBytes || length > m_fileBytes - sizeof length)
        fail("not a safetensors file, or cut off in its header");
    std::string text(length, '\0');
    m_file.read(text.data(), static_cast<std::streamsize>(length));
    if (checksum == Checksum::OfAll)
        expectChecksum(text);
    json& entries = m_header->entries;
    try {
        entries = parseJson(text);
    } catch (const std::invalid_argument& invalid) {
        fail(std::string("the header is not valid JSON: ") + invalid.what());
    }
    if (!m_file || !entries.is_object())
        fail("the header is not a JSON object");
    m_dataStart = sizeof length + length;

    for (const auto& [name, entry] : entries.items()) {
        if (name != "__metadata__") {
            m_names.push_back(name);
            continue;
        }
        if (!entry.is_object())
            fail("the metadata is not a JSON object");
        for (const auto& [key, value] : entry.items()) {
            if (value.is_string())
                m_metadata[key] = value.get<std::string>();
        }
    }
}

TensorFile::~TensorFile() = default;

/// Reads the whole file once; it stands behind its header before and after.
void TensorFile::expectChecksum(std::string header)
{
    if (!header.starts_with(checksumMark) || header.size() < checksumMark.size() + noDigits.size())
        fail("there is no checksum in front of its metadata");
    const std::string digits = header.substr(checksumMark.size(), noDigits.size());
    header.replace(checksumMark.size(), noDigits.size(), noDigits);
    std::uint32_t sum = headerChecksum(header);
    const std::streamoff dataStart = m_file.tellg();
    std::vector<char> block(std::size_t{1} << 16);
    while (m_file.read(block.data(), static_cast<std::streamsize>(block.size())),
           m_file.gcount() > 0)
        sum = addToChecksum(
            sum, std::as_bytes(std::span(block).first(static_cast<std::size_t>(m_file.gcount()))));
    m_file.clear();
    m_file.seekg(dataStart);
    setDigits(header, sum);
    if (header.substr(checksumMark.size(), noDigits.size()) != digits)
        fail("its checksum is wrong: the file was damaged or changed since it was written");
}

void TensorFile::read(const std::string& name, std::string_view type,
                      const std::vector<std::int64_t>& shape, std::span<std::byte> bytes)
{
    const json& entries = m_header->entries;
    if (!entries.contains(name))
        fail("there is no tensor \"" + name + "\", which the model has");
    const json& entry = entries[name];
    if (!entry.is_object() || entry.value("dtype", json()) != type)
        fail("\"" + name + "\" must have dtype " + std::string(type));
    if (entry.value("shape", json()) != json(shape))
        fail("\"" + name + "\" has shape " + entry.value("shape", json()).dump().substr(0, 80)
             + " where the model has " + json(shape).dump());

    const json offsets = entry.value("data_offsets", json());
    const bool isPair = offsets.is_array() && offsets.size() == 2 && offsets[0].is_number_unsigned()
        && offsets[1].is_number_unsigned();
    const auto begin = isPair ? offsets[0].get<std::uint64_t>() : 0;
    const auto end = isPair ? offsets[1].get<std::uint64_t>() : 0;
    if (!isPair || end < begin || end > m_fileBytes - m_dataStart || end - begin != bytes.size())
        fail("the data_offsets of \"" + name + "\" do not fit its shape or the file");
    m_file.seekg(static_cast<std::streamoff>(m_dataStart + begin));
    m_file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!m_file)
        fail("cut off in \"" + name + "\"");
}

void TensorFile::fail(const std::string& reason) const
{
    throw DataError(m_path.string() + ": " + reason);
}

} // namespace accumulus
