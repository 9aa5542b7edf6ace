#include "ui/runs_panel.h"

#include "ui/dock_title.h"
#include "ui/run_delegate.h"
#include "ui/run_list_model.h"
#include "ui/run_store.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QAction>
#include <QEvent>
#include <QListView>

#include <algorithm>
#include <vector>

namespace accumulus {
namespace {

constexpr int smallestWidth = 180;

} // namespace

RunsPanel::RunsPanel(RunStore& store, QWidget* parent)
    : QDockWidget(parent)
    , m_store(store)
    , m_model(new RunListModel(store, this))
    , m_view(new QListView(this))
{
    setObjectName(QStringLiteral("runsPanel"));
    setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_view->setObjectName(QStringLiteral("runsList"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new RunDelegate(m_view));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMouseTracking(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->setMinimumWidth(smallestWidth);
    setTitleBarWidget(new DockTitle(this));
    setWidget(m_view);
    makeActions();
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunsPanel::updateActions);
    connect(&store, &RunStore::runsChanged, this, &RunsPanel::updateActions);
    // A sentence more or less changes the height of its row.
    connect(m_model, &QAbstractItemModel::dataChanged, m_view,
            [this](const QModelIndex& first, const QModelIndex&, const QList<int>& roles) {
                const int height = m_view->visualRect(first).height();
                if (roles.isEmpty() || m_view->sizeHintForIndex(first).height() != height)
                    m_view->doItemsLayout();
            });
    retranslate();
    updateActions();
}

void RunsPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        m_model->refreshAll();
    QDockWidget::changeEvent(event);
}

void RunsPanel::makeActions()
{
    const auto makeAction = [this](const QKeySequence& shortcut) {
        auto* action = new QAction(this);
        action->setShortcut(shortcut);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_view->addAction(action);
        return action;
    };
    m_rename = makeAction(Qt::Key_F2);
    m_remove = makeAction(QKeySequence::Delete);
    m_showOnly = makeAction({});
    m_showAll = makeAction({});
    m_save = makeAction({});
    connect(m_rename, &QAction::triggered, this, [this] { m_view->edit(m_view->currentIndex()); });
    connect(m_remove, &QAction::triggered, this, &RunsPanel::removeSelected);
    connect(m_showOnly, &QAction::triggered, this, &RunsPanel::showOnlySelected);
    connect(m_showAll, &QAction::triggered, this, &RunsPanel::showAll);
    connect(m_save, &QAction::triggered, this, [this] { emit saveRequested(selectedIds()); });
}

std::vector<int> RunsPanel::selectedIds() const
{
    std::vector<int> ids;
    for (const QModelIndex& index : m_view->selectionModel()->selectedIndexes())
        ids.push_back(index.data(RunListModel::IdRole).toInt());
    return ids;
}

void RunsPanel::removeSelected()
{
    for (const int id : selectedIds()) {
        if (m_store.live() == nullptr || m_store.live()->id != id)
            m_store.remove(id);
    }
}

void RunsPanel::showOnlySelected()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row);
        m_store.setVisible(index.data(RunListModel::IdRole).toInt(),
                           m_view->selectionModel()->isSelected(index));
    }
}

void RunsPanel::showAll()
{
    for (int row = 0; row < m_model->rowCount(); ++row)
        m_store.setVisible(m_model->index(row).data(RunListModel::IdRole).toInt(), true);
}

void RunsPanel::updateActions()
{
    const QModelIndexList selected = m_view->selectionModel()->selectedIndexes();
    const bool hasRemovable =
        std::any_of(selected.begin(), selected.end(), [](const QModelIndex& index) {
            return !index.data(RunListModel::LiveRole).toBool();
        });
    m_rename->setEnabled(selected.size() == 1);
    m_remove->setEnabled(hasRemovable);
    m_showOnly->setEnabled(!selected.isEmpty());
    m_save->setEnabled(!selected.isEmpty());
    m_showAll->setEnabled(m_model->rowCount() > 0);
}

void RunsPanel::retranslate()
{
    setWindowTitle(tr("Runs"));
    m_rename->setText(tr("Rename"));
    m_remove->setText(tr("Delete"));
    m_remove->setToolTip(tr("The run that trains now cannot be deleted; Reset ends it."));
    m_showOnly->setText(tr("Show only this"));
    m_showAll->setText(tr("Show all"));
    m_save->setText(tr("Save as CSV…"));
    m_view->setAccessibleName(tr("Runs"));
}

} // namespace accumulus
