#pragma once

#include "core/train/experiment.h"

namespace accumulus {

/// How far gradients computed in bf16 are from those in f32, relative, in the Euclidean norm.
struct PrecisionError
{
    double least = 0.0; ///< that is expected
    double most = 0.0;
    double measured = 0.0;
    int products = 0; ///< layers that multiply matrices or convolve
};

/// Of the first effective batch of \a experiment at its initial weights.
///
/// Rounding to bf16 moves every input of a product by an error that is evenly spread over ±u,
/// u = 2⁻⁸: by u/√3 in the root mean square. A gradient has gone through a product forward and one
/// backward for each of the L layers, each with two rounded inputs, and 4L independent errors add
/// up as their squares: ε = u·√(4L/3), the least. (Convolutions of one or two channels count too,
/// though they stay in f32.)
///
/// Where a value that relu sees is moved across 0, a whole share of the gradient comes or goes. Two
/// normal variables that differ by a relative ε have different signs with probability ε/π, and half
/// of the units are on, so the squared error is up to 2ε/π: √(2ε/π) is the most. Sums over samples
/// average some of that out.
PrecisionError precisionError(const Experiment& experiment);

/// Up to which relative distance gradients count as equal to rounding when an experiment's batch is
/// cut another way. In f32: sums in another order, measured 1e-7 to 2e-6. In bf16 such a sum may
/// fall on the other side of a rounding's edge, which moves it by 2u, and everything behind it:
/// measured 1e-5 to 1e-3.
double equivalenceLimit(Precision precision);

} // namespace accumulus
