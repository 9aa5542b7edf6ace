#include "ui/theme_drawing.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

#include <algorithm>

namespace accumulus {

namespace {

constexpr qreal cornerRadius = 4.0;
constexpr qreal sliderGroove = 4.0;

/// Restores the painter and draws smooth lines in between.
class SmoothPainting
{
public:
    explicit SmoothPainting(QPainter& painter)
        : m_painter(painter)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing, true);
    }
    ~SmoothPainting() { m_painter.restore(); }

    SmoothPainting(const SmoothPainting&) = delete;
    SmoothPainting& operator=(const SmoothPainting&) = delete;

private:
    QPainter& m_painter;
};

QColor accentOf(const QStyleOption& option)
{
    return option.palette.color(QPalette::Highlight);
}

bool isHorizontal(const QStyleOptionSlider& option)
{
    return option.orientation == Qt::Horizontal;
}

/// Where the handle of a scroll bar is.
QRect scrollHandle(const QStyleOptionSlider& option)
{
    const int length = isHorizontal(option) ? option.rect.width() : option.rect.height();
    const qint64 range = qint64(option.maximum) - option.minimum;
    int handle = length;
    if (range > 0) {
        handle = std::clamp(
            static_cast<int>(qint64(length) * option.pageStep / (range + option.pageStep)),
            std::min(shortestScrollHandle, length), length);
    }
    const int start = QStyle::sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown);
    return isHorizontal(option) ? QRect(start, 0, handle, option.rect.height())
                                : QRect(0, start, option.rect.width(), handle);
}

} // namespace

bool isEnabled(const QStyleOption& option)
{
    return option.state & QStyle::State_Enabled;
}

bool isHovered(const QStyleOption& option)
{
    return isEnabled(option) && (option.state & QStyle::State_MouseOver);
}

bool hasFocus(const QStyleOption& option)
{
    return isEnabled(option) && (option.state & QStyle::State_HasFocus);
}

QColor borderColor(const QStyleOption& option)
{
    if (hasFocus(option))
        return accentOf(option);
    return option.palette.color(isHovered(option) ? QPalette::Dark : QPalette::Mid);
}

QColor buttonColor(const QStyleOption& option)
{
    if (option.state & (QStyle::State_Sunken | QStyle::State_On))
        return option.palette.color(QPalette::Mid);
    return option.palette.color(isHovered(option) ? QPalette::Midlight : QPalette::Button);
}

QColor chevronColor(const QStyleOption& option)
{
    return option.palette.color(QPalette::PlaceholderText);
}

/// A frame of one sharp pixel.
void drawBox(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& border)
{
    const SmoothPainting smooth(painter);
    painter.setPen(QPen(border, 1.0));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius,
                            cornerRadius);
}

