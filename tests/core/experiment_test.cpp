#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/nn/model_spec.h"
#include "core/train/experiment.h"

#include <algorithm>
#include <limits>

using namespace accumulus;

namespace {

std::string refusal(const std::string& body)
{
    try {
        experimentFromJson(R"({"format": "accumulus-experiment/1", )" + body + "}", "file.json");
    } catch (const ExperimentError& error) {
        return error.what();
    }
    return "accepted";
}

Experiment unusual()
{
    Experiment experiment;
    experiment.data = {.source = "csv",
                       .file = "/some/where, \"quoted\".csv",
                       .labels = "labels.npy",
                       .validationFile = "held out.npy",
                       .validationLabels = "its labels.npy",
                       .target = "größe",
                       .weight = "w",
                       .separator = ";",
                       .header = "no",
                       .shape = "8x8x1",
                       .samples = 17,
                       .features = 5,
                       .classes = 9,
                       .teacherUnits = 3,
                       .noise = 1.0 / 3.0,
                       .sequenceLength = 12,
                       .context = 4,
                       .lengths = "geometric",
                       .validationFraction = 0.1,
                       .shuffle = false,
                       .standardize = false,
                       .standardizeTarget = false};
    experiment.model = "64 tanh, 3";
    experiment.loss = "cross_entropy";
    experiment.hyperparameters = {
        .accumulationSteps = 65536,
        .microBatchSize = 1,
        .stepsSchedule = "epoch 2: 8, update 100: 1",
        .preset = "tutorial",
        .semantics = {Reduction::MeanOfMeans, PartialWindow::SplitTail, Clipping::EachMicroBatch,
                      ScheduleClock::MicroBatches, BetweenUpdates::StepEachMicroBatch,
                      AccumulatorPrecision::F64, LoggedLoss::Sum},
        .nonFinite = NonFinite::SkipWindow,
        .optimizer = {.name = "sgd",
                      .learningRate = 0.1,
                      .momentum = 0.9,
                      .nesterov = true,
                      .beta1 = 0.5,
                      .beta2 = 0.25,
                      .epsilon = 1e-20,
                      .weightDecay = 1e-5,
                      .rho = 0.75,
                      .initialAccumulator = 0.0,
                      .clipNorm = 2.5,
                      .clipValue = 1e9,
                      .learningRateScaling = "adascale",
                      .baseAccumulationSteps = 16},
        .schedule = {.name = "one_cycle",
                     .warmup = 9007199254740992,
                     .length = 12,
                     .period = 3,
                     .factor = 0.1,
                     .finalFraction = 0.25}};
    experiment.initializer = "he_normal";
    experiment.compute.threads = 2;
    experiment.stop = {.updates = 9007199254740992, .epochs = 3, .seconds = 0.125};
    experiment.seed = 9007199254740992;
    return experiment;
}

} // namespace

TEST_CASE("the default experiment is the tutorial's program on the diamonds data", "[experiment]")
{
    const Experiment experiment;
    CHECK(experiment.data.source == "diamonds");
    CHECK(experiment.model == "10 relu, 1");
    CHECK(experiment.loss == "mse");
    CHECK(experiment.hyperparameters.accumulationSteps == 4);
    CHECK(experiment.hyperparameters.microBatchSize == 32);
    CHECK(experiment.hyperparameters.preset == "correct");
    CHECK(experiment.hyperparameters.optimizer == optimizerKind("adam").defaults);
    CHECK_FALSE(experiment.stop.isSet());
    CHECK_NOTHROW(validate(experiment));
}

TEST_CASE("an experiment survives the way through JSON", "[experiment]")
{
    CHECK(experimentFromJson(toJson(Experiment())) == Experiment());
    CHECK(experimentFromJson(toJson(unusual())) == unusual());
    CHECK(experimentFromJson(R"({"format": "accumulus-experiment/1"})") == Experiment());
}

TEST_CASE("a key that is left out keeps its default, those of the optimizer the optimizer's",
          "[experiment]")
{
    const Experiment experiment = experimentFromJson(
        R"({"format": "accumulus-experiment/1", "optimizer": {"momentum": 0.5, "name": "sgd"}})");
    CHECK(experiment.hyperparameters.optimizer.learningRate == 0.01);
    CHECK(experiment.hyperparameters.optimizer.momentum == 0.5);
}

