#pragma once

#include "ui/run.h"

#include <QObject>

#include <memory>
#include <vector>

namespace accumulus {

/// All runs of the window, oldest first, the live one last. The only owner of Run values; charts
/// and lists read them and are told what changed.
class RunStore : public QObject
{
    Q_OBJECT
public:
    explicit RunStore(QObject* parent = nullptr);

    const std::vector<std::unique_ptr<Run>>& runs() const { return m_runs; }
    Run* find(int id);
    Run* live(); ///< the run that trains or will; null if there is none

    /// Adds a run with the next colour that no other run has; it becomes the live one.
    Run& addLive(const Experiment& experiment);
    /// Adds a finished run that came from a file.
    Run& addFinished(const QString& name, History history);

    void setVisible(int id, bool visible);
    void rename(int id, const QString& name);
    void remove(int id);

    /// What the session reported about the live run.
    void report(const SessionReport& report);

signals:
    void liveRunAdded(const accumulus::Experiment& experiment); ///< its data are read
    void runsChanged(); ///< runs were added, removed, renamed, shown or hidden
    void liveRunGrew(); ///< the live run has new records or a new status

private:
    void nameRuns(); ///< gives runs the user did not name a name made from what differs

    std::vector<std::unique_ptr<Run>> m_runs;
    int m_nextId = 1;
    int m_liveId = 0;
};

} // namespace accumulus
