#pragma once

#include "core/data/dataset.h"

#include <string>
#include <vector>

namespace accumulus {

/// The shape in a text such as "8x8" or "32x32x3": height, width and channels (1 if they are left
/// out), each 1…65536; an empty text is no shape. Throws DataError for any other text.
std::vector<int> parseImageShape(const std::string& text);

/// Gives the features of \a rows the shape in \a text; nothing if it is empty. Throws DataError,
/// beginning with \a file, if the features are not as many.
void setImageShape(RowLayout& rows, const std::string& text, const std::string& file);

} // namespace accumulus
