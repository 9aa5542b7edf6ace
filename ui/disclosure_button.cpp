#include "ui/disclosure_button.h"

#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QPainter>

namespace accumulus {
namespace {

constexpr int triangleSide = 8;

QPolygonF triangle(bool pointsDown, double centerY)
{
    constexpr double side = triangleSide;
    return pointsDown
        ? QPolygonF(
            {{0.0, centerY - side / 4}, {side, centerY - side / 4}, {side / 2, centerY + side / 3}})
        : QPolygonF({{side / 6, centerY - side / 2},
                     {side / 6, centerY + side / 2},
                     {side * 5 / 6, centerY}});
}

} // namespace

DisclosureButton::DisclosureButton(QWidget* parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    leaveFocusAlone(this);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize DisclosureButton::sizeHint() const
{
    return QSize(triangleSide + Theme::spacingRelated + fontMetrics().horizontalAdvance(text()),
                 fontMetrics().height() + Theme::spacingInside);
}

void DisclosureButton::paintEvent(QPaintEvent*)
{
    const ThemeColors& colors = Theme::colors();
    const bool isActive = underMouse() || hasFocus();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isActive ? colors.accent : colors.quietText);
    painter.drawPolygon(triangle(isChecked(), height() / 2.0));
    painter.setPen(isActive ? colors.accent : colors.quietText);
    painter.drawText(rect().adjusted(triangleSide + Theme::spacingRelated, 0, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, text());
}

} // namespace accumulus
