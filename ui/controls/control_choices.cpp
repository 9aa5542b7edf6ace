#include "ui/controls/control_choices.h"

#include "core/data/data_source.h"
#include "core/nn/loss.h"
#include "core/optim/optimizer.h"
#include "core/train/semantics.h"
#include "ui/core_texts.h"

#include <QCoreApplication>

#include <array>

namespace accumulus {
namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

struct WordedValue
{
    const char* value;
    const char* label;
};

template <std::size_t size>
std::vector<Choice> worded(const std::array<WordedValue, size>& values)
{
    std::vector<Choice> choices;
    for (const WordedValue& value : values) {
        choices.push_back(
            {value.value, QCoreApplication::translate("ControlChoice", value.label), QString()});
    }
    return choices;
}

constexpr std::array headers{
    WordedValue{"auto", QT_TRANSLATE_NOOP("ControlChoice", "guess")},
    WordedValue{"yes", QT_TRANSLATE_NOOP("ControlChoice", "yes")},
    WordedValue{"no", QT_TRANSLATE_NOOP("ControlChoice", "no")},
};

constexpr std::array separators{
    WordedValue{"auto", QT_TRANSLATE_NOOP("ControlChoice", "guess")},
    WordedValue{",", QT_TRANSLATE_NOOP("ControlChoice", "comma")},
    WordedValue{";", QT_TRANSLATE_NOOP("ControlChoice", "semicolon")},
    WordedValue{"\t", QT_TRANSLATE_NOOP("ControlChoice", "tab")},
    WordedValue{" ", QT_TRANSLATE_NOOP("ControlChoice", "space")},
    WordedValue{"|", QT_TRANSLATE_NOOP("ControlChoice", "bar |")},
};

} // namespace

std::vector<Choice> sourceChoices()
{
    std::vector<Choice> choices;
    for (const DataSource& source : dataSources()) {
        const QString label = source.kind == DataKind::File
            ? QCoreApplication::translate("ControlChoice", "CSV file…")
            : text(source.name);
        choices.push_back({std::string(source.name), label,
                           coreSummary(CoreTable::DataSources, source.name, source.summary)});
    }
    return choices;
}

std::vector<Choice> lossChoices()
{
    std::vector<Choice> choices;
    for (const LossKind& loss : losses()) {
        choices.push_back({std::string(loss.name), text(loss.name),
                           coreSummary(CoreTable::Losses, loss.name, loss.formula)});
    }
    return choices;
}

std::vector<Choice> presetChoices()
{
    std::vector<Choice> choices;
    for (const SemanticsPreset& preset : semanticsPresets()) {
        choices.push_back({std::string(preset.name), text(preset.name),
                           coreSummary(CoreTable::Presets, preset.name, preset.summary)});
    }
    return choices;
}

std::vector<Choice> optimizerChoices()
{
    std::vector<Choice> choices;
    for (const OptimizerKind& kind : optimizers()) {
        choices.push_back({std::string(kind.name), text(kind.name),
                           coreSummary(CoreTable::Optimizers, kind.name, kind.rule)});
    }
    return choices;
}

std::vector<Choice> headerChoices()
{
    return worded(headers);
}

std::vector<Choice> separatorChoices()
{
    return worded(separators);
}

} // namespace accumulus
