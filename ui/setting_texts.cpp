#include "ui/setting_texts.h"

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
    if (experiment.data.source != "csv")
        return QString::fromStdString(experiment.data.source);
    return QString::fromStdString(std::filesystem::path(experiment.data.file).filename().string());
}

const OptimizerOptions& optimizer(const Experiment& experiment)
{
    return experiment.hyperparameters.optimizer;
}

} // namespace

const std::vector<SettingText>& settingTexts()
{
    using E = const Experiment&;
    static const std::vector<SettingText> texts{
        {"N", "N=", [](E e) { return QString::number(e.hyperparameters.accumulationSteps); }},
        {"b", "b=", [](E e) { return QString::number(e.hyperparameters.microBatchSize); }},
        {"", "", dataName},
        {"", "", [](E e) { return QString::fromStdString(e.model); }},
        {"", "", [](E e) { return QString::fromStdString(e.loss); }},
        {"", "", [](E e) { return QString::fromStdString(e.hyperparameters.preset); }},
        {"", "", [](E e) { return QString::fromStdString(optimizer(e).name); }},
        {"lr", "lr ", [](E e) { return number(optimizer(e).learningRate); }},
        {"momentum", "momentum ", [](E e) { return number(optimizer(e).momentum); }},
        {"nesterov", "nesterov ", [](E e) { return onOff(optimizer(e).nesterov); }},
        {"β₁", "β₁ ", [](E e) { return number(optimizer(e).beta1); }},
        {"β₂", "β₂ ", [](E e) { return number(optimizer(e).beta2); }},
        {"ε", "ε ", [](E e) { return number(optimizer(e).epsilon); }},
        {"weight decay", "weight decay ", [](E e) { return number(optimizer(e).weightDecay); }},
        {"clip", "clip ", [](E e) { return number(optimizer(e).clipNorm); }},
        {"target", "target ", [](E e) { return QString::fromStdString(e.data.target); }},
        {"samples", "samples ", [](E e) { return QString::number(e.data.samples); }},
        {"features", "features ", [](E e) { return QString::number(e.data.features); }},
        {"classes", "classes ", [](E e) { return QString::number(e.data.classes); }},
        {"noise", "noise ", [](E e) { return number(e.data.noise); }},
        {"held out", "held out ", [](E e) { return number(e.data.validationFraction); }},
        {"shuffle", "shuffle ", [](E e) { return onOff(e.data.shuffle); }},
        {"standardize", "standardize ", [](E e) { return onOff(e.data.standardize); }},
        {"standardize target", "standardize target ",
         [](E e) { return onOff(e.data.standardizeTarget); }},
        {"threads", "threads ", [](E e) { return QString::number(e.compute.threads); }},
        {"seed", "seed ", [](E e) { return QString::number(e.seed); }},
    };
    return texts;
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
