#pragma once

#include <QFontMetrics>
#include <QLabel>

namespace accumulus {

/// \a text with places to break inside the words that are wider than \a width, such as long names
/// of files: zero width spaces.
QString breakable(const QString& text, const QFontMetrics& metrics, int width);

/// A paragraph of plain text that wraps in whatever width it gets, inside words too where one is
/// wider; it never asks for any width.
class WrappedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit WrappedLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text);
    QString fullText() const { return m_fullText; }

protected:
    void changeEvent(QEvent* event) override; // font
    void resizeEvent(QResizeEvent* event) override;

private:
    void wrap();

    QString m_fullText;
};

} // namespace accumulus
