#include "core/record/probe_values.h"

#include <algorithm>
#include <limits>

namespace accumulus {

double ProbeValues::at(std::string_view name) const
{
    if (names) {
        const auto it = std::find(names->begin(), names->end(), name);
        const auto index = static_cast<std::size_t>(it - names->begin());
        if (index < values.size())
            return values[index];
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace accumulus
