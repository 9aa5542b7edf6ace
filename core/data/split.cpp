#include "core/data/split.h"

#include "core/data_error.h"
#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

using RowNumbers = std::vector<std::uint32_t>;

/// Some rows of a table of numbers, in some order.
struct Selection
{
    const ExactNumbers& numbers;
    std::size_t width; ///< of a row
    const RowNumbers& rows;

    /// Calls \a body(place, values of the row) for each.
    template <typename Body>
    void forEachRow(Body body) const
    {
        std::vector<double> values(width);
        for (std::size_t place = 0; place < rows.size(); ++place) {
            numbers.copy(rows[place] * width, values);
            body(place, std::span<const double>(values));
        }
    }

    /// Calls \a body(column, value) for each. Value i of a row belongs to column i mod \a columns.
    template <typename Body>
    void forEachValue(std::size_t columns, Body body) const
    {
        forEachRow([&](std::size_t, std::span<const double> values) {
            for (std::size_t i = 0, column = 0; i < values.size(); ++i) {
                body(column, values[i]);
                column = column + 1 < columns ? column + 1 : 0;
            }
        });
    }
};

/// How the values of a column are standardised: (value − mean) / deviation.
struct Statistics
{
    double mean = 0.0;
    double deviation = 1.0; ///< 1 if the column never changes
};

/// The mean of \a term(column, value) over the values of each column.
template <typename Term>
std::vector<double> meansOf(const Selection& selection, std::size_t columns, Term term)
{
    std::vector<double> sums(columns);
    selection.forEachValue(
        columns, [&](std::size_t column, double value) { sums[column] += term(column, value); });
    const auto count = static_cast<double>(selection.rows.size() * selection.width / columns);
    for (double& sum : sums)
        sum /= count;
    return sums;
}

/// In two passes (no cancellation), of the values times \a scales, powers of 2.
std::vector<Statistics> statisticsOf(const Selection& selection, const std::vector<double>& scales)
{
    const std::vector<double> means =
        meansOf(selection, scales.size(),
                [&](std::size_t column, double value) { return value * scales[column]; });
    const std::vector<double> squares =
        meansOf(selection, scales.size(), [&](std::size_t column, double value) {
            const double distance = value * scales[column] - means[column];
            return distance * distance;
        });
    std::vector<Statistics> result;
    for (std::size_t c = 0; c < scales.size(); ++c) {
        const bool changes = std::sqrt(squares[c]) > 1e-12 * std::abs(means[c]);
        const double deviation = std::sqrt(squares[c]) / scales[c];
        const bool isUsable = deviation > 0.0 && std::isfinite(deviation);
        result.push_back({means[c] / scales[c], changes && isUsable ? deviation : 1.0});
    }
    return result;
}

/// Powers of 2 that bring columns to a size whose squares a double holds; 1 where they have it.
std::vector<double> scalesOf(const Selection& selection, std::size_t columns)
{
    constexpr double least = 0x1p-400;
    constexpr double most = 0x1p400;
    if (selection.numbers.areWithin(least, most)) // nearly always
        return std::vector<double>(columns, 1.0);
    std::vector<double> scales(columns);
    selection.forEachValue(columns, [&](std::size_t column, double value) {
        scales[column] = std::max(scales[column], std::abs(value));
    });
    for (double& scale : scales) {
        const bool isUsual = scale == 0.0 || (scale >= least && scale <= most);
        scale = isUsual ? 1.0 : std::ldexp(1.0, std::clamp(-std::ilogb(scale), -1000, 1000));
    }
    return scales;
}

/// Numbers of one kind, on their way to float32.
struct Kind
{
    const char* name;                   ///< what a value is called: "feature"
    const char* option;                 ///< that standardises them
    bool isStandardized;                ///< with statistics of the training rows, else as they are
    std::vector<Statistics> statistics; ///< of columns, as statisticsOf() has them

    void standardize(const Selection& training)
    {
        isStandardized = true;
        statistics = statisticsOf(training, scalesOf(training, statistics.size()));
    }

    std::vector<float> rounded(const Selection& selection) const
    {
        std::vector<float> result(selection.rows.size() * selection.width);
        auto out = result.begin();
        selection.forEachRow([&](std::size_t place, std::span<const double> values) {
            for (std::size_t i = 0, column = 0; i < values.size(); ++i, ++out) {
                const Statistics& s = statistics[column];
                *out = static_cast<float>((values[i] - s.mean) / s.deviation);
                if (!std::isfinite(*out))
                    refuse(selection.rows[place], i, values[i]);
                column = column + 1 < statistics.size() ? column + 1 : 0;
            }
        });
        return result;
    }

private:
    [[noreturn]] void refuse(std::uint32_t row, std::size_t index, double value) const
    {
        std::ostringstream text;
        text << "row " << row + 1 << " of the data: " << name << ' ' << index << " is " << value
             << ", more than single precision holds; "
             << (isStandardized
                     ? "the others are so much smaller that standardising does not help: leave "
                       "the row out"
                     : std::string("let ") + option + " be true, or choose another unit");
        throw DataError(text.str());
    }
};

