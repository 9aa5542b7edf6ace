#pragma once

#include <QStyle>

class QColor;
class QPainter;
class QRect;
class QRectF;
class QStyleOption;
class QStyleOptionProgressBar;
class QStyleOptionSlider;

namespace accumulus {

/// How the parts of controls look in ThemeStyle: drawn with the colours of the palette and the
/// state of the control, which are in its style option. Which part goes where is the style's.

constexpr int sliderHandleSize = 14;
constexpr int shortestScrollHandle = 24;

bool isEnabled(const QStyleOption& option);
bool isHovered(const QStyleOption& option);
bool hasFocus(const QStyleOption& option);

QColor borderColor(const QStyleOption& option);
QColor buttonColor(const QStyleOption& option);
QColor chevronColor(const QStyleOption& option);

/// A frame of one sharp pixel.
void drawBox(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& border);

/// A small arrow of two lines, downwards or upwards.
void drawChevron(QPainter& painter, const QRect& rect, const QColor& color, bool down);

void drawCheckBox(const QStyleOption& option, QPainter& painter);
void drawRadioButton(const QStyleOption& option, QPainter& painter);
void drawProgress(const QStyleOptionProgressBar& option, QPainter& painter);
void drawSlider(const QStyleOptionSlider& option, QPainter& painter, const QRectF& groove,
                const QRectF& handle);

/// Scroll bars have no buttons at their ends.
void drawScrollBar(const QStyleOptionSlider& option, QPainter& painter, const QRectF& handle);
QRect scrollBarPart(const QStyleOptionSlider& option, QStyle::SubControl part);

} // namespace accumulus
