#include "ui/setting_texts.h"

#include "core/data/data_source.h"
#include "ui/shown_text.h"

#include <QLocale>
#include <QStringList>

#include <filesystem>

namespace accumulus {
namespace {

QString number(double value)
{
    return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest);
}

QString onOff(bool value)
{
    return value ? QStringLiteral("on") : QStringLiteral("off");
}

QString dataName(const Experiment& experiment)
{
    if (dataSource(experiment.data.source).kind != DataKind::File)
        return shownText(experiment.data.source);
    return shownText(std::filesystem::path(experiment.data.file).filename().string());
}

const OptimizerOptions& optimizer(const Experiment& experiment)
{
    return experiment.hyperparameters.optimizer;
}

QString scheduleText(const Experiment& experiment)
{
    const ScheduleOptions& schedule = experiment.hyperparameters.schedule;
    QStringList parts{shownText(schedule.name)};
    if (schedule.warmup > 0)
        parts << QStringLiteral("warmup %1").arg(schedule.warmup);
    if (schedule.length > 0)
        parts << QStringLiteral("length %1").arg(schedule.length);
    if (schedule.name == "step" || schedule.name == "exponential")
        parts << QStringLiteral("×%1 in %2").arg(number(schedule.factor)).arg(schedule.period);
    if (schedule.finalFraction > 0.0)
        parts << QStringLiteral("to %1").arg(number(schedule.finalFraction));
    return parts.join(u' ');
}

} // namespace

const std::vector<SettingText>& settingTexts()
{
    using E = const Experiment&;
    static const std::vector<SettingText> texts{
        {"N", "N=", [](E e) { return QString::number(e.hyperparameters.accumulationSteps); }},
        {"b", "b=", [](E e) { return QString::number(e.hyperparameters.microBatchSize); }},
        {"", "", dataName},
        {"", "", [](E e) { return shownText(e.model); }},
        {"", "", [](E e) { return shownText(e.loss); }},
        {"", "", [](E e) { return shownText(e.hyperparameters.preset); }},
        {"", "", [](E e) { return changedSwitches(e.hyperparameters).join(u'+'); }},
        {"non_finite", "non_finite ",
         [](E e) {
             const auto policy = static_cast<std::size_t>(e.hyperparameters.nonFinite);
             return shownText(nonFinitePolicies()[policy].name);
         }},
        {"steps", "steps ", [](E e) { return shownText(e.hyperparameters.stepsSchedule); }},
        {"", "", [](E e) { return shownText(optimizer(e).name); }},
        {"lr", "lr ", [](E e) { return number(optimizer(e).learningRate); }},
        {"momentum", "momentum ", [](E e) { return number(optimizer(e).momentum); }},
        {"nesterov", "nesterov ", [](E e) { return onOff(optimizer(e).nesterov); }},
        {"β₁", "β₁ ", [](E e) { return number(optimizer(e).beta1); }},
        {"β₂", "β₂ ", [](E e) { return number(optimizer(e).beta2); }},
        {"ε", "ε ", [](E e) { return number(optimizer(e).epsilon); }},
        {"weight decay", "weight decay ", [](E e) { return number(optimizer(e).weightDecay); }},
        {"ρ", "ρ ", [](E e) { return number(optimizer(e).rho); }},
        {"initial accumulator", "initial accumulator ",
         [](E e) { return number(optimizer(e).initialAccumulator); }},
        {"clip", "clip ", [](E e) { return number(optimizer(e).clipNorm); }},
        {"clip value", "clip value ", [](E e) { return number(optimizer(e).clipValue); }},
        {"scaling", "scaling ", [](E e) { return shownText(optimizer(e).learningRateScaling); }},
        {"base N",
         "base N=", [](E e) { return QString::number(optimizer(e).baseAccumulationSteps); }},
        {"", "", scheduleText},
        {"initializer", "", [](E e) { return shownText(e.initializer); }},
        {"target", "target ", [](E e) { return shownText(e.data.target); }},
        {"weights", "weights ", [](E e) { return shownText(e.data.weight); }},
        {"shape", "shape ", [](E e) { return shownText(e.data.shape); }},
        {"separator", "separator ", [](E e) { return shownText(e.data.separator); }},
        {"decimal", "decimal ", [](E e) { return shownText(e.data.decimal); }},
        {"header", "header ", [](E e) { return shownText(e.data.header); }},
        {"encoding", "encoding ", [](E e) { return shownText(e.data.encoding); }},
        {"teacher units", "teacher units ",
         [](E e) { return QString::number(e.data.teacherUnits); }},
        {"length", "length ", [](E e) { return QString::number(e.data.sequenceLength); }},
        {"context", "context ", [](E e) { return QString::number(e.data.context); }},
        {"lengths", "lengths ", [](E e) { return shownText(e.data.lengths); }},
        {"samples", "samples ", [](E e) { return QString::number(e.data.samples); }},
        {"features", "features ", [](E e) { return QString::number(e.data.features); }},
        {"classes", "classes ", [](E e) { return QString::number(e.data.classes); }},
        {"noise", "noise ", [](E e) { return number(e.data.noise); }},
        {"held out", "held out ", [](E e) { return number(e.data.validationFraction); }},
        {"shuffle", "shuffle ", [](E e) { return onOff(e.data.shuffle); }},
        {"standardize", "standardize ", [](E e) { return onOff(e.data.standardize); }},
        {"standardize target", "standardize target ",
         [](E e) { return onOff(e.data.standardizeTarget); }},
        {"threads", "threads ",
         [](E e) {
             return e.compute.threads == 0 ? QStringLiteral("auto")
                                           : QString::number(e.compute.threads);
         }},
        {"products", "products ", [](E e) { return shownText(nameOf(e.compute.precision)); }},
        {"seed", "seed ", [](E e) { return QString::number(e.seed); }},
    };
    return texts;
}

QStringList changedSwitches(const Hyperparameters& settings)
{
    const Semantics& preset = semanticsPreset(settings.preset).semantics;
    QStringList names;
    for (const SemanticsSwitch& row : semanticsSwitches()) {
        if (row.get(settings.semantics) != row.get(preset))
            names << shownText(row.valueIn(settings.semantics).name);
    }
    return names;
}

QString settingsChange(const Hyperparameters& before, const Hyperparameters& after)
{
    Experiment first;
    Experiment second;
    first.hyperparameters = before;
    second.hyperparameters = after;
    QStringList changes;
    for (const SettingText& text : settingTexts()) {
        const QString was = text.value(first);
        const QString is = text.value(second);
        if (was != is) {
            const QString label = QString::fromUtf8(text.label);
            changes << (label.isEmpty() ? QString() : label + u' ') + was + u'→' + is;
        }
    }
    return changes.join(QStringLiteral(", "));
}

} // namespace accumulus
