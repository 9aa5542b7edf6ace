#pragma once

#include <QSize>

namespace accumulus {

/// Measures what the window costs and prints it: how soon it is there, what a frame takes with few
/// and many charts and runs, how much it slows training, how soon a slider takes effect; then each
/// target with what was measured. For people to run, on a screen or without one; takes about two
/// minutes. Throws std::runtime_error if something cannot be measured.
void benchWindow(QSize windowSize);

} // namespace accumulus
