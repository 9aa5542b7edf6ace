#include "ui/controls/control_choices.h"

#include "core/data/data_source.h"
#include "core/data/text_pieces.h"
#include "core/data/text_reader.h"
#include "core/nn/initializer.h"
#include "core/nn/loss.h"
#include "core/optim/learning_rate_scaling.h"
#include "core/optim/optimizer.h"
#include "core/optim/schedule.h"
#include "core/train/hyperparameters.h"
#include "ui/core_texts.h"
#include "ui/shown_text.h"

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

constexpr std::array decimals{
    WordedValue{"auto", QT_TRANSLATE_NOOP("ControlChoice", "guess")},
    WordedValue{"point", QT_TRANSLATE_NOOP("ControlChoice", "point 1.5")},
    WordedValue{"comma", QT_TRANSLATE_NOOP("ControlChoice", "comma 1,5")},
};

/// Sources that ask for a file.
constexpr std::array fileLabels{
    WordedValue{"csv", QT_TRANSLATE_NOOP("ControlChoice", "CSV file…")},
    WordedValue{"npy", QT_TRANSLATE_NOOP("ControlChoice", "NumPy files (.npy)…")},
    WordedValue{"npz", QT_TRANSLATE_NOOP("ControlChoice", "NumPy archive (.npz)…")},
    WordedValue{"idx", QT_TRANSLATE_NOOP("ControlChoice", "IDX files, as MNIST…")},
    WordedValue{"cifar10", QT_TRANSLATE_NOOP("ControlChoice", "CIFAR-10 file…")},
    WordedValue{"text", QT_TRANSLATE_NOOP("ControlChoice", "text file…")},
};

/// The rows of a table of the core; \a prefix goes before a name where its sentence is looked up.
template <typename Table, typename Text>
std::vector<Choice> tableChoices(CoreTable table, const Table& rows, Text sentence,
                                 const std::string& prefix = {})
{
    std::vector<Choice> choices;
    for (const auto& row : rows)
        choices.push_back({std::string(row.name), text(row.name),
                           coreSummary(table, prefix + std::string(row.name), row.*sentence)});
    return choices;
}

} // namespace

std::vector<Choice> sourceChoices()
{
    std::vector<Choice> choices =
        tableChoices(CoreTable::DataSources, dataSources(), &DataSource::summary);
    for (Choice& choice : choices) {
        for (const WordedValue& label : fileLabels) {
            if (choice.value == label.value)
                choice.label = QCoreApplication::translate("ControlChoice", label.label);
        }
    }
    return choices;
}

std::vector<Choice> lossChoices()
{
    return tableChoices(CoreTable::Losses, losses(), &LossKind::formula);
}

std::vector<Choice> initializerChoices()
{
    return tableChoices(CoreTable::Initializers, initializers(), &InitializerKind::formula);
}

std::vector<Choice> presetChoices()
{
    return tableChoices(CoreTable::Presets, semanticsPresets(), &SemanticsPreset::summary);
}

std::vector<Choice> optimizerChoices()
{
    return tableChoices(CoreTable::Optimizers, optimizers(), &OptimizerKind::rule);
}

std::vector<Choice> scheduleChoices()
{
    return tableChoices(CoreTable::Schedules, schedules(), &ScheduleKind::formula);
}

std::vector<Choice> scalingChoices()
{
    return tableChoices(CoreTable::Scalings, learningRateScalings(), &LearningRateScaling::formula);
}

std::vector<Choice> lengthsChoices()
{
    return tableChoices(CoreTable::Lengths, pieceLengths(), &PieceLengths::summary);
}

std::vector<Choice> switchChoices(const SemanticsSwitch& row)
{
    return tableChoices(CoreTable::Switches, row.values, &SwitchValue::summary,
                        std::string(row.name) + '.');
}

std::vector<Choice> nonFiniteChoices()
{
    return tableChoices(CoreTable::Switches, nonFinitePolicies(), &NonFiniteInfo::summary,
                        "non_finite.");
}

std::vector<Choice> precisionChoices()
{
    return tableChoices(CoreTable::Precisions, precisions(), &PrecisionRow::summary);
}

std::vector<Choice> headerChoices()
{
    return worded(headers);
}

std::vector<Choice> separatorChoices()
{
    return worded(separators);
}

std::vector<Choice> decimalChoices()
{
    return worded(decimals);
}

std::vector<Choice> encodingChoices()
{
    std::vector<Choice> choices;
    for (const TextEncodingRow& row : textEncodings())
        choices.push_back({std::string(row.name), text(row.title), QString()});
    choices.front().label = QCoreApplication::translate("ControlChoice", "guess");
    return choices;
}

QString separatorName(char separator)
{
    for (const WordedValue& value : separators) {
        if (value.value[0] == separator && value.value[1] == '\0')
            return QCoreApplication::translate("ControlChoice", value.label);
    }
    return shownText(std::string(1, separator));
}

} // namespace accumulus
