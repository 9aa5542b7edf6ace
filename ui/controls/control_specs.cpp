#include "ui/controls/control_specs.h"

#include "core/data/data_source.h"
#include "core/nn/loss.h"
#include "core/nn/model_spec.h"
#include "core/train/steps_schedule.h"
#include "ui/controls/control_choices.h"
#include "ui/controls/control_conditions.h"
#include "ui/controls/control_fields.h"
#include "ui/controls/experiment_edit.h"
#include "ui/core_sentence.h"
#include "ui/setting_texts.h"

#include <QCoreApplication>

#include <algorithm>
#include <exception>

namespace accumulus {
namespace {

using E = Experiment;
using D = DataOptions;
using H = Hyperparameters;
using O = OptimizerOptions;
using Mapping = NumberScale::Mapping;

QString modelProblem(const std::string& model)
{
    try {
        parseModel(model);
    } catch (const std::exception& error) {
        return coreSentence(std::string_view(error.what()));
    }
    return {};
}

QString stepsScheduleProblem(const std::string& schedule)
{
    try {
        parseStepsSchedule(schedule);
    } catch (const std::exception& error) {
        return coreSentence(std::string_view(error.what()));
    }
    return {};
}

template <typename Table>
std::size_t rowIndex(const Table& table, const std::string& name)
{
    return static_cast<std::size_t>(
        std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.name == name; })
        - table.begin());
}

/// One of the seven switches of the window.
template <std::size_t index>
ChoiceField switchField()
{
    return {[] { return switchChoices(semanticsSwitches()[index]); },
            [](const E& e) {
                const SemanticsSwitch& row = semanticsSwitches()[index];
                return std::string(row.valueIn(e.hyperparameters.semantics).name);
            },
            [](E& e, const std::string& name) {
                const SemanticsSwitch& row = semanticsSwitches()[index];
                row.set(e.hyperparameters.semantics, rowIndex(row.values, name));
            }};
}

constexpr double maximumWhole = 9007199254740992.0; // 2^53: what a JSON number holds exactly

const NumberScale stepsScale = logarithmic(1, 256, 1, 65536, true);
const NumberScale sizeScale = logarithmic(1, 1024, 1, 65536, true);
const NumberScale rateScale = logarithmic(1e-6, 10, 0, 1000);
const NumberScale momentumScale{Mapping::Linear, 0, 0.99, 0, 0.999999, false, 0.05};
const NumberScale clipScale{Mapping::LogarithmicWithZero, 1e-3, 1e3, 0, 1e9};

} // namespace

