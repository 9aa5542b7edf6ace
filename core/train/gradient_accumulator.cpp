#include "core/train/gradient_accumulator.h"

#include "core/aligned_vector.h"
#include "core/bf16.h"
#include "core/random.h"
#include "core/record/state_archive.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace accumulus {

namespace {

/// Up with the probability of the part that is cut off: right on average. \a random: 16 bits.
BFloat16 stochastic(float value, std::uint32_t random)
{
    if (!std::isfinite(value))
        return toBf16(value);
    return static_cast<BFloat16>((std::bit_cast<std::uint32_t>(value) + random) >> 16);
}

/// f32 and f64.
template <typename Value>
class PlainAccumulator : public GradientAccumulator
{
public:
    explicit PlainAccumulator(std::size_t size)
        : m_values(size)
    {}

    void add(std::span<const float> gradient, float factor) override
    {
        for (std::size_t i = 0; i < m_values.size(); ++i)
            m_values[i] += static_cast<Value>(factor) * static_cast<Value>(gradient[i]);
    }

    void read(std::span<float> out) const override
    {
        for (std::size_t i = 0; i < m_values.size(); ++i)
            out[i] = static_cast<float>(m_values[i]);
    }

    void zero() override { std::fill(m_values.begin(), m_values.end(), Value(0)); }

    void archive(StateArchive& archive) override
    {
        archive.buffer("accumulated_gradients", std::span<Value>(m_values));
    }

private:
    AlignedVector<Value> m_values;
};

class Bf16Accumulator : public GradientAccumulator
{
public:
    explicit Bf16Accumulator(std::size_t size)
        : m_values(size)
    {}

    void add(std::span<const float> gradient, float factor) override
    {
        for (std::size_t i = 0; i < m_values.size(); ++i)
            m_values[i] = toBf16(toFloat(m_values[i]) + factor * gradient[i]);
    }

    void read(std::span<float> out) const override
    {
        std::transform(m_values.begin(), m_values.end(), out.begin(), toFloat);
    }

    void zero() override { std::fill(m_values.begin(), m_values.end(), BFloat16(0)); }

    void archive(StateArchive& archive) override
    {
        archive.buffer("accumulated_gradients", std::span<BFloat16>(m_values));
    }

protected:
    AlignedVector<BFloat16> m_values;
};

/// Compensated summation: what rounding cut off is kept, in bf16 too, and goes into the next
/// addition.
class KahanAccumulator : public Bf16Accumulator
{
public:
    explicit KahanAccumulator(std::size_t size)
        : Bf16Accumulator(size)
        , m_lost(size)
    {}

    void add(std::span<const float> gradient, float factor) override
    {
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            const float addend = factor * gradient[i] + toFloat(m_lost[i]);
            const float sum = toFloat(m_values[i]) + addend;
            m_values[i] = toBf16(sum);
            m_lost[i] = toBf16(sum - toFloat(m_values[i]));
        }
    }

    void read(std::span<float> out) const override
    {
        for (std::size_t i = 0; i < m_values.size(); ++i)
            out[i] = toFloat(m_values[i]) + toFloat(m_lost[i]);
    }

    void zero() override
    {
        Bf16Accumulator::zero();
        std::fill(m_lost.begin(), m_lost.end(), BFloat16(0));
    }

    void archive(StateArchive& archive) override
    {
        Bf16Accumulator::archive(archive);
        archive.buffer("accumulated_gradients_lost", std::span<BFloat16>(m_lost));
    }

private:
    AlignedVector<BFloat16> m_lost;
};

class StochasticAccumulator : public Bf16Accumulator
{
public:
    StochasticAccumulator(std::size_t size, std::uint64_t seed)
        : Bf16Accumulator(size)
        , m_seed(seed)
    {}

    void add(std::span<const float> gradient, float factor) override
    {
        const CounterRandom random(m_seed, RandomPurpose::StochasticRounding,
                                   static_cast<std::uint64_t>(m_additions++));
        for (std::size_t i = 0; i < m_values.size(); ++i)
            m_values[i] = stochastic(toFloat(m_values[i]) + factor * gradient[i],
                                     static_cast<std::uint32_t>(random.bits(i) >> 48));
    }

    void archive(StateArchive& archive) override
    {
        Bf16Accumulator::archive(archive);
        archive.count("accumulated_gradients_additions", m_additions);
    }

private:
    std::uint64_t m_seed;
    std::int64_t m_additions = 0; ///< so far: every one has random numbers of its own
};

} // namespace

std::unique_ptr<GradientAccumulator> makeGradientAccumulator(AccumulatorPrecision precision,
                                                             std::size_t size, std::uint64_t seed)
{
    switch (precision) {
    case AccumulatorPrecision::F32:
        break;
    case AccumulatorPrecision::Bf16:
        return std::make_unique<Bf16Accumulator>(size);
    case AccumulatorPrecision::Bf16Kahan:
        return std::make_unique<KahanAccumulator>(size);
    case AccumulatorPrecision::Bf16Stochastic:
        return std::make_unique<StochasticAccumulator>(size, seed);
    case AccumulatorPrecision::F64:
        return std::make_unique<PlainAccumulator<double>>(size);
    }
    return std::make_unique<PlainAccumulator<float>>(size);
}

std::size_t gradientAccumulatorBytes(AccumulatorPrecision precision, std::size_t size)
{
    switch (precision) {
    case AccumulatorPrecision::F32:
        break;
    case AccumulatorPrecision::Bf16:
    case AccumulatorPrecision::Bf16Stochastic:
        return sizeof(BFloat16) * size;
    case AccumulatorPrecision::Bf16Kahan:
        return 2 * sizeof(BFloat16) * size;
    case AccumulatorPrecision::F64:
        return sizeof(double) * size;
    }
    return sizeof(float) * size;
}

} // namespace accumulus
