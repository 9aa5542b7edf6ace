#pragma once

#include "core/data/data_source.h"

namespace accumulus {

/// Source `cifar10`: the binary version of CIFAR-10 (Krizhevsky 2009), plain or gzip. A row is a
/// label byte 0…9 and 3072 bytes of pixels, as planes of red, green and blue of 32×32; here they
/// become {32, 32, 3}, 0…255.
///
/// `data.file` is one such file, with `data.validation_file` as rows for validation if it is given,
/// or the folder of data_batch_1.bin to data_batch_5.bin and test_batch.bin, which is then the
/// validation set; in a folder each may have .gz behind its name.
LoadedData loadCifar10(const LoadRequest& request);

} // namespace accumulus
