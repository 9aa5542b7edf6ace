#include "ui/core_texts.h"

#include <QCoreApplication>

namespace accumulus {
namespace {

// Only for lupdate: the translation of a name is the sentence about it.
[[maybe_unused]] const char* const namesToTranslate[]{
    //: The translation is a sentence: rows, features, target and origin of this data set.
    QT_TRANSLATE_NOOP("DataSource", "diamonds"),
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
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "gpl3"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "teacher"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "noisy_quadratic"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "two_moons"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "circle"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "xor"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "gauss"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "npy"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "npz"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "idx"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "cifar10"),
    //: The translation is how these samples are made, or what may be in the file.
    QT_TRANSLATE_NOOP("DataSource", "text"),
    //: The translation is the loss in words, with its formula.
    QT_TRANSLATE_NOOP("Loss", "mse"),
    //: The translation is the loss in words, with its formula.
    QT_TRANSLATE_NOOP("Loss", "cross_entropy"),
    //: The translation is the loss in words, with its formula.
    QT_TRANSLATE_NOOP("Loss", "mae"),
    //: The translation is the loss in words, with its formula.
    QT_TRANSLATE_NOOP("Loss", "huber"),
    //: The translation is the loss in words, with its formula.
    QT_TRANSLATE_NOOP("Loss", "binary_cross_entropy"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "correct"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "tutorial"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "keras3"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "lightning"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "transformers"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "transformers-4.46.0"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "deepspeed"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "caffe"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "timm"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "optax-multisteps"),
    //: The translation is a sentence: what the preset does and where it differs from "correct".
    QT_TRANSLATE_NOOP("Preset", "optax-apply-every"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "sgd"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "adam"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "adamw"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "amsgrad"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "rmsprop"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "adagrad"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "lion"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "lamb"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "adam_accumulation"),
    //: The translation is the update rule in words, with its formula.
    QT_TRANSLATE_NOOP("Optimizer", "batch_size_invariant_adam"),
    //: The translation is how weights begin, with its formula.
    QT_TRANSLATE_NOOP("Initializer", "glorot_uniform"),
    //: The translation is how weights begin, with its formula.
    QT_TRANSLATE_NOOP("Initializer", "glorot_normal"),
    //: The translation is how weights begin, with its formula.
    QT_TRANSLATE_NOOP("Initializer", "he_uniform"),
    //: The translation is how weights begin, with its formula.
    QT_TRANSLATE_NOOP("Initializer", "he_normal"),
    //: The translation is how weights begin, with its formula.
    QT_TRANSLATE_NOOP("Initializer", "lecun_uniform"),
    //: The translation is how weights begin, with its formula.
    QT_TRANSLATE_NOOP("Initializer", "lecun_normal"),
    //: The translation is how weights begin, with its formula.
    QT_TRANSLATE_NOOP("Initializer", "zeros"),
    //: The translation is the schedule in words, with its formula.
    QT_TRANSLATE_NOOP("Schedule", "constant"),
    //: The translation is the schedule in words, with its formula.
    QT_TRANSLATE_NOOP("Schedule", "step"),
    //: The translation is the schedule in words, with its formula.
    QT_TRANSLATE_NOOP("Schedule", "exponential"),
    //: The translation is the schedule in words, with its formula.
    QT_TRANSLATE_NOOP("Schedule", "cosine"),
    //: The translation is the schedule in words, with its formula.
    QT_TRANSLATE_NOOP("Schedule", "linear"),
    //: The translation is the schedule in words, with its formula.
    QT_TRANSLATE_NOOP("Schedule", "one_cycle"),
    //: The translation is the rule in words, with its formula.
    QT_TRANSLATE_NOOP("Scaling", "none"),
    //: The translation is the rule in words, with its formula.
    QT_TRANSLATE_NOOP("Scaling", "sqrt"),
    //: The translation is the rule in words, with its formula.
    QT_TRANSLATE_NOOP("Scaling", "linear"),
    //: The translation is the rule in words, with its formula.
    QT_TRANSLATE_NOOP("Scaling", "adascale"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "reduction.sample_weighted_mean"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "reduction.mean_of_means"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "reduction.sum"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "partial_window.flush"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "partial_window.flush_divided_by_n"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "partial_window.carry_over"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "partial_window.drop"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "partial_window.leak"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "partial_window.split_tail"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "clipping.mean"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "clipping.sum"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "clipping.each_micro_batch"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "schedule_clock.updates"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "schedule_clock.micro_batches"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "between_updates.untouched"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "between_updates.zero_gradient_step"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "between_updates.decay_each_micro_batch"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "between_updates.step_each_micro_batch"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "precision.f32"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "precision.bf16"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "precision.bf16_kahan"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "precision.bf16_stochastic"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "precision.f64"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "logged_loss.weighted_mean"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "logged_loss.last_micro_batch"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "logged_loss.sum"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "non_finite.stop"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "non_finite.skip_micro_batch"),
    //: The translation is what this value of a switch does.
    QT_TRANSLATE_NOOP("Switch", "non_finite.skip_window"),
    //: The translation is how a text is cut into samples.
    QT_TRANSLATE_NOOP("Lengths", "lines"),
    //: The translation is how a text is cut into samples.
    QT_TRANSLATE_NOOP("Lengths", "equal"),
    //: The translation is how a text is cut into samples.
    QT_TRANSLATE_NOOP("Lengths", "geometric"),
    //: The translation is how products are computed.
    QT_TRANSLATE_NOOP("Precisions", "f32"),
    //: The translation is how products are computed.
    QT_TRANSLATE_NOOP("Precisions", "bf16"),
};

const char* contextOf(CoreTable table)
{
    switch (table) {
    case CoreTable::DataSources:
        return "DataSource";
    case CoreTable::Losses:
        return "Loss";
    case CoreTable::Initializers:
        return "Initializer";
    case CoreTable::Presets:
        return "Preset";
    case CoreTable::Optimizers:
        return "Optimizer";
    case CoreTable::Schedules:
        return "Schedule";
    case CoreTable::Scalings:
        return "Scaling";
    case CoreTable::Switches:
        return "Switch";
    case CoreTable::Lengths:
        return "Lengths";
    case CoreTable::Precisions:
        return "Precisions";
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
