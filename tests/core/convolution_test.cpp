#include "tests/support.h"

#include "tests/core/layer_fixture.h"

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Where a window stands along one side of an image.
struct Side
{
    Side(int size, int windowSize, int stepSize, bool isSame)
        : window(windowSize)
        , stride(stepSize)
    {
        outputs = isSame ? (size + stride - 1) / stride : (size - window) / stride + 1;
        const int padding = isSame ? std::max(0, (outputs - 1) * stride + window - size) : 0;
        before = padding / 2; // TensorFlow's: the odd one goes behind
    }

    int window;
    int stride;
    int outputs;
    int before;
};

struct Case
{
    std::string text;
    Shape image;
    int filters; ///< of a convolution
    int windowHeight;
    int windowWidth;
    int strideHeight;
    int strideWidth;
    bool isSame;
};

/// Plain loops in double over [rows, height, width, channels].
struct PlainWindow
{
    explicit PlainWindow(const Case& c)
        : height(c.image[0])
        , width(c.image[1])
        , channels(c.image[2])
        , vertical(height, c.windowHeight, c.strideHeight, c.isSame)
        , horizontal(width, c.windowWidth, c.strideWidth, c.isSame)
    {}

    /// Calls visit(output pixel, input pixel, window pixel) for every pixel of the image under
    /// every window; what is in the padding is left out. Pixels count through all rows.
    template <typename Visit>
    void forEachTap(int rows, Visit visit) const
    {
        for (int n = 0; n < rows; ++n)
            for (int oy = 0; oy < vertical.outputs; ++oy)
                for (int ox = 0; ox < horizontal.outputs; ++ox)
                    for (int ky = 0; ky < vertical.window; ++ky)
                        for (int kx = 0; kx < horizontal.window; ++kx) {
                            const int iy = oy * vertical.stride + ky - vertical.before;
                            const int ix = ox * horizontal.stride + kx - horizontal.before;
                            if (iy < 0 || iy >= height || ix < 0 || ix >= width)
                                continue;
                            visit((n * vertical.outputs + oy) * horizontal.outputs + ox,
                                  (n * height + iy) * width + ix, ky * horizontal.window + kx);
                        }
    }

    int outputPixels(int rows) const { return rows * vertical.outputs * horizontal.outputs; }

    int height;
    int width;
    int channels;
    Side vertical;
    Side horizontal;
};

std::size_t at(int pixel, int channels, int channel)
{
    return static_cast<std::size_t>(pixel * channels + channel);
}

struct ConvolutionReference
{
    ConvolutionReference(const Case& c, LayerRun& run, int rows)
        : output(run.output.size())
        , inputGradient(run.input.size())
        , kernelGradient(run.arena.parameters()[0].size)
        , biasGradient(static_cast<std::size_t>(c.filters))
    {
        const PlainWindow plain(c);
        const auto kernel = run.arena.weights(0);
        const int channels = plain.channels;
        for (int pixel = 0; pixel < plain.outputPixels(rows); ++pixel)
            for (int f = 0; f < c.filters; ++f) {
                output[at(pixel, c.filters, f)] =
                    static_cast<double>(run.arena.weights(1)[static_cast<std::size_t>(f)]);
                biasGradient[static_cast<std::size_t>(f)] +=
                    static_cast<double>(run.outputGradient[at(pixel, c.filters, f)]);
            }
        plain.forEachTap(rows, [&](int outputPixel, int inputPixel, int windowPixel) {
            for (int channel = 0; channel < channels; ++channel)
                for (int f = 0; f < c.filters; ++f) {
                    const std::size_t w = at(windowPixel * channels + channel, c.filters, f);
                    const std::size_t x = at(inputPixel, channels, channel);
                    const std::size_t y = at(outputPixel, c.filters, f);
                    const auto dy = static_cast<double>(run.outputGradient[y]);
                    output[y] += static_cast<double>(run.input[x]) * static_cast<double>(kernel[w]);
                    inputGradient[x] += dy * static_cast<double>(kernel[w]);
                    kernelGradient[w] += dy * static_cast<double>(run.input[x]);
                }
        });
    }

    std::vector<double> output;
    std::vector<double> inputGradient;
    std::vector<double> kernelGradient;
    std::vector<double> biasGradient;
};

