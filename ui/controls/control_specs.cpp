#include "ui/controls/control_specs.h"

#include "core/data/data_source.h"
#include "core/nn/model_spec.h"
#include "ui/controls/control_choices.h"
#include "ui/controls/control_fields.h"
#include "ui/controls/experiment_edit.h"

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
        return QString::fromUtf8(error.what());
    }
    return {};
}

bool isSource(const E& e, const char* name)
{
    return e.data.source == name;
}

bool isSynthetic(const E& e)
{
    const auto& sources = dataSources();
    return std::any_of(sources.begin(), sources.end(), [&](const DataSource& source) {
        return source.name == e.data.source && source.kind == DataKind::Synthetic;
    });
}

bool isCsv(const E& e)
{
    return isSource(e, "csv");
}
bool hasFeatureCount(const E& e)
{
    return isSource(e, "linear_regression");
}
bool hasClassCount(const E& e)
{
    return isSource(e, "blobs");
}
bool hasRegressionTarget(const E& e)
{
    return e.loss != "cross_entropy";
}

bool optimizerReads(const E& e, std::string_view option)
{
    for (const OptimizerKind& kind : optimizers()) {
        if (kind.name == e.hyperparameters.optimizer.name) {
            return std::find(kind.options.begin(), kind.options.end(), option)
                != kind.options.end();
        }
    }
    return false;
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
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "The CSV file to train on: one sample a row, one column of it the target."),
         Data, Essential,
         FileField{[](const E& e) { return e.data.file; },
                   [](E& e, const std::string& file) { e.data.file = file; }},
         isCsv},
        {"model", QT_TRANSLATE_NOOP("ControlSpec", "Model"),
         QT_TRANSLATE_NOOP("ControlSpec",
                           "Layers from input to output, separated by commas: units, then the "
                           "activation, e.g. 64 relu, 10."),
         Data, Essential, text<&E::model>(modelProblem, "10 relu, 1")},
        {"loss", QT_TRANSLATE_NOOP("ControlSpec", "Loss"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "What the training makes smaller: mse for numbers, cross_entropy for classes."),
         Data, Essential, choice<&E::loss>(lossChoices)},
        {"data.target", QT_TRANSLATE_NOOP("ControlSpec", "Target"),
         QT_TRANSLATE_NOOP(
             "ControlSpec",
             "The column to predict, by its name or its number from 0; empty for the last one."),
         Data, More,
         text<&E::data, &D::target>(nullptr, QT_TRANSLATE_NOOP("ControlSpec", "last column")),
         isCsv},
        {"data.separator", QT_TRANSLATE_NOOP("ControlSpec", "Separator"),
         QT_TRANSLATE_NOOP("ControlSpec", "What stands between the columns of the file."), Data,
         More, choice<&E::data, &D::separator>(separatorChoices), isCsv},
        {"data.header", QT_TRANSLATE_NOOP("ControlSpec", "Header row"),
         QT_TRANSLATE_NOOP("ControlSpec", "Whether the first row of the file names the columns."),
         Data, More, choice<&E::data, &D::header>(headerChoices), isCsv},
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
         Window, Essential, choice<&E::hyperparameters, &H::preset>(presetChoices)},
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
             "Processor cores that one micro-batch may use; small models are fastest with one."),
         Run, More, number<&E::compute, &ComputeOptions::threads>(typed(1, 256, true))},
    };
    return specs;
}

QString controlName(const ControlSpec& spec)
{
    return QString::fromUtf8(spec.key).section(u'.', -1);
}

} // namespace accumulus
