#include "core/record/safetensors.h"

#include "core/record/tensor_file.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

using Parameter = ParameterArena::Parameter;

std::vector<std::int64_t> shapeOf(const Parameter& parameter)
{
    return {parameter.shape.begin(), parameter.shape.end()};
}

std::vector<float> finiteValues(TensorFile& file, const Parameter& parameter)
{
    std::vector<float> values(parameter.size);
    file.read(parameter.name, "F32", shapeOf(parameter), std::as_writable_bytes(std::span(values)));
    if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))
        file.fail("\"" + parameter.name + "\" holds values that are not finite");
    return values;
}

} // namespace

void writeWeights(const std::filesystem::path& path, const ParameterArena& arena,
                  std::string_view experimentJson)
{
    std::vector<TensorToWrite> tensors;
    const auto add = [&](const Parameter& parameter, std::span<const float> buffer) {
        tensors.push_back({parameter.name, "F32", shapeOf(parameter),
                           std::as_bytes(buffer.subspan(parameter.offset, parameter.size))});
    };
    for (const Parameter& parameter : arena.parameters())
        add(parameter, arena.weights());
    for (const Parameter& state : arena.states())
        add(state, arena.stateValues());
    writeTensorFile(path, {{"experiment", std::string(experimentJson)}}, tensors);
}

std::string readWeights(const std::filesystem::path& path, ParameterArena& arena)
{
    TensorFile file(path);
    const auto isIn = [](const std::vector<Parameter>& known, const std::string& name) {
        return std::any_of(known.begin(), known.end(),
                           [&](const Parameter& parameter) { return parameter.name == name; });
    };
    for (const std::string& name : file.names()) {
        if (!isIn(arena.parameters(), name) && !isIn(arena.states(), name))
            file.fail("the model has no parameter \"" + name.substr(0, 80) + "\"");
    }
    std::vector<std::vector<float>> weights;
    std::vector<std::vector<float>> states;
    for (const Parameter& parameter : arena.parameters())
        weights.push_back(finiteValues(file, parameter));
    for (const Parameter& state : arena.states())
        states.push_back(finiteValues(file, state));
    for (std::size_t i = 0; i < weights.size(); ++i)
        std::copy(weights[i].begin(), weights[i].end(), arena.weights(i).begin());
    for (std::size_t i = 0; i < states.size(); ++i)
        std::copy(states[i].begin(), states[i].end(), arena.state(i).begin());
    arena.weightsChanged();
    const auto experiment = file.metadata().find("experiment");
    return experiment == file.metadata().end() ? std::string() : experiment->second;
}

} // namespace accumulus
