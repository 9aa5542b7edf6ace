#pragma once

#include "core/train/training_session.h"

#include <QAbstractListModel>
#include <QElapsedTimer>

#include <vector>

namespace accumulus {

class RunStore;
struct Run;

/// The runs of a store as a list: name (editable), colour, visible (checkable), losses and state.
/// Follows the store; owns nothing.
class RunListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        ColorRole,   ///< QColor of the run
        DetailRole,  ///< "validation 0.49, best 0.48 · Training", the state with it
        MessageRole, ///< why it diverged or failed; may be empty
        TroubleRole, ///< bool: diverged or failed
        LiveRole,    ///< bool: the run of the session
    };

    explicit RunListModel(RunStore& store, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    /// Language or theme changed.
    void refreshAll();

private:
    void followStore();
    void refreshLive();
    const Run* run(int row) const;

    RunStore& m_store;
    std::vector<int> m_ids;                           ///< of the rows
    SessionState m_liveState = SessionState::Loading; ///< as last told
    QElapsedTimer m_sinceRefresh;
};

/// "validation 0.490, best 0.481", or of the training loss if nothing was held out; "–" for none.
QString lossSummary(const Run& run);

} // namespace accumulus
