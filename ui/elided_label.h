#pragma once

#include <QLabel>

namespace accumulus {

/// A line of plain text that is cut short, with an ellipsis, where there is no room for it; it
/// never asks for any.
class ElidedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text);
    QString fullText() const { return m_fullText; }

protected:
    void changeEvent(QEvent* event) override; // font
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();

    QString m_fullText;
};

} // namespace accumulus
