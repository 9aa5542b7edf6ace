#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;

namespace accumulus {

/// The look of the program: colours, spacing and fonts, in one place. Everything that draws asks
/// here, nothing carries a style sheet of its own.
enum class ThemeChoice { System, Light, Dark };

/// The colours of one theme.
struct ThemeColors
{
    QColor page;
    QColor panel;
    QColor line;
    QColor text;
    QColor quietText;
    QColor accent;
    QColor warning;
    QColor failure;
};

class Theme
{
public:
    /// Applies \a choice to the whole application; System follows the desktop.
    static void apply(QApplication& application, ThemeChoice choice);

    static bool isDark();
    static const ThemeColors& colors();
    /// Of a page that does not follow the window, such as a file.
    static const ThemeColors& colorsFor(bool dark);

    /// Colour of run number \a index (Okabe and Ito), adjusted to the theme; the ninth is the first
    /// again.
    static QColor runColor(int index);
    static QColor runColorFor(int index, bool dark);
    static constexpr int runColorCount = 8;

    static constexpr int spacingInside = 4;
    static constexpr int spacingRelated = 8;
    static constexpr int spacingGroups = 16;
    static constexpr int pageMargin = 12;
    static constexpr int controlHeight = 28;

    static QFont axisFont();    ///< 9 pt
    static QFont bodyFont();    ///< 10 pt
    static QFont titleFont();   ///< 11 pt semibold
    static QFont readOutFont(); ///< 15 pt
    static QFont numbersFont(); ///< body with tabular digits
};

} // namespace accumulus
