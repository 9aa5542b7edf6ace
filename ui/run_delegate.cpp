#include "ui/run_delegate.h"

#include "ui/run_list_model.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace accumulus {
namespace {

constexpr int dotDiameter = 10;
constexpr int troubleDiameter = 8;
constexpr int dotColumn = 36;
constexpr int lineHeight = 18;
constexpr int messageLines = 6;

QFontMetrics detailMetrics()
{
    return QFontMetrics(Theme::axisFont());
}

/// At words, and inside those that are longer than a line, such as paths.
int wrapFlags(const QString& message, int width)
{
    const QStringList words = message.split(u' ');
    const bool fits = std::all_of(words.begin(), words.end(), [width](const QString& word) {
        return detailMetrics().horizontalAdvance(word) <= width;
    });
    return fits ? Qt::TextWordWrap : Qt::TextWordWrap | Qt::TextWrapAnywhere;
}

/// Height of the sentence of a run in trouble, at most a few lines.
int messageHeight(const QString& message, int width)
{
    if (message.isEmpty())
        return 0;
    const QRect bounds =
        detailMetrics().boundingRect(QRect(0, 0, width, 1000), wrapFlags(message, width), message);
    return std::min(bounds.height(), messageLines * detailMetrics().lineSpacing());
}

QRect textArea(const QRect& row)
{
    return row.adjusted(dotColumn, Theme::spacingRelated, -Theme::pageMargin,
                        -Theme::spacingRelated);
}

void drawDot(QPainter& painter, const QRect& row, const QColor& color, bool filled)
{
    const QRect area = RunDelegate::dotArea(row);
    QRectF dot(0, 0, dotDiameter, dotDiameter);
    dot.moveCenter(QPointF(area.center()) + QPointF(0.5, 0.5));
    painter.setPen(QPen(color, 2));
    painter.setBrush(filled ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawEllipse(dot);
}

/// Losses and state on one line, with a red dot before them if the run is in trouble.
void drawDetail(QPainter& painter, QRect line, const QModelIndex& index)
{
    const ThemeColors& colors = Theme::colors();
    if (index.data(RunListModel::TroubleRole).toBool()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.failure);
        painter.drawEllipse(QRectF(line.left(), line.center().y() - troubleDiameter / 2.0 + 1,
                                   troubleDiameter, troubleDiameter));
        line.setLeft(line.left() + troubleDiameter + Theme::spacingInside);
    }
    painter.setFont(Theme::axisFont());
    painter.setPen(colors.quietText);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     detailMetrics().elidedText(index.data(RunListModel::DetailRole).toString(),
                                                Qt::ElideRight, line.width()));
}

} // namespace

QRect RunDelegate::dotArea(const QRect& row)
{
    return QRect(row.left(), row.top(), dotColumn, Theme::spacingRelated * 2 + lineHeight);
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const
{
    const ThemeColors& colors = Theme::colors();
    const bool isVisible = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        QColor background = colors.accent;
        background.setAlphaF(option.state & QStyle::State_Selected ? 0.14F : 0.06F);
        painter->fillRect(option.rect, background);
    }
    drawDot(*painter, option.rect, index.data(RunListModel::ColorRole).value<QColor>(), isVisible);

    const QRect area = textArea(option.rect);
    QFont nameFont = Theme::bodyFont();
    nameFont.setWeight(index.data(RunListModel::LiveRole).toBool() ? QFont::DemiBold
                                                                   : QFont::Normal);
    painter->setFont(nameFont);
    painter->setPen(isVisible ? colors.text : colors.quietText);
    const QRect nameLine(area.left(), area.top(), area.width(), lineHeight);
    painter->drawText(nameLine, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(nameFont).elidedText(index.data().toString(), Qt::ElideRight,
                                                        nameLine.width()));
    drawDetail(*painter, nameLine.translated(0, lineHeight), index);

    const QString message = index.data(RunListModel::MessageRole).toString();
    if (!message.isEmpty()) {
        painter->setPen(colors.failure);
        const QRect rest(area.left(), area.top() + 2 * lineHeight, area.width(),
                         messageHeight(message, area.width()));
        painter->drawText(rest, wrapFlags(message, rest.width()), message);
    }
    painter->restore();
}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view != nullptr ? view->viewport()->width() : option.rect.width();
    const int textWidth = textArea(QRect(0, 0, width, 0)).width();
    const QString message = index.data(RunListModel::MessageRole).toString();
    return QSize(width,
                 2 * Theme::spacingRelated + 2 * lineHeight + messageHeight(message, textWidth));
}

bool RunDelegate::editorEvent(QEvent* event, QAbstractItemModel* model,
                              const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() == QEvent::MouseButtonRelease
        || event->type() == QEvent::MouseButtonDblClick) {
        const auto* mouse = static_cast<const QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton
            && dotArea(option.rect).contains(mouse->position().toPoint())) {
            const bool isShown = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
            if (event->type() == QEvent::MouseButtonRelease)
                model->setData(index, isShown ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
            return true; // A double click on the dot must not begin to rename.
        }
    }
    return false;
}

void RunDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                       const QModelIndex& index) const
{
    Q_UNUSED(index)
    const QRect area = textArea(option.rect);
    editor->setGeometry(area.left() - Theme::spacingInside, area.top() - Theme::spacingInside,
                        area.width() + Theme::spacingInside, Theme::controlHeight - 2);
}

} // namespace accumulus
