#pragma once

#include "options.h"

#include <QObject>

namespace accumulus {

class MainWindow;

/// Makes the pictures that the command line asks for, from a window that nobody uses: waits until
/// it has trained enough, writes them and ends the program with 0, or with 3 and a sentence if the
/// run failed.
class Pictures : public QObject
{
    Q_OBJECT
public:
    Pictures(MainWindow& window, const Options& options, QObject* parent);

    /// Trains the live run towards the pictures.
    void trainFirst();

    /// Writes them now. Throws std::runtime_error.
    void write();

private:
    void onPolled();

    MainWindow& m_window;
    Options m_options;
    bool m_isDone = false;
};

} // namespace accumulus
