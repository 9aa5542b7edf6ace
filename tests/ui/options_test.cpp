#include "tests/support.h"
#include "tests/temporary_folder.h"
#include "tests/ui/idx_files.h"

#include <QProcess>
#include <QStringList>

using namespace accumulus::testing;

namespace {

struct ProgramResult
{
    int code = -1;
    std::string errors;
};

/// Runs the program of the window in \a folder.
ProgramResult runIn(const TemporaryFolder& folder, const QStringList& arguments)
{
    QProcess program;
    program.setWorkingDirectory(QString::fromStdString(folder.path().string()));
    program.start(QStringLiteral(ACCUMULUS_PROGRAM), arguments);
    REQUIRE(program.waitForFinished(60'000));
    return {program.exitCode(), program.readAllStandardError().toStdString()};
}

QStringList words(const char* line)
{
    return QString::fromUtf8(line).split(u' ');
}

} // namespace

TEST_CASE("two pictures on one file are refused, through links and folders too", "[ui][options]")
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "sub");
    std::filesystem::create_symlink("b.png", folder.path() / "a.png"); // nothing is there yet
    std::filesystem::create_symlink("sub/../b.png", folder.path() / "c.png");
    for (const char* pictures : {"--screenshot b.png --export-charts ./b.png",
                                 "--screenshot a.png --export-charts ./b.png",
                                 "--screenshot b.png --export-charts sub/../a.png",
                                 "--screenshot a.png --export-charts c.png"}) {
        CAPTURE(pictures);
        const ProgramResult result = runIn(folder, words(pictures) + words("--after-updates 1"));
        CHECK(result.code == 2);
        CHECK_THAT(result.errors, ContainsSubstring("name the same file"));
        CHECK_FALSE(std::filesystem::exists(folder.path() / "b.png"));
    }
}

TEST_CASE("pictures do not go over labels that were found beside their images", "[ui][options]")
{
    const TemporaryFolder folder;
    const std::string labels = writeIdxFiles(folder, "x-images.png", "x-labels.png");
    folder.write("e.json", idxExperiment("x-images.png"));
    for (const char* option : {"--screenshot", "--export-charts"}) {
        CAPTURE(option);
        const ProgramResult result =
            runIn(folder,
                  words("e.json --after-updates 1")
                      + QStringList{QString::fromUtf8(option), QStringLiteral("x-labels.png")});
        CHECK(result.code == 1);
        CHECK_THAT(result.errors, ContainsSubstring("would be overwritten"));
        CHECK(textOf(folder.path() / "x-labels.png") == labels);
    }
}
