#include "core/file/output_file.h"

#include "core/file/file_state.h"
#include "core/file/path_kind.h"
#include "core/file/process.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <mutex>
#include <string_view>
#include <tuple>
#include <utility>

namespace accumulus {

namespace {

using std::filesystem::path;

constexpr int mostLinks = 40; // as many as Linux follows
constexpr std::string_view partMark = ".part-";
constexpr std::size_t partLetters = 12;
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";

/// Names of part files, for a signal handler: a fixed table that needs no lock to be read. Who does
/// not fit into it is left over at a second Ctrl-C, no more.
struct PartSlot
{
    std::atomic<bool> isUsed = false;
    std::array<char, 4096> name{};
};
std::array<PartSlot, 64> partSlots;
std::mutex partSlotsMutex;

void rememberPart(const path& part)
{
    const std::lock_guard lock(partSlotsMutex);
    for (PartSlot& slot : partSlots) {
        if (slot.isUsed || part.native().size() >= slot.name.size())
            continue;
        std::copy_n(part.c_str(), part.native().size() + 1, slot.name.begin());
        slot.isUsed = true;
        return;
    }
}

void forgetPart(const path& part)
{
    const std::lock_guard lock(partSlotsMutex);
    for (PartSlot& slot : partSlots) {
        if (slot.isUsed && part.native() == slot.name.data())
            slot.isUsed = false;
    }
}

std::string randomLetters()
{
    std::array<unsigned char, partLetters> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("the system gives no random numbers for a temporary name");
    std::string text;
    for (const unsigned char byte : bytes)
        text += letters[byte % letters.size()];
    return text;
}

path targetOf(const path& name)
{
    if (name.empty())
        throw OutputError("a file without a name", "its name is empty");
    return linkTarget(std::filesystem::absolute(name));
}

/// What is at a path.
std::optional<struct stat> infoOf(const path& path)
{
    struct stat info = {};
    if (stat(path.c_str(), &info) != 0)
        return std::nullopt;
    return info;
}

/// Whether \a name is written as it comes: an open descriptor, a device, a pipe.
bool isWrittenDirectly(const path& name, const std::optional<struct stat>& older)
{
    if (descriptorOf(name) >= 0)
        return true;
    if (!older || S_ISREG(older->st_mode))
        return false;
    if (S_ISDIR(older->st_mode))
        throw OutputError(name, "it is a folder");
    if (!S_ISCHR(older->st_mode) && !S_ISFIFO(older->st_mode))
        throw OutputError(name, "it is not a file, a terminal or a pipe");
    return true;
}

int openDirectly(const path& name, const path& target)
{
    const int number = descriptorOf(name);
    if (wasClosedAtStart(number))
        throw OutputError(name, "it was closed when the program started");
    const int descriptor = number >= 0 ? fcntl(number, F_DUPFD_CLOEXEC, 3)
                                       : open(target.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        throw OutputError(name, systemErrorText(errno));
    if ((fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDONLY) {
        close(descriptor);
        throw OutputError(name, "it is open for reading only");
    }
    return descriptor;
}

/// Renaming would go around a file's own protection, and root is never refused.
bool isProtected(const path& target, const struct stat& info)
{
    return (info.st_mode & 0222) == 0 || access(target.c_str(), W_OK) != 0;
}

/// Gives a new file the permissions and, where possible, the owner of the one that it replaces.
void copyRights(int descriptor, const struct stat& older)
{
    // Failing is no harm: a colleague's file stays readable by whom its mode says.
    const bool hasOwner = fchown(descriptor, older.st_uid, older.st_gid) == 0
        || fchown(descriptor, uid_t(-1), older.st_gid) == 0;
    const mode_t mode = older.st_mode & (hasOwner ? 0777 : 0707); // of another group: not for it
    [[maybe_unused]] const int ignored = fchmod(descriptor, mode);
}

/// Makes and opens a file of a name that nobody can guess, beside \a target, where \a older is.
std::pair<int, path> openPart(const path& name, const path& target,
                              const std::optional<struct stat>& older)
{
    if (older && isProtected(target, *older))
        throw OutputError(name, "it is write-protected");
    const mode_t mode = older ? older->st_mode & 0777 : 0666;
    constexpr std::size_t longestName = 255;
    const std::string stem =
        target.filename().string().substr(0, longestName - partMark.size() - partLetters);
    for (int tries = 0; tries < 100; ++tries) {
        const path part = target.parent_path() / (stem + std::string(partMark) + randomLetters());
        rememberPart(part); // before it is there: a signal may come in between
        const int descriptor =
            open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        const int reason = errno;
        if (descriptor < 0)
            forgetPart(part);
        if (descriptor >= 0) {
            if (older)
                copyRights(descriptor, *older);
            return {descriptor, part};
        }
        if (reason == ENOENT)
            throw OutputError(name, "there is no folder " + target.parent_path().string());
        if (reason != EEXIST)
            throw OutputError(name, systemErrorText(reason));
    }
    throw OutputError(name, "no temporary file can be made beside it");
}

/// Between the first look and the last, hours may have passed. \a older: what was at \a target at
/// first. "" if it still is, or nothing.
std::string whyNotReplaced(const path& target, const std::optional<struct stat>& older)
{
    const auto now = infoOf(target);
    if (!now)
        return {};
    if (!older || FileState(*older) != FileState(*now))
        return older ? "it was changed or another file was put there in the meantime"
                     : "another file was put there in the meantime";
    return isProtected(target, *now) ? "it is write-protected by now" : "";
}

} // namespace

OutputFile::OutputFile(const path& path)
    : m_path(path)
    , m_target(targetOf(path))
    , m_older(infoOf(m_target))
    , m_stream(nullptr)
{
    int descriptor = -1;
    if (isWrittenDirectly(m_path, m_older)) {
        descriptor = openDirectly(m_path, m_target);
    } else {
        std::tie(descriptor, m_temporary) = openPart(m_path, m_target, m_older);
    }
    m_buffer = std::make_unique<FileBuffer>(descriptor, m_path);
    m_stream.rdbuf(m_buffer.get());
    m_stream.exceptions(std::ios::badbit);
}

OutputFile::~OutputFile()
{
    if (m_temporary.empty())
        return;
    unlink(m_temporary.c_str());
    forgetPart(m_temporary);
}

void OutputFile::commit()
{
    if (m_temporary.empty()) {
        m_buffer->flush();
        return;
    }
    m_buffer->flushToDisk();
    rename();
}

void OutputFile::rename()
{
    const path part = std::exchange(m_temporary, {});
    std::string reason = whyNotReplaced(m_target, m_older);
    if (reason.empty() && ::rename(part.c_str(), m_target.c_str()) != 0)
        reason = systemErrorText(errno);
    forgetPart(part);    // not before: a signal may come in between
    if (!reason.empty()) // what was written is not thrown away
        throw OutputError(m_path,
                          reason
                              + (isThere(part)
                                     ? "; its content is in " + part.string()
                                     : "; what was written is gone with " + part.string()));
    flushFolder(m_target.parent_path());
}

OutputFile::Kept OutputFile::keepLines() noexcept
{
    try {
        const std::int64_t lines = m_buffer->lines();
        if (m_temporary.empty()) // they went where nothing is kept
            return {};
        const auto bytes = static_cast<off_t>(m_buffer->lineBytes());
        if (bytes == 0 || ftruncate(m_buffer->descriptor(), bytes) != 0)
            return {};
        fsync(m_buffer->descriptor());
        if (m_older) { // which may be complete
            forgetPart(m_temporary);
            return {lines, std::exchange(m_temporary, {})};
        }
        rename();
        return {lines, m_target};
    } catch (const std::exception&) {
        return {};
    }
}

OutputPlace::OutputPlace(const path& path)
    : m_path(path)
    , m_target(targetOf(path))
    , m_older(infoOf(m_target))
{
    if (descriptorOf(path) >= 0 || !isWrittenDirectly(path, m_older))
        OutputFile{path}; // without commit() it leaves nothing
}

void OutputPlace::expectUnchanged() const
{
    if (descriptorOf(m_path) >= 0 || (m_older && !S_ISREG(m_older->st_mode)))
        return;
    // Links are followed anew: one may have been put there.
    if (const std::string reason = whyNotReplaced(targetOf(m_path), m_older); !reason.empty())
        throw OutputError(m_path, reason);
}

path linkTarget(path path)
{
    std::error_code error;
    for (int i = 0; i < mostLinks && std::filesystem::is_symlink(path, error); ++i) {
        const auto next = std::filesystem::read_symlink(path, error);
        if (error)
            break;
        path = path.parent_path() / next; // an absolute one replaces all
    }
    return path;
}

path placeOf(const path& path)
{
    const auto place =
        linkTarget(std::filesystem::weakly_canonical(std::filesystem::absolute(path)));
    return std::filesystem::weakly_canonical(place); // the text of a link may hold ..
}

namespace {

/// Of one of the names that stand for a descriptor; −1 for all others.
int numberIn(const std::string& name)
{
    if (name == "/dev/stdout")
        return STDOUT_FILENO;
    if (name == "/dev/stderr")
        return STDERR_FILENO;
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        int number = -1;
        const char* const end = name.data() + name.size();
        if (name.starts_with(folder)
            && std::from_chars(name.data() + folder.size(), end, number).ptr == end)
            return number;
    }
    return -1;
}

} // namespace

int descriptorOf(const path& name)
{
    if (name == "-") // and not "./-", which is a file
        return STDOUT_FILENO;
    if (name.empty())
        return -1;
    path place = std::filesystem::absolute(name).lexically_normal();
    std::error_code error;
    for (int i = 0; i < mostLinks; ++i) { // a link may lead to one, /dev/stdout itself is one
        if (const int number = numberIn(place.string()); number >= 0)
            return number;
        const path next = std::filesystem::read_symlink(place, error);
        if (error)
            break;
        place = (place.parent_path() / next).lexically_normal();
    }
    return -1;
}

bool isStandardOutput(const path& path)
{
    return descriptorOf(path) == STDOUT_FILENO;
}

bool isPartOf(const std::string& fileName, const std::string& name)
{
    const std::string front = name + std::string(partMark);
    return fileName.size() == front.size() + partLetters && fileName.starts_with(front)
        && fileName.find_first_not_of(letters, front.size()) == std::string::npos;
}

path makeFolder(const path& path, const std::string& purpose)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error || !isFolder(path))
        throw OutputError(path,
                          "it cannot be made a folder for " + purpose
                              + (error ? ": " + error.message() : std::string()));
    return path;
}

void flushFolder(const path& folder)
{
    const int descriptor =
        open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    fsync(descriptor);
    close(descriptor);
}

void removePartFiles() noexcept
{
    for (const PartSlot& slot : partSlots) {
        if (slot.isUsed)
            unlink(slot.name.data());
    }
}

} // namespace accumulus
