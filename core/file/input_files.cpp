#include "core/file/input_files.h"

#include "core/file/output_file.h"

#include <sys/stat.h>

#include <stdexcept>

namespace accumulus {

void InputFiles::add(const std::filesystem::path& path, const std::string& what)
{
    struct stat info = {};
    if (path.empty() || stat(path.c_str(), &info) != 0)
        return;
    if (S_ISREG(info.st_mode))
        m_files.push_back({info.st_dev, info.st_ino, what});
    if (!S_ISDIR(info.st_mode))
        return;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
        if (entry.is_regular_file(error))
            add(entry.path(), what);
    }
}

void InputFiles::refuse(const std::filesystem::path& output) const
{
    if (const File* file = find(output))
        throw std::invalid_argument(
            (descriptorOf(output) >= 0 ? "standard output" : output.string()) + " is " + file->what
            + ", which would be overwritten; choose another name");
}

const InputFiles::File* InputFiles::find(const std::filesystem::path& output) const
{
    struct stat info = {};
    const int descriptor = descriptorOf(output); // a shell may have opened the file: 1<>data.csv
    if ((descriptor >= 0 ? fstat(descriptor, &info) : stat(output.c_str(), &info)) != 0)
        return nullptr;
    for (const File& file : m_files) {
        if (file.device == info.st_dev && file.inode == info.st_ino)
            return &file;
    }
    return nullptr;
}

} // namespace accumulus
