#include "ui/theme_style.h"

#include "ui/theme.h"
#include "ui/theme_drawing.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace accumulus {

namespace {

constexpr int scrollBarWidth = 10;
constexpr int chevronRoom = 14; ///< right of a tool button's text
constexpr int checkBoxSize = 16;
constexpr int textIndent = 4; ///< of the text in a field, besides Fusion's own

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
        drawBox(*painter, option->rect, buttonColor(*option), borderColor(*option));
        return;
    case PE_PanelButtonTool: {
        const bool isActive =
            isHovered(*option) || hasFocus(*option) || (option->state & (State_Sunken | State_On));
        if (isActive || !(option->state & State_AutoRaise)) {
            const bool hasBorder = hasFocus(*option) || !(option->state & State_AutoRaise);
            drawBox(*painter, option->rect, buttonColor(*option),
                    hasBorder ? borderColor(*option) : buttonColor(*option));
        }
        return;
    }
    case PE_PanelLineEdit:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame != nullptr && frame->lineWidth > 0) {
            drawBox(*painter, option->rect, option->palette.color(QPalette::Base),
                    borderColor(*option));
        } else {
            painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        }
        return;
    case PE_FrameLineEdit:
        drawBox(*painter, option->rect, Qt::transparent, borderColor(*option));
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
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option))
            drawProgress(*bar, *painter);
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
            option.editable ? option.palette.color(QPalette::Base) : buttonColor(box),
            borderColor(box));
    const QRect arrow = subControlRect(CC_ComboBox, &option, SC_ComboBoxArrow, widget);
    drawChevron(painter, arrow, chevronColor(option), true);
}

void ThemeStyle::drawSpinBox(const QStyleOptionSpinBox& option, QPainter& painter,
                             const QWidget* widget) const
{
    if (option.frame)
        drawBox(painter, option.rect, option.palette.color(QPalette::Base), borderColor(option));
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
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
        drawSlider(*slider, *painter,
                   QRectF(subControlRect(CC_Slider, slider, SC_SliderGroove, widget)),
                   QRectF(subControlRect(CC_Slider, slider, SC_SliderHandle, widget)));
    } else if (slider != nullptr && control == CC_ScrollBar) {
        drawScrollBar(*slider, *painter,
                      QRectF(subControlRect(CC_ScrollBar, slider, SC_ScrollBarSlider, widget)));
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
        if (option == nullptr || option->fontMetrics.height() + 8 <= Theme::controlHeight)
            size.setHeight(Theme::controlHeight);
        break;
    default:
        break;
    }
    if (type == CT_SpinBox || type == CT_LineEdit)
        size.rwidth() += 2 * textIndent;
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
        return sliderHandleSize + 2;
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
