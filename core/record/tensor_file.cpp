#include "core/record/tensor_file.h"

#include "core/data_error.h"
#include "core/json_text.h"
#include "core/record/atomic_file.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace accumulus {

namespace {

using json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

constexpr std::uint64_t maxHeaderBytes = 100'000'000; // the limit of the reference implementation

} // namespace

void writeTensorFile(const std::filesystem::path& path,
                     const std::map<std::string, std::string>& metadata,
                     std::span<const TensorToWrite> tensors)
{
    json header;
    header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const TensorToWrite& tensor : tensors) {
        const std::uint64_t end = offset + tensor.bytes.size();
        header[tensor.name] = {
            {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
    text.append((8 - text.size() % 8) % 8, ' '); // so that the values lie aligned

    AtomicFile file(path);
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

TensorFile::TensorFile(std::filesystem::path path)
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