/// A small arrow of two lines, downwards or upwards.
void drawChevron(QPainter& painter, const QRect& rect, const QColor& color, bool down)
{
    const SmoothPainting smooth(painter);
    const QPointF center = QRectF(rect).center();
    const qreal sign = down ? 1.0 : -1.0;
    QPainterPath path(center + QPointF(-3.5, -1.75 * sign));
    path.lineTo(center + QPointF(0.0, 1.75 * sign));
    path.lineTo(center + QPointF(3.5, -1.75 * sign));
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void drawCheckBox(const QStyleOption& option, QPainter& painter)
{
    const bool isChecked = option.state & (QStyle::State_On | QStyle::State_NoChange);
    drawBox(
        painter, option.rect, isChecked ? accentOf(option) : option.palette.color(QPalette::Base),
        isChecked ? accentOf(option)
                  : option.palette.color(hasFocus(option) ? QPalette::Highlight : QPalette::Dark));
    if (!isChecked)
        return;
    const SmoothPainting smooth(painter);
    const QRectF box(option.rect);
    const auto at = [&box](qreal x, qreal y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    QPainterPath mark;
    if (option.state & QStyle::State_NoChange) {
        mark.moveTo(at(0.28, 0.5));
        mark.lineTo(at(0.72, 0.5));
    } else {
        mark.moveTo(at(0.25, 0.52));
        mark.lineTo(at(0.43, 0.7));
        mark.lineTo(at(0.76, 0.32));
    }
    painter.setPen(QPen(option.palette.color(QPalette::HighlightedText), 1.8, Qt::SolidLine,
                        Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(mark);
}

void drawRadioButton(const QStyleOption& option, QPainter& painter)
{
    const SmoothPainting smooth(painter);
    const QRectF circle = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool isOn = option.state & QStyle::State_On;
    painter.setPen(
        QPen(isOn || hasFocus(option) ? accentOf(option) : option.palette.color(QPalette::Dark),
             isOn ? 1.75 : 1.0));
    painter.setBrush(option.palette.color(QPalette::Base));
    painter.drawEllipse(circle);
    if (isOn) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(accentOf(option));
        painter.drawEllipse(circle.center(), circle.width() / 4.0, circle.width() / 4.0);
    }
}

void drawProgress(const QStyleOptionProgressBar& option, QPainter& painter)
{
    const qint64 span = qint64(option.maximum) - option.minimum;
    // Without a known end a part in the middle says that something goes on.
    const qreal share = span > 0 ? qreal(option.progress - option.minimum) / qreal(span) : 0.3;
    QRectF filled(option.rect);
    filled.setWidth(std::clamp(share, 0.0, 1.0) * filled.width());
    if (span <= 0)
        filled.moveCenter(QRectF(option.rect).center());
    painter.fillRect(filled, accentOf(option));
}

void drawSlider(const QStyleOptionSlider& option, QPainter& painter, const QRectF& groove,
                const QRectF& handle)
{
    const SmoothPainting smooth(painter);
    const QPointF middle = handle.center();
    QRectF track = groove;
    QRectF filled = groove;
    if (isHorizontal(option)) {
        track.setHeight(sliderGroove);
        track.moveCenter({groove.center().x(), middle.y()});
        filled = track;
        option.upsideDown ? filled.setLeft(middle.x()) : filled.setRight(middle.x());
    } else {
        track.setWidth(sliderGroove);
        track.moveCenter({middle.x(), groove.center().y()});
        filled = track;
        option.upsideDown ? filled.setTop(middle.y()) : filled.setBottom(middle.y());
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(option.palette.color(QPalette::Mid));
    painter.drawRoundedRect(track, sliderGroove / 2.0, sliderGroove / 2.0);
    painter.setBrush(isEnabled(option) ? accentOf(option) : option.palette.color(QPalette::Dark));
    painter.drawRoundedRect(filled, sliderGroove / 2.0, sliderGroove / 2.0);

    const qreal radius = sliderHandleSize / 2.0 - 1.0;
    painter.setBrush(option.palette.color(QPalette::Base));
    painter.setPen(QPen(isEnabled(option) ? accentOf(option) : option.palette.color(QPalette::Dark),
                        hasFocus(option) || isHovered(option) ? 2.5 : 1.75));
    painter.drawEllipse(middle, radius, radius);
}

void drawScrollBar(const QStyleOptionSlider& option, QPainter& painter, const QRectF& handle)
{
    const SmoothPainting smooth(painter);
    const QRectF bar = handle.adjusted(2.0, 2.0, -2.0, -2.0);
    const qreal radius = std::min(bar.width(), bar.height()) / 2.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(option.palette.color(isHovered(option) || (option.state & QStyle::State_Sunken)
                                              ? QPalette::PlaceholderText
                                              : QPalette::Dark));
    painter.drawRoundedRect(bar, radius, radius);
}

QRect scrollBarPart(const QStyleOptionSlider& option, QStyle::SubControl part)
{
    const QRect handle = scrollHandle(option);
    const QRect all(QPoint(), option.rect.size());
    QRect before = all;
    QRect after = all;
    if (isHorizontal(option)) {
        before.setRight(handle.left() - 1);
        after.setLeft(handle.right() + 1);
    } else {
        before.setBottom(handle.top() - 1);
        after.setTop(handle.bottom() + 1);
    }
    QRect result;
    switch (part) {
    case QStyle::SC_ScrollBarSlider:
        result = handle;
        break;
    case QStyle::SC_ScrollBarGroove:
        result = all;
        break;
    case QStyle::SC_ScrollBarSubPage:
        result = before;
        break;
    case QStyle::SC_ScrollBarAddPage:
        result = after;
        break;
    default:
        return {};
    }
    return QStyle::visualRect(option.direction, option.rect,
                              result.translated(option.rect.topLeft()));
}

} // namespace accumulus
