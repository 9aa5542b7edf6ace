#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// What the diagnostics of a run measured, as a record carries it. The values name themselves,
/// because which there are depends on the experiment and its model: "noise_scale",
/// "update_ratio.layers.0.kernel". All records of a run share one list of names until its probes
/// are switched.
struct ProbeValues
{
    using Names = std::shared_ptr<const std::vector<std::string>>;

    Names names;                ///< null: no probes
    std::vector<double> values; ///< one a name; NaN: not measured here

    bool isEmpty() const { return values.empty(); }

    /// NaN if it was not measured or there is no such value.
    double at(std::string_view name) const;
};

} // namespace accumulus
