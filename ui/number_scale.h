#pragma once

namespace accumulus {

/// How a number is laid out on a slider, and what may be typed beside it. Pure functions: no
/// widget.
struct NumberScale
{
    enum class Mapping {
        Linear,
        Logarithmic,         ///< equal factors take equal room
        LogarithmicWithZero, ///< the same, and the leftmost position is 0
    };

    Mapping mapping = Mapping::Linear;
    double sliderMinimum = 0.0; ///< positive for logarithmic mappings
    double sliderMaximum = 1.0;
    double minimum = 0.0; ///< of what may be typed
    double maximum = 1.0;
    bool wholeNumbers = false;
    double singleStep = 0.0; ///< of the arrows; 0 = 1 for whole numbers, else the next of 1, 2, 5
    bool hasSlider = true;
};

/// Positions of every slider: 0…sliderPositions.
inline constexpr int sliderPositions = 1000;

/// The value at \a position: two significant digits, or a whole number.
double valueAt(const NumberScale& scale, int position);

/// The position nearest to \a value; values beyond the slider's ends are at its ends.
int positionOf(const NumberScale& scale, double value);

/// Where the arrows of the spin box go from \a value, \a steps up or down.
double stepped(const NumberScale& scale, double value, int steps);

/// \a value as a whole number if it must be one, and inside minimum…maximum.
double bounded(const NumberScale& scale, double value);

} // namespace accumulus
