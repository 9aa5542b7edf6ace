#pragma once

#include "core/data/batch_sampler.h"
#include "core/data/dataset.h"
#include "core/nn/layer.h"
#include "core/nn/loss.h"
#include "core/nn/parameter_arena.h"
#include "core/nn/sequence.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace accumulus {

/// How large a model is, known without making it.
struct ModelSize
{
    std::int64_t multiplyAdds = 0; ///< of one sample, see Layer::multiplyAdds()
    std::size_t parameters = 0;
};

/// Throws as Model does if the text cannot be read or its layers do not fit.
ModelSize sizeOfModel(std::string_view text, const LossKind& loss, const Dataset& data);

/// A sequence of layers with a loss at its end. All parameters lie in one ParameterArena.
///
///     model.forward(data, batch, gradientScale);   // loss, and its gradient scaled
///     model.backward();                            // adds to arena().gradients()
///
/// For every number of samples that is seen, primitives and buffers are made once and kept, as far
/// as the memory budget allows. They are counted in the account under whose scope the model was
/// made. The positions of a sample stand in the model as rows of their own.
class Model
{
public:
    /// \a text as parseModel() reads it. Throws std::invalid_argument if it cannot be read or does
    /// not end in what the loss and \a data need.
    Model(onednn::Engine& engine, std::string_view text, const LossKind& loss, const Dataset& data,
          const Initialization& initialization);
    ~Model();

    /// Loss of a micro-batch of \a data, summed, in training mode; keeps what backward() needs. The
    /// gradient of that sum is multiplied by \a gradientScale.
    BatchLoss forward(const Dataset& data, const MicroBatch& batch, float gradientScale);

    /// Adds the gradients of the last forward() to the arena.
    void backward();

    /// Loss over all rows of \a data, summed, in evaluation mode, without gradients. It takes \a
    /// rowsAtOnce samples at a time: as many as a micro-batch has need no more memory than training
    /// does.
    BatchLoss evaluate(const Dataset& data, int rowsAtOnce);

    /// Makes what forward() needs for \a samples, if it is not there yet. Throws MemoryBudgetError
    /// if that does not fit into the budget even without all other passes, std::invalid_argument
    /// if so many samples are more than a pass can have.
    void prepare(int samples) { passFor(samples); }

    /// Samples that a pass can have at most.
    std::int64_t largestPass() const;

    /// Forgets primitives and buffers for micro-batches of \a samples, of which no more will come.
    void release(int samples);
    /// The same for every number of samples: what is needed again is made again.
    void releaseAll();

    /// Training passes so far. What is drawn call by call (`dropout 0.5 by_call`) follows from it,
    /// so it belongs to the state of a run, and whoever computes something aside puts it back.
    std::int64_t calls() const { return m_calls; }
    void setCalls(std::int64_t calls) { m_calls = calls; }

    /// See Layer::batchDependence(): of the first such layer, or "".
    std::string_view batchDependence() const { return m_layers.batchDependence(); }

    /// Whether a layer draws random numbers for every sample and epoch.
    bool usesRandomNumbers() const { return m_usesRowKeys; }

    ParameterArena& arena() { return m_arena; }
    const ParameterArena& arena() const { return m_arena; }

    /// See Layer::multiplyAdds(): of one sample.
    std::int64_t multiplyAdds() const { return m_positions * m_layers.multiplyAdds(false); }

    /// Names of the oneDNN implementations used for micro-batches of \a samples.
    std::vector<std::string> implementations(int samples);

    /// Bytes of the buffers of a pass over \a samples, those of oneDNN's primitives aside.
    std::size_t passBytes(std::size_t samples) const;

    /// Adds what the primitives of such a pass take to the plan of the engine, which must be a
    /// planning one. More than a pass can have is as much as it can have.
    void planPass(std::size_t samples);

private:
    struct Pass; ///< the model bound to one number of samples

    Pass& passFor(int samples);
    std::unique_ptr<Pass> makePass(int samples);
    void checkOutputs(int wanted, const LossKind& loss) const;
    void fillRowKeys(Pass& pass, const MicroBatch& batch) const;
    BatchLoss lossOf(Pass& pass, float* gradient, float gradientScale) const;

    onednn::Engine& m_engine;
    ParameterArena m_arena;
    Sequence m_layers;
    std::unique_ptr<Loss> m_loss;
    std::uint64_t m_seed;
    int m_positions; ///< of a sample
    int m_inputs;    ///< of a position
    int m_outputs;
    int m_targets;
    bool m_hasWeights;
    bool m_usesRowKeys; ///< a layer draws random numbers
    std::map<int, std::unique_ptr<Pass>> m_passes;
    std::int64_t m_calls = 0;
    Pass* m_lastPass = nullptr;                                ///< of the last forward()
    MemoryAccount* m_account = MemoryScope::current().account; ///< in which passes are counted
};

} // namespace accumulus
