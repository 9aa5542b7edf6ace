#include "core/data/data_files.h"

#include "core/data/data_options.h"
#include "core/data/idx_source.h"
#include "core/file/input_files.h"

namespace accumulus {

std::vector<std::filesystem::path> dataFiles(const DataOptions& data)
{
    std::vector<std::filesystem::path> files;
    for (const std::string* path : data.paths()) {
        if (!path->empty())
            files.emplace_back(*path);
    }
    const auto addGuess = [&files](const std::string& images, const std::string& labels) {
        if (!images.empty() && labels.empty())
            files.push_back(guessLabelsFile(images));
    };
    if (data.source == "idx") {
        addGuess(data.file, data.labels);
        addGuess(data.validationFile, data.validationLabels);
    }
    return files;
}

void addData(InputFiles& inputs, const DataOptions& data)
{
    for (const auto& file : dataFiles(data))
        inputs.add(file, "the data");
}

} // namespace accumulus