std::vector<double> plus(std::vector<double> values, double shift)
{
    for (double& value : values)
        value += shift;
    return values;
}

} // namespace

TEST_CASE("conv is the sum over its window, and so are its gradients", "[nn][conv]")
{
    const auto c = GENERATE(values<Case>({
        {"conv 6 3x3", {5, 4, 3}, 6, 3, 3, 1, 1, true},
        {"conv 16 3x3", {28, 28, 1}, 16, 3, 3, 1, 1, true},
        {"conv 32 3x3 same", {7, 7, 16}, 32, 3, 3, 1, 1, true},
        {"conv 5 3x3 valid", {7, 9, 2}, 5, 3, 3, 1, 1, false},
        {"conv 4 5x3 valid", {11, 6, 3}, 4, 5, 3, 1, 1, false},
        {"conv 8 3x3 stride 2", {8, 8, 3}, 8, 3, 3, 2, 2, true},
        {"conv 8 3x3 stride 2", {7, 9, 1}, 8, 3, 3, 2, 2, true},
        {"conv 3 2x2 same", {5, 5, 2}, 3, 2, 2, 1, 1, true},
        {"conv 7 4x4 stride 3", {10, 11, 5}, 7, 4, 4, 3, 3, true},
        {"conv 16 3x3 valid stride 2x1", {9, 8, 16}, 16, 3, 3, 2, 1, false},
        {"conv 4 1x1 valid stride 2", {6, 7, 8}, 4, 1, 1, 2, 2, false},
        {"conv 1 1x1", {3, 3, 1}, 1, 1, 1, 1, 1, true},
        {"conv 8 1x1", {4, 3, 33}, 8, 1, 1, 1, 1, true},
        {"conv 17 1x1", {3, 4, 34}, 17, 1, 1, 1, 1, true},
        {"conv 1 2x2 same", {4, 4, 1}, 1, 2, 2, 1, 1, true},
    }));
    const int threads = GENERATE(1, 2);
    const int rows = GENERATE(1, 3);
    CAPTURE(c.text, shapeText(c.image), threads, rows);
    LayerRun run(c.text, {.shape = c.image}, rows, threads);
    run.randomizeWeights();
    const PlainWindow plain(c);
    REQUIRE(run.layer->outputShape()
            == Shape{plain.vertical.outputs, plain.horizontal.outputs, c.filters});
    const ConvolutionReference reference(c, run, rows);

    constexpr float before = 0.75f;
    std::ranges::fill(run.arena.gradients(), before);
    run.forward();
    run.pass->backward();
    constexpr double tolerance = 2e-5;
    CHECK(largestError(run.output, reference.output) < tolerance);
    CHECK(largestError(run.inputGradient, reference.inputGradient) < tolerance);
    CHECK(largestError(run.arena.gradients(0), plus(reference.kernelGradient, 0.75)) < tolerance);
    CHECK(largestError(run.arena.gradients(1), plus(reference.biasGradient, 0.75)) < tolerance);
}

TEST_CASE("conv follows its weights once it is told that they changed", "[nn][conv]")
{
    const Case c{"conv 6 3x3", {5, 4, 3}, 6, 3, 3, 1, 1, true};
    LayerRun run(c.text, {.shape = c.image}, 2);
    run.forward();
    run.randomizeWeights();
    run.forward();
    run.pass->backward();
    const ConvolutionReference reference(c, run, 2);
    CHECK(largestError(run.output, reference.output) < 2e-5);
    CHECK(largestError(run.inputGradient, reference.inputGradient) < 2e-5);
}

TEST_CASE("two backward passes of conv add up", "[nn][conv]")
{
    LayerRun run("conv 6 3x3", {.shape = {5, 4, 3}}, 2);
    run.forward();
    run.pass->backward();
    const std::vector<float> once(run.arena.gradients().begin(), run.arena.gradients().end());
    run.pass->backward();
    std::vector<double> twice;
    for (const float value : once)
        twice.push_back(2.0 * static_cast<double>(value));
    CHECK(largestError(run.arena.gradients(), twice) < 1e-6);
}

