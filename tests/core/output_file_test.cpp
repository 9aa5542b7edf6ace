#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/file/input_files.h"
#include "core/file/output_file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <csignal>
#include <thread>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

std::vector<std::string> namesIn(const std::filesystem::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

mode_t modeOf(const std::filesystem::path& path)
{
    struct stat info = {};
    REQUIRE(stat(path.c_str(), &info) == 0);
    return info.st_mode & 07777;
}

void writeWhole(const std::filesystem::path& path, const std::string& text)
{
    OutputFile file(path);
    file.stream() << text;
    file.commit();
}

/// Files of this process may have so many bytes, as long as it lives.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

} // namespace

TEST_CASE("an output file appears whole, or not at all and the older one stays", "[output]")
{
    const TemporaryFolder folder;
    const auto path = folder.write("curve.csv", "older\n");
    {
        OutputFile file(path);
        file.stream() << "half";
        CHECK(textOf(path) == "older\n");
        CHECK(namesIn(folder.path()).size() == 2);
    }
    CHECK(namesIn(folder.path()) == std::vector<std::string>{"curve.csv"});
    CHECK(textOf(path) == "older\n");
    writeWhole(path, "newer\n");
    CHECK(textOf(path) == "newer\n");
    CHECK(namesIn(folder.path()) == std::vector<std::string>{"curve.csv"});
}

TEST_CASE("a replaced file keeps its permissions but set-uid bits, from the start", "[output]")
{
    const TemporaryFolder folder;
    const auto path = folder.write("secret.csv", "older\n");
    chmod(path.c_str(), 06600);
    OutputFile file(path);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        if (entry.path() != path)
            CHECK(modeOf(entry.path()) == 0600);
    }
    file.stream() << "newer\n";
    file.commit();
    CHECK(modeOf(path) == 0600);
}

TEST_CASE("a link is followed, also one that leads to nothing yet", "[output]")
{
    const TemporaryFolder folder;
    const auto link = folder.path() / "link.csv";
    std::filesystem::create_directory(folder.path() / "real");
    std::filesystem::create_symlink("real/curve.csv", link);
    for (const char* text : {"first\n", "second\n"}) {
        writeWhole(link, text);
        CHECK(std::filesystem::is_symlink(link));
        CHECK(textOf(folder.path() / "real" / "curve.csv") == text);
    }
}

TEST_CASE("what cannot or must not be replaced is refused with the reason", "[output]")
{
    const TemporaryFolder folder;
    const auto refusal = [](const std::filesystem::path& path) -> std::string {
        try {
            writeWhole(path, "x");
        } catch (const OutputError& error) {
            return error.what();
        }
        return "written";
    };
    CHECK_THAT(refusal(folder.path()), ContainsSubstring("it is a folder"));
    CHECK_THAT(refusal(folder.path() / "no" / "curve.csv"),
               ContainsSubstring("there is no folder"));
    CHECK_THAT(refusal(""), ContainsSubstring("name is empty"));
    const auto path = folder.write("kept.csv", "kept");
    chmod(path.c_str(), 0444);
    CHECK_THAT(refusal(path), ContainsSubstring("write-protected"));
    CHECK(textOf(path) == "kept");
}

TEST_CASE("what cannot be put in its place is not thrown away", "[output]")
{
    const TemporaryFolder folder;
    OutputFile file(folder.path() / "curve.csv");
    file.stream() << "kept\n";
    std::filesystem::create_directory(folder.path() / "curve.csv"); // meanwhile
    CHECK_THROWS_WITH(file.commit(), ContainsSubstring("its content is in"));
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        if (entry.is_regular_file())
            CHECK(textOf(entry.path()) == "kept\n");
    }
    CHECK(namesIn(folder.path()).size() == 2);
}

TEST_CASE("what somebody else has put there in the meantime is not replaced", "[output]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "curve.csv";
    const auto refuses = [&](OutputFile& file, const char* reason) {
        file.stream() << "ours\n";
        CHECK_THROWS_WITH(file.commit(), ContainsSubstring(reason));
    };
    OutputFile first(path);
    folder.write("curve.csv", "theirs");
    refuses(first, "put there in the meantime");
    CHECK(textOf(path) == "theirs");

    OutputFile second(path);
    folder.write("new", "theirs too");
    std::filesystem::rename(folder.path() / "new", path); // as editors do
    refuses(second, "put there in the meantime");
    CHECK(textOf(path) == "theirs too");

    OutputFile third(path);
    chmod(path.c_str(), 0444);
    refuses(third, "write-protected by now");
    CHECK(textOf(path) == "theirs too");
}

