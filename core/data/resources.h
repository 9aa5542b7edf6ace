#pragma once

#include <filesystem>

namespace accumulus {

/// The folder of the data that comes with the program: $ACCUMULUS_RESOURCES if set, else
/// ../share/accumulus from where the running program lies (the same in the build tree and
/// installed).
std::filesystem::path resourceDirectory();

} // namespace accumulus
