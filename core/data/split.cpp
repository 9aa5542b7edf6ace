#include "core/data/split.h"

#include "core/data_error.h"
#include "core/random.h"

#include <cmath>
#include <numeric>

namespace accumulus {

namespace {

Dataset select(const Dataset& all, std::span<const std::uint32_t> rows)
{
    Dataset part;
    part.featureCount = all.featureCount;
    part.targetCount = all.targetCount;
    part.featureNames = all.featureNames;
    part.classNames = all.classNames;
    part.features.resize(rows.size() * static_cast<std::size_t>(all.featureCount));
    part.targets.resize(rows.size() * static_cast<std::size_t>(all.targetCount));
    all.gather(rows, part.features.data(), part.targets.data());
    return part;
}

struct Statistics
{
    double mean = 0.0;
    double deviation = 1.0; ///< 1 if the column never changes
};

/// Of column \a column of a row-major table, in two passes (no cancellation).
Statistics statistics(const std::vector<float>& values, std::size_t columns, std::size_t column)
{
    const std::size_t rows = values.size() / columns;
    double sum = 0.0;
    for (std::size_t i = column; i < values.size(); i += columns)
        sum += static_cast<double>(values[i]);
    const double mean = sum / static_cast<double>(rows);
    double squares = 0.0;
    for (std::size_t i = column; i < values.size(); i += columns)
        squares +=
            (static_cast<double>(values[i]) - mean) * (static_cast<double>(values[i]) - mean);
    const double deviation = std::sqrt(squares / static_cast<double>(rows));
    return {mean, deviation > 1e-12 * std::abs(mean) ? deviation : 1.0};
}

void standardizeColumn(std::vector<float>& values, std::size_t columns, std::size_t column,
                       const Statistics& statistics)
{
    for (std::size_t i = column; i < values.size(); i += columns)
        values[i] = static_cast<float>((static_cast<double>(values[i]) - statistics.mean)
                                       / statistics.deviation);
}

} // namespace

TrainingData prepare(const Dataset& all, const DataOptions& options, std::uint64_t seed)
{
    std::vector<std::uint32_t> rows(all.rowCount());
    std::iota(rows.begin(), rows.end(), 0u);
    if (options.shuffle)
        shuffle(rows, CounterRandom(seed, RandomPurpose::Split));
    // The small term keeps 0.29 · 100 from becoming 28.
    const auto held = static_cast<std::size_t>(
        std::floor(static_cast<double>(rows.size()) * options.validationFraction + 1e-9));
    const std::size_t trainingRows = rows.size() - held;
    if (trainingRows == 0)
        throw DataError("no training row is left: the data has " + std::to_string(rows.size())
                        + " rows and data.validation_fraction holds out " + std::to_string(held));

    TrainingData data;
    data.training = select(all, std::span(rows).first(trainingRows));
    data.validation = select(all, std::span(rows).subspan(trainingRows));
    if (options.standardize) {
        const auto columns = static_cast<std::size_t>(all.featureCount);
        for (std::size_t column = 0; column < columns; ++column) {
            const Statistics s = statistics(data.training.features, columns, column);
            standardizeColumn(data.training.features, columns, column, s);
            standardizeColumn(data.validation.features, columns, column, s);
        }
    }
    if (options.standardizeTarget && !all.isClassification()) {
        const auto columns = static_cast<std::size_t>(all.targetCount);
        for (std::size_t column = 0; column < columns; ++column) {
            const Statistics s = statistics(data.training.targets, columns, column);
            standardizeColumn(data.training.targets, columns, column, s);
            standardizeColumn(data.validation.targets, columns, column, s);
            data.targetScale = s.deviation;
        }
    }
    return data;
}

} // namespace accumulus
