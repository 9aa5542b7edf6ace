#include "bench.h"
#include "options.h"
#include "pictures.h"

#include "core/data_error.h"
#include "core/file/printable.h"
#include "core/file/process.h"
#include "ui/file_commands.h"
#include "ui/main_window.h"
#include "ui/opened_files.h"
#include "ui/run_store.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>

namespace accumulus {
namespace {

enum ExitCode { Done = 0, OtherError = 1, BadUsage = 2, BadData = 3 };

constexpr QSize pictureSize(1280, 800);

/// Whether a window can be shown. If not, Qt is told to draw into memory: pictures, --help and
/// messages need no display, and Qt would abort with a page about plugins.
bool findDisplay()
{
#ifdef Q_OS_LINUX
    for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(variable))
            return true;
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return false;
#else
    return true;
#endif
}

void say(const std::string& sentence)
{
    std::fprintf(stderr, "accumulus: %s\n", printable(sentence).c_str());
}

std::string sizeText(QSize size)
{
    return std::to_string(size.width()) + 'x' + std::to_string(size.height());
}

void prepare(MainWindow& window, const Options& options)
{
    if (options.theme)
        window.setTheme(*options.theme);
    if (options.language)
        window.setLanguage(*options.language);
    if (options.size.isValid()) {
        window.resize(options.size);
        if (window.size() != options.size)
            say("--size is " + sizeText(options.size) + ", but the window needs at least "
                + sizeText(window.minimumSize()) + "; it is " + sizeText(window.size()));
    } else if (options.wantsPicture()) {
        window.resize(pictureSize);
    }
}

int run(QApplication& application, Options options)
{
    if (options.benchUi) {
        benchWindow(options.size.isValid() ? options.size : pictureSize);
        return Done;
    }
    // Before anything is shown, so that what is wrong with them is said on the terminal.
    FilesAtStart input = readFilesAtStart(options.files);
    MainWindow window(options.wantsPicture() ? MainWindow::Memory::Forget
                                             : MainWindow::Memory::Remember);
    prepare(window, options);
    for (RunFromFile& curve : input.curves)
        window.store().addFinished(QString::fromStdString(curve.name), std::move(curve.history));
    for (const QString& file : options.files)
        window.files().noteInput(file);

    const bool drawsFilesOnly = options.screenshot.isEmpty() && !options.charts.isEmpty()
        && !input.curves.empty() && !input.experiment && !options.afterUpdates;
    if (drawsFilesOnly) {
        Pictures(window, options, nullptr).write();
        return Done;
    }
    window.openExperiment(input.experiment.value_or(Experiment()));
    window.show();
    if (!input.isToTrain() && !options.afterUpdates)
        options.afterUpdates = 0;
    Pictures pictures(window, options, nullptr);
    if (options.wantsPicture()) {
        pictures.trainFirst();
    } else if (input.isToTrain()) {
        window.start();
    }
    return application.exec();
}

int report(const std::exception& error, ExitCode code)
{
    say(error.what());
    return code;
}

} // namespace
} // namespace accumulus

int main(int argc, char** argv)
{
    using namespace accumulus;
    prepareProcess();
    const bool hasDisplay = findDisplay();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("accumulus"));
    QApplication::setApplicationDisplayName(QStringLiteral("Accumulus"));
    QApplication::setApplicationVersion(QStringLiteral(ACCUMULUS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.accumulus.Accumulus"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/accumulus.svg")));
    try {
        const Options options = parseOptions(QApplication::arguments());
        if (!hasDisplay && !options.wantsPicture() && !options.benchUi) {
            throw std::runtime_error(
                "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); "
                "accumulus-cli train runs without one");
        }
        return run(application, options);
    } catch (const UsageError& error) {
        return report(error, BadUsage);
    } catch (const ExperimentError& error) {
        return report(error, BadUsage);
    } catch (const DataError& error) {
        return report(error, BadData);
    } catch (const std::exception& error) {
        return report(error, OtherError);
    }
}
