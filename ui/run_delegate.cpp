#include "ui/run_delegate.h"

#include "ui/fitted_label.h"
#include "ui/run_list_model.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpression>

#include <algorithm>

namespace accumulus {
namespace {

constexpr int dotDiameter = 10;
constexpr int troubleDiameter = 8;
constexpr int dotColumn = 36;
constexpr int lineHeight = 18;
constexpr int messageLines = 6;
constexpr int mostCharacters = 1000; ///< of a message that are looked at

QFontMetrics detailMetrics()
{
    return QFontMetrics(Theme::axisFont());
}

QString wrapping(const QString& text, int width)
{
    return breakable(text, detailMetrics(), width);
}

int wrappedHeight(const QString& text, int width)
{
    return detailMetrics()
        .boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, wrapping(text, width))
        .height();
}

/// The sentence of a run in trouble, cut short after a few lines.
QString fittingMessage(const QString& message, int width)
{
    const int most = messageLines * detailMetrics().lineSpacing();
    const QString start = message.left(mostCharacters);
    if (start == message && wrappedHeight(message, width) <= most)
        return message;
    const auto cut = [&](qsizetype length) -> QString {
        return start.left(length).trimmed() + u'…';
    };
    qsizetype fits = 0;
    for (qsizetype tooLong = start.size() + 1; tooLong - fits > 1;) {
        const qsizetype middle = (fits + tooLong) / 2;
        (wrappedHeight(cut(middle), width) <= most ? fits : tooLong) = middle;
    }
    return cut(fits);
}

int messageHeight(const QString& message, int width)
{
    return message.isEmpty() ? 0 : wrappedHeight(fittingMessage(message, width), width);
}

/// Of losses and state: a second line where one is too short for the longest numbers, so that a
/// row keeps its height while it trains.
int detailHeight(const QString& detail, int width)
{
    static const QRegularExpression number(QStringLiteral("\\d[\\d.,]*(·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"));
    QString longest = detail;
    longest.replace(number, QStringLiteral("0.00000"));
    const int room = width - troubleDiameter - Theme::spacingInside;
    return lineHeight + std::max(wrappedHeight(longest, room), wrappedHeight(detail, room))
        - detailMetrics().height();
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

/// Losses and state, with a red dot before them if the run is in trouble.
void drawDetail(QPainter& painter, QRect line, const QModelIndex& index)
{
    const ThemeColors& colors = Theme::colors();
    if (index.data(RunListModel::TroubleRole).toBool()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.failure);
        painter.drawEllipse(QRectF(line.left(), line.top() + (lineHeight - troubleDiameter) / 2.0,
                                   troubleDiameter, troubleDiameter));
        line.setLeft(line.left() + troubleDiameter + Theme::spacingInside);
    }
    painter.setFont(Theme::axisFont());
    painter.setPen(colors.quietText);
    const QString detail = index.data(RunListModel::DetailRole).toString();
    painter.drawText(line.adjusted(0, (lineHeight - detailMetrics().height()) / 2, 0, 0),
                     Qt::TextWordWrap, wrapping(detail, line.width()));
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
    const QString detail = index.data(RunListModel::DetailRole).toString();
    const QRect details(area.left(), nameLine.bottom() + 1, area.width(),
                        detailHeight(detail, area.width()));
    drawDetail(*painter, details, index);

    const QString message =
        fittingMessage(index.data(RunListModel::MessageRole).toString(), area.width());
    if (!message.isEmpty()) {
        painter->setPen(colors.failure);
        const QRect rest(area.left(), details.bottom() + 1, area.width(),
                         messageHeight(message, area.width()));
        painter->drawText(rest, Qt::TextWordWrap, wrapping(message, rest.width()));
    }
    painter->restore();
}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view != nullptr ? view->viewport()->width() : option.rect.width();
    const int textWidth = textArea(QRect(0, 0, width, 0)).width();
    const QString message = index.data(RunListModel::MessageRole).toString();
    const QString detail = index.data(RunListModel::DetailRole).toString();
    return QSize(width,
                 2 * Theme::spacingRelated + lineHeight + detailHeight(detail, textWidth)
                     + messageHeight(message, textWidth));
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
