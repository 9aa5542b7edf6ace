#pragma once

#include <QWidget>

#include <vector>

class QLabel;
class QTimer;
class QToolButton;

namespace accumulus {

/// Sentences above the charts: what went wrong or what a run found out, until it is closed or the
/// next thing is done; what was done, which goes by itself. Blocks nothing.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// All stand beside what is shown already: several files may be opened at once.
    void showError(const QString& sentence) { add({Kind::Error, sentence}); }
    void showNews(const QString& sentence) { add({Kind::News, sentence}); }
    void showDone(const QString& sentence) { add({Kind::Done, sentence}); }
    /// Something new is done: what was said is over.
    void clear();

    QString text() const; ///< a line a sentence; empty if nothing is shown

protected:
    void changeEvent(QEvent* event) override; // language, palette
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Kind { Error, News, Done };
    struct Message
    {
        Kind kind;
        QString sentence;
    };

    void add(const Message& message);
    void removeDone();
    bool hasErrors() const;
    void showText();
    void retranslate();

    QLabel* m_text;
    QToolButton* m_close;
    QTimer* m_timer; ///< of what was done
    std::vector<Message> m_messages;
};

} // namespace accumulus
