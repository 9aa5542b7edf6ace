#pragma once

#include <QString>

class QWidget;

namespace accumulus {

/// The two pages of the Help menu, as rich text in the language of now.
QString aboutText();
QString shortcutsText();

/// Shows \a text beside the window; nothing waits for it.
void showHelp(const QString& title, const QString& text, QWidget* parent);

} // namespace accumulus
