#pragma once

#include <QSize>

namespace accumulus {

class MainWindow;

/// Shows \a window in that size and waits until it is painted. Throws std::runtime_error if it
/// never is, such as on a locked screen.
void showWindow(MainWindow& window, QSize size);

/// Opens the window as a user gets it and waits until it is painted. Seconds since the process
/// began, dynamic linking included; of the machine's clock of processes, which on Linux ticks every
/// 10 ms.
double secondsUntilVisible(QSize windowSize);

} // namespace accumulus
