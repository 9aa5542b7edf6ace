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
    part.shape = all.shape;
    part.positions = all.positions;
    part.vocabulary = all.vocabulary;
    part.targetCount = all.targetCount;
    part.featureNames = all.featureNames;
    part.classNames = all.classNames;
    part.keepsUnits = all.keepsUnits;
    const std::size_t places = rows.size() * static_cast<std::size_t>(all.positions);
    part.features.resize(places * static_cast<std::size_t>(all.featureCount));
    part.targets.resize(places * static_cast<std::size_t>(all.targetCount));
    part.weights.resize(all.weights.empty() ? 0 : places);
    all.gather(rows, part.features.data(), part.targets.data(), part.weights.data());
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

/// Both parts, with the statistics of the training rows; \a columns: values with statistics of
/// their own, one behind the other. Returns the deviation of the last column.
double standardize(std::vector<float>& training, std::vector<float>& validation,
                   std::size_t columns)
{
    double deviation = 1.0;
    for (std::size_t column = 0; column < columns; ++column) {
        const Statistics s = statistics(training, columns, column);
        standardizeColumn(training, columns, column, s);
        standardizeColumn(validation, columns, column, s);
        deviation = s.deviation;
    }
    return deviation;
}

TrainingData split(LoadedData loaded, const DataOptions& options, std::uint64_t seed)
{
    if (loaded.validation)
        return {std::move(loaded.samples), std::move(*loaded.validation)};
    const Dataset& all = loaded.samples;
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
    return {select(all, std::span(rows).first(trainingRows)),
            select(all, std::span(rows).subspan(trainingRows))};
}

} // namespace

TrainingData prepare(LoadedData loaded, const DataOptions& options, std::uint64_t seed)
{
    TrainingData data = split(std::move(loaded), options, seed);
    Dataset& training = data.training;
    Dataset& validation = data.validation;
    if (training.keepsUnits)
        return data;
    const bool isImage = training.shape.size() == 3;
    if (options.standardize)
        standardize(training.features, validation.features,
                    static_cast<std::size_t>(isImage ? training.shape[2] : training.featureCount));
    if (options.standardizeTarget && !training.isClassification())
        data.targetScale = standardize(training.targets, validation.targets,
                                       static_cast<std::size_t>(training.targetCount));
    return data;
}

} // namespace accumulus
