#pragma once

#include <cstdint>

namespace accumulus {

/// Counts calls of operator new while it lives, in the whole program and the libraries that it is
/// linked to. The program has its own operator for that; in a build with sanitizers it has not and
/// nothing is counted. One at a time.
class AllocationCount
{
public:
    AllocationCount();
    ~AllocationCount();

    AllocationCount(const AllocationCount&) = delete;
    AllocationCount& operator=(const AllocationCount&) = delete;

    std::int64_t value() const;
};

} // namespace accumulus