TEST_CASE("as the first layer conv computes no input gradient but the same others", "[nn][conv]")
{
    LayerRun inside("conv 6 3x3", {.shape = {5, 4, 3}}, 2);
    LayerRun first("conv 6 3x3", {.shape = {5, 4, 3}}, 2, 1, false);
    for (LayerRun* run : {&inside, &first}) {
        run->forward();
        run->pass->backward();
    }
    CHECK(std::ranges::equal(first.arena.gradients(), inside.arena.gradients()));
    CHECK(std::ranges::all_of(first.inputGradient, [](float value) { return value == 99.0f; }));
}

TEST_CASE("pooling takes the largest or the mean of the pixels under its window", "[nn][pooling]")
{
    const auto c = GENERATE(values<Case>({
        {"2", {6, 6, 1}, 0, 2, 2, 2, 2, false},
        {"2", {5, 4, 3}, 0, 2, 2, 2, 2, false},
        {"2 same", {5, 7, 3}, 0, 2, 2, 2, 2, true},
        {"3 stride 1 same", {5, 4, 16}, 0, 3, 3, 1, 1, true},
        {"3 stride 2", {9, 8, 2}, 0, 3, 3, 2, 2, false},
        {"3x2 stride 2x1 same", {8, 5, 4}, 0, 3, 2, 2, 1, true},
    }));
    const bool isMax = GENERATE(true, false);
    const int threads = GENERATE(1, 2);
    const int rows = 3;
    const std::string text = (isMax ? "maxpool " : "avgpool ") + c.text;
    CAPTURE(text, shapeText(c.image), threads);
    LayerRun run(text, {.shape = c.image}, rows, threads);
    const PlainWindow plain(c);
    REQUIRE(run.layer->outputShape()
            == Shape{plain.vertical.outputs, plain.horizontal.outputs, plain.channels});

    const int channels = plain.channels;
    std::vector<double> output(run.output.size(), isMax ? -1e9 : 0.0);
    std::vector<std::size_t> largestAt(output.size());
    std::vector<int> pixels(output.size());
    std::vector<double> inputGradient(run.input.size());
    plain.forEachTap(rows, [&](int outputPixel, int inputPixel, int) {
        for (int channel = 0; channel < channels; ++channel) {
            const std::size_t y = at(outputPixel, channels, channel);
            const std::size_t x = at(inputPixel, channels, channel);
            const auto value = static_cast<double>(run.input[x]);
            ++pixels[y];
            if (!isMax)
                output[y] += value;
            else if (value > output[y]) {
                output[y] = value;
                largestAt[y] = x;
            }
        }
    });
    plain.forEachTap(rows, [&](int outputPixel, int inputPixel, int) {
        for (int channel = 0; channel < channels; ++channel) {
            const std::size_t y = at(outputPixel, channels, channel);
            const std::size_t x = at(inputPixel, channels, channel);
            const auto dy = static_cast<double>(run.outputGradient[y]);
            if (isMax)
                inputGradient[x] += x == largestAt[y] ? dy : 0.0;
            else
                inputGradient[x] += dy / pixels[y];
        }
    });
    if (!isMax) {
        for (std::size_t y = 0; y < output.size(); ++y)
            output[y] /= pixels[y];
    }
    run.forward();
    run.pass->backward();
    CHECK(largestError(run.output, output) < 1e-6);
    CHECK(largestError(run.inputGradient, inputGradient) < 1e-6);
}

TEST_CASE("globalavgpool is the mean of all pixels of a channel", "[nn][pooling]")
{
    LayerRun run("globalavgpool", {.shape = {5, 4, 19}}, 2);
    REQUIRE(run.layer->outputShape() == Shape{19});
    run.forward();
    run.pass->backward();
    std::vector<double> mean(run.output.size());
    std::vector<double> inputGradient(run.input.size());
    for (int row = 0; row < 2; ++row)
        for (int pixel = 0; pixel < 20; ++pixel)
            for (int channel = 0; channel < 19; ++channel) {
                const std::size_t x = at(row * 20 + pixel, 19, channel);
                const std::size_t y = at(row, 19, channel);
                mean[y] += static_cast<double>(run.input[x]) / 20.0;
                inputGradient[x] = static_cast<double>(run.outputGradient[y]) / 20.0;
            }
    CHECK(largestError(run.output, mean) < 1e-6);
    CHECK(largestError(run.inputGradient, inputGradient) < 1e-6);
}
