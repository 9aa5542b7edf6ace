#include "ui/fitted_label.h"

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

FittedLabel::FittedLabel(Fit fit, QWidget* parent)
    : QLabel(parent)
    , m_fit(fit)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(fit == Fit::Wrapped);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void FittedLabel::setFullText(const QString& text)
{
    m_fullText = text;
    fitText();
}

void FittedLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitText();
}

void FittedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    fitText();
}

void FittedLabel::fitText()
{
    setText(m_fit == Fit::Wrapped ? breakable(m_fullText, fontMetrics(), width())
                                  : fontMetrics().elidedText(m_fullText, Qt::ElideRight, width()));
}

} // namespace accumulus
