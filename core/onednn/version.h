#pragma once

#include <string>

namespace accumulus {

/// "oneDNN 2.6.3": the library that is loaded. Apart from the rest of core/onednn, because it needs
/// no oneDNN header.
std::string oneDnnVersion();

} // namespace accumulus
