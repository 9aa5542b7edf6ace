#include "tests/support.h"

#include "core/data/batch_sampler.h"
#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace accumulus;

namespace {

/// All rows of the next epoch, in order.
std::vector<std::uint32_t> epochOf(BatchSampler& sampler, int microBatchSize)
{
    std::vector<std::uint32_t> rows;
    while (true) {
        const MicroBatch batch = sampler.next(microBatchSize);
        rows.insert(rows.end(), batch.rows.begin(), batch.rows.end());
        if (batch.place.left == 0)
            return rows;
    }
}

} // namespace

TEST_CASE("every epoch visits each sample exactly once, for every micro-batch size", "[data]")
{
    const int size = GENERATE(1, 2, 3, 32, 97, 98, 1000);
    const auto order = GENERATE(BatchSampler::Order::AsStored, BatchSampler::Order::Shuffled);
    BatchSampler sampler(97, order, 5);
    for (int epoch = 0; epoch < 3; ++epoch) {
        std::vector<std::uint32_t> rows = epochOf(sampler, size);
        std::sort(rows.begin(), rows.end());
        REQUIRE(rows.size() == 97);
        for (std::uint32_t i = 0; i < rows.size(); ++i)
            REQUIRE(rows[i] == i);
    }
}

TEST_CASE("the order of an epoch does not depend on how it is cut", "[data]")
{
    BatchSampler whole(50, BatchSampler::Order::Shuffled, 9);
    BatchSampler cut(50, BatchSampler::Order::Shuffled, 9);
    for (int epoch = 0; epoch < 3; ++epoch)
        CHECK(epochOf(whole, 50) == epochOf(cut, 7));
}

TEST_CASE("epochs and seeds are shuffled differently", "[data]")
{
    BatchSampler one(50, BatchSampler::Order::Shuffled, 1);
    BatchSampler two(50, BatchSampler::Order::Shuffled, 2);
    const auto first = epochOf(one, 10);
    CHECK(first != epochOf(one, 10));
    CHECK(first != epochOf(two, 10));
}

TEST_CASE("the last micro-batch of an epoch is short and says so", "[data]")
{
    BatchSampler sampler(10, BatchSampler::Order::AsStored, 1);
    CHECK(sampler.next(4).place.left > 0);
    CHECK(sampler.rowsLeftInEpoch() == 6);
    CHECK(sampler.next(4).place.left > 0);
    const MicroBatch last = sampler.next(4);
    CHECK(last.place.left == 0);
    CHECK(last.rows.size() == 2);
    CHECK(last.epoch == 0);
    CHECK(sampler.next(4).epoch == 1);
}

TEST_CASE("counter-based numbers depend on key and counter alone and look random", "[data]")
{
    const CounterRandom random(1, RandomPurpose::Split);
    CHECK(random.bits(5) == CounterRandom(1, RandomPurpose::Split).bits(5));
    CHECK(random.bits(5) != CounterRandom(1, RandomPurpose::EpochOrder).bits(5));
    CHECK(random.bits(5) != CounterRandom(1, RandomPurpose::Split, 1).bits(5));
    double mean = 0.0;
    double square = 0.0;
    constexpr int count = 100'000;
    std::vector<int> cells(10);
    for (std::uint64_t i = 0; i < count; ++i) {
        const double z = random.normal(i);
        mean += z / count;
        square += z * z / count;
        ++cells[random.below(i, 10)];
    }
    CHECK_THAT(mean, WithinAbs(0.0, 0.015)); // 4.7 standard errors
    CHECK_THAT(square, WithinAbs(1.0, 0.02));
    for (const int cell : cells)
        CHECK_THAT(cell, WithinAbs(count / 10.0, 450.0));
}
