#pragma once

#include "ui/run.h"

#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace accumulus {

/// Something that a person should know about a run.
struct NewsItem
{
    QString topic; ///< of one run; its sentence may change
    QString sentence;
};

/// What is to be known about the live run as it is now: what it noted, as long as that holds for
/// its settings, and that its windows are longer than an epoch.
class RunNews
{
public:
    /// Looks at \a run. Whether anything may have changed.
    bool update(const Run& run);
    /// What is told is told in another language.
    void retranslate() { m_seen = {}; }

    const std::vector<NewsItem>& items() const { return m_items; }

private:
    /// What it all depends on.
    struct Seen
    {
        int run = 0;
        std::size_t notes = 0;
        int trainingRows = 0;
        std::int64_t epochs = 0;
        Hyperparameters settings;

        bool operator==(const Seen&) const = default;
    };
    struct Note
    {
        std::string sentence;
        Hyperparameters saidOf; ///< the settings then
    };

    void take(const Run& run);
    void add(const char* topic, const QString& sentence);
    bool addNoUpdate();
    void addShortWindow();

    Seen m_seen;
    int m_run = 0;
    std::vector<Note> m_notes;
    std::vector<NewsItem> m_items;
};

} // namespace accumulus
