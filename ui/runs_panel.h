#pragma once

#include <QDockWidget>

#include <vector>

class QAction;
class QListView;

namespace accumulus {

class RunListModel;
class RunStore;

/// The runs at the right of the window, which are the charts' legend: show and hide by a click on
/// the dot, rename (F2, double click), delete (Del), all of it in the context menu too. Closable.
class RunsPanel : public QDockWidget
{
    Q_OBJECT
public:
    explicit RunsPanel(RunStore& store, QWidget* parent = nullptr);

    RunListModel* model() const { return m_model; }
    QListView* view() const { return m_view; }
    QAction* renameAction() const { return m_rename; }
    QAction* removeAction() const { return m_remove; }
    QAction* showOnlyAction() const { return m_showOnly; }
    QAction* showAllAction() const { return m_showAll; }
    QAction* saveAction() const { return m_save; }

signals:
    void saveRequested(const std::vector<int>& ids); ///< the selected runs, as a file

protected:
    void changeEvent(QEvent* event) override; // language, palette

private:
    void makeActions();
    void removeSelected();
    void showOnlySelected();
    void showAll();
    std::vector<int> selectedIds() const;
    void updateActions();
    void retranslate();

    RunStore& m_store;
    RunListModel* m_model;
    QListView* m_view;
    QAction* m_rename = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_showOnly = nullptr;
    QAction* m_showAll = nullptr;
    QAction* m_save = nullptr;
};

} // namespace accumulus
