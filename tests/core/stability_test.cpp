#include "tests/support.h"

#include "core/named_row.h"
#include "core/probe/stability.h"
#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

using namespace accumulus;

// The definitions of stabilityFigures() once more, over the whole run at once and as plainly as
// possible: every window is copied, summed and sorted anew.

namespace {

constexpr double notDefined = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

using Run = std::vector<UpdateRecord>;
using Values = std::vector<double>;

Values finiteValues(const Run& run, double UpdateRecord::*member)
{
    Values values;
    for (const UpdateRecord& record : run) {
        if (std::isfinite(record.*member))
            values.push_back(record.*member);
    }
    return values;
}

double ratio(double part, std::size_t whole)
{
    return whole == 0 ? notDefined : part / static_cast<double>(whole);
}

double mean(const Values& values)
{
    double sum = 0.0;
    for (const double value : values)
        sum += value;
    return ratio(sum, values.size());
}

double median(Values values)
{
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
}

/// The up to \a length values before \a end.
Values before(const Values& values, std::size_t end, std::size_t length)
{
    const std::size_t first = end > length ? end - length : 0;
    return {values.begin() + static_cast<std::ptrdiff_t>(first),
            values.begin() + static_cast<std::ptrdiff_t>(end)};
}

double spikeScore(const Values& values)
{
    double spikes = 0.0;
    std::size_t judged = 0;
    for (std::size_t i = 100; i < values.size(); ++i, ++judged) {
        const Values window = before(values, i, 1000);
        const double centre = mean(window);
        Values squares;
        for (const double value : window)
            squares.push_back((value - centre) * (value - centre));
        const double deviation = std::sqrt(mean(squares));
        spikes += values[i] > centre && values[i] - centre >= 7.0 * deviation ? 1.0 : 0.0;
    }
    return 100.0 * ratio(spikes, judged);
}

/// One a record; NaN where there is none.
Values robustScores(const Run& run, double UpdateRecord::*member)
{
    Values logarithms;
    Values scores;
    for (const UpdateRecord& record : run) {
        const double value = record.*member;
        scores.push_back(notDefined);
        if (!std::isfinite(value) || value <= 0.0)
            continue;
        const double x = std::log(value);
        if (logarithms.size() >= 100) {
            const Values window = before(logarithms, logarithms.size(), 100);
            const double centre = median(window);
            Values deviations;
            for (const double other : window)
                deviations.push_back(std::abs(other - centre));
            const double mad = median(deviations);
            scores.back() = mad > 0.0 ? 0.6745 * (x - centre) / mad
                : x == centre         ? 0.0
                                      : notDefined;
        }
        logarithms.push_back(x);
    }
    return scores;
}

void restateScores(const Run& run, StabilityFigures& figures)
{
    const Values loss = robustScores(run, &UpdateRecord::loss);
    const Values gradNorm = robustScores(run, &UpdateRecord::gradNorm);
    const auto countUp = [](double& count, bool isHit) {
        count = (std::isnan(count) ? 0.0 : count) + (isHit ? 1.0 : 0.0);
    };
    for (std::size_t i = 0; i < run.size(); ++i) {
        if (std::isnan(loss[i]))
            continue;
        figures.maxLossZ =
            std::isnan(figures.maxLossZ) ? loss[i] : std::max(figures.maxLossZ, loss[i]);
        countUp(figures.lossAlarms, loss[i] > 8.0);
        if (!std::isnan(gradNorm[i]))
            countUp(figures.coAlarms, loss[i] > 6.0 && gradNorm[i] > 6.0);
    }
}

void restateLosses(const Run& run, StabilityFigures& figures)
{
    const Values losses = finiteValues(run, &UpdateRecord::loss);
    if (!run.empty())
        figures.finalLoss = run.back().loss;
    if (!losses.empty())
        figures.bestLoss = *std::min_element(losses.begin(), losses.end());

    const auto tenth = static_cast<std::ptrdiff_t>((run.size() + 9) / 10);
    figures.lastTenthLoss =
        mean(finiteValues(Run(run.end() - tenth, run.end()), &UpdateRecord::loss));
    const UpdateRecord* previous = nullptr;
    for (const UpdateRecord& record : run) {
        if (!std::isfinite(record.loss))
            continue;
        if (previous) {
            figures.areaUnderLoss =
                (std::isnan(figures.areaUnderLoss) ? 0.0 : figures.areaUnderLoss)
                + (record.epoch - previous->epoch) * (record.loss + previous->loss) / 2.0;
        }
        previous = &record;
    }

    double increases = 0.0;
    double above = 0.0;
    for (std::size_t i = 0; i < losses.size(); ++i) {
        increases += i > 0 && losses[i] > losses[i - 1] ? 1.0 : 0.0;
        const double best =
            *std::min_element(losses.begin(), losses.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        above += losses[i] > 2.0 * best ? 1.0 : 0.0;
    }
    figures.lossIncreases = ratio(increases, losses.empty() ? 0 : losses.size() - 1);
    if (!(figures.bestLoss < 0.0))
        figures.timeAboveTwiceBest = ratio(above, losses.size());
}

void restateClipping(const Run& run, StabilityFigures& figures)
{
    const auto isClipped = [](const UpdateRecord& record) { return record.clipCoefficient < 1.0; };
    figures.clipFraction =
        ratio(static_cast<double>(std::count_if(run.begin(), run.end(), isClipped)), run.size());
    for (std::size_t first = 0; first + 300 <= run.size(); ++first) {
        const auto window = run.begin() + static_cast<std::ptrdiff_t>(first);
        const bool tooMany = 100 * std::count_if(window, window + 300, isClipped) > 5 * 300;
        figures.clipAlarm = tooMany || figures.clipAlarm == 1.0 ? 1.0 : 0.0;
    }
}

void restateValidation(const Run& run, StabilityFigures& figures)
{
    const Values losses = finiteValues(run, &UpdateRecord::validationLoss);
    if (!losses.empty())
        figures.bestValidationLoss = *std::min_element(losses.begin(), losses.end());
    for (const UpdateRecord& record : run) {
        if (!std::isnan(record.validationLoss))
            figures.finalValidationLoss = record.validationLoss;
        if (!std::isnan(record.validationAccuracy))
            figures.finalValidationAccuracy = record.validationAccuracy;
    }
}

StabilityFigures restated(const Run& run)
{
    StabilityFigures figures;
    restateLosses(run, figures);
    figures.lossSpikeScore = spikeScore(finiteValues(run, &UpdateRecord::loss));
    figures.gradNormSpikeScore = spikeScore(finiteValues(run, &UpdateRecord::gradNorm));
    restateScores(run, figures);
    restateClipping(run, figures);
    restateValidation(run, figures);
    return figures;
}

StabilityFigures streamed(const Run& run)
{
    StabilitySummary summary;
    for (const UpdateRecord& record : run)
        summary.add(record);
    return summary.figures();
}

void checkSame(const StabilityFigures& figures, const StabilityFigures& expected)
{
    for (const StabilityFigure& figure : stabilityFigures()) {
        const double is = figures.*figure.value;
        const double shouldBe = expected.*figure.value;
        INFO(figure.name << " is " << is << ", not " << shouldBe);
        if (std::isfinite(shouldBe))
            CHECK_THAT(is, WithinRel(shouldBe, 1e-10) || WithinAbs(shouldBe, 1e-13));
        else
            CHECK((std::isnan(shouldBe) ? std::isnan(is) : is == shouldBe));
    }
}

/// A falling, noisy loss with a tail of its noise, and a gradient norm that follows it.
Run noisyRun(std::size_t updates, std::uint64_t seed)
{
    const CounterRandom lossNoise(seed, RandomPurpose::SyntheticData, 0);
    const CounterRandom normNoise(seed, RandomPurpose::SyntheticData, 1);
    Run run;
    for (std::size_t i = 0; i < updates; ++i) {
        UpdateRecord record;
        record.update = static_cast<std::int64_t>(i) + 1;
        record.epoch = 0.03 * static_cast<double>(i + 1);
        record.loss = (0.2 + 2.0 / (1.0 + 0.01 * static_cast<double>(i)))
            * std::exp(0.2 * lossNoise.normal(i));
        record.gradNorm = 3.0 * record.loss * std::exp(0.3 * normNoise.normal(i));
        record.clipCoefficient = std::min(1.0, 6.0 / record.gradNorm);
        if (i % 50 == 49) {
            record.validationLoss = 1.1 * record.loss;
            record.validationAccuracy = std::exp(-record.loss);
        }
        run.push_back(record);
    }
    return run;
}

/// Every \a period-th loss is 30 times as high, every second of these with its gradient norm.
Run spikyRun(std::size_t updates, std::uint64_t seed, std::size_t period)
{
    Run run = noisyRun(updates, seed);
    for (std::size_t i = period; i < updates; i += period) {
        run[i].loss *= 30.0;
        run[i].gradNorm *= i / period % 2 == 0 ? 30.0 : 1.0;
    }
    return run;
}

Run constantRun(std::size_t updates, double loss)
{
    Run run = noisyRun(updates, 1);
    for (UpdateRecord& record : run)
        record.loss = record.gradNorm = loss;
    return run;
}

double figure(std::string_view name, const StabilityFigures& figures)
{
    return figures.*namedRow(stabilityFigures(), name, "figure").value;
}

} // namespace

TEST_CASE("every stability figure has a name and a sentence of its own", "[probe][stability]")
{
    std::set<std::string_view> names;
    std::set<std::string_view> definitions;
    for (const StabilityFigure& row : stabilityFigures()) {
        INFO(row.name);
        CHECK_FALSE(row.name.empty());
        CHECK(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
        REQUIRE_FALSE(row.definition.empty());
        CHECK(row.definition.back() == '.');
        names.insert(row.name);
        definitions.insert(row.definition);
    }
    CHECK(names.size() == stabilityFigures().size());
    CHECK(definitions.size() == stabilityFigures().size());
    // A figure that no row names could not be shown.
    CHECK(stabilityFigures().size() * sizeof(double) == sizeof(StabilityFigures));
}

TEST_CASE("every row of the stability figures shows another figure", "[probe][stability]")
{
    for (const StabilityFigure& row : stabilityFigures()) {
        StabilityFigures figures;
        figures.*row.value = 42.0;
        for (const StabilityFigure& other : stabilityFigures())
            CHECK((figures.*other.value == 42.0) == (other.name == row.name));
    }
}

TEST_CASE("the stability figures agree with their definitions on noisy runs", "[probe][stability]")
{
    for (const std::size_t updates :
         {3, 10, 11, 99, 100, 101, 102, 299, 300, 301, 1000, 1101, 2500})
        checkSame(streamed(noisyRun(updates, updates)), restated(noisyRun(updates, updates)));
}

TEST_CASE("the stability figures agree with their definitions on runs with spikes",
          "[probe][stability]")
{
    const Run run = spikyRun(3000, 7, 130);
    const StabilityFigures figures = streamed(run);
    checkSame(figures, restated(run));
    // Spikes are what it is about: all of them must be there to be agreed on.
    CHECK(figures.lossSpikeScore > 0.2);
    CHECK(figures.gradNormSpikeScore > 0.1);
    CHECK(figures.lossAlarms >= 20.0);
    CHECK(figures.coAlarms >= 9.0);
    CHECK(figures.coAlarms < figures.lossAlarms);
    CHECK(figures.maxLossZ > 10.0);
    CHECK(figures.timeAboveTwiceBest > 0.0);
    CHECK(figures.clipAlarm == 1.0);
}

TEST_CASE("spikes of every height are judged as their definitions say", "[probe][stability]")
{
    Run run = noisyRun(4000, 29);
    const CounterRandom height(29, RandomPurpose::SyntheticData, 2);
    for (std::size_t i = 105; i < run.size(); i += 10) { // around the limits of alarm and co-alarm
        run[i].loss *= std::exp(3.0 * height.uniform(2 * i));
        run[i].gradNorm *= std::exp(4.0 * height.uniform(2 * i + 1));
    }
    checkSame(streamed(run), restated(run));
}

TEST_CASE("stability figures do not depend on how the summary was asked", "[probe][stability]")
{
    const Run run = spikyRun(400, 3, 60);
    StabilitySummary summary;
    for (std::size_t i = 0; i < run.size(); ++i) {
        summary.add(run[i]);
        if (i % 37 == 0)
            checkSame(summary.figures(), restated(Run(run.begin(), run.begin() + i + 1)));
    }
    checkSame(summary.figures(), streamed(run));
}

TEST_CASE("equal losses neither spike nor raise an alarm", "[probe][stability]")
{
    // 0.1 is not exact in binary: sums that are subtracted again would leave a deviation.
    const StabilityFigures figures = streamed(constantRun(2500, 0.1));
    CHECK(figures.lossSpikeScore == 0.0);
    CHECK(figures.gradNormSpikeScore == 0.0);
    CHECK(figures.maxLossZ == 0.0);
    CHECK(figures.lossAlarms == 0.0);
    CHECK(figures.coAlarms == 0.0);
    CHECK(figures.lossIncreases == 0.0);
    CHECK(figures.timeAboveTwiceBest == 0.0);
    CHECK(figures.lastTenthLoss == Approx(0.1));
    CHECK(figures.areaUnderLoss == Approx(0.1 * 0.03 * 2499));
}

TEST_CASE("a jump among equal losses is a spike but has no robust z", "[probe][stability]")
{
    Run run = constantRun(400, 0.5);
    run[200].loss = 1e6;
    const StabilityFigures figures = streamed(run);
    CHECK(figures.lossSpikeScore == Approx(100.0 / 300.0));
    CHECK(figures.maxLossZ == 0.0);
    CHECK(figures.lossAlarms == 0.0);
    checkSame(figures, restated(run));

    run.resize(101);
    run[100].loss = 1e6; // the only one with a hundred before it
    CHECK(std::isnan(streamed(run).maxLossZ));
    CHECK(std::isnan(streamed(run).lossAlarms));
    CHECK(streamed(run).lossSpikeScore == 100.0);
}

TEST_CASE("a spike hides the next one for exactly a thousand updates", "[probe][stability]")
{
    const auto spikesOf = [](std::size_t distance) {
        Run run = noisyRun(1500, 5);
        run[150].loss = 1e30;
        run[150 + distance].loss *= 100.0;
        return streamed(run).lossSpikeScore * 1400.0 / 100.0;
    };
    CHECK(spikesOf(1000) == Approx(1.0));
    CHECK(spikesOf(1001) == Approx(2.0));
}

TEST_CASE("an enormous spike is forgotten once it has left the window", "[probe][stability]")
{
    Run run = noisyRun(3000, 5);
    run[150].loss = 1e30;
    run[1800].loss *= 100.0; // not seen if anything of 1e30 were left
    CHECK(streamed(run).lossSpikeScore == Approx(100.0 * 2.0 / 2900.0));
    checkSame(streamed(run), restated(run));
}

TEST_CASE("a summary without updates defines nothing but that the run has not diverged",
          "[probe][stability]")
{
    const StabilityFigures figures = StabilitySummary().figures();
    for (const StabilityFigure& row : stabilityFigures()) {
        INFO(row.name);
        CHECK(std::isnan(figures.*row.value) == (row.name != "diverged"));
    }
    CHECK(figures.diverged == 0.0);
}

TEST_CASE("one update has a loss but neither an area nor an alarm", "[probe][stability]")
{
    const Run run = noisyRun(1, 2);
    const StabilityFigures figures = streamed(run);
    checkSame(figures, restated(run));
    CHECK(figures.finalLoss == run[0].loss);
    CHECK(figures.bestLoss == run[0].loss);
    CHECK(figures.lastTenthLoss == run[0].loss);
    CHECK(figures.timeAboveTwiceBest == 0.0);
    for (const std::string_view name :
         {"area_under_loss", "loss_increases", "loss_spike_score", "grad_norm_spike_score",
          "max_loss_z", "loss_alarms", "co_alarms", "clip_alarm", "best_validation_loss"}) {
        INFO(name);
        CHECK(std::isnan(figure(name, figures)));
    }
}

TEST_CASE("two updates have an area and an increase", "[probe][stability]")
{
    Run run = noisyRun(2, 2);
    run[0].loss = 1.0;
    run[1].loss = 3.0;
    const StabilityFigures figures = streamed(run);
    CHECK(figures.areaUnderLoss == Approx(0.03 * 2.0));
    CHECK(figures.lossIncreases == 1.0);
    CHECK(figures.timeAboveTwiceBest == 0.5);
    CHECK(figures.lastTenthLoss == 3.0);
}

TEST_CASE("a diverging run keeps its figures finite and says where it ended", "[probe][stability]")
{
    Run run = noisyRun(700, 9);
    for (std::size_t i = 600; i < 690; ++i)
        run[i].loss = run[i - 1].loss * 1.5;
    run[690].loss = infinity;
    for (std::size_t i = 691; i < 700; ++i)
        run[i].loss = run[i].gradNorm = run[i].clipCoefficient = notDefined;
    run.back().validationLoss = infinity;
    run.back().validationAccuracy = 0.1;

    StabilitySummary summary;
    for (const UpdateRecord& record : run)
        summary.add(record);
    CHECK(summary.figures().diverged == 0.0);
    summary.setDiverged(700);

    StabilityFigures expected = restated(run);
    expected.diverged = 1.0;
    expected.divergedAt = 700.0;
    const StabilityFigures figures = summary.figures();
    checkSame(figures, expected);
    CHECK(std::isnan(figures.finalLoss));
    CHECK(figures.finalValidationLoss == infinity);
    CHECK(figures.finalValidationAccuracy == 0.1);
    for (const std::string_view name : {"best_loss", "last_tenth_loss", "area_under_loss",
                                        "loss_spike_score", "max_loss_z", "best_validation_loss"}) {
        INFO(name);
        CHECK(std::isfinite(figure(name, figures)));
    }
}

TEST_CASE("an infinite validation loss can be the final but not the best one", "[probe][stability]")
{
    Run run = noisyRun(2, 2);
    run[0].validationLoss = infinity;
    const StabilityFigures figures = streamed(run);
    CHECK(figures.finalValidationLoss == infinity);
    CHECK(std::isnan(figures.bestValidationLoss));
}

TEST_CASE("losses that are not finite count in none of the averages", "[probe][stability]")
{
    Run run = spikyRun(1500, 11, 200);
    for (std::size_t i = 0; i < run.size(); i += 7)
        run[i].loss = i % 2 == 0 ? infinity : notDefined;
    for (std::size_t i = 3; i < run.size(); i += 11)
        run[i].gradNorm = infinity;
    checkSame(streamed(run), restated(run));

    for (UpdateRecord& record : run)
        record.loss = notDefined;
    const StabilityFigures nothing = streamed(run);
    checkSame(nothing, restated(run));
    CHECK(std::isnan(nothing.lastTenthLoss));
    CHECK(nothing.gradNormSpikeScore > 0.0);
}

TEST_CASE("losses of zero and below have no logarithm but all the rest", "[probe][stability]")
{
    Run run = noisyRun(1200, 13);
    for (std::size_t i = 0; i < run.size(); i += 3)
        run[i].loss = 0.0;
    const StabilityFigures zeros = streamed(run);
    checkSame(zeros, restated(run));
    CHECK(std::isfinite(zeros.maxLossZ));
    CHECK(zeros.timeAboveTwiceBest == Approx(800.0 / 1200.0));

    for (UpdateRecord& record : run)
        record.loss -= 1.0;
    const StabilityFigures negative = streamed(run);
    checkSame(negative, restated(run));
    CHECK(std::isnan(negative.timeAboveTwiceBest));
    CHECK(std::isfinite(negative.lossIncreases));

    for (UpdateRecord& record : run)
        record.loss -= 1e3;
    CHECK(std::isnan(streamed(run).maxLossZ));
    CHECK(std::isnan(streamed(run).lossAlarms));
}

TEST_CASE("coarse losses give the robust z of their definition", "[probe][stability]")
{
    // Few different values: equal ones at the median and on both sides of it, a MAD of 0 at times.
    for (const double step : {0.25, 0.5, 1.0}) {
        Run run = noisyRun(1500, 17);
        for (UpdateRecord& record : run) {
            record.loss = step * std::max(1.0, std::round(record.loss / step));
            record.gradNorm = step * std::max(1.0, std::round(record.gradNorm / step));
        }
        checkSame(streamed(run), restated(run));
    }
}

TEST_CASE("the clip alarm wants more than fifteen of three hundred", "[probe][stability]")
{
    const auto clippedAt = [](std::size_t updates, std::size_t first, std::size_t count) {
        Run run = noisyRun(updates, 19);
        for (std::size_t i = 0; i < updates; ++i)
            run[i].clipCoefficient = i >= first && i < first + count ? 0.5 : 1.0;
        return streamed(run);
    };
    CHECK(clippedAt(900, 400, 15).clipAlarm == 0.0);
    CHECK(clippedAt(900, 400, 16).clipAlarm == 1.0);
    CHECK(clippedAt(900, 0, 16).clipAlarm == 1.0);
    CHECK(clippedAt(900, 884, 16).clipAlarm == 1.0);
    CHECK(std::isnan(clippedAt(299, 0, 200).clipAlarm));
    CHECK(clippedAt(300, 0, 200).clipAlarm == 1.0);
    CHECK(clippedAt(900, 400, 16).clipFraction == Approx(16.0 / 900.0));
}

TEST_CASE("the mean of the last tenth is exact up to 4096 updates and to a block beyond",
          "[probe][stability]")
{
    // Losses of 1, 2, 3, … make the mean say which updates it is over.
    StabilitySummary summary;
    for (std::int64_t update = 1; update <= 100'000; ++update) {
        summary.add({.update = update, .loss = static_cast<double>(update)});
        if (update > 10'000 && update % 997 != 0)
            continue;
        const double updates = static_cast<double>(update);
        const double tenth = std::ceil(updates / 10.0);
        const double counted = 2.0 * (updates - summary.figures().lastTenthLoss) + 1.0;
        INFO(update << " updates, " << counted << " counted");
        REQUIRE(counted >= tenth - 1e-6);
        REQUIRE(counted <= tenth + (update <= 4096 ? 0.0 : updates / 2048.0) + 1e-6);
    }
}

TEST_CASE("the stability figures of ten thousand updates agree with their definitions",
          "[probe][stability]")
{
    const Run run = spikyRun(10'000, 23, 977);
    const StabilityFigures figures = streamed(run);
    StabilityFigures expected = restated(run);
    CHECK_THAT(figures.lastTenthLoss, WithinRel(expected.lastTenthLoss, 0.01));
    expected.lastTenthLoss = figures.lastTenthLoss;
    checkSame(figures, expected);
}