TEST_CASE("an output is checked before it is needed, and nothing is left there", "[output]")
{
    const TemporaryFolder folder;
    CHECK_NOTHROW(OutputPlace(folder.path() / "curve.csv"));
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK_THROWS_AS(OutputPlace(folder.path()), OutputError);
    CHECK_THROWS_AS(OutputPlace(folder.path() / "no" / "curve.csv"), OutputError);
    const auto fifo = folder.path() / "fifo";
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    CHECK_NOTHROW(OutputPlace(fifo)); // does not wait for a reader
}

TEST_CASE("devices and FIFOs are written directly", "[output]")
{
    writeWhole("/dev/null", "gone");
    const TemporaryFolder folder;
    const auto fifo = folder.path() / "fifo";
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    std::string read;
    std::thread reader([&] { read = textOf(fifo); });
    writeWhole(fifo, "through");
    reader.join();
    CHECK(read == "through");
    CHECK(std::filesystem::is_fifo(fifo));
}

TEST_CASE("a full device is noticed while writing, not at the end only", "[output]")
{
    OutputFile file("/dev/full");
    const std::string row(1000, 'x');
    int rows = 0;
    CHECK_THROWS_WITH(
        [&] {
            for (; rows < 1000; ++rows)
                file.stream() << row;
        }(),
        ContainsSubstring("/dev/full cannot be written: No space left on device"));
    CHECK(rows < 100);
    CHECK(file.hasFailed());
}

TEST_CASE("of a file that cannot be written on, the lines that fitted are kept", "[output]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "curve.csv";
    const FileSizeLimit limit(100'050);
    OutputFile file(path);
    const std::string line(99, 'x');
    CHECK_THROWS_AS(
        [&] {
            for (int i = 0; i < 5000; ++i)
                file.stream() << line << '\n';
        }(),
        OutputError);
    CHECK(file.keepLines().lines == 1000);
    CHECK(std::filesystem::file_size(path) == 100'000);
    CHECK(namesIn(folder.path()) == std::vector<std::string>{"curve.csv"});
}

TEST_CASE("what fitted of a file does not replace an older one, which may be whole", "[output]")
{
    const TemporaryFolder folder;
    folder.write("curve.csv", "whole\n");
    const auto path = folder.path() / "curve.csv";
    const FileSizeLimit limit(1000);
    OutputFile::Kept kept;
    {
        OutputFile file(path);
        CHECK_THROWS_AS(file.stream() << "1\n2\n" << std::string(200'000, 'x'), OutputError);
        kept = file.keepLines();
    }
    CHECK(kept.lines == 2);
    CHECK(textOf(kept.file) == "1\n2\n");
    CHECK(kept.file.filename().string().starts_with("curve.csv.part-"));
    CHECK(textOf(path) == "whole\n");
}

TEST_CASE("an older file that was changed or made anew meanwhile is not replaced", "[output]")
{
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.path() / "notes";
    for (const bool isAnew : {false, true}) {
        CAPTURE(isAnew);
        folder.write("notes", "old");
        OutputFile file(path);
        file.stream() << "results";
        if (isAnew) // the system may give it the number that the removed one had
            std::filesystem::remove(path);
        std::ofstream(path, std::ios::app) << "mine, meanwhile";
        CHECK_THROWS_WITH(file.commit(), ContainsSubstring("in the meantime; its content is in"));
        CHECK_THAT(textOf(path), ContainsSubstring("mine, meanwhile"));
    }
}

TEST_CASE("what was written is not said to be where it is not", "[output]")
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "f");
    OutputFile file(folder.path() / "f" / "curve.csv");
    file.stream() << "1\n";
    std::filesystem::remove_all(folder.path() / "f");
    CHECK_THROWS_WITH(file.commit(), ContainsSubstring("is gone with"));
}

TEST_CASE("a link to a descriptor is one, a file called - is none", "[output]")
{
    const TemporaryFolder folder;
    std::filesystem::create_symlink("/dev/stdout", folder.path() / "link");
    std::filesystem::create_symlink("link", folder.path() / "second");
    std::filesystem::create_symlink("second", folder.path() / "third");
    std::filesystem::create_symlink("loop", folder.path() / "loop");
    CHECK(descriptorOf(folder.path() / "third") == 1);
    CHECK(descriptorOf("-") == 1);
    CHECK(descriptorOf("/dev/../dev/fd/7") == 7);
    CHECK(descriptorOf("./-") == -1);
    CHECK(descriptorOf(folder.path() / "loop") == -1);
    CHECK(descriptorOf(folder.path() / "none") == -1);
}

TEST_CASE("a place is one, whatever text of a link leads to it", "[output]")
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "f");
    std::filesystem::create_symlink("f/../none", folder.path() / "link");
    CHECK(placeOf(folder.path() / "link") == placeOf(folder.path() / "none"));
}

