#pragma once

#include "app/cli/file_sink.h"
#include "core/train/trainer.h"

#include <string>

namespace accumulus {

/// How a run ended and what it has come to, for standard output: a line, and one that says what an
/// update gets. Figures that were not measured are left out. \a sink: of the records that this
/// program made.
std::string runSummary(const Trainer& trainer, const FileSink& sink);

} // namespace accumulus
