#pragma once

#include "core/aligned_vector.h"
#include "core/onednn/precision.h"

#include <oneapi/dnnl/dnnl.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace accumulus::onednn {

/// Threads that OpenMP allows this process at most (OMP_THREAD_LIMIT).
int threadLimit();

/// A CPU engine with one in-order stream and the scratchpad that all its primitives share.
/// Make it on the thread that will run the primitives: the thread count is set for that thread, and
/// a primitive must run with the count it was made with.
class Engine
{
public:
    /// \a threads: of every primitive, at least 1. \a precision: that layers are to compute in.
    explicit Engine(int threads, Precision precision = Precision::F32);

    /// An engine that makes nothing: what primitives would take is added to \a plan, and those that
    /// are bound to it cannot run. Sets the thread count like the other, on which sizes depend.
    Engine(int threads, Precision precision, MemoryAccount& plan);

    bool isPlanning() const { return m_plan != nullptr; }
    int threads() const { return m_threads; }
    Precision precision() const { return m_precision; }
    const dnnl::engine& engine() const { return m_engine; }
    const dnnl::stream& stream() const { return m_stream; }

    using Buffer = std::shared_ptr<AlignedVector<std::byte>>;

    /// A buffer of a primitive's own, counted under \a category.
    Buffer buffer(MemoryCategory category, std::size_t bytes);

    /// A buffer for a primitive's scratchpad, of at least \a bytes. Primitives run one after the
    /// other, so all share one; who needs a larger one gets a new one that is shared from then on.
    Buffer scratchpad(std::size_t bytes);

    /// The next primitive gets a new scratchpad: those that shared this one are gone.
    void dropScratchpad();

private:
    MemoryAccount* m_plan = nullptr;
    int m_threads;
    Precision m_precision;
    dnnl::engine m_engine;
    dnnl::stream m_stream;
    Buffer m_scratchpad;
    std::size_t m_scratchpadBytes = 0;
};

/// A primitive with its arguments bound once. run() goes through oneDNN's C interface with an
/// argument array that is made here, because the C++ interface builds one on the heap at every
/// call. (oneDNN itself still allocates; a 32×10 matmul takes 0.35 µs, nearly all of it the call.)
class BoundPrimitive
{
public:
    struct Argument
    {
        int index; ///< DNNL_ARG_…
        dnnl::memory memory;
        Engine::Buffer buffer = nullptr; ///< keeps the memory's data alive if nobody else does
    };

    BoundPrimitive() = default;

    /// \a implementation: the primitive descriptor's impl_info_str().
    BoundPrimitive(const Engine& engine, dnnl::primitive primitive, std::vector<Argument> arguments,
                   std::string implementation);

    void run() const;

    const std::string& implementation() const { return m_implementation; }

private:
    dnnl::primitive m_primitive;
    dnnl::stream m_stream;
    std::vector<Argument> m_arguments; ///< keeps the memories alive that m_bound points to
    std::vector<dnnl_exec_arg_t> m_bound;
    std::string m_implementation;
};

} // namespace accumulus::onednn
