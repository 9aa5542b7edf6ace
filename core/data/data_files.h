#pragma once

#include <filesystem>
#include <vector>

namespace accumulus {

struct DataOptions;
class InputFiles;

/// The files and folders that \a data is read from, those too whose names are guessed. Whether they
/// are there is not looked at.
std::vector<std::filesystem::path> dataFiles(const DataOptions& data);

/// Adds them, so that no output is written over them.
void addData(InputFiles& inputs, const DataOptions& data);

} // namespace accumulus
