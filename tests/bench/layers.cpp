// What layers cost: µs of a forward and of a backward pass on one thread, and which oneDNN
// implementations run.
//
//     bench_layers [ROWS]        (32 by default)

#include "core/nn/model_spec.h"
#include "core/onednn/engine.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace accumulus;

namespace {

/// µs of one call: the fastest of several rounds, which other programs disturb least.
template <typename Function>
double microseconds(Function function)
{
    using Clock = std::chrono::steady_clock;
    constexpr int rounds = 7;
    constexpr int calls = 30;
    double best = 1e30;
    for (int round = 0; round < rounds; ++round) {
        const auto start = Clock::now();
        for (int call = 0; call < calls; ++call)
            function();
        const std::chrono::duration<double, std::micro> time = Clock::now() - start;
        best = std::min(best, time.count() / calls);
    }
    return best;
}

/// \a isFirst: nobody wants the gradient of the input.
void measure(const std::string& text, const Shape& shape, int rows, bool isFirst)
{
    onednn::Engine engine(1);
    const auto layer = makeLayer(parseModel(text).front(), {.shape = shape});
    ParameterArena arena;
    layer->addParameters(arena, "");
    arena.allocate();
    layer->initialize(arena, {});
    const auto inputs = static_cast<std::size_t>(elementCount(shape) * rows);
    const auto outputs = static_cast<std::size_t>(elementCount(layer->outputShape()) * rows);
    std::vector<float> input(inputs, 0.5f);
    std::vector<float> inputGradient(inputs);
    std::vector<float> output(outputs);
    const std::vector<float> outputGradient(outputs, 0.1f);
    const std::vector<std::uint64_t> rowKeys(static_cast<std::size_t>(rows), 1);
    const auto pass = layer->makePass(engine, arena,
                                      {.rows = rows,
                                       .input = input.data(),
                                       .output = output.data(),
                                       .outputGradient = outputGradient.data(),
                                       .inputGradient = isFirst ? nullptr : inputGradient.data()});
    const double forward = microseconds([&] { pass->forward({.rowKeys = rowKeys}); });
    const double backward = microseconds([&] { pass->backward(); });
    std::string implementations;
    for (const std::string& name : pass->implementations())
        implementations += (implementations.empty() ? "" : ", ") + name;
    std::printf("%-14s %-16s %9.1f %9.1f   %s\n", text.c_str(), shapeText(shape).c_str(), forward,
                backward, implementations.c_str());
}

} // namespace

int main(int argc, char** argv)
{
    const int rows = argc > 1 ? std::max(1, std::atoi(argv[1])) : 32;
    std::printf("%d rows%25s %9s   µs\n", rows, "forward", "backward");
    measure("conv 16 3x3", {28, 28, 1}, rows, true);
    measure("conv 32 3x3", {14, 14, 16}, rows, false);
    measure("maxpool 2", {28, 28, 16}, rows, false);
    measure("avgpool 2", {28, 28, 16}, rows, false);
    measure("globalavgpool", {14, 14, 32}, rows, false);
    measure("batch_norm", {28, 28, 16}, rows, false);
    measure("layer_norm", {28, 28, 16}, rows, false);
    measure("dropout 0.5", {128}, rows, false);
    measure("128", {1568}, rows, false);
    return 0;
}
