#pragma once

class QLabel;
class QString;
class QWidget;

namespace accumulus {

/// Small things that several widgets of the window do alike.

/// The widget takes the focus by Tab, not by a click, so that space and the right arrow go on
/// steering the training after the mouse used it.
void leaveFocusAlone(QWidget* widget);

/// The wheel scrolls the panel instead of changing the value under the mouse by accident, until the
/// widget has the focus.
void leaveWheelAlone(QWidget* widget);

/// A label that shows every text to the letter. A plain QLabel takes one with tags in it for HTML.
QLabel* makeLabel(QWidget* parent = nullptr);

/// A tool tip of plain text that wraps at a readable width; a line break stays one.
QString wrappedToolTip(const QString& text);

/// Shows the text of an editor in the accent colour while its value waits to be used.
void showAsPending(QWidget* editor, bool pending);

/// A hairline in the theme's line colour.
QWidget* makeHairline(QWidget* parent);

enum class TextRole { Body, Quiet, Warning, Failure, Accent };

/// Gives the text of a label the colour of its role in the theme of now.
void colorText(QWidget* widget, TextRole role);

} // namespace accumulus
