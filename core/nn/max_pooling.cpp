#include "core/nn/max_pooling.h"

#include "core/lanes.h"
#include "core/parallel_for.h"
#include "core/vectorised.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace accumulus {

namespace {

using onednn::ImageWindow;

/// The pixels of the image that lie under the window of an output pixel.
struct Covered
{
    int top;
    int bottom;
    int left;
    int right;
};

inline Covered coveredBy(const ImageWindow& w, int outputRow, int outputColumn)
{
    const int top = outputRow * w.strideHeight - w.padTop;
    const int left = outputColumn * w.strideWidth - w.padLeft;
    return {std::max(top, 0), std::min(top + w.windowHeight, w.height), std::max(left, 0),
            std::min(left + w.windowWidth, w.width)};
}

/// One output pixel and the places of its values: sixteen channels, or one of those that are left.
template <typename Values, typename Places>
inline void largest(const float* image, std::ptrdiff_t channels, int width, const Covered& c,
                    float* output, std::int32_t* places)
{
    Values best;
    Values sum = {}; // NaN if any value is, which comparisons alone would lose
    Places place = {};
    load(best, image + (c.top * width + c.left) * channels);
    std::int32_t number = 0;
    for (int y = c.top; y < c.bottom; ++y) {
        const float* pixel = image + (y * width + c.left) * channels;
        for (int x = c.left; x < c.right; ++x, ++number, pixel += channels) {
            Values value;
            load(value, pixel);
            const auto isLarger = value > best;
            place = isLarger ? number : place;
            best = isLarger ? value : best;
            sum += value;
        }
    }
    const auto isNumber = sum == sum;
    best = isNumber ? best : sum;
    store(best, output);
    store(place, places);
}

/// Every pixel lies under exactly one window, so that its gradient can be written once instead of
/// being cleared and added to.
inline bool tilesImage(const ImageWindow& w)
{
    return w.windowHeight == w.strideHeight && w.windowWidth == w.strideWidth
        && w.outputHeight() * w.strideHeight == w.height
        && w.outputWidth() * w.strideWidth == w.width && w.padTop == 0 && w.padLeft == 0;
}

template <bool adds, typename Values, typename Places>
inline void spread(float* image, std::ptrdiff_t channels, int width, const Covered& c,
                   const float* gradient, const std::int32_t* places)
{
    Values share;
    Places place;
    load(share, gradient);
    load(place, places);
    const Values nothing = {};
    std::int32_t number = 0;
    for (int y = c.top; y < c.bottom; ++y) {
        float* pixel = image + (y * width + c.left) * channels;
        for (int x = c.left; x < c.right; ++x, ++number, pixel += channels) {
            Values gradientOfPixel = place == number ? share : nothing;
            if constexpr (adds) {
                Values before;
                load(before, pixel);
                gradientOfPixel += before;
            }
            store(gradientOfPixel, pixel);
        }
    }
}

/// As many channels as are done at a time.
template <typename ValuesOfChannels, typename PlacesOfChannels>
struct Channels
{
    using Values = ValuesOfChannels;
    using Places = PlacesOfChannels;
};

/// Calls \a body(Channels, pixels under the window, first channel, its place in the output) until
/// all channels of all output pixels are done.
template <typename Body>
inline void forEachOutput(const ImageWindow w, int channels, const Body& body)
{
    const int height = w.outputHeight(); // divides, and what is written could be it
    const int width = w.outputWidth();
    std::ptrdiff_t output = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const Covered covered = coveredBy(w, y, x);
            int c = 0;
            for (; c + lanes <= channels; c += lanes)
                body(Channels<Lanes, LaneNumbers>(), covered, c, output + c);
            for (; c < channels; ++c)
                body(Channels<float, std::int32_t>(), covered, c, output + c);
            output += channels;
        }
    }
}

ACCUMULUS_VECTORISED void poolImage(const ImageWindow w, int channels, const float* image,
                                    float* output, std::int32_t* places)
{
    forEachOutput(w, channels, [=](auto kind, const Covered& covered, int c, std::ptrdiff_t at) {
        using Kind = decltype(kind);
        largest<typename Kind::Values, typename Kind::Places>(image + c, channels, w.width, covered,
                                                              output + at, places + at);
    });
}

template <bool adds>
inline void spreadWindows(const ImageWindow w, int channels, float* image, const float* gradient,
                          const std::int32_t* places)
{
    forEachOutput(w, channels, [=](auto kind, const Covered& covered, int c, std::ptrdiff_t at) {
        using Kind = decltype(kind);
        spread<adds, typename Kind::Values, typename Kind::Places>(
            image + c, channels, w.width, covered, gradient + at, places + at);
    });
}

ACCUMULUS_VECTORISED void spreadImage(const ImageWindow w, int channels, float* image,
                                      const float* gradient, const std::int32_t* places)
{
    if (tilesImage(w)) {
        spreadWindows<false>(w, channels, image, gradient, places);
        return;
    }
    std::fill_n(image, w.height * w.width * channels, 0.0f);
    spreadWindows<true>(w, channels, image, gradient, places);
}

std::size_t elementsOf(const ImageWindow& w, int channels)
{
    return static_cast<std::size_t>(w.outputHeight()) * static_cast<std::size_t>(w.outputWidth())
        * static_cast<std::size_t>(channels);
}

} // namespace

MaxPoolingPass::MaxPoolingPass(const ImageWindow& window, int channels, int threads,
                               const PassBuffers& buffers)
    : m_window(window)
    , m_channels(channels)
    , m_threads(threads)
    , m_buffers(buffers)
    , m_inputs(static_cast<std::size_t>(window.height) * static_cast<std::size_t>(window.width)
               * static_cast<std::size_t>(channels))
    , m_outputs(elementsOf(window, channels))
    , m_places(static_cast<std::size_t>(buffers.rows) * m_outputs)
{}

std::size_t MaxPoolingPass::bytes(std::size_t rows, const ImageWindow& window, int channels)
{
    return rows * elementsOf(window, channels) * sizeof(std::int32_t);
}

/// Calls \a body(i) for every image, on several threads if there is enough to do.
template <typename Body>
void MaxPoolingPass::forEachImage(const Body& body) const
{
    const std::size_t together = valuesOfThread / m_inputs + 1;
    parallelFor(m_threads, static_cast<std::size_t>(m_buffers.rows), together,
                [&](std::size_t begin, std::size_t end) {
                    for (std::size_t i = begin; i < end; ++i)
                        body(i);
                });
}

void MaxPoolingPass::forward(const PassContext&)
{
    forEachImage([this](std::size_t i) {
        poolImage(m_window, m_channels, m_buffers.input + i * m_inputs,
                  m_buffers.output + i * m_outputs, m_places.data() + i * m_outputs);
    });
}

void MaxPoolingPass::backward()
{
    if (!m_buffers.inputGradient)
        return;
    forEachImage([this](std::size_t i) {
        spreadImage(m_window, m_channels, m_buffers.inputGradient + i * m_inputs,
                    m_buffers.outputGradient + i * m_outputs, m_places.data() + i * m_outputs);
    });
}

} // namespace accumulus
