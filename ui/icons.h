#pragma once

#include <QIcon>
#include <QString>

namespace accumulus {

/// An icon of resources/icons in the text colour of the theme of now: "start", "pause", "step",
/// "reset", … It follows the theme by itself. The SVG files are drawn in black, which stands for
/// that colour.
QIcon themedIcon(const QString& name);

} // namespace accumulus
