#pragma once

#include "ui/run_news.h"

#include <QWidget>

#include <functional>
#include <vector>

class QTimer;
class QToolButton;
class QVBoxLayout;

namespace accumulus {

class FittedLabel;

/// Sentences above the charts: what went wrong or what a run found out, until it is closed or the
/// next thing is done; what was done, which goes by itself. Blocks nothing.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// All stand beside what is shown already: several files may be opened at once.
    void showError(const QString& sentence) { add(Kind::Error, sentence); }
    /// What holds now. What does not any more goes; what was closed does not come again as long as
    /// it holds.
    void setNews(const std::vector<NewsItem>& news);
    void showDone(const QString& sentence) { add(Kind::Done, sentence); }
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
        FittedLabel* label;
        QString topic; ///< of news
    };

    void add(Kind kind, const QString& sentence, const QString& topic = {});
    void showSentence(const Message& message, const QString& sentence);
    void remove(const std::function<bool(const Message&)>& isOver);
    bool hasErrors() const;
    void retranslate();

    QVBoxLayout* m_lines;
    QToolButton* m_close;
    QTimer* m_timer; ///< of what was done
    std::vector<Message> m_messages;
    std::vector<NewsItem> m_news; ///< the last that was set, shown or closed
};

} // namespace accumulus
