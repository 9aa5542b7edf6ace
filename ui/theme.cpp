#include "ui/theme.h"

#include "ui/theme_style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyleHints>
#include <QToolTip>

#include <array>

namespace accumulus {

namespace {

/// What the application looks like now. Belongs to the GUI thread, as everything that draws does.
struct ThemeState
{
    ThemeChoice choice = ThemeChoice::System;
    bool dark = false;
    bool systemWasDark = false; ///< by the platform's own palette, before ours replaced it
    bool initialized = false;
};

ThemeState& state()
{
    static ThemeState instance;
    return instance;
}

const ThemeColors& lightColors()
{
    static const ThemeColors colors{
        .page = QColor(0xFA, 0xFA, 0xFA),
        .panel = QColor(0xFF, 0xFF, 0xFF),
        .line = QColor(0xE1, 0xE4, 0xE8),
        .text = QColor(0x1F, 0x23, 0x28),
        .quietText = QColor(0x59, 0x63, 0x6E),
        .accent = QColor(0x00, 0x72, 0xB2),
        .warning = QColor(0x9A, 0x67, 0x00),
        .failure = QColor(0xCF, 0x22, 0x2E),
    };
    return colors;
}

const ThemeColors& darkColors()
{
    static const ThemeColors colors{
        .page = QColor(0x16, 0x1B, 0x22),
        .panel = QColor(0x1E, 0x24, 0x2C),
        .line = QColor(0x30, 0x36, 0x3D),
        .text = QColor(0xE6, 0xED, 0xF3),
        .quietText = QColor(0x91, 0x98, 0xA1),
        .accent = QColor(0x3A, 0x9B, 0xDC),
        .warning = QColor(0xD2, 0x99, 0x22),
        .failure = QColor(0xF8, 0x51, 0x49),
    };
    return colors;
}

QColor mixed(const QColor& a, const QColor& b, float share)
{
    const auto channel = [share](float from, float to) { return from + (to - from) * share; };
    return QColor::fromRgbF(channel(a.redF(), b.redF()), channel(a.greenF(), b.greenF()),
                            channel(a.blueF(), b.blueF()));
}

QPalette makePalette(const ThemeColors& colors, bool dark)
{
    const QColor onAccent = dark ? colors.page : QColor(Qt::white);
    const QColor disabledText = mixed(colors.quietText, colors.page, 0.45F);

    QPalette palette;
    palette.setColor(QPalette::Window, colors.page);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.panel);
    palette.setColor(QPalette::AlternateBase, mixed(colors.panel, colors.page, 0.6F));
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.quietText);
    palette.setColor(QPalette::Button,
                     dark ? mixed(colors.panel, colors.line, 0.5F) : colors.panel);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.failure);
    palette.setColor(QPalette::ToolTipBase, dark ? colors.line : colors.text);
    palette.setColor(QPalette::ToolTipText, dark ? colors.text : colors.panel);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::Light, mixed(colors.panel, colors.line, 0.3F));
    palette.setColor(QPalette::Midlight, mixed(colors.panel, colors.line, 0.6F));
    palette.setColor(QPalette::Mid, colors.line);
    palette.setColor(QPalette::Dark, mixed(colors.line, colors.quietText, 0.4F));
    palette.setColor(QPalette::Shadow, mixed(colors.line, colors.text, 0.5F));

    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText}) {
        palette.setColor(QPalette::Disabled, role, disabledText);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.line);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, disabledText);
    return palette;
}

bool looksDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness()
        < palette.color(QPalette::WindowText).lightness();
}

bool systemIsDark()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return state().systemWasDark;
}

bool isDarkFor(ThemeChoice choice)
{
    return choice == ThemeChoice::System ? systemIsDark() : choice == ThemeChoice::Dark;
}

void usePalette(QApplication& application)
{
    state().dark = isDarkFor(state().choice);
    const QPalette palette = makePalette(Theme::colors(), state().dark);
    application.setPalette(palette);
    QToolTip::setPalette(palette);
}

/// What is done once per process: the style, the fonts, and listening to the desktop.
void initialize(QApplication& application)
{
    state().initialized = true;
    state().systemWasDark = looksDark(QGuiApplication::palette());
    application.setStyle(new ThemeStyle);
    QApplication::setFont(Theme::bodyFont());
    QToolTip::setFont(Theme::bodyFont());
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, &application,
                     [&application] {
                         if (state().choice == ThemeChoice::System)
                             usePalette(application);
                     });
#endif
}

QFont systemFont(qreal pointSize)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    font.setPointSizeF(pointSize);
    return font;
}

} // namespace

void Theme::apply(QApplication& application, ThemeChoice choice)
{
    if (!state().initialized)
        initialize(application);
    state().choice = choice;
    usePalette(application);
}

bool Theme::isDark()
{
    return state().dark;
}

const ThemeColors& Theme::colors()
{
    return colorsFor(isDark());
}

const ThemeColors& Theme::colorsFor(bool dark)
{
    return dark ? darkColors() : lightColors();
}

QColor Theme::runColor(int index)
{
    return runColorFor(index, isDark());
}

QColor Theme::runColorFor(int index, bool dark)
{
    static const std::array<QColor, runColorCount> colors{
        QColor(0x00, 0x72, 0xB2), QColor(0xE6, 0x9F, 0x00), QColor(0x00, 0x9E, 0x73),
        QColor(0xD5, 0x5E, 0x00), QColor(0xCC, 0x79, 0xA7), QColor(0x56, 0xB4, 0xE9),
        QColor(0x8C, 0x6D, 0x1F), QColor(0x7F, 0x7F, 0x7F)};
    const int position = (index % runColorCount + runColorCount) % runColorCount;
    if (dark && position == 0)
        return QColor(0x3A, 0x9B, 0xDC);
    return colors[static_cast<std::size_t>(position)];
}

QFont Theme::axisFont()
{
    return systemFont(9.0);
}

QFont Theme::bodyFont()
{
    return systemFont(10.0);
}

QFont Theme::titleFont()
{
    QFont font = systemFont(11.0);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::readOutFont()
{
    return systemFont(15.0);
}

QFont Theme::numbersFont()
{
    QFont font = bodyFont();
    // Before Qt 6.7 there is no way to ask for tabular digits; most system fonts have them anyway.
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature(QFont::Tag("tnum"), 1);
#endif
    return font;
}

} // namespace accumulus
