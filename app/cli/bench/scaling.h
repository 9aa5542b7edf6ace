#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// One measured point of how time grows.
struct ScalingPoint
{
    double size = 0.0;
    double microseconds = 0.0; ///< for everything, so that linear growth is the best there is
    /// log(time ratio) ÷ log(size ratio) to the point before: 1 is linear, 0 is free. NaN for the
    /// first.
    double exponent = 0.0;
};

/// How the time of something grows with its size.
struct Scaling
{
    std::string_view name; ///< "parameters"
    std::string_view what; ///< that is timed
    std::string_view why;  ///< growth may be worse than linear, a sentence
    std::vector<ScalingPoint> points;
};

/// From which exponent on growth counts as worse than linear; below, it is noise.
inline constexpr double superlinear = 1.1;

/// Measures all, \a seconds for each point.
std::vector<Scaling> measureScaling(double seconds);

/// Where \a scaling grows faster than linear, and why; or that it does not. A sentence.
std::string scalingNote(const Scaling& scaling);

/// The measurements as small charts in one picture, both axes logarithmic, with linear growth
/// dashed.
std::string scalingSvg(const std::vector<Scaling>& scalings);

} // namespace accumulus
