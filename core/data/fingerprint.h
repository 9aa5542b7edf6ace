#pragma once

#include "core/data/dataset.h"

#include <string>

namespace accumulus {

/// What tells a prepared data set from others: how many rows, columns and classes it has, and a
/// CRC-32 of all its values and class names, such as "354 + 88 rows, 10 features, a3f01b22". Equal
/// for equal data, wherever its file lies; other for rows that were changed, moved or added.
///
/// \a withValues: false for data that is made up, whose last digits may depend on the machine's
/// mathematical library.
std::string fingerprint(const TrainingData& data, bool withValues);

} // namespace accumulus
