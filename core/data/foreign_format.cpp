#include "core/data/foreign_format.h"

#include "core/data/byte_reader.h"
#include "core/data/zip_archive.h"
#include "core/data_error.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <system_error>
#include <vector>

namespace accumulus {

namespace {

/// A row of the table of what files begin with.
struct FileBegin
{
    std::string_view magic;
    FileFormat format;
    bool mayBeText = false; ///< a text may have it there too, but no NUL
    std::size_t offset = 0; ///< of the magic
};

using namespace std::string_view_literals;

constexpr FileFormat idx{"an IDX file, the format of MNIST", "idx", ""};
constexpr FileFormat utf32{"UTF-32, which is not read", "", "save it as UTF-8"};
constexpr std::string_view asArrays = "images are read from IDX files and arrays of numpy";

constexpr FileBegin begins[] = {
    {"%PDF-"sv, {"a PDF document", "", "save its table as CSV"}},
    {"PAR1"sv,
     {"a Parquet file", "", "write it as CSV, with pandas: read_parquet(…).to_csv(…)"},
     true},
    {"ARROW1\0\0"sv,
     {"an Arrow or Feather file", "", "write it as CSV, with pandas: read_feather(…).to_csv(…)"}},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv,
     {"a workbook of an old Excel or another old Office document", "", "save its sheet as CSV"}},
    {"\x89HDF\r\n\x1A\n"sv, {"an HDF5 file", "", "write its table as CSV or its arrays as .npy"}},
    {"SQLite format 3\0"sv, {"an SQLite database", "", "write its table as CSV"}},
    {"\x93NUMPY"sv, {"an array of numpy", "npy", ""}},
    {"\0\0\x08"sv, idx}, // the types of its elements
    {"\0\0\x09"sv, idx},
    {"\0\0\x0B"sv, idx},
    {"\0\0\x0C"sv, idx},
    {"\0\0\x0D"sv, idx},
    {"\0\0\x0E"sv, idx},
    {"\x89PNG\r\n\x1A\n"sv, {"a PNG image", "", asArrays}},
    {"\xFF\xD8\xFF"sv, {"a JPEG image", "", asArrays}},
    {"\xFF\xFE\0\0"sv, utf32},
    {"\0\0\xFE\xFF"sv, utf32},
    {"BZh91AY&SY"sv, {"compressed by bzip2", "", "unpack it with bunzip2"}},
    {"\xFD\x37zXZ\0"sv, {"compressed by xz", "", "unpack it with unxz"}},
    {"\x28\xB5\x2F\xFD"sv, {"compressed by zstd", "", "unpack it with unzstd"}},
    {"7z\xBC\xAF\x27\x1C"sv, {"a 7z archive", "", "unpack it and name the file in it"}},
    {"ustar"sv, {"a tar archive", "", "unpack it and name the file in it"}, true, 257},
};

/// A row of the table of formats that are ZIP archives.
struct ZipContent
{
    std::string_view begin; ///< of the name of an entry
    std::string_view end;
    FileFormat format;
};

constexpr ZipContent zipContents[] = {
    {"", ".npy", {"an archive of numpy's arrays", "npz", ""}},
    {"xl/", "", {"an Excel workbook", "", "save its sheet as CSV"}},
    {"word/", "", {"a Word document", "", "save its table as CSV or its text as plain text"}},
    {"content.xml",
     "content.xml",
     {"an OpenDocument file", "", "save its sheet as CSV or its text as plain text"}},
    {"", "", {"a ZIP archive", "", "unpack it and name the file in it"}},
};
constexpr FileFormat damagedZip{"a ZIP archive or a workbook that is damaged or cut off", "",
                                "get it again"};

/// Of the archive \a path.
const FileFormat* zipFormat(const std::filesystem::path& path)
{
    std::vector<std::string> entries;
    try {
        entries = ZipArchive(path).entries();
    } catch (const DataError&) {
        return &damagedZip; // for its magic number is sure
    }
    entries.emplace_back(); // so that the last row fits the empty archive
    const auto isIn = [&](const ZipContent& row) {
        return std::any_of(entries.begin(), entries.end(), [&](const std::string& name) {
            return name.starts_with(row.begin) && name.ends_with(row.end);
        });
    };
    return &std::find_if(std::begin(zipContents), std::end(zipContents), isIn)->format;
}

/// Lines, and nothing between them that no text has.
bool isText(std::string_view front)
{
    return front.find_first_of("\r\n") != std::string_view::npos
        && std::none_of(front.begin(), front.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte < 0x20 && c != '\t' && c != '\r' && c != '\n' && c != '\f';
           });
}

} // namespace

const FileFormat* fileFormat(const std::filesystem::path& path, std::string_view front)
{
    front = front.substr(0, 4096);
    if (front.starts_with("PK\3\4") || front.starts_with("PK\5\6"))
        return zipFormat(path);
    const bool hasNul = front.find('\0') != std::string_view::npos;
    const auto fits = [&](const FileBegin& row) {
        return front.size() >= row.offset && front.substr(row.offset).starts_with(row.magic)
            && (hasNul || !row.mayBeText);
    };
    const auto row = std::find_if(std::begin(begins), std::end(begins), fits);
    return row == std::end(begins) ? nullptr : &row->format;
}

std::string adviceOf(const FileFormat& format)
{
    return std::string(format.what) + "; "
        + (format.source.empty() ? std::string(format.remedy)
                                 : "set data.source to " + std::string(format.source));
}

void refuseForeignFile(const std::filesystem::path& path, std::string_view source)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
        return;
    std::string front(4096, '\0');
    try {
        ByteReader bytes(path);
        front.resize(bytes.readSome(std::as_writable_bytes(std::span(front))));
    } catch (const DataError&) {
        return;
    }
    const FileFormat* const format = fileFormat(path, front);
    const bool mayBeRead = format == nullptr
        ? !isText(front)
        : format->source == source || (format == &damagedZip && source == "npz");
    if (mayBeRead)
        return;
    throw DataError(path.string() + " is no file for data.source " + std::string(source) + " but "
                    + (format == nullptr ? "text; set data.source to csv if it is a table"
                                         : adviceOf(*format)));
}

} // namespace accumulus
