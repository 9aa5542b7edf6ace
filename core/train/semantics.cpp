#include "core/train/semantics.h"

#include "core/named_row.h"

namespace accumulus {

namespace {

/// A row whose member of Semantics is \a member.
template <auto member>
SemanticsSwitch makeSwitch(std::string_view name, std::string_view summary,
                           std::vector<SwitchValue> values)
{
    return {name, summary, std::move(values),
            [](const Semantics& semantics) { return static_cast<std::size_t>(semantics.*member); },
            [](Semantics& semantics, std::size_t value) {
                using Value = std::remove_reference_t<decltype(semantics.*member)>;
                semantics.*member = static_cast<Value>(value);
            }};
}

} // namespace

const std::vector<SemanticsSwitch>& semanticsSwitches()
{
    using S = Semantics;
    static const std::vector<SemanticsSwitch> table{
        makeSwitch<&S::reduction>(
            "reduction", "what the gradients of a window are divided by",
            {{"sample_weighted_mean", "all samples count equally, as in one big batch"},
             {"mean_of_means", "all micro-batches count equally, however few samples they have"},
             {"sum", "nothing: the step grows with N"}}),
        makeSwitch<&S::partialWindow>(
            "partial_window", "what happens to a window that the end of an epoch cuts short",
            {{"flush", "an update, divided by its real samples"},
             {"flush_divided_by_n", "an update, divided as if the window were full"},
             {"carry_over", "it stays open and goes on in the next epoch"},
             {"drop", "its gradients are thrown away"},
             {"leak", "the counter restarts, the gradients stay"},
             {"split_tail",
              "divided by the tail's length, which also moves where its windows end"}}),
        makeSwitch<&S::clipping>("clipping", "what clip_norm and clip_value limit",
                                 {{"mean", "the reduced gradient, once per update"},
                                  {"sum", "the sum of the micro-batches' gradients"},
                                  {"each_micro_batch", "every micro-batch's gradient on its own"}}),
        makeSwitch<&S::scheduleClock>(
            "schedule_clock", "what a learning-rate schedule counts",
            {{"updates", "optimizer updates"},
             {"micro_batches", "micro-batches: the schedule ends N times too early"}}),
        makeSwitch<&S::betweenUpdates>(
            "between_updates", "what the optimizer does at micro-batches that close no window",
            {{"untouched", "nothing"},
             {"zero_gradient_step", "a step with gradients of zero"},
             {"decay_each_micro_batch", "decoupled weight decay, every time"},
             {"step_each_micro_batch",
              "a step with the micro-batch's gradient; the window adds up the steps"}}),
        makeSwitch<&S::precision>("precision", "how the accumulated gradient is stored",
                                  {{"f32", "32 bits"},
                                   {"bf16", "16 bits, rounded to nearest"},
                                   {"bf16_kahan", "16 bits, what rounding lost in 16 more"},
                                   {"bf16_stochastic", "16 bits, rounded at random"},
                                   {"f64", "64 bits"}}),
        makeSwitch<&S::loggedLoss>("logged_loss", "the training loss that is recorded",
                                   {{"weighted_mean", "the mean over the window's samples"},
                                    {"last_micro_batch", "the mean of the last micro-batch"},
                                    {"sum", "the sum of the micro-batch means"}}),
    };
    return table;
}

const std::vector<SemanticsPreset>& semanticsPresets()
{
    using P = PartialWindow;
    using R = Reduction;
    static const std::vector<SemanticsPreset> table{
        {"correct",
         "sample-weighted mean; what the end of an epoch leaves is applied, divided by its real "
         "samples",
         {},
         "one batch of the window's samples",
         ""},
        {"tutorial",
         "gradients are summed, so the step grows with N; what the end of an epoch leaves is "
         "neither applied nor cleared and leaks into the next window",
         {.reduction = R::Sum, .partialWindow = P::Leak, .clipping = Clipping::Sum},
         "the well-known short TensorFlow listing",
         "the sum is never divided by N, and an epoch's rest contaminates the next window"},
        {"keras3",
         "mean of the micro-batch means; a window goes on across epochs; schedules count "
         "micro-batches",
         {.reduction = R::MeanOfMeans,
          .partialWindow = P::CarryOver,
          .scheduleClock = ScheduleClock::MicroBatches},
         "Keras 3, Optimizer(gradient_accumulation_steps=N)",
         "a schedule ends N times too early (learning rates follow the real iterations); what is "
         "left when training ends is never applied; before PR #19998 decay and clipping also "
         "happened at every micro-batch (#19990)"},
        {"lightning",
         "mean of the micro-batch means; what the end of an epoch leaves is applied, but divided "
         "by N; the logged loss is the last micro-batch's",
         {.reduction = R::MeanOfMeans,
          .partialWindow = P::FlushDividedByN,
          .loggedLoss = LoggedLoss::LastMicroBatch},
         "PyTorch Lightning, Trainer(accumulate_grad_batches=N)",
         "the last window of an epoch is under-scaled (#19987); the loss is logged per micro-batch "
         "(#1173)"},
        {"transformers",
         "token-weighted mean since 4.46, with the real remainder at the end of an epoch: agrees "
         "with `correct`",
         {},
         "Hugging Face Transformers from 4.46.2 on, models that take num_items_in_batch",
         ""},
        {"transformers-4.46.0",
         "models that do not take num_items_in_batch: the loss is summed over the window instead "
         "of averaged, and logged so",
         {.reduction = R::Sum, .loggedLoss = LoggedLoss::Sum},
         "Hugging Face Transformers 4.46.0 and 4.46.1",
         "loss and gradient are N times too large (PR #35438)"},
        {"deepspeed",
         "mean of the micro-batch means; a window goes on across epochs",
         {.reduction = R::MeanOfMeans, .partialWindow = P::CarryOver},
         "DeepSpeed, gradient_accumulation_steps",
         "short micro-batches weigh too much; what is left when training ends is never applied"},
        {"caffe",
         "mean of the micro-batch means, but the gradient is clipped while it is still the sum",
         {.reduction = R::MeanOfMeans, .partialWindow = P::CarryOver, .clipping = Clipping::Sum},
         "Caffe, iter_size",
         "a clip threshold is N times tighter than it says (#6199)"},
        {"timm",
         "mean of the micro-batch means; the rest of an epoch is divided by its own length, but "
         "may "
         "be cut into two updates",
         {.reduction = R::MeanOfMeans, .partialWindow = P::SplitTail},
         "timm, train.py --grad-accum-steps N",
         "7 micro-batches with N = 4 make three updates (4, 2, 1), the last two divided by 3"},
        {"optax-multisteps",
         "mean of the micro-batch means; a window goes on across epochs; a micro-batch that is not "
         "finite may be skipped",
         {.reduction = R::MeanOfMeans, .partialWindow = P::CarryOver},
         "optax.MultiSteps(optimizer, every_k_schedule=N)",
         "short micro-batches weigh too much"},
        {"optax-apply-every",
         "the optimizer steps at every micro-batch, on its gradient alone; every N micro-batches "
         "the steps are added to the weights",
         {.reduction = R::Sum,
          .partialWindow = P::CarryOver,
          .clipping = Clipping::EachMicroBatch,
          .scheduleClock = ScheduleClock::MicroBatches,
          .betweenUpdates = BetweenUpdates::StepEachMicroBatch},
         "optax.apply_every(N)",
         "not equivalent to a large batch, as its own documentation says: moments, clipping and "
         "schedules see micro-batches"},
    };
    return table;
}

const SemanticsPreset& semanticsPreset(std::string_view name)
{
    return namedRow(semanticsPresets(), name, "preset");
}

} // namespace accumulus
