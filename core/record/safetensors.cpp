#include "core/record/safetensors.h"

#include "core/data_error.h"
#include "core/json_text.h"
#include "core/record/atomic_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace accumulus {

namespace {

using json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

constexpr std::uint64_t maxHeaderBytes = 100'000'000; // the limit of the reference implementation

class Reader
{
public:
    explicit Reader(const std::filesystem::path& path)
        : m_path(path)
        , m_file(path, std::ios::binary)
    {
        std::error_code error;
        m_fileBytes = std::filesystem::file_size(path, error);
        if (error || !m_file)
            throw DataError(path.string()
                            + " cannot be read: check that it is a file and may be read");
        readHeader();
    }

    const json& header() const { return m_header; }

    /// The values of one tensor, after checking all that the header says about it.
    std::vector<float> values(const ParameterArena::Parameter& parameter)
    {
        if (!m_header.contains(parameter.name))
            fail("there is no tensor \"" + parameter.name + "\", which the model has");
        const json& entry = m_header[parameter.name];
        if (!entry.is_object() || entry.value("dtype", json()) != "F32")
            fail("\"" + parameter.name + "\" must have dtype F32");
        if (entry.value("shape", json()) != json(parameter.shape))
            fail("\"" + parameter.name + "\" has shape " + entry.value("shape", json()).dump()
                 + " where the model has " + json(parameter.shape).dump());
        std::vector<float> values(parameter.size);
        readData(entry.value("data_offsets", json()), parameter.name, values);
        return values;
    }

    [[noreturn]] void fail(const std::string& reason) const
    {
        throw DataError(m_path.string() + ": " + reason);
    }

private:
    void readHeader()
    {
        std::uint64_t length = 0;
        std::array<char, sizeof length> bytes{};
        m_file.read(bytes.data(), bytes.size());
        std::memcpy(&length, bytes.data(), sizeof length);
        if (!m_file || length > maxHeaderBytes || length > m_fileBytes - sizeof length)
            fail("not a safetensors file, or cut off in its header");
        std::string text(length, '\0');
        m_file.read(text.data(), static_cast<std::streamsize>(length));
        try {
            m_header = parseJson(text);
        } catch (const std::invalid_argument& error) {
            fail(std::string("the header is not valid JSON: ") + error.what());
        }
        if (!m_file || !m_header.is_object())
            fail("the header is not a JSON object");
        m_dataStart = sizeof length + length;
    }

    void readData(const json& offsets, const std::string& name, std::vector<float>& values)
    {
        const std::uint64_t bytes = values.size() * sizeof(float);
        const std::uint64_t available = m_fileBytes - m_dataStart;
        const bool isPair = offsets.is_array() && offsets.size() == 2
            && offsets[0].is_number_unsigned() && offsets[1].is_number_unsigned();
        const auto begin = isPair ? offsets[0].get<std::uint64_t>() : 0;
        const auto end = isPair ? offsets[1].get<std::uint64_t>() : 0;
        if (!isPair || end < begin || end > available || end - begin != bytes)
            fail("the data_offsets of \"" + name + "\" do not fit its shape or the file");
        m_file.seekg(static_cast<std::streamoff>(m_dataStart + begin));
        m_file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(bytes));
        if (!m_file)
            fail("cut off in \"" + name + "\"");
        if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))
            fail("\"" + name + "\" holds values that are not finite");
    }

    std::filesystem::path m_path;
    std::ifstream m_file;
    std::uint64_t m_fileBytes = 0;
    std::uint64_t m_dataStart = 0;
    json m_header;
};

} // namespace

void writeWeights(const std::filesystem::path& path, const ParameterArena& arena,
                  std::string_view experimentJson)
{
    json header;
    header["__metadata__"] = {{"experiment", experimentJson}};
    std::uint64_t offset = 0;
    for (const auto& parameter : arena.parameters()) {
        const std::uint64_t end = offset + parameter.size * sizeof(float);
        header[parameter.name] = {
            {"dtype", "F32"}, {"shape", parameter.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
    text.append((8 - text.size() % 8) % 8, ' '); // so that the values lie aligned

    AtomicFile file(path);
    const std::uint64_t length = text.size();
    file.stream().write(reinterpret_cast<const char*>(&length), sizeof length);
    file.stream() << text;
    for (const auto& parameter : arena.parameters()) {
        const auto weights = arena.weights().subspan(parameter.offset, parameter.size);
        file.stream().write(reinterpret_cast<const char*>(weights.data()),
                            static_cast<std::streamsize>(weights.size_bytes()));
    }
    file.commit();
}

void readWeights(const std::filesystem::path& path, ParameterArena& arena)
{
    Reader reader(path);
    for (const auto& [name, unused] : reader.header().items()) {
        const auto& known = arena.parameters();
        if (name != "__metadata__"
            && std::none_of(known.begin(), known.end(),
                            [&, &n = name](const auto& p) { return p.name == n; }))
            reader.fail("the model has no parameter \"" + name.substr(0, 80) + "\"");
    }
    std::vector<std::vector<float>> values;
    for (const auto& parameter : arena.parameters())
        values.push_back(reader.values(parameter));
    for (std::size_t i = 0; i < values.size(); ++i)
        std::copy(values[i].begin(), values[i].end(), arena.weights(i).begin());
}

} // namespace accumulus