std::vector<float> selectWeights(const LoadedRows& from, const RowNumbers& rows)
{
    std::vector<float> weights;
    const std::size_t places = from.placesOfRow();
    for (std::size_t i = 0; !from.weights.empty() && i < rows.size(); ++i) {
        const float* const row = from.weights.data() + rows[i] * places;
        weights.insert(weights.end(), row, row + places);
    }
    return weights;
}

RowNumbers allRows(const LoadedRows& from)
{
    RowNumbers rows(from.rowCount());
    std::iota(rows.begin(), rows.end(), 0u);
    return rows;
}

/// The same rows in the file's order, which is the order of the memory.
RowNumbers inFileOrder(const RowNumbers& rows, std::size_t count)
{
    std::vector<bool> isChosen(count);
    for (const std::uint32_t row : rows)
        isChosen[row] = true;
    RowNumbers ordered;
    ordered.reserve(rows.size());
    for (std::uint32_t row = 0; row < count; ++row) {
        if (isChosen[row])
            ordered.push_back(row);
    }
    return ordered;
}

/// The numbers of the training rows and of those for validation.
std::pair<RowNumbers, RowNumbers> split(const LoadedData& loaded, const DataOptions& options,
                                        std::uint64_t seed)
{
    RowNumbers rows = allRows(loaded.samples);
    if (loaded.validation)
        return {std::move(rows), allRows(*loaded.validation)};
    if (options.shuffle)
        shuffle(rows, CounterRandom(seed, RandomPurpose::Split));
    // The small term keeps 0.29 · 100 from becoming 28.
    const auto held = static_cast<std::size_t>(
        std::floor(static_cast<double>(rows.size()) * options.validationFraction + 1e-9));
    if (held == rows.size())
        throw DataError("no training row is left: the data has " + std::to_string(rows.size())
                        + " rows and data.validation_fraction holds out " + std::to_string(held));
    const auto first = rows.end() - static_cast<std::ptrdiff_t>(held);
    RowNumbers heldOut(first, rows.end());
    rows.erase(first, rows.end());
    return {std::move(rows), std::move(heldOut)};
}

bool isConstant(const Dataset& data)
{
    const std::vector<float>& targets = data.targets;
    const std::size_t width = std::min(static_cast<std::size_t>(data.targetCount), targets.size());
    return std::equal(targets.begin() + static_cast<std::ptrdiff_t>(width), targets.end(),
                      targets.begin());
}

void complete(DataIntake& intake, const TrainingData& data)
{
    intake.trainingRows = data.training.rowCount();
    intake.validationRows = data.validation.rowCount();
    intake.rows = intake.trainingRows + intake.validationRows;
    intake.features = data.training.featureCount;
    intake.shape = data.training.shape;
    intake.positions = data.training.positions;
    intake.classNames = data.training.classNames;
    intake.hasConstantTarget = !intake.file.empty() && isConstant(data.training);
}

} // namespace

TrainingData prepare(LoadedData loaded, const DataOptions& options, std::uint64_t seed)
{
    LoadedRows& samples = loaded.samples;
    LoadedRows& heldOut = loaded.validation ? *loaded.validation : samples;
    const auto [trainingRows, validationRows] = split(loaded, options, seed);
    const RowNumbers ordered = inFileOrder(trainingRows, samples.rowCount());
    TrainingData data{{samples, {}, {}, {}}, {heldOut, {}, {}, {}}};
    const bool isImage = samples.shape.size() == 3;
    const auto columns =
        static_cast<std::size_t>(isImage ? samples.shape[2] : samples.featureCount);

    Kind features{"feature", "data.standardize", false, std::vector<Statistics>(columns)};
    const std::size_t width = samples.featuresOfRow();
    if (options.standardize && !samples.keepsUnits)
        features.standardize({samples.features, width, ordered});
    data.training.features = features.rounded({samples.features, width, trainingRows});
    data.validation.features = features.rounded({heldOut.features, width, validationRows});
    samples.features = {}; // they are large
    heldOut.features = {};

    Kind targets{"target", "data.standardize_target", false,
                 std::vector<Statistics>(static_cast<std::size_t>(samples.targetCount))};
    const std::size_t targetWidth = samples.targetsOfRow();
    if (options.standardizeTarget && !samples.keepsUnits && !samples.isClassification()) {
        targets.standardize({samples.targets, targetWidth, ordered});
        data.targetScale = targets.statistics.back().deviation;
    }
    data.training.targets = targets.rounded({samples.targets, targetWidth, trainingRows});
    data.validation.targets = targets.rounded({heldOut.targets, targetWidth, validationRows});
    data.training.weights = selectWeights(samples, trainingRows);
    data.validation.weights = selectWeights(heldOut, validationRows);
    data.intake = std::move(loaded.intake);
    complete(data.intake, data);
    return data;
}

} // namespace accumulus
