#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace accumulus {

/// Which diagnostics a run has.
struct ProbeOptions
{
    ProbeOptions(); ///< none

    /// One for each of probeKinds(): measured at every so manieth update, the first included;
    /// 0 = off.
    std::vector<int> every;

    /// Samples after which what the averages of the noise scale remember counts half; 0 = half an
    /// epoch.
    std::int64_t halfLife = 0;

    /// Training rows, at most, that the sharpness is measured on.
    int sharpnessSamples = 1000;

    /// Of the probe called \a name.
    int interval(std::string_view name) const;

    bool operator==(const ProbeOptions&) const = default;
};

} // namespace accumulus
