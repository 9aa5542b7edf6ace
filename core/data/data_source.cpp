#include "core/data/data_source.h"

#include "core/data/csv_source.h"
#include "core/data/resources.h"
#include "core/data/split.h"
#include "core/data/synthetic.h"
#include "core/data_error.h"
#include "core/named_row.h"

namespace accumulus {

namespace {

/// Shipped files are called as their source is, plain or compressed.
LoadedData loadShipped(const LoadRequest& request)
{
    auto path = resourceDirectory() / "datasets" / (request.options.source + ".csv");
    if (!std::filesystem::exists(path))
        path += ".gz";
    return {readCsv(path, {.header = "yes"}, request.classes)};
}

LoadedData loadDigits(const LoadRequest& request)
{
    LoadedData data = loadShipped(request);
    data.samples.shape = {8, 8, 1};
    return data;
}

LoadedData loadCsv(const LoadRequest& request)
{
    const DataOptions& options = request.options;
    if (options.file.empty())
        throw DataError(
            "data.source is \"csv\" but data.file is empty; give the path of a CSV file");
    return {readCsv(options.file, {options.target, options.separator, options.header},
                    request.classes)};
}

LoadedData loadLinearRegression(const LoadRequest& request)
{
    if (request.classes)
        throw DataError("linear_regression has numbers as targets, not classes; use the loss mse");
    return {makeLinearRegression(request.options, request.seed)};
}

LoadedData loadTwoSpirals(const LoadRequest& request)
{
    return {makeTwoSpirals(request.options, request.classes, request.seed)};
}

LoadedData loadBlobs(const LoadRequest& request)
{
    return {makeBlobs(request.options, request.classes, request.seed)};
}

} // namespace

const std::vector<DataSource>& dataSources()
{
    static const std::vector<DataSource> table{
        {"diabetes", "442 rows, 10 features → disease progression 25…346 (Efron et al. 2004)",
         DataKind::Shipped, false, "10 relu, 1", "mse", &loadShipped},
        {"digits",
         "1797 rows, 64 features (8×8 pixels) → digit 0…9 (UCI, Alpaydin and Kaynak 1998)",
         DataKind::Shipped, true, "64 relu, 10", "cross_entropy", &loadDigits},
        {"wine", "178 rows, 13 features → cultivar 0…2 (UCI, Aeberhard and Forina 1991)",
         DataKind::Shipped, true, "16 relu, 3", "cross_entropy", &loadShipped},
        {"breast_cancer", "569 rows, 30 features → benign 0/1 (UCI, Wolberg et al. 1995)",
         DataKind::Shipped, true, "16 relu, 2", "cross_entropy", &loadShipped},
        {"linear_regression", "synthetic: y = w*·x + σξ with x ~ N(0, I), exactly solvable",
         DataKind::Synthetic, false, "1", "mse", &loadLinearRegression},
        {"two_spirals", "synthetic: two arms that wind around each other, 2 features → arm 0/1",
         DataKind::Synthetic, true, "32 tanh, 32 tanh, 2", "cross_entropy", &loadTwoSpirals},
        {"blobs",
         "synthetic: Gaussian clouds around points on a circle, 2 features → cloud 0, 1, …",
         DataKind::Synthetic, true, "16 relu, 3", "cross_entropy", &loadBlobs},
        {"csv", "your own CSV file: one row a sample, one column the target", DataKind::File, false,
         "10 relu, 1", "mse", &loadCsv},
    };
    return table;
}

const DataSource& dataSource(std::string_view name)
{
    return namedRow(dataSources(), name, "data source");
}

TrainingData loadTrainingData(const DataOptions& options, bool classes, std::uint64_t seed,
                              const LoadProgress& progress)
{
    constexpr std::int64_t maxValues = std::int64_t{1} << 29;
    if (std::int64_t{options.samples} * options.features > maxValues)
        throw DataError("data.samples × data.features is more than 2^29 values; choose fewer");
    return prepare(dataSource(options.source).load({options, classes, seed, progress}), options,
                   seed);
}

} // namespace accumulus
