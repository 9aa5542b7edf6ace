#include "ui/theme_style.h"

#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

#include <algorithm>

namespace accumulus {

namespace {

constexpr qreal cornerRadius = 4.0;
constexpr int sliderHandle = 14;
constexpr qreal sliderGroove = 4.0;
constexpr int scrollBarWidth = 10;
constexpr int shortestScrollHandle = 24;
constexpr int chevronRoom = 14; ///< right of a tool button's text
constexpr int checkBoxSize = 16;
constexpr int textIndent = 4; ///< of the text in a field, besides Fusion's own

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

QColor accentOf(const QStyleOption& option)
{
    return option.palette.color(QPalette::Highlight);
}

QColor borderOf(const QStyleOption& option)
{
    if (hasFocus(option)) {
        return accentOf(option);
    }
    return option.palette.color(isHovered(option) ? QPalette::Dark : QPalette::Mid);
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

QColor buttonFill(const QStyleOption& option)
{
    if (option.state & (QStyle::State_Sunken | QStyle::State_On)) {
        return option.palette.color(QPalette::Mid);
    }
    return option.palette.color(isHovered(option) ? QPalette::Midlight : QPalette::Button);
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

QColor chevronColor(const QStyleOption& option)
{
    return option.palette.color(QPalette::PlaceholderText);
}

void drawCheckBox(const QStyleOption& option, QPainter& painter)
{
    const bool isChecked = option.state & (QStyle::State_On | QStyle::State_NoChange);
    drawBox(
        painter, option.rect, isChecked ? accentOf(option) : option.palette.color(QPalette::Base),
        isChecked ? accentOf(option)
                  : option.palette.color(hasFocus(option) ? QPalette::Highlight : QPalette::Dark));
    if (!isChecked) {
        return;
    }
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
    if (span <= 0) {
        filled.moveCenter(QRectF(option.rect).center());
    }
    painter.fillRect(filled, accentOf(option));
}

bool isHorizontal(const QStyleOptionSlider& option)
{
    return option.orientation == Qt::Horizontal;
}

/// Where the handle of a scroll bar is; it has no buttons at its ends.
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

bool hasMenuArrow(const QStyleOptionToolButton& option)
{
    return (option.features & QStyleOptionToolButton::HasMenu)
        && !(option.features & QStyleOptionToolButton::MenuButtonPopup);
}

} // namespace

ThemeStyle::ThemeStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        drawBox(*painter, option->rect, buttonFill(*option), borderOf(*option));
        return;
    case PE_PanelButtonTool: {
        const bool isActive =
            isHovered(*option) || hasFocus(*option) || (option->state & (State_Sunken | State_On));
        if (isActive || !(option->state & State_AutoRaise)) {
            const bool hasBorder = hasFocus(*option) || !(option->state & State_AutoRaise);
            drawBox(*painter, option->rect, buttonFill(*option),
                    hasBorder ? borderOf(*option) : buttonFill(*option));
        }
        return;
    }
    case PE_PanelLineEdit:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame != nullptr && frame->lineWidth > 0) {
            drawBox(*painter, option->rect, option->palette.color(QPalette::Base),
                    borderOf(*option));
        } else {
            painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        }
        return;
    case PE_FrameLineEdit:
        drawBox(*painter, option->rect, Qt::transparent, borderOf(*option));
        return;
    case PE_IndicatorCheckBox:
        drawCheckBox(*option, *painter);
        return;
    case PE_IndicatorRadioButton:
        drawRadioButton(*option, *painter);
        return;
    case PE_Frame:
        painter->save();
        painter->setPen(QPen(option->palette.color(QPalette::Mid), 1.0));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5));
        painter->restore();
        return;
    case PE_FrameStatusBarItem:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ThemeStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const
{
    switch (element) {
    case CE_ToolBar:
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        return;
    case CE_Splitter:
        return; // The page between two panels is line enough.
    case CE_ProgressBarGroove:
        painter->fillRect(option->rect, option->palette.color(QPalette::Mid));
        return;
    case CE_ProgressBarContents:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            drawProgress(*bar, *painter);
        }
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void ThemeStyle::drawComboBox(const QStyleOptionComboBox& option, QPainter& painter,
                              const QWidget* widget) const
{
    QStyleOptionComboBox box = option;
    if (box.state & State_On) {
        box.state |= State_HasFocus; // Its list is open: the accent says whose list it is.
        box.state &= ~State_On;
    }
    box.state &= ~State_Sunken;
    drawBox(painter, box.rect,
            option.editable ? option.palette.color(QPalette::Base) : buttonFill(box),
            borderOf(box));
    const QRect arrow = subControlRect(CC_ComboBox, &option, SC_ComboBoxArrow, widget);
    drawChevron(painter, arrow, chevronColor(option), true);
}

void ThemeStyle::drawSpinBox(const QStyleOptionSpinBox& option, QPainter& painter,
                             const QWidget* widget) const
{
    if (option.frame) {
        drawBox(painter, option.rect, option.palette.color(QPalette::Base), borderOf(option));
    }
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons) {
        return;
    }
    const auto drawButton = [&](SubControl button, QAbstractSpinBox::StepEnabledFlag step,
                                bool down) {
        const QRect rect = subControlRect(CC_SpinBox, &option, button, widget);
        const bool isUsable = isEnabled(option) && (option.stepEnabled & step);
        const bool isUnderMouse = isHovered(option) && (option.activeSubControls & button);
        QColor color =
            option.palette.color(isUnderMouse ? QPalette::Text : QPalette::PlaceholderText);
        color.setAlphaF(isUsable ? 1.0F : 0.4F);
        drawChevron(painter, rect, color, down);
    };
    drawButton(SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, false);
    drawButton(SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, true);
}

