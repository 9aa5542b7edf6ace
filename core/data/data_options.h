#pragma once

#include <array>
#include <string>

namespace accumulus {

/// Where samples come from and how they are prepared.
struct DataOptions
{
    std::string source = "diamonds"; ///< a name of dataSources(); those of files need `file`
    /// Sources of files: the path; cifar10: of a file or folder. This and the other paths are
    /// relative to the experiment's file, else to the working directory, until resolvePaths() makes
    /// them absolute.
    std::string file;
    std::string labels;         ///< npy, idx: file of the targets; idx: empty = guessed from `file`
    std::string validationFile; ///< npy, idx, cifar10: file of the validation rows; may be empty
    std::string validationLabels; ///< npy, idx: its targets, as `labels`
    /// csv: target column, by name or 0-based index; empty = the last one. npz: name of an array.
    std::string target;
    std::string weight;             ///< csv: column of weights of the rows; empty = none
    std::string separator = "auto"; ///< csv: "auto" or what separatorOf() takes
    std::string decimal = "auto";   ///< csv: a name of decimalMarks()
    std::string header = "auto";    ///< csv: "auto", "yes" or "no"
    std::string encoding = "auto";  ///< csv, text: a name of textEncodings()
    std::string shape;       ///< csv, npy, npz, idx: of the features as an image, such as "8x8x1"
    int samples = 1000;      ///< synthetic sources: rows to make
    int features = 8;        ///< linear_regression, teacher, noisy_quadratic: d
    int classes = 3;         ///< blobs, teacher
    int teacherUnits = 16;   ///< teacher: hidden units
    double noise = 0.1;      ///< synthetic sources: σ
    int sequenceLength = 64; ///< text, gpl3: characters of a sample, at most
    int context = 8;         ///< text, gpl3: characters that the next one is predicted from
    std::string lengths = "lines"; ///< text, gpl3: a name of pieceLengths()
    double labelNoise = 0.0; ///< share of the training rows whose class is a random one, 0…1
    int outliers = 0;        ///< training rows that are damaged, see core/data/damage.h
    double validationFraction = 0.2; ///< share of the rows that is held out, 0…0.9
    bool shuffle = true; ///< false: the first rows train, and every epoch visits them in file order
    bool standardize = true; ///< features to mean 0, variance 1 (statistics of the training rows)
    bool standardizeTarget = true; ///< the same for a regression target: losses are in those units

    /// Which of paths() were given relative to something, so that they are written so too.
    std::array<bool, 4> wasRelative{};

    /// All paths, empty ones too.
    std::array<std::string*, 4> paths()
    {
        return {&file, &labels, &validationFile, &validationLabels};
    }
    std::array<const std::string*, 4> paths() const
    {
        return {&file, &labels, &validationFile, &validationLabels};
    }

    bool operator==(const DataOptions&) const = default;
};

} // namespace accumulus
