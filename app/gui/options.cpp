#include "options.h"

#include "core/file/output_file.h"
#include "ui/export.h"
#include "ui/file_path.h"

#include <QCommandLineParser>
#include <QFileInfo>

#include <array>
#include <utility>

namespace accumulus {
namespace {

constexpr int smallestSide = 200;
constexpr int largestSide = 16384;

const QCommandLineOption& screenshotOption()
{
    static const QCommandLineOption option(
        QStringLiteral("screenshot"),
        QStringLiteral(
            "Train, write a picture of the window to F.png and exit. With curves (RUNS.csv) "
            "alone it trains only with --after-updates."),
        QStringLiteral("F.png"));
    return option;
}

const QCommandLineOption& chartsOption()
{
    static const QCommandLineOption option(
        QStringLiteral("export-charts"),
        QStringLiteral(
            "Write the charts to F.png or F.svg and exit. With curves (RUNS.csv) only those are "
            "drawn, else the experiment is trained first."),
        QStringLiteral("F.png|F.svg"));
    return option;
}

const QCommandLineOption& afterUpdatesOption()
{
    static const QCommandLineOption option(
        QStringLiteral("after-updates"),
        QStringLiteral("Train for at least K updates before a picture is taken (200)."),
        QStringLiteral("K"));
    return option;
}

const QCommandLineOption& sizeOption()
{
    static const QCommandLineOption option(
        QStringLiteral("size"), QStringLiteral("Size of the window (pictures: 1280x800)."),
        QStringLiteral("WxH"));
    return option;
}

const QCommandLineOption& themeOption()
{
    static const QCommandLineOption option(
        QStringLiteral("theme"), QStringLiteral("light, dark or system."), QStringLiteral("theme"));
    return option;
}

const QCommandLineOption& benchOption()
{
    static const QCommandLineOption option(
        QStringLiteral("bench-ui"),
        QStringLiteral("Measure what the window costs, print it and exit (two minutes)."));
    return option;
}

const QCommandLineOption& languageOption()
{
    static const QCommandLineOption option(
        QStringLiteral("language"), QStringLiteral("en or zh_CN."), QStringLiteral("language"));
    return option;
}

[[noreturn]] void fail(const QString& message)
{
    throw UsageError(message.toStdString());
}

std::int64_t parseUpdates(const QString& text)
{
    bool isNumber = false;
    const qlonglong updates = text.toLongLong(&isNumber);
    if (!isNumber || updates < 0) {
        fail(QStringLiteral("--after-updates is \"%1\"; allowed is a whole number from 0.")
                 .arg(text));
    }
    return updates;
}

QSize parseSize(const QString& text)
{
    const QStringList sides = text.split(u'x');
    if (sides.size() == 2) {
        const QSize size(sides[0].toInt(), sides[1].toInt());
        const auto isSide = [](int side) { return side >= smallestSide && side <= largestSide; };
        if (isSide(size.width()) && isSide(size.height()))
            return size;
    }
    fail(QStringLiteral(
             "--size is \"%1\"; allowed is WxH with sides from %2 to %3, such as 1280x800.")
             .arg(text)
             .arg(smallestSide)
             .arg(largestSide));
}

ThemeChoice parseTheme(const QString& text)
{
    static const std::array<std::pair<QString, ThemeChoice>, 3> themes{{
        {QStringLiteral("light"), ThemeChoice::Light},
        {QStringLiteral("dark"), ThemeChoice::Dark},
        {QStringLiteral("system"), ThemeChoice::System},
    }};
    for (const auto& [name, theme] : themes) {
        if (text == name)
            return theme;
    }
    fail(QStringLiteral("--theme is \"%1\"; allowed is light, dark or system.").arg(text));
}

QString parseLanguage(const QString& text)
{
    if (text != QLatin1String("en") && text != QLatin1String("zh_CN"))
        fail(QStringLiteral("--language is \"%1\"; allowed is en or zh_CN.").arg(text));
    return text;
}

QString parsePicture(const QString& option, const QString& path, const QStringList& suffixes)
{
    if (!suffixes.contains(QFileInfo(path).suffix().toLower())) {
        fail(QStringLiteral("--%1 is \"%2\"; the name must end in .%3.")
                 .arg(option, path, suffixes.join(QStringLiteral(" or ."))));
    }
    return path;
}

void describe(QCommandLineParser& parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "Shows what gradient accumulation does to training.\n\n"
        "Examples:\n"
        "  accumulus                                  the tutorial's experiment, training at once\n"
        "  accumulus my-experiment.json               another experiment\n"
        "  accumulus runs.csv                         curves from a file; training waits for "
        "Start\n"
        "  accumulus --screenshot w.png --after-updates 500 --size 1920x1080 --theme dark\n"
        "  accumulus --export-charts out/loss.png runs.csv\n\n"
        "Exit codes: 0 done, 2 command line or experiment, 3 data, 1 anything else."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("files"),
        QStringLiteral("An experiment (.json) and any number of files with curves."),
        QStringLiteral("[EXPERIMENT.json | RUNS.csv …]"));
    parser.addOptions({screenshotOption(), afterUpdatesOption(), chartsOption(), sizeOption(),
                       themeOption(), languageOption(), benchOption()});
}

} // namespace

Options parseOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        fail(parser.errorText());
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    Options options;
    options.files = parser.positionalArguments();
    if (parser.isSet(screenshotOption())) {
        options.screenshot =
            parsePicture(QStringLiteral("screenshot"), parser.value(screenshotOption()),
                         {QStringLiteral("png")});
    }
    if (parser.isSet(chartsOption())) {
        options.charts = parsePicture(QStringLiteral("export-charts"), parser.value(chartsOption()),
                                      chartFormats());
    }
    if (!options.charts.isEmpty() && !options.screenshot.isEmpty()
        && placeOf(filePath(options.charts)) == placeOf(filePath(options.screenshot)))
        fail(QStringLiteral("--screenshot and --export-charts name the same file."));
    if (parser.isSet(afterUpdatesOption())) {
        options.afterUpdates = parseUpdates(parser.value(afterUpdatesOption()));
        if (!options.wantsPicture())
            fail(QStringLiteral("--after-updates needs --screenshot or --export-charts."));
    }
    if (parser.isSet(sizeOption()))
        options.size = parseSize(parser.value(sizeOption()));
    if (parser.isSet(themeOption()))
        options.theme = parseTheme(parser.value(themeOption()));
    if (parser.isSet(languageOption()))
        options.language = parseLanguage(parser.value(languageOption()));
    options.benchUi = parser.isSet(benchOption());
    if (options.benchUi
        && (options.wantsPicture() || !options.files.isEmpty() || options.theme
            || options.language)) {
        fail(QStringLiteral("--bench-ui opens windows of its own; it goes with --size only."));
    }
    return options;
}

} // namespace accumulus
