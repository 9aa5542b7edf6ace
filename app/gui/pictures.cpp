#include "pictures.h"

#include "core/file/printable.h"
#include "ui/export.h"
#include "ui/file_commands.h"
#include "ui/main_window.h"
#include "ui/run_list_model.h"
#include "ui/run_store.h"
#include "ui/runs_panel.h"
#include "ui/session_controller.h"
#include "ui/status_line.h"
#include "ui/transport_bar.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QPixmap>

#include <algorithm>
#include <cstdio>

namespace accumulus {
namespace {

constexpr std::int64_t defaultUpdates = 200;
constexpr double secondsToTrain = 0.5;
constexpr double fastestLimited = 200'000.0; // micro-batches a second; beyond, no limit is needed

void report(const std::string& message)
{
    std::fprintf(stderr, "accumulus: %s\n", printable(message).c_str());
}

} // namespace

Pictures::Pictures(MainWindow& window, const Options& options, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_options(options)
{}

void Pictures::trainFirst()
{
    const std::int64_t updates = m_options.afterUpdates.value_or(defaultUpdates);
    m_options.afterUpdates = updates;
    connect(&m_window.session(), &SessionController::polled, this, &Pictures::onPolled);
    if (updates == 0)
        return;
    // Without any limit a small model does thousands of updates between two looks, far more than
    // were asked for.
    const Run* live = m_window.store().live();
    const double speed =
        double(updates) * live->experiment.hyperparameters.accumulationSteps / secondsToTrain;
    m_window.transport().setSpeed(speed > fastestLimited ? TrainingSession::unlimitedSpeed : speed);
    m_window.start();
}

void Pictures::write()
{
    m_window.refresh();
    m_window.statusLine().showNow();
    m_window.runsPanel().model()->refreshAll();
    QCoreApplication::processEvents(
        QEventLoop::ExcludeUserInputEvents); // what was shown is laid out
    for (const QString& path : {m_options.screenshot, m_options.charts})
        m_window.files().refuseInput(path);
    if (!m_options.screenshot.isEmpty())
        exportPicture(m_window.grab().toImage(), m_options.screenshot);
    if (!m_options.charts.isEmpty())
        exportCharts(m_window.charts(), m_options.charts);
}

void Pictures::onPolled()
{
    const Run* live = m_window.store().live();
    const bool isLoaded = live->status.state != SessionState::Loading;
    // An update takes an epoch at most, unless the epoch is too short for the window and none ever
    // comes.
    const auto wanted = *m_options.afterUpdates;
    const bool isEnough = isLoaded
        && (live->status.update >= wanted
            || live->status.epoch > static_cast<double>(wanted) + 1.0);
    if (m_isDone || !(isEnough || m_window.session().hasEnded()))
        return;
    m_isDone = true;
    try {
        write();
        if (live->status.state == SessionState::Failed) {
            report(live->status.message);
            QCoreApplication::exit(3);
        } else {
            QCoreApplication::exit(0);
        }
    } catch (const std::exception& error) {
        report(error.what());
        QCoreApplication::exit(1);
    }
}

} // namespace accumulus
