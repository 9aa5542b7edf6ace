#include "core/data/zip_archive.h"

#include "core/data_error.h"
#include "core/file/path_kind.h"

#include <zip.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace accumulus {

struct ZipArchive::Handle
{
    zip_t* archive = nullptr;

    ~Handle()
    {
        if (archive)
            zip_discard(archive); // there is nothing to write
    }
};

namespace {

/// The checksum is compared when the end is read.
class ZipEntry : public ByteStream
{
public:
    /// \a file: not null.
    ZipEntry(zip_file_t* file, double claimedSize)
        : m_file(file)
        , m_claimedSize(claimedSize)
    {}
    ~ZipEntry() override { zip_fclose(m_file); }
    ZipEntry(const ZipEntry&) = delete;
    ZipEntry& operator=(const ZipEntry&) = delete;

    std::size_t read(std::span<std::byte> bytes) override
    {
        const zip_int64_t count = zip_fread(m_file, bytes.data(), bytes.size());
        if (count < 0)
            throw std::runtime_error("the archive cannot be read on: "
                                     + std::string(zip_file_strerror(m_file)));
        m_read += static_cast<double>(count);
        return static_cast<std::size_t>(count);
    }

    double shareRead() const override
    {
        return m_claimedSize > 0.0 ? std::min(m_read / m_claimedSize, 1.0) : 0.0;
    }

private:
    zip_file_t* m_file;
    double m_claimedSize;
    double m_read = 0.0;
};

} // namespace

ZipArchive::ZipArchive(const std::filesystem::path& path)
    : m_path(path)
    , m_handle(std::make_unique<Handle>())
{
    if (isFolder(path))
        throw DataError(path.string() + " is a folder, not a file");
    int code = 0;
    m_handle->archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (m_handle->archive)
        return;
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw DataError(path.string() + " cannot be opened as a ZIP archive: " + reason);
}

ZipArchive::~ZipArchive() = default;

bool ZipArchive::contains(const std::string& entry) const
{
    return zip_name_locate(m_handle->archive, entry.c_str(), ZIP_FL_ENC_GUESS) >= 0;
}

std::vector<std::string> ZipArchive::entries() const
{
    std::vector<std::string> names;
    const zip_int64_t count = zip_get_num_entries(m_handle->archive, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(m_handle->archive, static_cast<zip_uint64_t>(i), 0);
        names.emplace_back(name ? name : "");
    }
    return names;
}

double ZipArchive::claimedSize(const std::string& entry) const
{
    zip_stat_t status;
    zip_stat_init(&status);
    zip_stat(m_handle->archive, entry.c_str(), 0, &status);
    return status.valid & ZIP_STAT_SIZE ? static_cast<double>(status.size) : 0.0;
}

ByteReader ZipArchive::open(const std::string& entry, LoadProgress progress) const
{
    const std::string name = m_path.string() + ", " + entry;
    zip_file_t* file = zip_fopen(m_handle->archive, entry.c_str(), 0);
    if (!file)
        throw DataError(name + " cannot be opened: " + zip_strerror(m_handle->archive));
    return {std::make_unique<ZipEntry>(file, claimedSize(entry)), name, std::move(progress)};
}

} // namespace accumulus
