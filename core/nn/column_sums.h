#pragma once

namespace accumulus {

/// sums[c] += Σ over the rows of \a matrix [rows, columns]: the gradient of a bias. On up to \a
/// threads threads; the result does not depend on their number. oneDNN's reduction over rows is a
/// reference implementation in 2.6, and the bias gradient of its convolution takes three times as
/// long as this.
void addColumnSums(const float* matrix, int rows, int columns, float* sums, int threads = 1);

} // namespace accumulus
