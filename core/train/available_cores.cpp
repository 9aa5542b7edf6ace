#include "core/train/available_cores.h"

#include "core/onednn/engine.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <system_error>
#include <thread>

#ifdef __linux__
#include <sched.h>
#endif

namespace accumulus {

namespace {

int coresOfAffinity()
{
#ifdef __linux__
    // A machine with more cores than fit is asked with a larger set.
    for (int cores = 1024; cores <= 1 << 20; cores *= 2) {
        cpu_set_t* const set = CPU_ALLOC(cores);
        if (!set)
            break;
        const std::size_t size = CPU_ALLOC_SIZE(cores);
        const int count = sched_getaffinity(0, size, set) == 0 ? CPU_COUNT_S(size, set) : 0;
        CPU_FREE(set);
        if (count > 0)
            return count;
    }
#endif
    return static_cast<int>(std::thread::hardware_concurrency());
}

/// Of the control group (version 2) of this process and those around it: the smallest quota.
int coresOfGroups()
{
    std::string line;
    std::ifstream groups("/proc/self/cgroup");
    while (std::getline(groups, line) && !line.starts_with("0::")) {}
    const std::filesystem::path root = "/sys/fs/cgroup";
    std::filesystem::path group = line.starts_with("0::") ? line.substr(3) : "/";
    int cores = 0;
    for (;; group = group.parent_path()) {
        std::string cpuMax;
        std::ifstream file(root / group.relative_path() / "cpu.max");
        std::getline(file, cpuMax);
        if (const int granted = coresOfQuota(cpuMax); granted > 0)
            cores = cores > 0 ? std::min(cores, granted) : granted;
        if (!group.has_relative_path())
            return cores;
    }
}

} // namespace

int coresOfQuota(std::string_view cpuMax)
{
    double quota = 0.0;
    double period = 0.0;
    const char* const end = cpuMax.data() + cpuMax.size();
    const auto [space, error] = std::from_chars(cpuMax.data(), end, quota);
    if (error != std::errc() || space == end || *space != ' '
        || std::from_chars(space + 1, end, period).ec != std::errc())
        return 0;
    const double cores = std::ceil(quota / period);
    return cores >= 1.0 && cores <= 1e6 ? static_cast<int>(cores) : 0;
}

int openMpThreads()
{
    const char* const text = std::getenv("OMP_NUM_THREADS"); // "4", or "4,2" for nested loops
    int threads = 0;
    if (text)
        std::from_chars(text, text + std::strlen(text), threads);
    return threads > 0 ? threads : std::numeric_limits<int>::max();
}

int availableCores()
{
    static const int granted = coresOfGroups(); // asked once: it is not changed under a program
    const int limit = granted > 0 ? granted : std::numeric_limits<int>::max();
    return std::max(1, std::min({coresOfAffinity(), limit, onednn::threadLimit()}));
}

} // namespace accumulus
