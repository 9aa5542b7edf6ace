#pragma once

#include <QFontMetrics>
#include <QLabel>

namespace accumulus {

/// \a text with places to break inside the words that are wider than \a width, such as long names
/// of files: zero width spaces.
QString breakable(const QString& text, const QFontMetrics& metrics, int width);

/// Plain text that fits in whatever width it gets and never asks for any.
class FittedLabel : public QLabel
{
    Q_OBJECT
public:
    enum class Fit {
        Elided, ///< one line, cut short with an ellipsis
        Wrapped ///< a paragraph, wrapped inside words too where one is wider
    };

    FittedLabel(Fit fit, QWidget* parent);

    void setFullText(const QString& text);
    QString fullText() const { return m_fullText; }

protected:
    void changeEvent(QEvent* event) override; // font
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitText();

    Fit m_fit;
    QString m_fullText;
};

} // namespace accumulus
