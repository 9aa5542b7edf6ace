#include "core/data/array_data.h"

#include "core/data/class_index.h"
#include "core/data/image_shape.h"
#include "core/data_error.h"

#include <cmath>

namespace accumulus {

namespace {

/// What the headers say; nothing of the values is read yet.
LoadedRows describe(const ArrayPair& arrays, const DataOptions& options, bool classes)
{
    const ArrayReader& features = arrays.features;
    const ArrayReader& targets = arrays.targets;
    if (targets.rowCount() != features.rowCount())
        throw DataError(targets.name() + " has " + std::to_string(targets.rowCount())
                        + " targets, but " + features.name() + " has "
                        + std::to_string(features.rowCount()) + " rows of features");
    const std::size_t rank = targets.dimensions().size();
    if (rank > 2 || (classes && targets.valuesPerRow() != 1))
        throw DataError(
            targets.name() + " has " + std::to_string(targets.valuesPerRow())
            + " values a row and rank " + std::to_string(rank) + "; "
            + (classes ? "classes are one whole number a row" : "targets have rank 1 or 2"));
    LoadedRows data;
    data.featureCount = static_cast<int>(features.valuesPerRow());
    data.targetCount = static_cast<int>(targets.valuesPerRow());
    const auto& dimensions = features.dimensions();
    if (dimensions.size() == 3 || dimensions.size() == 4) {
        data.shape.assign(dimensions.begin() + 1, dimensions.end());
        data.shape.resize(3, 1);
    }
    setImageShape(data, options.shape, features.name());
    return data;
}

ExactNumbers readLabels(ArrayReader& array, ClassIndex& classIndex)
{
    constexpr double maxWhole = 9007199254740992.0; // 2^53: from there on doubles are rounded
    ExactNumbers targets;
    for (auto block = array.next(); !block.empty(); block = array.next()) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            const double value = block[i];
            if (value != std::trunc(value) || std::abs(value) >= maxWhole)
                array.failAt(i,
                             "the target is " + std::to_string(value)
                                 + ", but classes are whole numbers below 2^53; for numbers as "
                                   "targets use a loss such as mse");
            targets.push_back(
                classIndex.add(std::to_string(static_cast<std::int64_t>(value)), value));
            if (classIndex.isOverfull())
                array.failAt(i,
                             "there are more than " + std::to_string(maxClasses)
                                 + " different targets, too many for classes; use a loss for "
                                   "numbers such as mse");
        }
    }
    return targets;
}

void readValues(ArrayPair& arrays, bool classes, ClassIndex& classIndex, LoadedRows& data)
{
    data.features = arrays.features.readAll();
    data.targets = classes ? readLabels(arrays.targets, classIndex) : arrays.targets.readAll();
}

std::string layoutOf(const RowLayout& data)
{
    std::string text;
    for (const int side : data.shape)
        text += (text.empty() ? "" : " × ") + std::to_string(side);
    return (text.empty() ? std::to_string(data.featureCount) : text) + " features and "
        + std::to_string(data.targetCount) + " targets a row";
}

} // namespace

LoadedData readArrays(ArrayPair samples, std::optional<ArrayPair> validation,
                      const DataOptions& options, bool classes)
{
    LoadedData data{describe(samples, options, classes)};
    if (validation) {
        data.validation = describe(*validation, options, classes);
        const std::string expected = layoutOf(data.samples);
        if (layoutOf(*data.validation) != expected)
            throw DataError(validation->features.name() + " has " + layoutOf(*data.validation)
                            + ", but " + samples.features.name() + " has " + expected);
    }
    ClassIndex classIndex;
    readValues(samples, classes, classIndex, data.samples);
    if (validation)
        readValues(*validation, classes, classIndex, *data.validation);
    if (classes) {
        classIndex.sortInto(data.samples);
        if (data.validation)
            classIndex.sortInto(*data.validation);
    }
    return data;
}

} // namespace accumulus
