#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QTimer;
class QToolButton;

namespace accumulus {

/// Sentences above the charts: what went wrong, until it is closed or the next thing is done; or
/// what was done, which goes by itself. Blocks nothing.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// Beside the errors that are shown already: several files may be opened at once.
    void showError(const QString& sentence);
    void showNote(const QString& sentence);
    /// Something new is done: what was said is over.
    void clear();

    QString text() const; ///< a line a sentence; empty if nothing is shown

protected:
    void changeEvent(QEvent* event) override; // language, palette
    void paintEvent(QPaintEvent* event) override;

private:
    void showText();
    void retranslate();

    QLabel* m_text;
    QToolButton* m_close;
    QTimer* m_timer; ///< of a note
    QStringList m_errors;
    QString m_note; ///< shown if there are no errors
};

} // namespace accumulus
