#include "ui/run_names.h"

#include "ui/setting_texts.h"

#include <QSet>
#include <QStringList>

#include <algorithm>

namespace accumulus {
namespace {

bool keepsItsName(const Run& run)
{
    return run.namedByUser || run.fromFile;
}

/// The settings a run has now: those of its experiment, with what was changed while it trained.
Experiment currentSettings(const Run& run)
{
    Experiment experiment = run.experiment;
    if (run.status.trainingRows > 0)
        experiment.hyperparameters = run.status.settings;
    if (!run.history.isEmpty()) {
        // What an update really used; the window that is open now may never come to one.
        const UpdateRecord& last = run.history.record(run.history.rowCount() - 1);
        experiment.hyperparameters = recordedSettings(last, experiment.hyperparameters);
    }
    return experiment;
}

class Namer
{
public:
    explicit Namer(const std::vector<const Run*>& runs)
    {
        for (const Run* run : runs) {
            if (keepsItsName(*run)) {
                m_taken.insert(run->name);
            } else {
                m_runs.push_back(run);
            }
        }
        const SettingText& steps = settingTexts().front();
        m_stepsDiffer = std::any_of(m_runs.begin(), m_runs.end(), [&](const Run* run) {
            return steps.value(run->experiment) != steps.value(m_runs.front()->experiment);
        });
    }

    QString name(const Run& run)
    {
        const QString base = description(run);
        QString unique = base;
        for (int copy = 2; m_taken.contains(unique); ++copy)
            unique = QStringLiteral("%1 (%2)").arg(base).arg(copy);
        m_taken.insert(unique);
        return unique;
    }

private:
    QString description(const Run& run) const
    {
        const Experiment now = currentSettings(run);
        const SettingText& steps = settingTexts().front();
        QStringList parts;
        for (const SettingText& text : settingTexts()) {
            const QString atStart = text.value(run.experiment);
            const QString value = text.value(now);
            const bool isSteps = &text == &steps;
            if (atStart != value || atStart != text.value(m_runs.front()->experiment)
                || (isSteps && m_stepsDiffer)) {
                parts << part(text, atStart, value);
            }
        }
        if (parts.isEmpty())
            parts << part(steps, steps.value(run.experiment), steps.value(now));
        return parts.join(QStringLiteral(" · "));
    }

    static QString part(const SettingText& text, const QString& atStart, const QString& value)
    {
        const QString start = QString::fromUtf8(text.prefix) + atStart;
        return atStart == value ? start : start + u'→' + value;
    }

    std::vector<const Run*> m_runs; ///< those that get a name
    QSet<QString> m_taken;
    bool m_stepsDiffer = false;
};

} // namespace

std::vector<QString> runNames(const std::vector<const Run*>& runs)
{
    Namer namer(runs);
    std::vector<QString> names;
    names.reserve(runs.size());
    for (const Run* run : runs)
        names.push_back(keepsItsName(*run) ? run->name : namer.name(*run));
    return names;
}

} // namespace accumulus
