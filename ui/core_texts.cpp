#include "ui/core_texts.h"

#include <QCoreApplication>

namespace accumulus {
namespace {

// Only for lupdate: the translation of a name is the sentence about it.
[[maybe_unused]] const char* const namesToTranslate[]{
    //: The translation is a sentence: rows, features, target and origin of this data set.
    QT_TRANSLATE_NOOP("DataSource", "diabetes"),
    //: The translation is a sentence: rows, features, target and origin of this data set.
    QT_TRANSLATE_NOOP("DataSource", "wine"),
    //: The translation is a sentence: rows, features, target and origin of this data set.
    QT_TRANSLATE_NOOP("DataSource", "breast_cancer"),
    //: The translation is a sentence: rows, features, target and origin of this data set.
    QT_TRANSLATE_NOOP("DataSource", "digits"),
    //: The translation is a sentence about what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "csv"),
    //: The translation is a sentence: how these samples are made.
    QT_TRANSLATE_NOOP("DataSource", "linear_regression"),
    //: The translation is a sentence: how these samples are made.
    QT_TRANSLATE_NOOP("DataSource", "two_spirals"),
    //: The translation is a sentence: how these samples are made.
    QT_TRANSLATE_NOOP("DataSource", "blobs"),
    //: The translation is the loss in words, with its formula.
    QT_TRANSLATE_NOOP("Loss", "mse"),
    //: The translation is the loss in words, with its formula.
    QT_TRANSLATE_NOOP("Loss", "cross_entropy"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "correct"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "tutorial"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "sgd"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "adam"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "adamw"),
};

const char* contextOf(CoreTable table)
{
    switch (table) {
    case CoreTable::DataSources:
        return "DataSource";
    case CoreTable::Losses:
        return "Loss";
    case CoreTable::Presets:
        return "Preset";
    case CoreTable::Optimizers:
        return "Optimizer";
    }
    return "";
}

} // namespace

QString coreSummary(CoreTable table, std::string_view name, std::string_view english)
{
    const std::string key(name);
    const QString translated = QCoreApplication::translate(contextOf(table), key.c_str());
    return translated == QString::fromStdString(key)
        ? QString::fromUtf8(english.data(), qsizetype(english.size()))
        : translated;
}

} // namespace accumulus
