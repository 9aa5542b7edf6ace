#pragma once

namespace accumulus {

/// sums[c] += Σ over the rows of \a matrix [rows, columns], row by row from the top: the gradient
/// of a bias. oneDNN's reduction over rows is a reference implementation in 2.6.
void addColumnSums(const float* matrix, int rows, int columns, float* sums);

} // namespace accumulus
