// Readers of data sets: what a person calls data.file may hold anything.

#include "tests/fuzz/targets.h"

#include "core/data/byte_reader.h"
#include "core/train/experiment.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace accumulus::fuzz {

namespace {

void checkFinite(const std::vector<float>& values)
{
    mustHold(std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }),
             "all values are finite");
}

/// What everybody who gets a data set relies on.
void check(const Dataset& data)
{
    const std::size_t places = data.rowCount() * static_cast<std::size_t>(data.positions);
    mustHold(data.features.size() == places * static_cast<std::size_t>(data.featureCount)
                 && data.targets.size() == places * static_cast<std::size_t>(data.targetCount)
                 && (data.weights.empty() || data.weights.size() == places),
             "there is a feature, a target and a weight for every place");
    checkFinite(data.features);
    checkFinite(data.targets);
    checkFinite(data.weights);
    mustHold(std::all_of(data.weights.begin(), data.weights.end(), [](float w) { return w >= 0; }),
             "weights are not negative");
    if (data.isClassification()) {
        const auto classes = static_cast<float>(data.classNames.size());
        mustHold(std::all_of(data.targets.begin(), data.targets.end(),
                             [&](float target) { return target >= 0.0f && target < classes; }),
                 "targets are indices of classes");
    }
}

/// Loads what \a settings describe, as a run does.
void load(const std::vector<KeyValue>& settings)
{
    Experiment experiment;
    for (const KeyValue& setting : settings)
        setExperimentValue(experiment, setting.key, setting.value);
    const TrainingData data = loadTrainingData(experiment);
    check(data.training);
    check(data.validation);
    mustHold(data.training.rowCount() > 0, "there are rows to train with");
    mustHold(std::isfinite(data.targetScale) && data.targetScale > 0.0, "the scale is a number");
}

/// About what \a file holds: a byte of gzip is often some, and up to a thousand.
std::size_t unpackedSize(const std::string& file)
{
    return file.starts_with("\x1F\x8B") ? 16 * file.size() : file.size();
}

/// The loss decides whether targets are numbers or classes.
KeyValue loss(Input& input)
{
    return {"loss", input.oneOf({"mse", "cross_entropy"})};
}

} // namespace

void readCsvData(Input& input)
{
    load({{"data.source", "csv"},
          loss(input),
          {"data.header", input.oneOf({"auto", "yes", "no"})},
          {"data.shuffle", input.oneOf({"false", "true"})},
          {"data.decimal", input.oneOf({"auto", "point", "comma"})},
          {"data.encoding", input.oneOf({"auto", "utf-8", "utf-16le", "utf-16be", "latin-1"})},
          {"data.separator", input.line()},
          {"data.target", input.line()},
          {"data.weight", input.line()},
          {"data.shape", input.line()},
          {"data.file", fileOf("data.csv", input.rest())}});
}

void readNpyData(Input& input)
{
    load({{"data.source", "npy"},
          loss(input),
          {"data.shape", input.line()},
          {"data.file", fileOf("features.npy", input.part())},
          {"data.labels", fileOf("targets.npy", input.rest())}});
}

void readNpzData(Input& input)
{
    load({{"data.source", "npz"},
          loss(input),
          {"data.target", input.line()},
          {"data.file", fileOf("arrays.npz", input.rest())}});
}

void readIdxData(Input& input)
{
    load({{"data.source", "idx"},
          loss(input),
          {"data.shape", input.line()},
          {"data.file", fileOf("images-idx3-ubyte", input.part())},
          {"data.labels", fileOf("labels-idx1-ubyte", input.rest())}});
}

void readCifarData(Input& input)
{
    const KeyValue chosen = loss(input);
    const std::string file = input.rest();
    constexpr std::size_t fewBytes = 1 << 13; // more rows take long, as they may
    if (unpackedSize(file) > fewBytes)
        return;
    load({{"data.source", "cifar10"}, chosen, {"data.file", fileOf("data_batch.bin", file)}});
}

void readTextData(Input& input)
{
    const std::string lengths = input.oneOf({"lines", "equal", "geometric"});
    const std::string length = input.oneOf({"8", "1", "64", "512"});
    const std::string context = input.oneOf({"3", "1", "16", "64"});
    const std::string text = input.rest();
    // Where pieces are short, nearly all values are padding: they take long, as they may.
    constexpr std::size_t fewValues = 1 << 13;
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    const std::size_t pieces = 1 + lines + 4 * unpackedSize(text) / std::stoul(length);
    if (pieces * std::stoul(length) * std::stoul(context) > fewValues)
        return;
    load({{"data.source", "text"},
          {"loss", "cross_entropy"},
          {"data.lengths", lengths},
          {"data.sequence_length", length},
          {"data.context", context},
          {"data.file", fileOf("data.txt", text)}});
}

/// Plain and gzip files, read in steps of a size that no buffer has.
void readBytes(Input& input)
{
    ByteReader reader(fileOf("bytes", input.rest()));
    std::array<std::byte, 4099> bytes{};
    std::uint64_t count = 0;
    for (std::size_t read = bytes.size(); read == bytes.size(); count += read)
        read = reader.readSome(bytes);
    mustHold(count == reader.offset(), "the offset counts the bytes that were read");
    reader.expectEnd("the end");
}

} // namespace accumulus::fuzz