const std::vector<ControlSpec>& controlSpecs()
{
    using enum ControlGroup;
    using enum Placement;
    static const std::vector<ControlSpec> specs{
        {"data.source", QT_TRANSLATE_NOOP("ControlSpec", "Data"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "Where the samples come from; each choice brings a model and a loss that suit it."),
         Data, Essential,
         ChoiceField{sourceChoices, [](const E& e) { return e.data.source; }, chooseSource}},
        {"data.file", QT_TRANSLATE_NOOP("ControlSpec", "File"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "The file to train on; of CIFAR-10 also the folder of its files."),
         Data, Essential,
         FileField{[](const E& e) { return e.data.file; },
                   [](E& e, const std::string& file) { e.data.file = file; }},
         isFile},
        {"data.labels", QT_TRANSLATE_NOOP("ControlSpec", "Labels"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "The file of the targets; of IDX files it is guessed from the name of the images."),
         Data, Essential,
         FileField{[](const E& e) { return e.data.labels; },
                   [](E& e, const std::string& file) { e.data.labels = file; }},
         hasLabelsFile},
        {"model", QT_TRANSLATE_NOOP("ControlSpec", "Model"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Layers from input to output, separated by commas: units, then the "
                           "activation, e.g. 64 relu, 10; also conv 16 3x3, maxpool 2, "
                           "batch_norm, dropout 0.5, residual (…), output."),
         Data, Essential, text<&E::model>(modelProblem, "10 relu, 1")},
        {"loss", QT_TRANSLATE_NOOP("ControlSpec", "Loss"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "What the training makes smaller: mse, mae or huber for numbers, cross_entropy for "
             "classes, binary_cross_entropy for two."),
         Data, Essential, choice<&E::loss>(lossChoices)},
        {"initializer", QT_TRANSLATE_NOOP("ControlSpec", "Initializer"),
         QT_TRANSLATE_NOOP("ControlSpec", "How the weights begin; biases begin at 0."), Data, More,
         choice<&E::initializer>(initializerChoices)},
        {"data.target", QT_TRANSLATE_NOOP("ControlSpec", "Target"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "The column to predict, by its name or its number from 0; empty for the last one."),
         Data, More,
         text<&E::data, &D::target>(nullptr, QT_TRANSLATE_NOOP("ControlSpec", "last column")),
         hasTargetName},
        {"data.weight", QT_TRANSLATE_NOOP("ControlSpec", "Weights"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "The column with the weights of the samples, by its name or its number "
                           "from 0; empty for none."),
         Data, More, text<&E::data, &D::weight>(nullptr, QT_TRANSLATE_NOOP("ControlSpec", "none")),
         isCsv},
        {"data.shape", QT_TRANSLATE_NOOP("ControlSpec", "shape"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Height x width x channels, if the features are an image: 8x8x1."),
         Data, More, text<&E::data, &D::shape>(nullptr, QT_TRANSLATE_NOOP("ControlSpec", "flat")),
         hasShape},
        {"data.separator", QT_TRANSLATE_NOOP("ControlSpec", "Separator"),
         QT_TRANSLATE_NOOP("ControlSpec", "What stands between the columns of the file."), Data,
         More, choice<&E::data, &D::separator>(separatorChoices), isCsv},
        {"data.header", QT_TRANSLATE_NOOP("ControlSpec", "Header row"),
         QT_TRANSLATE_NOOP("ControlSpec", "Whether the first row of the file names the columns."),
         Data, More, choice<&E::data, &D::header>(headerChoices), isCsv},
        {"data.decimal", QT_TRANSLATE_NOOP("ControlSpec", "Decimal mark"),
         QT_TRANSLATE_NOOP("ControlSpec", "What stands in front of the decimals of a number."),
         Data, More, choice<&E::data, &D::decimal>(decimalChoices), isCsv},
        {"data.encoding", QT_TRANSLATE_NOOP("ControlSpec", "Encoding"),
         QT_TRANSLATE_NOOP("ControlSpec", "How the file writes its characters."), Data, More,
         choice<&E::data, &D::encoding>(encodingChoices), hasEncoding},
        {"data.samples", QT_TRANSLATE_NOOP("ControlSpec", "samples"),
         QT_TRANSLATE_NOOP("ControlSpec", "How many samples to make."), Data, More,
         number<&E::data, &D::samples>(typed(2, 1e7, true)), isSynthetic},
        {"data.features", QT_TRANSLATE_NOOP("ControlSpec", "features"),
         QT_TRANSLATE_NOOP("ControlSpec", "How many features a sample has."), Data, More,
         number<&E::data, &D::features>(typed(1, 4096, true)), hasFeatureCount},
        {"data.classes", QT_TRANSLATE_NOOP("ControlSpec", "classes"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "How many classes there are; the last layer needs an output for each."),
         Data, More,
         NumberField{typed(2, 1000, true), [](const E& e) { return double(e.data.classes); },
                     [](E& e, double value) { chooseClasses(e, static_cast<int>(value)); }},
         hasClassCount},
        {"data.teacher_units", QT_TRANSLATE_NOOP("ControlSpec", "teacher_units"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Hidden units of the random network that makes the targets."),
         Data, More, number<&E::data, &D::teacherUnits>(typed(1, 65536, true)),
         [](const E& e) { return isSource(e, "teacher"); }},
        {"data.sequence_length", QT_TRANSLATE_NOOP("ControlSpec", "sequence_length"),
         QT_TRANSLATE_NOOP("ControlSpec", "Characters of a sample, at most."), Data, More,
         number<&E::data, &D::sequenceLength>(typed(1, 4096, true)), isText},
        {"data.context", QT_TRANSLATE_NOOP("ControlSpec", "context"),
         QT_TRANSLATE_NOOP("ControlSpec", "How many characters the next one is predicted from."),
         Data, More, number<&E::data, &D::context>(typed(1, 4096, true)), isText},
        {"data.lengths", QT_TRANSLATE_NOOP("ControlSpec", "lengths"),
         QT_TRANSLATE_NOOP("ControlSpec", "How the text is cut into samples."), Data, More,
         choice<&E::data, &D::lengths>(lengthsChoices), isText},
        {"data.noise", QT_TRANSLATE_NOOP("ControlSpec", "noise"),
         QT_TRANSLATE_NOOP("ControlSpec", "Standard deviation of the noise in the samples."), Data,
         More, number<&E::data, &D::noise>(typed(0, 1000, false, 0.05)), isSynthetic},
        {"data.validation_fraction", QT_TRANSLATE_NOOP("ControlSpec", "validation_fraction"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "The share of the rows that is held out and never trained on."),
         Data, More, number<&E::data, &D::validationFraction>(typed(0, 0.9, false, 0.05))},
        {"data.shuffle", QT_TRANSLATE_NOOP("ControlSpec", "shuffle"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Mix the rows before the split and again in every epoch; without it the "
                           "first rows train, in file order."),
         Data, More, check<&E::data, &D::shuffle>()},
        {"data.standardize", QT_TRANSLATE_NOOP("ControlSpec", "standardize"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Bring every feature to mean 0 and variance 1, by the statistics of the "
                           "training rows alone."),
         Data, More, check<&E::data, &D::standardize>()},
        {"data.standardize_target", QT_TRANSLATE_NOOP("ControlSpec", "standardize_target"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "The same for the target: losses are then in units of its variance."),
         Data, More, check<&E::data, &D::standardizeTarget>(), hasRegressionTarget},
        {"accumulation.accumulation_steps", QT_TRANSLATE_NOOP("ControlSpec", "accumulation_steps"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "N: how many micro-batches add up their gradients before one update; "
                           "from the next window on."),
         Window, Essential, number<&E::hyperparameters, &H::accumulationSteps>(stepsScale)},
        {"accumulation.micro_batch_size", QT_TRANSLATE_NOOP("ControlSpec", "micro_batch_size"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Samples in one forward and backward pass: what memory has to hold; "
                           "from the next window on."),
         Window, Essential, number<&E::hyperparameters, &H::microBatchSize>(sizeScale)},
        {"accumulation.preset", QT_TRANSLATE_NOOP("ControlSpec", "Semantics"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "How the window averages, and what happens when an epoch ends inside it."),
         Window, Essential,
         ChoiceField{
             presetChoices, [](const E& e) { return e.hyperparameters.preset; },
             [](E& e, const std::string& preset) { choosePreset(e.hyperparameters, preset); },
             [](const E& e) { return changedSwitches(e.hyperparameters); }}},
        {"accumulation.reduction", QT_TRANSLATE_NOOP("ControlSpec", "reduction"),
         QT_TRANSLATE_NOOP("ControlSpec", "What the gradients of a window are divided by."), Window,
         More, switchField<0>()},
        {"accumulation.partial_window", QT_TRANSLATE_NOOP("ControlSpec", "partial_window"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "What happens to a window that the end of an epoch cuts short."),
         Window, More, switchField<1>()},
        {"accumulation.clipping", QT_TRANSLATE_NOOP("ControlSpec", "clipping"),
         QT_TRANSLATE_NOOP("ControlSpec", "What clip_norm and clip_value limit."), Window, More,
         switchField<2>()},
        {"accumulation.schedule_clock", QT_TRANSLATE_NOOP("ControlSpec", "schedule_clock"),
         QT_TRANSLATE_NOOP("ControlSpec", "What the schedule of the learning rate counts."), Window,
         More, switchField<3>()},
        {"accumulation.between_updates", QT_TRANSLATE_NOOP("ControlSpec", "between_updates"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "What the optimizer does at micro-batches that close no window."),
         Window, More, switchField<4>()},
        {"accumulation.precision", QT_TRANSLATE_NOOP("ControlSpec", "precision"),
         QT_TRANSLATE_NOOP("ControlSpec", "How the accumulated gradient is stored."), Window, More,
         switchField<5>()},
        {"accumulation.logged_loss", QT_TRANSLATE_NOOP("ControlSpec", "logged_loss"),
         QT_TRANSLATE_NOOP("ControlSpec", "Which training loss is recorded."), Window, More,
         switchField<6>()},
        {"accumulation.non_finite", QT_TRANSLATE_NOOP("ControlSpec", "non_finite"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "What happens to a micro-batch whose gradient is not finite."),
         Window, More,
         ChoiceField{nonFiniteChoices,
                     [](const E& e) {
                         const auto policy = static_cast<std::size_t>(e.hyperparameters.nonFinite);
                         return std::string(nonFinitePolicies()[policy].name);
                     },
                     [](E& e, const std::string& name) {
                         e.hyperparameters.nonFinite =
                             static_cast<NonFinite>(rowIndex(nonFinitePolicies(), name));
                     }}},
        {"accumulation.steps_schedule", QT_TRANSLATE_NOOP("ControlSpec", "steps_schedule"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "Changes of accumulation_steps on the way, such as epoch 5: 8, update 1000: 16."),
         Window, More,
         text<&E::hyperparameters, &H::stepsSchedule>(stepsScheduleProblem, "epoch 5: 8")},
        {"optimizer.name", QT_TRANSLATE_NOOP("ControlSpec", "Optimizer"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "The rule that turns the accumulated gradient into new weights."),
         Optimizer, Essential,
         ChoiceField{optimizerChoices, [](const E& e) { return e.hyperparameters.optimizer.name; },
                     chooseOptimizer}},
        {"optimizer.learning_rate", QT_TRANSLATE_NOOP("ControlSpec", "learning_rate"),
         QT_TRANSLATE_NOOP("ControlSpec", "How far one update goes; from the next window on."),
         Optimizer, Essential,
         number<&E::hyperparameters, &H::optimizer, &O::learningRate>(rateScale)},
        {"optimizer.momentum", QT_TRANSLATE_NOOP("ControlSpec", "momentum"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "The share of the last update's direction that the next one keeps."),
         Optimizer, Essential,
         number<&E::hyperparameters, &H::optimizer, &O::momentum>(momentumScale),
         [](const E& e) { return optimizerReads(e, "momentum"); }},
        {"optimizer.clip_norm", QT_TRANSLATE_NOOP("ControlSpec", "clip_norm"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Limit of the global gradient norm: longer gradients are shortened to "
                           "it before the update."),
         Optimizer, Essential,
         number<&E::hyperparameters, &H::optimizer, &O::clipNorm>(
             clipScale, QT_TRANSLATE_NOOP("ControlSpec", "off"))},
        {"optimizer.clip_value", QT_TRANSLATE_NOOP("ControlSpec", "clip_value"),
         QT_TRANSLATE_NOOP("ControlSpec", "Limit of every element of the gradient."), Optimizer,
         More,
         number<&E::hyperparameters, &H::optimizer, &O::clipValue>(
             clipScale, QT_TRANSLATE_NOOP("ControlSpec", "off"))},
        {"optimizer.learning_rate_scaling",
         QT_TRANSLATE_NOOP("ControlSpec", "learning_rate_scaling"),
         QT_TRANSLATE_NOOP("ControlSpec", "How the learning rate follows accumulation_steps."),
         Optimizer, More,
         choice<&E::hyperparameters, &H::optimizer, &O::learningRateScaling>(scalingChoices)},
        {"optimizer.base_accumulation_steps",
         QT_TRANSLATE_NOOP("ControlSpec", "base_accumulation_steps"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "The accumulation_steps that the learning rate was chosen for."),
         Optimizer, More,
         number<&E::hyperparameters, &H::optimizer, &O::baseAccumulationSteps>(
             typed(1, 65536, true)),
         [](const E& e) { return e.hyperparameters.optimizer.learningRateScaling != "none"; }},
        {"schedule.name", QT_TRANSLATE_NOOP("ControlSpec", "schedule"),
         QT_TRANSLATE_NOOP("ControlSpec", "How the learning rate changes while the run goes on."),
         Optimizer, More,
         choice<&E::hyperparameters, &H::schedule, &ScheduleOptions::name>(scheduleChoices)},
        {"schedule.warmup", QT_TRANSLATE_NOOP("ControlSpec", "warmup"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Ticks in which the learning rate rises to its full value."),
         Optimizer, More,
         number<&E::hyperparameters, &H::schedule, &ScheduleOptions::warmup>(
             typed(0, maximumWhole, true))},
        {"schedule.length", QT_TRANSLATE_NOOP("ControlSpec", "length"),
         QT_TRANSLATE_NOOP("ControlSpec", "Ticks of the schedule in all, warm-up included."),
         Optimizer, More,
         number<&E::hyperparameters, &H::schedule, &ScheduleOptions::length>(
             typed(0, maximumWhole, true), QT_TRANSLATE_NOOP("ControlSpec", "the run")),
         scheduleEnds},
        {"schedule.period", QT_TRANSLATE_NOOP("ControlSpec", "period"),
         QT_TRANSLATE_NOOP("ControlSpec", "Ticks after which factor has acted once."), Optimizer,
         More,
         number<&E::hyperparameters, &H::schedule, &ScheduleOptions::period>(
             typed(1, maximumWhole, true)),
         scheduleDecays},
        {"schedule.factor", QT_TRANSLATE_NOOP("ControlSpec", "factor"),
         QT_TRANSLATE_NOOP("ControlSpec", "What the learning rate is multiplied by in a period."),
         Optimizer, More,
         number<&E::hyperparameters, &H::schedule, &ScheduleOptions::factor>(
             typed(0, 1000, false, 0.1)),
         scheduleDecays},
        {"schedule.final_fraction", QT_TRANSLATE_NOOP("ControlSpec", "final_fraction"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "The share of the learning rate that is left at the end."),
         Optimizer, More,
         number<&E::hyperparameters, &H::schedule, &ScheduleOptions::finalFraction>(
             typed(0, 1, false, 0.05)),
         scheduleEnds},
        {"optimizer.nesterov", QT_TRANSLATE_NOOP("ControlSpec", "nesterov"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Look ahead: take the gradient's step after the momentum's."),
         Optimizer, More, check<&E::hyperparameters, &H::optimizer, &O::nesterov>(),
         [](const E& e) { return optimizerReads(e, "nesterov"); }},
        {"optimizer.beta_1", QT_TRANSLATE_NOOP("ControlSpec", "beta_1"),
         QT_TRANSLATE_NOOP("ControlSpec", "How slowly the mean of the gradients forgets."),
         Optimizer, More,
         number<&E::hyperparameters, &H::optimizer, &O::beta1>(typed(0, 0.999999, false, 0.01)),
         [](const E& e) { return optimizerReads(e, "beta_1"); }},
        {"optimizer.beta_2", QT_TRANSLATE_NOOP("ControlSpec", "beta_2"),
         QT_TRANSLATE_NOOP("ControlSpec", "How slowly the mean of the squared gradients forgets."),
         Optimizer, More,
         number<&E::hyperparameters, &H::optimizer, &O::beta2>(typed(0, 0.999999, false, 0.001)),
         [](const E& e) { return optimizerReads(e, "beta_2"); }},
        {"optimizer.epsilon", QT_TRANSLATE_NOOP("ControlSpec", "epsilon"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Added to the denominator, so that tiny gradients are not blown up."),
         Optimizer, More,
         number<&E::hyperparameters, &H::optimizer, &O::epsilon>(typed(1e-20, 1, false)),
         [](const E& e) { return optimizerReads(e, "epsilon"); }},
        {"optimizer.weight_decay", QT_TRANSLATE_NOOP("ControlSpec", "weight_decay"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "The share by which every update shrinks the weights, times the learning rate."),
         Optimizer, More,
         number<&E::hyperparameters, &H::optimizer, &O::weightDecay>(typed(0, 1000, false)),
         [](const E& e) { return optimizerReads(e, "weight_decay"); }},
        {"optimizer.rho", QT_TRANSLATE_NOOP("ControlSpec", "rho"),
         QT_TRANSLATE_NOOP("ControlSpec", "How slowly the mean of the squared gradients forgets."),
         Optimizer, More,
         number<&E::hyperparameters, &H::optimizer, &O::rho>(typed(0, 0.999999, false, 0.01)),
         [](const E& e) { return optimizerReads(e, "rho"); }},
        {"optimizer.initial_accumulator", QT_TRANSLATE_NOOP("ControlSpec", "initial_accumulator"),
         QT_TRANSLATE_NOOP("ControlSpec", "What the sum of the squared gradients begins with."),
         Optimizer, More,
         number<&E::hyperparameters, &H::optimizer, &O::initialAccumulator>(
             typed(0, 1000, false, 0.1)),
         [](const E& e) { return optimizerReads(e, "initial_accumulator"); }},
        {"seed", QT_TRANSLATE_NOOP("ControlSpec", "seed"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "Decides the initial weights and every shuffle: the same seed, the same curve."),
         Run, Essential, number<&E::seed>(typed(0, maximumWhole, true))},
        {"stop.updates", QT_TRANSLATE_NOOP("ControlSpec", "Stop after updates"),
         QT_TRANSLATE_NOOP("ControlSpec", "End the run after this many updates."), Run, More,
         number<&E::stop, &StopOptions::updates>(typed(0, maximumWhole, true),
                                                 QT_TRANSLATE_NOOP("ControlSpec", "never"))},
        {"stop.epochs", QT_TRANSLATE_NOOP("ControlSpec", "Stop after epochs"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "End the run after this many passes over the training rows."),
         Run, More,
         number<&E::stop, &StopOptions::epochs>(typed(0, maximumWhole, true),
                                                QT_TRANSLATE_NOOP("ControlSpec", "never"))},
        {"stop.seconds", QT_TRANSLATE_NOOP("ControlSpec", "Stop after seconds"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "End the run after this many seconds of training; pauses do not count."),
         Run, More,
         number<&E::stop, &StopOptions::seconds>(typed(0, 1e9, false, 1),
                                                 QT_TRANSLATE_NOOP("ControlSpec", "never"))},
        {"compute.threads", QT_TRANSLATE_NOOP("ControlSpec", "threads"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "Processor cores that one micro-batch may use; small models are fastest with one. "
             "Automatic takes what is fastest and leaves one for the window."),
         Run, More,
         number<&E::compute, &ComputeOptions::threads>(
             typed(0, 256, true), QT_TRANSLATE_NOOP("ControlSpec", "automatic"))},
        {"compute.precision", QT_TRANSLATE_NOOP("ControlSpec", "Precision of products"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "In which matrix products and convolutions take their inputs; weights, "
                           "gradients and sums have 32 bits."),
         Run, More,
         ChoiceField{precisionChoices,
                     [](const E& e) { return std::string(nameOf(e.compute.precision)); },
                     [](E& e, const std::string& name) {
                         e.compute.precision = static_cast<Precision>(rowIndex(precisions(), name));
                     }}},
    };
    return specs;
}

QString controlName(const ControlSpec& spec)
{
    return QString::fromUtf8(spec.key).section(u'.', -1);
}

} // namespace accumulus
