#pragma once

#include <cstddef>
#include <vector>

namespace accumulus::onednn {

class BoundPrimitive;

/// Which of oneDNN's primitives a thread runs, to run them again with nothing between them: the
/// limit of how fast whatever was recorded can be. They must outlive it. What they compute on a
/// replay is of no use, and those that add do so again.
///
///     PrimitiveRecording recording;
///     recording.start();
///     trainer.runMicroBatch();
///     recording.stop();
///     recording.replay();
class PrimitiveRecording
{
public:
    PrimitiveRecording();
    ~PrimitiveRecording();

    PrimitiveRecording(const PrimitiveRecording&) = delete;
    PrimitiveRecording& operator=(const PrimitiveRecording&) = delete;

    void start();
    void stop();
    void replay() const;

    std::size_t count() const { return m_primitives.size(); }

private:
    std::vector<const BoundPrimitive*> m_primitives;
};

} // namespace accumulus::onednn
