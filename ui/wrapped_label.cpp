#include "ui/wrapped_label.h"

#include <QEvent>
#include <QStringList>

#include <utility>

namespace accumulus {

QString breakable(const QString& text, const QFontMetrics& metrics, int width)
{
    constexpr char16_t breakHere = 0x200b;
    QStringList words = text.split(u' ');
    for (QString& word : words) {
        if (metrics.horizontalAdvance(word) <= width)
            continue;
        QString broken;
        for (const QChar character : std::as_const(word)) {
            broken += character;
            if (!character.isHighSurrogate())
                broken += breakHere;
        }
        word = broken;
    }
    return words.join(u' ');
}

WrappedLabel::WrappedLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void WrappedLabel::setFullText(const QString& text)
{
    m_fullText = text;
    wrap();
}

void WrappedLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        wrap();
}

void WrappedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    wrap();
}

void WrappedLabel::wrap()
{
    setText(breakable(m_fullText, fontMetrics(), width()));
}

} // namespace accumulus
