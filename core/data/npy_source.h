#pragma once

#include "core/data/data_source.h"

namespace accumulus {

/// Source `npy`: features in `data.file`, targets in `data.labels`, and rows for validation in
/// `data.validation_file` and `data.validation_labels`, if there are any; all NPY files, plain or
/// gzip.
LoadedData loadNpy(const LoadRequest& request);

/// Source `npz`: one file of numpy's savez, compressed or not. Features are the first array there
/// is of x, X, x_train, features, data, arr_0; targets are `data.target` or the first there is of
/// y, Y, y_train, target, labels, arr_1. If there are x_test (or X_test) and y_test, they are the
/// rows for validation, unless `data.target` asks for other targets than those.
LoadedData loadNpz(const LoadRequest& request);

} // namespace accumulus
