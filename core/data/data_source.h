#pragma once

#include "core/data/data_options.h"
#include "core/data/dataset.h"
#include "core/data/load_progress.h"

#include <string_view>
#include <vector>

namespace accumulus {

enum class DataKind { Shipped, File, Synthetic };

/// What a data source is asked for.
struct LoadRequest
{
    const DataOptions& options;
    bool classes = false; ///< targets are to be class indices
    std::uint64_t seed = 1;
    LoadProgress progress = {};
};

/// A row of the table of data sources.
struct DataSource
{
    std::string_view name;
    std::string_view summary; ///< rows, features, target, origin
    DataKind kind;
    bool hasClasses; ///< what the suggestions below are for; a csv decides by its loss
    std::string_view suggestedModel;
    std::string_view suggestedLoss;
    int suggestedEpochs; ///< a run without a limit and without anybody who stops it makes so many
    LoadedData (*load)(const LoadRequest& request);
};

/// All data sources that an experiment can name.
const std::vector<DataSource>& dataSources();

/// The source called \a name. Throws std::invalid_argument that lists the names there are.
const DataSource& dataSource(std::string_view name);

/// Loads, splits and standardises what \a options describe. \a classes: the loss wants class
/// indices. Throws DataError.
TrainingData loadTrainingData(const DataOptions& options, bool classes, std::uint64_t seed,
                              const LoadProgress& progress = {});

} // namespace accumulus