TEST_CASE("the place of an output to come tells whether another file was put there", "[output]")
{
    const TemporaryFolder folder;
    folder.write("mine", "mine");
    folder.write("old", "old");
    const OutputPlace empty(folder.path() / "w");
    const OutputPlace full(folder.path() / "old");
    CHECK_NOTHROW(empty.expectUnchanged());
    CHECK_NOTHROW(full.expectUnchanged());
    std::filesystem::create_symlink("mine", folder.path() / "w");
    CHECK_THROWS_WITH(empty.expectUnchanged(), ContainsSubstring("in the meantime"));
    std::filesystem::rename(folder.path() / "mine", folder.path() / "old");
    CHECK_THROWS_WITH(full.expectUnchanged(), ContainsSubstring("in the meantime"));
    CHECK_NOTHROW(OutputPlace("/dev/null").expectUnchanged());
    CHECK_THROWS_AS(OutputPlace(folder.path()), OutputError);
}

TEST_CASE("a buffer knows the bytes, the lines and the checksum of what it wrote", "[output]")
{
    const TemporaryFolder folder;
    std::string all;
    const int descriptor = creat((folder.path() / "b").c_str(), 0600);
    FileBuffer file(descriptor, "b");
    std::ostream stream(&file);
    for (int i = 0; i < 30'000; ++i) {
        const std::string text = std::to_string(i) + (i % 3 == 0 ? "\n" : ",");
        stream << text;
        all += text;
    }
    stream << std::string(200'000, 'y'); // larger than the buffer
    all += std::string(200'000, 'y');
    stream.flush();
    CHECK(file.written().bytes == all.size());
    CHECK(file.written().checksum
          == crc32(0, reinterpret_cast<const Bytef*>(all.data()), static_cast<uInt>(all.size())));
    CHECK(file.lines() == 10'000);
    CHECK(file.lineBytes() == all.rfind('\n') + 1);
    CHECK(textOf(folder.path() / "b") == all);
}

TEST_CASE("part files are told by their exact names", "[output]")
{
    CHECK(isPartOf("loss.csv.part-a1b2c3d4e5f6", "loss.csv"));
    for (const char* name : {"loss.csv.part-2.rar", "loss.csv.part-", "loss.csv.part-mine.txt",
                             "loss.csv.part-a1b2c3d4e5f67", "x.loss.csv.part-a1b2c3d4e5f6",
                             "loss.csv.part-A1B2C3D4E5F6"})
        CHECK_FALSE(isPartOf(name, "loss.csv"));
}

TEST_CASE("inputs are refused as outputs through every link and spelling", "[output]")
{
    const TemporaryFolder folder;
    const auto data = folder.write("data.csv", "a,b\n");
    std::filesystem::create_symlink(data, folder.path() / "soft.csv");
    std::filesystem::create_hard_link(data, folder.path() / "hard.csv");
    std::filesystem::create_directory(folder.path() / "many");
    folder.write("many/batch.bin", "x");
    InputFiles inputs;
    inputs.add(data, "the data");
    inputs.add(folder.path() / "many", "the data");
    inputs.add(folder.path() / "not there", "the weights");
    for (const char* name :
         {"data.csv", "soft.csv", "hard.csv", "./many/../data.csv", "many/batch.bin"})
        CHECK_THROWS_WITH(inputs.refuse(folder.path() / name), ContainsSubstring("the data"));
    CHECK_NOTHROW(inputs.refuse(folder.path() / "other.csv"));
    CHECK_NOTHROW(inputs.refuse(""));
}
