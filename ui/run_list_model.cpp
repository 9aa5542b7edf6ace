#include "ui/run_list_model.h"

#include "ui/core_sentence.h"
#include "ui/plot/number_format.h"
#include "ui/run_store.h"
#include "ui/session_texts.h"
#include "ui/theme.h"

#include <algorithm>

namespace accumulus {
namespace {

constexpr qint64 readableMilliseconds = 250;

} // namespace

RunListModel::RunListModel(RunStore& store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    connect(&store, &RunStore::runsChanged, this, &RunListModel::followStore);
    connect(&store, &RunStore::liveRunGrew, this, &RunListModel::refreshLive);
    followStore();
}

int RunListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

QVariant RunListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Run* run = this->run(index.row());
    if (run == nullptr) {
        return {}; // Being removed.
    }
    const bool isLive = m_store.live() == run;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return run->name;
    case Qt::ToolTipRole:
        return QStringLiteral("<p><b>%1</b></p><p>%2</p><p>%3</p>")
            .arg(run->name.toHtmlEscaped(), data(index, DetailRole).toString().toHtmlEscaped(),
                 coreSentence(run->status.message).toHtmlEscaped());
    case Qt::CheckStateRole:
        return run->visible ? Qt::Checked : Qt::Unchecked;
    case Qt::AccessibleTextRole:
        return QString(run->name + QStringLiteral(", ") + data(index, DetailRole).toString());
    case IdRole:
        return run->id;
    case ColorRole:
        return Theme::runColor(run->colorIndex);
    case DetailRole:
        return QString(lossSummary(*run) + QStringLiteral(" · ") + runStateText(*run, isLive));
    case MessageRole:
        return coreSentence(run->status.message);
    case TroubleRole:
        return run->status.state == SessionState::Diverged
            || run->status.state == SessionState::Failed;
    case LiveRole:
        return isLive;
    default:
        return {};
    }
}

bool RunListModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const int id = m_ids[static_cast<std::size_t>(index.row())];
    if (role == Qt::EditRole) {
        m_store.rename(id, value.toString());
        return true;
    }
    if (role == Qt::CheckStateRole) {
        m_store.setVisible(id, value.toInt() == Qt::Checked);
        return true;
    }
    return false;
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable
            | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren
                           : Qt::NoItemFlags;
}

void RunListModel::refreshAll()
{
    if (!m_ids.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

void RunListModel::followStore()
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (run(row) == nullptr) {
            beginRemoveRows({}, row, row);
            m_ids.erase(m_ids.begin() + row);
            endRemoveRows();
        }
    }
    // What is left stands in the store's order, so new runs are where the two differ.
    const auto& runs = m_store.runs();
    for (std::size_t row = 0; row < runs.size(); ++row) {
        if (row >= m_ids.size() || m_ids[row] != runs[row]->id) {
            beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
            m_ids.insert(m_ids.begin() + static_cast<std::ptrdiff_t>(row), runs[row]->id);
            endInsertRows();
        }
    }
    refreshAll();
}

void RunListModel::refreshLive()
{
    const Run* live = m_store.live();
    const auto found =
        live == nullptr ? m_ids.end() : std::find(m_ids.begin(), m_ids.end(), live->id);
    if (found == m_ids.end())
        return;
    const bool isNews = live->status.state != m_liveState;
    if (!isNews && m_sinceRefresh.isValid() && m_sinceRefresh.elapsed() < readableMilliseconds)
        return; // Numbers that change with every frame cannot be read.
    m_liveState = live->status.state;
    m_sinceRefresh.start();
    const QModelIndex changed = index(static_cast<int>(found - m_ids.begin()));
    QList<int> roles{DetailRole};
    if (isNews)
        roles << MessageRole << TroubleRole;
    emit dataChanged(changed, changed, roles);
}

const Run* RunListModel::run(int row) const
{
    return m_store.find(m_ids[static_cast<std::size_t>(row)]);
}

QString lossSummary(const Run& run)
{
    const Bucket validation = run.history.total(Metric::ValidationLoss);
    const bool isValidated = validation.count > 0;
    const Bucket loss = isValidated ? validation : run.history.total(Metric::Loss);
    if (loss.count == 0)
        return QStringLiteral("–");
    const QString text = isValidated ? RunListModel::tr("validation %1, best %2")
                                     : RunListModel::tr("loss %1, best %2");
    return text.arg(formatNumber(loss.last, 3), formatNumber(loss.min, 3));
}

} // namespace accumulus