TEST_CASE("experiments that are not valid are refused with key, value and what is allowed",
          "[experiment]")
{
    CHECK_THAT(refusal(R"("sed": 1)"),
               ContainsSubstring("file.json") && ContainsSubstring("\"sed\"")
                   && ContainsSubstring("seed") && ContainsSubstring("accumulation"));
    CHECK_THAT(refusal(R"("accumulation": {"steps": 1})"),
               ContainsSubstring("\"accumulation.steps\"")
                   && ContainsSubstring("accumulation_steps"));
    CHECK_THAT(
        refusal(R"("accumulation": {"accumulation_steps": 0})"),
        ContainsSubstring("accumulation.accumulation_steps is 0; allowed is a whole number from 1 "
                          "to 65536"));
    CHECK_THAT(refusal(R"("accumulation": {"accumulation_steps": 4.5})"), ContainsSubstring("4.5"));
    CHECK_THAT(refusal(R"("accumulation": {"accumulation_steps": "4"})"),
               ContainsSubstring("\"4\""));
    CHECK_THAT(refusal(R"("accumulation": {"accumulation_steps": 1e400})"),
               ContainsSubstring("JSON"));
    CHECK_THAT(refusal(R"("accumulation": 4)"), ContainsSubstring("must be an object"));
    CHECK_THAT(refusal(R"("optimizer": {"name": "sdg"})"),
               ContainsSubstring("one of sgd, adam, adamw"));
    CHECK_THAT(refusal(R"("optimizer": {"beta_1": 1})"), ContainsSubstring("beta_1"));
    CHECK_THAT(refusal(R"("data": {"shuffle": 1})"), ContainsSubstring("true or false"));
    CHECK_THROWS_WITH(experimentFromJson("age,price\n1,2\n", "mine.csv"),
                      ContainsSubstring("mine.csv") && ContainsSubstring("data.file=PATH"));
    CHECK_THAT(refusal(R"("data": {"source": "mine.csv"})"),
               ContainsSubstring("--set data.source=csv --set data.file=mine.csv"));
    CHECK_THAT(refusal(R"("data": {"source": "mnist"})"),
               ContainsSubstring("diamonds, diabetes, digits"));
    CHECK_THAT(refusal(R"("data": {"separator": "ab"})"), ContainsSubstring("one character"));
    CHECK_THAT(refusal(R"("model": "10 rleu, 1")"),
               ContainsSubstring("\"rleu\"") && ContainsSubstring("relu"));
    CHECK_THAT(refusal(R"("seed": -1)"), ContainsSubstring("seed is -1"));
    CHECK_THAT(refusal(R"("seed": null)"), ContainsSubstring("seed is null"));
    CHECK_THAT(refusal(R"("seed": 1,)"),
               ContainsSubstring("not valid JSON") && ContainsSubstring("line 1"));
    CHECK_THROWS_WITH(experimentFromJson("{}"), ContainsSubstring("accumulus-experiment/1"));
    CHECK_THROWS_WITH(experimentFromJson("[]"), ContainsSubstring("object"));
    CHECK_THROWS_WITH(experimentFromJson("{\"seed\": " + std::string(100'000, '[')),
                      ContainsSubstring("not valid JSON"));
    // Nesting that would use up the stack of whoever prints it.
    CHECK_THAT(refusal(R"("seed": )" + std::string(200'000, '[') + std::string(200'000, ']')),
               ContainsSubstring("nested more than 32 deep"));
    CHECK_THAT(refusal(R"("data.source": "digits")"), ContainsSubstring("no key \"data.source\""));
    CHECK_THAT(refusal(R"("": {})"), ContainsSubstring("no key \"\""));
    CHECK_THROWS_WITH(readExperiment("/nowhere.json"), ContainsSubstring("cannot be read"));

    Experiment experiment;
    experiment.hyperparameters.optimizer.learningRate = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(validate(experiment), ExperimentError);
    CHECK_THROWS_AS(validate(experiment.hyperparameters), ExperimentError);
}

TEST_CASE("values are set by path or by their unambiguous last part", "[experiment]")
{
    Experiment experiment;
    setExperimentValue(experiment, "accumulation_steps", "8");
    setExperimentValue(experiment, "data.source", "digits");
    setExperimentValue(experiment, "model", "64 relu, 10");
    setExperimentValue(experiment, "shuffle", "false");
    setExperimentValue(experiment, "target", "7");
    CHECK(experiment.hyperparameters.accumulationSteps == 8);
    CHECK(experiment.data.source == "digits");
    CHECK(experiment.model == "64 relu, 10");
    CHECK_FALSE(experiment.data.shuffle);
    CHECK(experiment.data.target == "7");

    setExperimentValue(experiment, "learning_rate", "0.5");
    setExperimentValue(experiment, "optimizer", "sgd"); // a section's name stands for its first key
    CHECK(experiment.hyperparameters.optimizer == optimizerKind("sgd").defaults);

    CHECK_THROWS_WITH(setExperimentValue(experiment, "steps", "8"),
                      ContainsSubstring("no key \"steps\""));
    CHECK_THROWS_WITH(setExperimentValue(experiment, "accumulation_steps", "many"),
                      ContainsSubstring("\"many\""));
    CHECK_THROWS_WITH(setExperimentValue(experiment, "shuffle", "1"),
                      ContainsSubstring("true or false"));
}

TEST_CASE("a data file is looked for beside the experiment that names it", "[experiment]")
{
    const accumulus::testing::TemporaryFolder folder;
    const auto path = folder.write("e.json", R"({"format": "accumulus-experiment/1",
        "data": {"source": "csv", "file": "mine.csv"}})");
    CHECK(readExperiment(path).data.file == (folder.path() / "mine.csv").string());

    const auto others = folder.write("o.json", R"({"format": "accumulus-experiment/1",
        "data": {"source": "npy", "labels": "y.npy", "validation_file": "/held/out.npy"}})");
    const DataOptions data = readExperiment(others).data;
    CHECK(data.labels == (folder.path() / "y.npy").string());
    CHECK(data.validationFile == "/held/out.npy");
    CHECK(data.validationLabels.empty());
}

TEST_CASE("every key is listed once with its default", "[experiment]")
{
    const auto keys = experimentKeys();
    CHECK(std::any_of(keys.begin(), keys.end(), [](const ExperimentKey& key) {
        return key.path == "accumulation.accumulation_steps" && key.defaultValue == "4";
    }));
    for (const ExperimentKey& key : keys) {
        CHECK_FALSE(key.allowed.empty());
        CHECK(std::count_if(keys.begin(), keys.end(),
                            [&](const ExperimentKey& other) { return other.path == key.path; })
              == 1);
    }
}

TEST_CASE("model texts are read into layers", "[nn][model]")
{
    const auto layers = parseModel("10 relu, 1");
    REQUIRE(layers.size() == 3);
    CHECK(layers[0].kind == "dense");
    CHECK(layers[1].kind == "relu");
    CHECK(layers[1].path == "0");
    CHECK(layers[2].path == "1");
    CHECK(parseModel(" dense 64 tanh ,32\ttanh,10 ").size() == 5);
}

TEST_CASE("model texts that cannot be read quote the token and its place", "[nn][model]")
{
    const auto [text, where, what] = GENERATE(table<std::string, std::string, std::string>({
        {"", "character 1", "a layer is missing"},
        {"10,,1", "character 4", "a layer is missing"},
        {"10 relu,", "character 9", "a layer is missing"},
        {"10 rleu, 1", "character 4", "\"rleu\" is not a layer"},
        {"0, 1", "character 1", "\"0\" must be a whole number"},
        {"-3", "character 1", "\"-3\""},
        {"1.5", "character 1", "\"1.5\""},
        {"99999999999", "character 1", "from 1 to 65536"},
        {"10 20", "character 4", "separate layers by commas"},
        {"dense", "character 1", "lacks a number of units"},
        {"dense relu", "character 7", "\"relu\" must be a whole number"},
    }));
    CAPTURE(text);
    CHECK_THROWS_WITH(parseModel(text), ContainsSubstring(where) && ContainsSubstring(what));
}

TEST_CASE("a key that stands twice is refused in every section", "[experiment]")
{
    CHECK_THAT(refusal(R"("accumulation": {"accumulation_steps": 16}, "seed": 1,
                          "accumulation": {"micro_batch_size": 8})"),
               ContainsSubstring("\"accumulation\" stands twice"));
    CHECK_THAT(refusal(R"("stop": {"epochs": 1, "epochs": 2})"),
               ContainsSubstring("\"epochs\" stands twice"));
}

TEST_CASE("whole numbers may be written as 1e3 or 4.0, and must survive their type", "[experiment]")
{
    const auto with = [](const std::string& body) {
        return experimentFromJson(R"({"format": "accumulus-experiment/1", )" + body + "}");
    };
    CHECK(with(R"("stop": {"updates": 1e3})").stop.updates == 1000);
    CHECK(with(R"("accumulation": {"accumulation_steps": 4.0})").hyperparameters.accumulationSteps
          == 4);
    CHECK(with(R"("seed": 9007199254740992)").seed == std::uint64_t{1} << 53);
    CHECK_THAT(refusal(R"("seed": 9007199254740993)"), ContainsSubstring("9007199254740993"));
    CHECK_THAT(refusal(R"("seed": 18446744073709551617)"), ContainsSubstring("seed is 1.8"));
    CHECK_THAT(refusal(R"("seed": true)"), ContainsSubstring("seed is true"));
    CHECK_THAT(refusal(R"("optimizer": {"learning_rate": 1e-400})"),
               ContainsSubstring("too small"));
    CHECK_THAT(refusal(R"("optimizer": {"learning_rate": true})"), ContainsSubstring("is true"));
}

TEST_CASE("numbers on the command line may be written as people write them", "[experiment]")
{
    Experiment experiment;
    setExperimentValue(experiment, "learning_rate", ".5");
    CHECK(experiment.hyperparameters.optimizer.learningRate == 0.5);
    setExperimentValue(experiment, "learning_rate", "5.");
    CHECK(experiment.hyperparameters.optimizer.learningRate == 5.0);
    setExperimentValue(experiment, "learning_rate", "1e-3");
    CHECK(experiment.hyperparameters.optimizer.learningRate == 1e-3);
    setExperimentValue(experiment, "accumulation_steps", "+3");
    CHECK(experiment.hyperparameters.accumulationSteps == 3);
    setExperimentValue(experiment, "stop.updates", "1e3");
    CHECK(experiment.stop.updates == 1000);
    for (const char* text : {"1e400", "1e-400", "nan", "inf", "0x10", "1,5", "+-3"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH(setExperimentValue(experiment, "learning_rate", text),
                          ContainsSubstring(text));
    }
}

TEST_CASE("a name with a NUL is refused with its place, all other names are names", "[experiment]")
{
    CHECK_THAT(refusal(R"("data": {"source": "csv", "file": "a\u0000b.csv"})"),
               ContainsSubstring("data.file is \"a\\u0000b.csv\"")
                   && ContainsSubstring("character 2 is a NUL"));
    Experiment experiment;
    for (const char* name : {"Gewichte für 米.csv", "a\nb", "x\x1b[2J"})
        CHECK_NOTHROW(setExperimentValue(experiment, "data.file", name));
}

TEST_CASE("a name that is not UTF-8, which no experiment can keep, is refused", "[experiment]")
{
    Experiment experiment;
    experiment.data.source = "csv";
    CHECK_THROWS_WITH(setExperimentValue(experiment, "data.file", "m\xfcller.csv"),
                      ContainsSubstring("data.file") && ContainsSubstring("not UTF-8")
                          && ContainsSubstring("link"));
    experiment.data.file = "mine.csv";
    resolvePaths(experiment.data, "/tmp/m\xfcller");
    CHECK_THROWS_AS(validate(experiment), ExperimentError);
    CHECK_THROWS_AS(toJson(experiment), ExperimentError);
    CHECK_THAT(toJson(experiment, "/tmp/m\xfcller"), ContainsSubstring("\"mine.csv\""));
}

TEST_CASE("a key that is nearly right is told what may have been meant", "[experiment]")
{
    CHECK_THAT(refusal(R"("optimizer": {"lerning_rate": 1})"),
               ContainsSubstring("did you mean \"optimizer.learning_rate\"?")
                   && ContainsSubstring("known in optimizer are name, learning_rate"));
    CHECK_THAT(refusal(R"("optimiser": {"name": "sgd"})"), ContainsSubstring("known are data"));
    Experiment experiment;
    CHECK_THROWS_WITH(setExperimentValue(experiment, "acumulation_steps", "8"),
                      ContainsSubstring("did you mean \"accumulation_steps\"?"));
    CHECK_THROWS_WITH(setExperimentValue(experiment, "xyz", "8"),
                      !ContainsSubstring("did you mean"));
}
