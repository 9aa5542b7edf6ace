// Files that a run leaves behind: curves, weights, checkpoints.

#include "tests/fuzz/targets.h"

#include "core/record/run_csv.h"
#include "core/record/safetensors.h"
#include "core/train/checkpoint.h"
#include "core/train/trainer.h"
#include "tests/temporary_folder.h"

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <sstream>

namespace accumulus::fuzz {

namespace {

std::string curvesText(const std::vector<RunFromFile>& runs)
{
    std::vector<NamedHistory> named;
    for (const RunFromFile& run : runs)
        named.push_back({run.name, &run.history});
    std::ostringstream text;
    writeRuns(text, named);
    return text.str();
}

} // namespace

/// Curves, which are written and read again: they must be the same.
void readCurves(Input& input)
{
    const std::vector<RunFromFile> runs = readRuns(fileOf("curves.csv", input.rest()));
    const std::string text = curvesText(runs);
    const std::vector<RunFromFile> again = readRuns(fileOf("curves.csv", text));
    mustHold(curvesText(again) == text, "curves that were written read back the same");
}

/// A weights file for a small arena, which is as it was if the file is refused.
void readModelWeights(Input& input)
{
    ParameterArena arena;
    arena.add("layers.0.kernel", {2, 3});
    arena.add("layers.0.bias", {3});
    arena.addState("layers.1.moving_mean", {3});
    arena.allocate();
    const auto isOne = [](float value) { return value == 1.0f; };
    std::fill(arena.weights().begin(), arena.weights().end(), 1.0f);
    std::fill(arena.stateValues().begin(), arena.stateValues().end(), 1.0f);
    const std::string file = fileOf("weights.safetensors", input.rest());
    try {
        readWeights(file, arena);
    } catch (...) {
        mustHold(std::all_of(arena.weights().begin(), arena.weights().end(), isOne)
                     && std::all_of(arena.stateValues().begin(), arena.stateValues().end(), isOne),
                 "weights that are refused change nothing");
        throw;
    }
    for (const std::span<const float> values : {arena.weights(), arena.stateValues()})
        mustHold(
            std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }),
            "weights are finite");
}

namespace {

using Json = nlohmann::ordered_json;

/// Everything that has a state of its own, at once, in a model of a few weights.
const Experiment& demanding()
{
    static const Experiment experiment = experimentFromJson(R"({
        "format": "accumulus-experiment/1",
        "model": "3 batch_norm relu, dropout 0.3, 1",
        "accumulation": { "accumulation_steps": 5, "micro_batch_size": 4, "non_finite": "skip_window",
            "steps_schedule": "epoch 2: 3, update 6: 2", "partial_window": "carry_over",
            "precision": "bf16_kahan" },
        "optimizer": { "name": "adam", "clip_norm": 2, "learning_rate_scaling": "adascale" },
        "schedule": { "name": "cosine", "warmup": 5 },
        "probes": { "noise_scale": 1 }, "compute": { "threads": 1 }, "stop": { "epochs": 9 } })");
    return experiment;
}

TrainingData fewRows()
{
    Dataset data;
    data.featureCount = 2;
    for (int row = 0; row < 14; ++row) {
        data.features.push_back(std::sin(static_cast<float>(row)));
        data.features.push_back(std::cos(static_cast<float>(2 * row)));
        data.targets.push_back(data.features[static_cast<std::size_t>(2 * row)]);
    }
    return {data, data};
}

/// A run that keeps a checkpoint.
struct TinyRun : RecordSink
{
    TinyRun()
        : trainer(demanding(), fewRows(), *this)
    {}

    void onUpdate(const UpdateRecord& record) override { updates.push_back(record); }

    void train(int microBatches)
    {
        for (int i = 0; i < microBatches && !trainer.hasEnded(); ++i)
            trainer.runMicroBatch();
    }

    std::vector<UpdateRecord> updates;
    Trainer trainer;
};