void ThemeStyle::drawSlider(const QStyleOptionSlider& option, QPainter& painter,
                            const QWidget* widget) const
{
    const SmoothPainting smooth(painter);
    const QRectF groove(subControlRect(CC_Slider, &option, SC_SliderGroove, widget));
    const QRectF handle(subControlRect(CC_Slider, &option, SC_SliderHandle, widget));
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

    const qreal radius = sliderHandle / 2.0 - 1.0;
    painter.setBrush(option.palette.color(QPalette::Base));
    painter.setPen(QPen(isEnabled(option) ? accentOf(option) : option.palette.color(QPalette::Dark),
                        hasFocus(option) || isHovered(option) ? 2.5 : 1.75));
    painter.drawEllipse(middle, radius, radius);
}

void ThemeStyle::drawScrollBar(const QStyleOptionSlider& option, QPainter& painter,
                               const QWidget* widget) const
{
    const SmoothPainting smooth(painter);
    const QRectF handle = QRectF(subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget))
                              .adjusted(2.0, 2.0, -2.0, -2.0);
    const qreal radius = std::min(handle.width(), handle.height()) / 2.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(option.palette.color(isHovered(option) || (option.state & State_Sunken)
                                              ? QPalette::PlaceholderText
                                              : QPalette::Dark));
    painter.drawRoundedRect(handle, radius, radius);
}

void ThemeStyle::drawToolButton(const QStyleOptionToolButton& option, QPainter& painter,
                                const QWidget* widget) const
{
    QStyleOptionToolButton button = option;
    button.features &= ~QStyleOptionToolButton::HasMenu;
    drawPrimitive(PE_PanelButtonTool, &button, &painter, widget);
    button.rect.adjust(0, 0, -chevronRoom, 0);
    drawControl(CE_ToolButtonLabel, &button, &painter, widget);
    drawChevron(painter,
                QRect(option.rect.right() - chevronRoom - 2, option.rect.top(), chevronRoom,
                      option.rect.height()),
                chevronColor(option), true);
}

void ThemeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const
{
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        combo != nullptr && control == CC_ComboBox && combo->frame) {
        drawComboBox(*combo, *painter, widget);
    } else if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
               spin != nullptr && control == CC_SpinBox) {
        drawSpinBox(*spin, *painter, widget);
    } else if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
               slider != nullptr && control == CC_Slider
               && slider->tickPosition == QSlider::NoTicks) {
        drawSlider(*slider, *painter, widget);
    } else if (slider != nullptr && control == CC_ScrollBar) {
        drawScrollBar(*slider, *painter, widget);
    } else if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
               button != nullptr && control == CC_ToolButton && hasMenuArrow(*button)) {
        drawToolButton(*button, *painter, widget);
    } else {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect ThemeStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                 SubControl subControl, const QWidget* widget) const
{
    if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
        slider != nullptr && control == CC_ScrollBar) {
        return scrollBarPart(*slider, subControl);
    }
    const QRect rect = QProxyStyle::subControlRect(control, option, subControl, widget);
    if (control == CC_SpinBox && subControl == SC_SpinBoxEditField) {
        return visualRect(
            option->direction, option->rect,
            visualRect(option->direction, option->rect, rect).adjusted(textIndent, 0, 0, 0));
    }
    return rect;
}

QRect ThemeStyle::subElementRect(SubElement element, const QStyleOption* option,
                                 const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        frame != nullptr && element == SE_LineEditContents && frame->lineWidth > 0) {
        return rect.adjusted(textIndent, 0, -textIndent, 0);
    }
    return rect;
}

QSize ThemeStyle::sizeFromContents(ContentsType type, const QStyleOption* option,
                                   const QSize& contents, const QWidget* widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
    case CT_PushButton:
    case CT_ComboBox:
    case CT_LineEdit:
    case CT_SpinBox:
    case CT_ToolButton:
        // Only a font too large for it makes a control higher.
        if (option == nullptr || option->fontMetrics.height() + 8 <= Theme::controlHeight) {
            size.setHeight(Theme::controlHeight);
        }
        break;
    default:
        break;
    }
    if (type == CT_SpinBox || type == CT_LineEdit) {
        size.rwidth() += 2 * textIndent;
    }
    if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        button != nullptr && type == CT_ToolButton) {
        size.rwidth() += hasMenuArrow(*button) ? chevronRoom : 0;
        size.setWidth(std::max(size.width(), Theme::controlHeight));
    }
    return size;
}

int ThemeStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                            const QWidget* widget) const
{
    switch (metric) {
    case PM_SliderLength:
    case PM_SliderThickness:
    case PM_SliderControlThickness:
        return sliderHandle + 2;
    case PM_ScrollBarExtent:
        return scrollBarWidth;
    case PM_ScrollBarSliderMin:
        return shortestScrollHandle;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return checkBoxSize;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ToolBarFrameWidth:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ThemeStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton; // A click on the groove goes there, as one expects of a value.
    case SH_Slider_PageSetButtons:
        return Qt::NoButton;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace accumulus
