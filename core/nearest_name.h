#pragma once

#include <span>
#include <string>
#include <string_view>

namespace accumulus {

/// The one of \a names that somebody may have meant by \a name, which is none of them or in the
/// wrong place: that which the fewest letters must be changed, added, left out or swapped with
/// their neighbour to make, if those are at most a third of \a name's; else "".
std::string nearestName(std::string_view name, std::span<const std::string> names);

} // namespace accumulus
