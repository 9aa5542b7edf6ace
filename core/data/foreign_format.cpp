#include "core/data/foreign_format.h"

#include "core/data/zip_archive.h"
#include "core/data_error.h"

#include <algorithm>
#include <vector>

namespace accumulus {

namespace {

struct Format
{
    std::string_view magic;
    std::string_view text;
};

using namespace std::string_view_literals;

/// Long enough that no text begins so.
constexpr Format formats[] = {
    {"%PDF-"sv, "a PDF document; save its table as CSV"},
    {"PAR1\x15"sv, "a Parquet file; write it as CSV, with pandas: read_parquet(…).to_csv(…)"},
    {"ARROW1\0\0"sv,
     "an Arrow or Feather file; write it as CSV, with pandas: "
     "read_feather(…).to_csv(…)"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv,
     "a workbook of an old Excel or another old Office document; save its sheet as CSV"},
    {"\x89HDF\r\n\x1A\n"sv, "an HDF5 file; write its table as CSV or its arrays as .npy"},
    {"SQLite format 3\0"sv, "an SQLite database; write its table as CSV"},
    {"\x93NUMPY"sv, "an array of numpy; set data.source to npy"},
    {"\x89PNG\r\n\x1A\n"sv, "a PNG image; give a table or a text"},
    {"\xFF\xD8\xFF"sv, "a JPEG image; give a table or a text"},
    {"BZh91AY&SY"sv, "compressed by bzip2; unpack it with bunzip2"},
    {"\xFD\x37zXZ\0"sv, "compressed by xz; unpack it with unxz"},
    {"\x28\xB5\x2F\xFD"sv, "compressed by zstd; unpack it with unzstd"},
    {"7z\xBC\xAF\x27\x1C"sv, "a 7z archive; unpack it and name the file in it"},
};

/// The archive \a path, which many formats are.
std::string zipFormat(const std::filesystem::path& path)
{
    std::vector<std::string> entries;
    try {
        entries = ZipArchive(path).entries();
    } catch (const DataError&) { // damaged; its magic number is sure
    }
    const auto has = [&](const auto& isIt) {
        return std::any_of(entries.begin(), entries.end(), isIt);
    };
    if (has([](const std::string& name) { return name.starts_with("xl/"); }))
        return "an Excel workbook; save its sheet as CSV";
    if (has([](const std::string& name) { return name.starts_with("word/"); }))
        return "a Word document; save its table as CSV or its text as plain text";
    if (has([](const std::string& name) { return name == "content.xml"; }))
        return "an OpenDocument file; save its sheet as CSV or its text as plain text";
    if (has([](const std::string& name) { return name.ends_with(".npy"); }))
        return "an archive of numpy's arrays; set data.source to npz";
    return "a ZIP archive; unpack it and name the file in it";
}

} // namespace

std::string foreignFormat(const std::filesystem::path& path, std::string_view front)
{
    if (front.starts_with("PK\3\4") || front.starts_with("PK\5\6"))
        return zipFormat(path);
    const auto found =
        std::find_if(std::begin(formats), std::end(formats),
                     [&](const Format& format) { return front.starts_with(format.magic); });
    return found != std::end(formats) ? std::string(found->text) : "";
}

} // namespace accumulus