std::string jsonText(const Json& value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// An experiment without what is as it is by default, which is quick to read: there are a thousand
/// checkpoints a second here, of three experiments each.
std::string shortened(const std::string& experiment)
{
    const Json defaults = Json::parse(toJson(Experiment())).flatten();
    const Json all = Json::parse(experiment).flatten();
    Json kept;
    for (const auto& [key, value] : all.items()) {
        if (key == "/format" || !defaults.contains(key) || defaults[key] != value)
            kept[key] = value;
    }
    return kept.unflatten().dump();
}

/// A checkpoint inside a window, its header taken apart.
struct CheckpointFiles
{
    CheckpointFiles()
    {
        const testing::TemporaryFolder folder;
        TinyRun run;
        run.train(13);
        CheckpointFolder checkpoint(folder.path());
        checkpoint.begin(run.trainer.probeNames());
        for (const UpdateRecord& record : run.updates)
            checkpoint.add(record);
        checkpoint.save(run.trainer);
        curve = testing::textOf(folder.path() / "updates.csv");

        const std::string file = testing::textOf(folder.path() / "checkpoint.safetensors");
        std::uint64_t length = 0;
        std::memcpy(&length, file.data(), sizeof length);
        Json header = Json::parse(file.substr(sizeof length, length));
        Json& texts = header["__metadata__"];
        for (const char* experiment : {"experiment", "settings"})
            texts[experiment] = shortened(texts[experiment]);
        for (const auto& [key, value] : texts.items())
            metadata[key] = jsonText(value);
        header.erase("__metadata__");
        tensors = jsonText(header).substr(1);
        values = file.substr(sizeof length + length);
    }

    std::map<std::string, std::string> metadata; ///< each value in JSON
    std::string tensors;                         ///< what stands behind the metadata
    std::string values;
    std::string curve;
};

std::uint32_t crc32Of(const std::string& bytes)
{
    return static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

/// The checkpoint with its metadata, its numbers and its curve changed, and with the checksums that
/// belong to that. A line of \a changes is KEY=VALUE, or I=NUMBER for the I-th float32.
std::string changed(const CheckpointFiles& files, const std::string& changes,
                    const std::string& curve)
{
    std::map<std::string, std::string> metadata = files.metadata;
    std::string values = files.values;
    const auto set = [&](const std::string& key, const std::string& value) {
        metadata[key] = jsonText(value);
    };
    set("curve.rows",
        std::to_string(std::max<std::ptrdiff_t>(1, std::count(curve.begin(), curve.end(), '\n'))
                       - 1));
    set("curve.bytes", std::to_string(curve.size()));
    set("curve.checksum", std::to_string(crc32Of(curve)));
    std::istringstream lines(changes);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = std::min(line.find('='), line.size());
        const std::string key = line.substr(0, equals);
        const std::string value = line.substr(std::min(equals + 1, line.size()));
        std::size_t index = 0;
        const auto read = std::from_chars(key.data(), key.data() + key.size(), index);
        if (read.ec == std::errc() && read.ptr == key.data() + key.size()) {
            float number = 0.0f;
            std::from_chars(value.data(), value.data() + value.size(), number);
            index %= values.size() / sizeof number;
            std::memcpy(values.data() + index * sizeof number, &number, sizeof number);
        } else {
            set(key, value);
        }
    }
    metadata.erase("crc32");
    std::string text = R"({"__metadata__":{"crc32":"00000000")";
    for (const auto& [key, value] : metadata)
        text += ',' + jsonText(key) + ':' + value;
    text += "}," + files.tensors;
    const std::uint64_t length = text.size();
    std::string bytes =
        std::string(reinterpret_cast<const char*>(&length), sizeof length) + text + values;
    std::snprintf(text.data(), text.size(), "%08x", static_cast<unsigned>(crc32Of(bytes)));
    return bytes.replace(bytes.find("00000000", sizeof length), 8, text, 0, 8);
}

} // namespace

/// Changes to a checkpoint (see changed()), then behind "----" its curve, if it is not to stay.
/// Then the run goes on, a changed curve in another folder.
void readCheckpoint(Input& input)
{
    static const CheckpointFiles files;
    const std::string changes = input.part();
    std::string curve = input.rest();
    const bool isCurveChanged = !curve.empty();
    if (!isCurveChanged)
        curve = files.curve;
    fileOf("checkpoint.safetensors", changed(files, changes, curve));
    fileOf("updates.csv", curve);
    const Checkpoint checkpoint(pathOf(""));
    TinyRun run;
    checkpoint.expectData(run.trainer.data());
    checkpoint.restore(run.trainer);
    if (isCurveChanged)
        CheckpointFolder(pathOf("next")).begin(run.trainer.probeNames(), checkpoint.curve());
    run.train(12);
    for (const UpdateRecord& record : run.updates)
        mustHold(record.update > checkpoint.update(), "the curve goes on behind the checkpoint");
}

} // namespace accumulus::fuzz
