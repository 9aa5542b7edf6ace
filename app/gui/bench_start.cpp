#include "bench_start.h"

#include "ui/main_window.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEvent>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>

#ifdef Q_OS_LINUX
#include <ctime>
#include <unistd.h>
#endif

namespace accumulus {
namespace {

constexpr std::chrono::seconds longestWait{20};

#ifdef Q_OS_LINUX
double secondsSinceStart()
{
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text, ')'); // the name of the program, which may contain blanks
    for (int field = 3; field <= 22 && file; ++field) // 22: starttime, see proc(5)
        file >> text;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec)
        - std::stod(text) / static_cast<double>(sysconf(_SC_CLK_TCK));
}
#else
const auto programStart = std::chrono::steady_clock::now();

double secondsSinceStart()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - programStart).count();
}
#endif

/// Sees the first painting of what it is installed on.
class PaintWatch : public QObject
{
public:
    bool eventFilter(QObject*, QEvent* event) override
    {
        hasPainted = hasPainted || event->type() == QEvent::Paint;
        return false;
    }

    bool hasPainted = false;
};

} // namespace

void showWindow(MainWindow& window, QSize size)
{
    PaintWatch watch;
    window.centralWidget()->installEventFilter(&watch);
    window.resize(size);
    window.show();
    const QDeadlineTimer deadline(longestWait);
    // The event that paints one widget paints all of them before it returns.
    while (!watch.hasPainted) {
        if (deadline.hasExpired())
            throw std::runtime_error("the window was never painted; is the screen locked?");
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    }
}

double secondsUntilVisible(QSize windowSize)
{
    MainWindow window(MainWindow::Memory::Forget);
    window.openExperiment(Experiment());
    showWindow(window, windowSize);
    return secondsSinceStart();
}

} // namespace accumulus
