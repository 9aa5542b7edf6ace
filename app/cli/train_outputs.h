#pragma once

#include "app/cli/file_sink.h"
#include "app/cli/train_options.h"
#include "core/file/output_file.h"
#include "core/train/trainer.h"

#include <map>
#include <string>

namespace accumulus {

/// The files that `train` was asked to write: looked at before hours of training, not after, and
/// those of the end written then. The curves come as it trains, see FileSink.
class TrainOutputs
{
public:
    /// Throws ExperimentError, OutputError or std::invalid_argument if a file cannot be written, is
    /// one that the run reads (data, experiment, weights, checkpoint), or is named twice.
    TrainOutputs(const TrainOptions& options, const Experiment& experiment);

    /// One of them goes to standard output.
    bool usesStandardOutput() const;

    /// Throws OutputError if another file came to one of the places, while data was loaded.
    void expectUnchanged() const;

    /// Writes figures, weights and \a experiment, where they were asked for. What goes wrong with
    /// one does not keep the others from being written; it is returned, as sentences.
    std::string writeResults(const Experiment& experiment, Trainer& trainer,
                             const FileSink& sink) const;

private:
    TrainOptions m_options;
    std::map<std::string, OutputPlace> m_places; ///< what was there at first, by the file's name
};

} // namespace accumulus
