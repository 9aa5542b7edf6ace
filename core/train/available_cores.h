#pragma once

#include <string_view>

namespace accumulus {

/// Cores that this process may use, at least 1: those it may run on (`taskset`, a container's set
/// of CPUs), at most as many as its control group grants time for (`docker --cpus`), and as many
/// threads as OMP_THREAD_LIMIT allows. More OpenMP threads than that wait for each other in loops
/// and are many times slower than one.
int availableCores();

/// What OMP_NUM_THREADS says, for who leaves the number of threads open; without it no limit.
int openMpThreads();

/// What a control group's `cpu.max` grants, such as "150000 100000" (microseconds of every so
/// many): 2, rounded up; 0: no limit, or nothing that can be read.
int coresOfQuota(std::string_view cpuMax);

} // namespace accumulus
