#pragma once

#include "tests/small_experiment.h"
#include "tests/support.h"

#include "core/optim/optimizer.h"
#include "ui/chart_panel.h"
#include "ui/controls_panel.h"
#include "ui/main_window.h"
#include "ui/number_slider.h"
#include "ui/run_store.h"
#include "ui/session_controller.h"
#include "ui/transport_bar.h"

#include <QTest>

#include <functional>

namespace accumulus::testing {

/// A run that diverges at once.
inline Experiment divergingExperiment()
{
    Experiment experiment = smallExperiment();
    experiment.hyperparameters.optimizer = optimizerKind("sgd").defaults;
    experiment.hyperparameters.optimizer.learningRate = 900.0;
    return experiment;
}

/// A window as a user gets it, with default settings but for the data, that neither reads nor
/// writes what somebody's window remembers.
class WindowFixture
{
public:
    explicit WindowFixture(const Experiment& experiment = smallExperiment())
    {
        window.resize(1280, 800);
        window.show();
        window.openExperiment(experiment);
    }

    /// Lets the window live until \a isDone or fails.
    void until(const std::function<bool()>& isDone, const char* what)
    {
        INFO(what);
        REQUIRE(QTest::qWaitFor(isDone, 30'000));
    }

    void untilState(SessionState state)
    {
        until([&] { return live().status.state == state; }, "waiting for a state");
    }

    void untilUpdate(std::int64_t update)
    {
        until([&] { return live().status.update >= update; }, "waiting for an update");
    }

    Run& live() { return *window.store().live(); }

    MainWindow window{MainWindow::Memory::Forget};
};

} // namespace accumulus::testing
