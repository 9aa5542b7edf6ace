#include "ui/widget_helpers.h"

#include "ui/theme.h"

#include <QAbstractSlider>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QString>
#include <QWidget>

namespace accumulus {
namespace {

class Hairline : public QWidget
{
public:
    explicit Hairline(QWidget* parent)
        : QWidget(parent)
    {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), Theme::colors().line);
    }
};

class WheelFilter : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (event->type() == QEvent::Wheel && widget != nullptr && !widget->hasFocus()) {
            event->ignore(); // The parent gets it.
            return true;
        }
        return QObject::eventFilter(watched, event);
    }
};

/// Who came to a control by Tab uses it by space and arrows: there they are not the training's
/// shortcuts.
class KeyFilter : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::ShortcutOverride) {
            const int key = static_cast<QKeyEvent*>(event)->key();
            const bool isSlider = qobject_cast<QAbstractSlider*>(watched) != nullptr;
            if (key == (isSlider ? Qt::Key_Right : Qt::Key_Space)) {
                event->accept();
                return true;
            }
        }
        return QObject::eventFilter(watched, event);
    }
};

QColor colorOf(TextRole role)
{
    const ThemeColors& colors = Theme::colors();
    switch (role) {
    case TextRole::Body:
        return colors.text;
    case TextRole::Quiet:
        return colors.quietText;
    case TextRole::Warning:
        return colors.warning;
    case TextRole::Failure:
        return colors.failure;
    case TextRole::Accent:
        return colors.accent;
    }
    return colors.text;
}

/// Only what differs from the application's palette, so that the rest follows the theme. Setting an
/// equal palette does nothing, so this may be called from a palette change.
void setTextColor(QWidget* widget, const QColor& color)
{
    QPalette palette;
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Active, role, color);
        palette.setColor(QPalette::Inactive, role, color);
    }
    if (widget->palette().color(QPalette::Active, QPalette::Text) != color
        || widget->palette().color(QPalette::Active, QPalette::WindowText) != color) {
        widget->setPalette(palette);
    }
}

} // namespace

void leaveFocusAlone(QWidget* widget)
{
    widget->setFocusPolicy(Qt::TabFocus);
    widget->installEventFilter(new KeyFilter(widget));
}

void leaveWheelAlone(QWidget* widget)
{
    widget->installEventFilter(new WheelFilter(widget));
}

QLabel* makeLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString wrappedToolTip(const QString& text)
{
    if (text.isEmpty())
        return {};
    return QStringLiteral("<p>%1</p>")
        .arg(text.toHtmlEscaped().replace(u'\n', QLatin1String("<br>")));
}

void showAsPending(QWidget* editor, bool pending)
{
    setTextColor(editor, colorOf(pending ? TextRole::Accent : TextRole::Body));
}

QWidget* makeHairline(QWidget* parent)
{
    return new Hairline(parent);
}

void colorText(QWidget* widget, TextRole role)
{
    setTextColor(widget, colorOf(role));
}

} // namespace accumulus
