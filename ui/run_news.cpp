#include "ui/run_news.h"

#include "core/train/update_plan.h"
#include "ui/controls/window_plan.h"
#include "ui/core_sentence.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace accumulus {
namespace {

using H = Hyperparameters;

bool areSameWindows(const H& a, const H& b)
{
    return a.accumulationSteps == b.accumulationSteps && a.microBatchSize == b.microBatchSize
        && a.stepsSchedule == b.stepsSchedule
        && a.semantics.partialWindow == b.semantics.partialWindow;
}

bool areSameRates(const H& a, const H& b)
{
    return a.schedule == b.schedule && a.optimizer.learningRate == b.optimizer.learningRate
        && a.semantics.scheduleClock == b.semantics.scheduleClock;
}

/// Notes that are about settings, which may change; all others hold for the whole run.
struct KnownNote
{
    std::string_view beginning;
    bool (*holds)(const H& then, const H& now);
};
constexpr std::array knownNotes{
    KnownNote{"no update will be made: ", areSameWindows},
    KnownNote{"the schedule ", areSameRates},
    // The run says it once; here it is said of the settings of now.
    KnownNote{"an epoch has only ", [](const H&, const H&) { return false; }},
};

bool holds(const std::string& note, const H& then, const H& now)
{
    return std::all_of(knownNotes.begin(), knownNotes.end(), [&](const KnownNote& known) {
        return !note.starts_with(known.beginning) || known.holds(then, now);
    });
}

} // namespace

bool RunNews::update(const Run& run)
{
    const SessionStatus& status = run.status;
    const Seen seen{run.id, status.notes.size(), status.trainingRows,
                    status.settings.stepsSchedule.empty() ? 0
                                                          : static_cast<std::int64_t>(status.epoch),
                    status.settings};
    if (seen == m_seen)
        return false;
    m_seen = seen;
    take(run);
    m_items.clear();
    const bool isHopeless = addNoUpdate();
    addShortWindow();
    for (const Note& note : m_notes) {
        const bool isSaid = isHopeless && note.sentence.starts_with(knownNotes[0].beginning);
        if (!isSaid && holds(note.sentence, note.saidOf, m_seen.settings))
            add(note.sentence.c_str(), coreSentence(std::string_view(note.sentence)));
    }
    return true;
}

void RunNews::take(const Run& run)
{
    if (run.id != m_run)
        m_notes.clear();
    m_run = run.id;
    const std::vector<std::string>& notes = run.status.notes;
    for (std::size_t i = m_notes.size(); i < notes.size(); ++i)
        m_notes.push_back({notes[i], run.status.settings});
}

void RunNews::add(const char* topic, const QString& sentence)
{
    m_items.push_back({QString::number(m_run) + u':' + QString::fromUtf8(topic), sentence});
}

bool RunNews::addNoUpdate()
{
    if (m_seen.trainingRows == 0)
        return false;
    const std::string reason = whyNoUpdate(m_seen.settings, m_seen.trainingRows,
                                           m_seen.settings.accumulationSteps, m_seen.epochs);
    if (!reason.empty())
        add("no update", coreSentence(std::string_view(reason)));
    return !reason.empty();
}

void RunNews::addShortWindow()
{
    const H& settings = m_seen.settings;
    const PartialWindow policy = settings.semantics.partialWindow;
    const WindowPlan plan =
        windowPlan(m_seen.trainingRows, settings.accumulationSteps, settings.microBatchSize);
    if (plan.fullWindows == 0 && tailUpdates(plan, policy) > 0)
        add("short window", lastWindowText(plan, policy));
}

} // namespace accumulus
