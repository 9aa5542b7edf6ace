#pragma once

#include "core/data/array_reader.h"

namespace accumulus {

/// NPY, numpy's format of one array, versions 1 to 3 (NEP 1): a magic number, the length of a
/// header, and the header, a Python dict of `descr`, `fortran_order` and `shape`; then the
/// elements. Reads booleans, whole numbers of 1, 2, 4 and 8 bytes and floats of 4 and 8, of both
/// byte orders, stored row by row or column by column. Left out, with a sentence: half precision,
/// complex numbers, text, records and objects (which would be code to run).
///
/// \a bytes: from the front. Throws DataError.
ArrayReader openNpy(ByteReader bytes);

} // namespace accumulus
