#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace accumulus {

/// A sentence above the charts about something that went wrong, until it is closed. Blocks nothing.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    void showError(const QString& sentence);
    QString text() const;

protected:
    void changeEvent(QEvent* event) override; // language, palette
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();

    QLabel* m_text;
    QToolButton* m_close;
};

} // namespace accumulus
