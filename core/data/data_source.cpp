#include "core/data/data_source.h"

#include "core/data/array_reader.h"
#include "core/data/cifar_source.h"
#include "core/data/csv_source.h"
#include "core/data/damage.h"
#include "core/data/idx_source.h"
#include "core/data/npy_source.h"
#include "core/data/planar_classes.h"
#include "core/data/resources.h"
#include "core/data/split.h"
#include "core/data/synthetic.h"
#include "core/data/text_source.h"
#include "core/data_error.h"
#include "core/file/path_kind.h"
#include "core/named_row.h"

namespace accumulus {

namespace {

/// Shipped files are called as their source is, plain or compressed.
LoadedData loadShipped(const LoadRequest& request)
{
    auto path = resourceDirectory() / "datasets" / (request.options.source + ".csv");
    if (!isThere(path))
        path += ".gz";
    return readCsv(path, {.format = {.separator = ",", .header = "yes"}}, request.classes,
                   request.progress);
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
    return readCsv(options.file,
                   {.target = options.target,
                    .format = {options.separator, options.decimal, options.header},
                    .encoding = options.encoding,
                    .weight = options.weight,
                    .shape = options.shape},
                   request.classes, request.progress);
}

/// For sources whose targets cannot be classes.
void refuseClasses(const LoadRequest& request)
{
    if (request.classes)
        throw DataError(request.options.source
                        + " has numbers as targets, not classes; use the loss mse");
}

LoadedData loadLinearRegression(const LoadRequest& request)
{
    refuseClasses(request);
    return {makeLinearRegression(request.options, request.seed)};
}

LoadedData loadNoisyQuadratic(const LoadRequest& request)
{
    refuseClasses(request);
    return makeNoisyQuadratic(request.options, request.seed);
}

/// A source that \a make makes up, with classes or without.
template <LoadedRows (*make)(const DataOptions&, bool classes, std::uint64_t seed)>
LoadedData loadMade(const LoadRequest& request)
{
    return {make(request.options, request.classes, request.seed)};
}

constexpr std::string_view smallConvolutions =
    "conv 16 3x3 relu, maxpool 2, conv 32 3x3 relu, maxpool 2, flatten, 128 relu, output";
constexpr std::string_view characterModel = "embedding 16, 64 relu, output";

} // namespace

const std::vector<DataSource>& dataSources()
{
    static const std::vector<DataSource> table{
        {"diamonds", "53 920 rows, 9 features → price of a diamond 326…18 823 dollars (ggplot2)",
         DataKind::Shipped, false, "10 relu, 1", "mse", 5, &loadShipped},
        {"diabetes", "442 rows, 10 features → disease progression 25…346 (Efron et al. 2004)",
         DataKind::Shipped, false, "10 relu, 1", "mse", 200, &loadShipped},
        {"digits",
         "1797 rows, 64 features (8×8 pixels) → digit 0…9 (UCI, Alpaydin and Kaynak 1998)",
         DataKind::Shipped, true, "64 relu, 10", "cross_entropy", 200, &loadDigits},
        {"wine", "178 rows, 13 features → cultivar 0…2 (UCI, Aeberhard and Forina 1991)",
         DataKind::Shipped, true, "16 relu, 3", "cross_entropy", 200, &loadShipped},
        {"breast_cancer", "569 rows, 30 features → benign 0/1 (UCI, Wolberg et al. 1995)",
         DataKind::Shipped, true, "16 relu, 2", "cross_entropy", 200, &loadShipped},
        {"gpl3", "35 149 characters of English, the GNU General Public License 3 → next character",
         DataKind::Shipped, true, characterModel, "cross_entropy", 200, &loadGpl3},
        {"linear_regression", "synthetic: y = w*·x + σξ with x ~ N(0, I), exactly solvable",
         DataKind::Synthetic, false, "1", "mse", 200, &loadLinearRegression},
        {"teacher", "synthetic: what a random network with one hidden layer of tanh says",
         DataKind::Synthetic, false, "32 tanh, 1", "mse", 200, &loadMade<&makeTeacher>},
        {"noisy_quadratic",
         "synthetic: ½ Σ h_i θ_i² with gradient noise, exactly solvable (Zhang et al. 2019)",
         DataKind::Synthetic, false, "scale", "mse", 200, &loadNoisyQuadratic},
        {"two_spirals", "synthetic: two arms that wind around each other, 2 features → arm 0/1",
         DataKind::Synthetic, true, "32 tanh, 32 tanh, 2", "cross_entropy", 200,
         &loadMade<&makeTwoSpirals>},
        {"two_moons", "synthetic: two half circles that reach into each other, 2 features → 0/1",
         DataKind::Synthetic, true, "8 tanh, 8 tanh, 2", "cross_entropy", 200,
         &loadMade<&makeTwoMoons>},
        {"circle", "synthetic: a disc inside a ring, 2 features → disc 0, ring 1",
         DataKind::Synthetic, true, "8 tanh, 8 tanh, 2", "cross_entropy", 200,
         &loadMade<&makeCircle>},
        {"xor", "synthetic: a square's quadrants, 2 features → whether their signs differ 0/1",
         DataKind::Synthetic, true, "8 tanh, 8 tanh, 2", "cross_entropy", 200, &loadMade<&makeXor>},
        {"gauss", "synthetic: two Gaussian clouds, 2 features → cloud 0/1", DataKind::Synthetic,
         true, "8 tanh, 8 tanh, 2", "cross_entropy", 200, &loadMade<&makeGauss>},
        {"blobs",
         "synthetic: Gaussian clouds around points on a circle, 2 features → cloud 0, 1, …",
         DataKind::Synthetic, true, "16 relu, 3", "cross_entropy", 200, &loadMade<&makeBlobs>},
        {"csv", "your own CSV file: one row a sample, one column the target", DataKind::File, false,
         "10 relu, 1", "mse", 200, &loadCsv},
        {"npy", "your own arrays of numpy: features in one .npy file, targets in another",
         DataKind::File, false, "10 relu, 1", "mse", 200, &loadNpy},
        {"npz", "your own arrays of numpy in one .npz file, such as x and y", DataKind::File, false,
         "10 relu, 1", "mse", 200, &loadNpz},
        {"idx", "images and labels in IDX files, the format of MNIST", DataKind::File, true,
         smallConvolutions, "cross_entropy", 10, &loadIdx},
        {"cifar10", "CIFAR-10's binary version, a file or the folder of all: 32×32 colour images",
         DataKind::File, true, smallConvolutions, "cross_entropy", 20, &loadCifar10},
        {"text", "your own text: every character is predicted from those in front of it",
         DataKind::File, true, characterModel, "cross_entropy", 20, &loadText},
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
    if (std::int64_t{options.samples} * options.features > std::int64_t{maxValues})
        throw DataError("data.samples × data.features is more than 2^29 values; choose fewer");
    TrainingData data =
        prepare(dataSource(options.source).load({options, classes, seed, progress}), options, seed);
    data.intake.source = options.source;
    damage(data, options, seed);
    return data;
}

} // namespace accumulus
