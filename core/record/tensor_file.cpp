#include "core/record/tensor_file.h"

#include "core/data_error.h"
#include "core/file/output_file.h"
#include "core/json_text.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <optional>
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

struct DataType
{
    std::string_view name;
    std::uint64_t bytes;
};

constexpr DataType dataTypes[] = {
    {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"F8_E4M3", 1},
    {"I16", 2},  {"U16", 2}, {"F16", 2}, {"BF16", 2},    {"I32", 4},
    {"U32", 4},  {"F32", 4}, {"F64", 8}, {"I64", 8},     {"U64", 8},
};

/// What a header says of a tensor, believed as far as it can be without the file.
struct Entry
{
    std::string type;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< of its bytes, behind the header
    std::uint64_t end = 0;
};

/// 0…2^53; none if it is anything else.
std::optional<std::uint64_t> sizeOf(const json& value)
{
    const std::optional<std::int64_t> number = wholeNumber(value);
    return number && *number >= 0 ? std::optional(static_cast<std::uint64_t>(*number))
                                  : std::nullopt;
}

/// Bytes of values of this type and shape; none if there is no such type, or they are more than
/// any file has.
std::optional<std::uint64_t> byteCount(const std::string& type,
                                       const std::vector<std::int64_t>& shape)
{
    const auto* const known = std::find_if(std::begin(dataTypes), std::end(dataTypes),
                                           [&](const DataType& row) { return row.name == type; });
    if (known == std::end(dataTypes))
        return std::nullopt;
    std::uint64_t bytes = known->bytes;
    bool isEmpty = false;
    for (const std::int64_t side : shape)
        isEmpty = isEmpty || side == 0;
    for (const std::int64_t side : shape) {
        if (isEmpty)
            return 0;
        if (bytes > (std::uint64_t{1} << 62) / static_cast<std::uint64_t>(side))
            return std::nullopt;
        bytes *= static_cast<std::uint64_t>(side);
    }
    return bytes;
}

/// None if it is not of that form, or its bytes are not as many as its type and shape have.
std::optional<Entry> entryOf(const json& value)
{
    if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string()
        || !value.contains("shape") || !value["shape"].is_array() || !value.contains("data_offsets")
        || !value["data_offsets"].is_array() || value["data_offsets"].size() != 2)
        return std::nullopt;
    Entry entry{.type = value["dtype"].get<std::string>(), .shape = {}};
    for (const json& side : value["shape"]) {
        const auto size = sizeOf(side);
        if (!size)
            return std::nullopt;
        entry.shape.push_back(static_cast<std::int64_t>(*size));
    }
    const auto begin = sizeOf(value["data_offsets"][0]);
    const auto end = sizeOf(value["data_offsets"][1]);
    if (!begin || !end || *begin > *end || byteCount(entry.type, entry.shape) != *end - *begin)
        return std::nullopt;
    entry.begin = *begin;
    entry.end = *end;
    return entry;
}

std::string shown(const std::vector<std::int64_t>& shape)
{
    return json(shape).dump().substr(0, 80);
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
    std::map<std::string, Entry> entries;
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
    json entries;
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
            const std::optional<Entry> read = entryOf(entry);
            if (!read)
                fail("the dtype, shape and data_offsets of \"" + name.substr(0, 80)
                     + "\" do not fit together");
            m_header->entries[name] = *read;
            continue;
        }
        if (!entry.is_object())
            fail("the metadata is not a JSON object");
        for (const auto& [key, value] : entry.items()) {
            if (value.is_string())
                m_metadata[key] = value.get<std::string>();
        }
    }
    checkLayout();
}

/// The tensors' bytes lie one behind the other, in whatever order, and are all that there is: no
/// two share any, none belongs to nobody.
void TensorFile::checkLayout() const
{
    std::vector<std::pair<const std::string*, const Entry*>> inOrder;
    for (const auto& [name, entry] : m_header->entries)
        inOrder.emplace_back(&name, &entry);
    std::sort(inOrder.begin(), inOrder.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second->begin, a.second->end)
            < std::pair(b.second->begin, b.second->end);
    });
    const std::uint64_t bytes = m_fileBytes - m_dataStart;
    std::uint64_t end = 0;
    for (const auto& [name, entry] : inOrder) {
        if (entry->end > bytes)
            fail("cut off in \"" + name->substr(0, 80)
                 + "\": its data_offsets end behind the file");
        if (entry->begin < end)
            fail("the data_offsets of \"" + name->substr(0, 80) + "\" overlap another tensor's");
        if (entry->begin > end)
            fail("there are bytes before \"" + name->substr(0, 80) + "\" that belong to no tensor");
        end = entry->end;
    }
    if (end != bytes)
        fail("there are " + std::to_string(bytes - end)
             + " bytes at the end that belong to no tensor");
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
        fail("its checksum is wrong: the file was damaged or changed since it was written; take "
             "another copy of it, or begin anew");
}

void TensorFile::read(const std::string& name, std::string_view type,
                      const std::vector<std::int64_t>& shape, std::span<std::byte> bytes)
{
    const auto known = m_header->entries.find(name);
    if (known == m_header->entries.end())
        fail("there is no tensor \"" + name + "\", which the model has");
    const Entry& entry = known->second;
    if (entry.type != type)
        fail("\"" + name + "\" must have dtype " + std::string(type));
    if (entry.shape != shape)
        fail("\"" + name + "\" has shape " + shown(entry.shape) + " where the model has "
             + shown(shape));
    assert(entry.end - entry.begin == bytes.size());
    m_file.seekg(static_cast<std::streamoff>(m_dataStart + entry.begin));
    m_file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!m_file)
        fail("cut off in \"" + name + "\"");
}

void TensorFile::fail(const std::string& reason) const
{
    throw DataError(m_path.string() + ": " + reason);
}

} // namespace accumulus
