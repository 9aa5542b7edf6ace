#pragma once

#include <cstdint>

namespace accumulus {

/// Calls of operator new so far, in the whole program and the libraries that it is linked to. The
/// program counts them by replacing the operator; 0 in a build with sanitizers.
std::int64_t allocationCount();

} // namespace accumulus
