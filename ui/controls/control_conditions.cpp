#include "ui/controls/control_conditions.h"

#include "core/data/data_source.h"
#include "core/nn/loss.h"

#include <algorithm>

namespace accumulus {

using E = Experiment;

bool isSource(const E& e, const char* name)
{
    return e.data.source == name;
}

bool isSynthetic(const E& e)
{
    const auto& sources = dataSources();
    return std::any_of(sources.begin(), sources.end(), [&](const DataSource& source) {
        return source.name == e.data.source && source.kind == DataKind::Synthetic;
    });
}

bool isFile(const E& e)
{
    return dataSource(e.data.source).kind == DataKind::File;
}
bool isCsv(const E& e)
{
    return isSource(e, "csv");
}
bool isText(const E& e)
{
    return isSource(e, "text") || isSource(e, "gpl3");
}
bool hasEncoding(const E& e)
{
    return isCsv(e) || isSource(e, "text");
}
bool hasLabelsFile(const E& e)
{
    return isSource(e, "idx") || isSource(e, "npy");
}
bool hasTargetName(const E& e)
{
    return isSource(e, "csv") || isSource(e, "npz");
}
bool hasShape(const E& e)
{
    return isFile(e) && !isText(e) && !isSource(e, "cifar10");
}
bool hasFeatureCount(const E& e)
{
    return isSource(e, "linear_regression") || isSource(e, "teacher")
        || isSource(e, "noisy_quadratic");
}
bool hasClassCount(const E& e)
{
    return isSource(e, "blobs") || (isSource(e, "teacher") && e.loss == "cross_entropy");
}
bool hasRegressionTarget(const E& e)
{
    return lossKind(e.loss).targets == TargetKind::Numbers;
}

bool scheduleEnds(const E& e)
{
    const std::string& name = e.hyperparameters.schedule.name;
    return name == "cosine" || name == "linear" || name == "one_cycle";
}
bool scheduleDecays(const E& e)
{
    const std::string& name = e.hyperparameters.schedule.name;
    return name == "step" || name == "exponential";
}

bool optimizerReads(const E& e, std::string_view option)
{
    for (const OptimizerKind& kind : optimizers()) {
        if (kind.name == e.hyperparameters.optimizer.name) {
            return std::find(kind.options.begin(), kind.options.end(), option)
                != kind.options.end();
        }
    }
    return false;
}

} // namespace accumulus
