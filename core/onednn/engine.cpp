#include "core/onednn/engine.h"

#include "core/onednn/primitive_recording.h"

#include <cassert>
#include <utility>

// GCC's OpenMP, on which the distributions' oneDNN runs. Declared here instead of including omp.h,
// so that a Clang build does not bring in its own runtime with a second pool of threads.
extern "C" void omp_set_num_threads(int threads);
extern "C" void omp_set_dynamic(int isDynamic);
extern "C" int omp_get_thread_limit();

namespace accumulus::onednn {

namespace {

/// Of this thread; null nearly always.
thread_local std::vector<const BoundPrimitive*>* recording = nullptr;

} // namespace

int threadLimit()
{
    return omp_get_thread_limit();
}

Engine::Engine(int threads, Precision precision)
    : m_threads(threads)
    , m_precision(precision)
    , m_engine(dnnl::engine::kind::cpu, 0)
{
    assert(threads >= 1);
    omp_set_dynamic(0); // or a busy machine gets fewer threads, and other last digits
    omp_set_num_threads(threads);
    m_stream = dnnl::stream(m_engine);
}

Engine::Engine(int threads, Precision precision, MemoryAccount& plan)
    : Engine(threads, precision)
{
    m_plan = &plan;
}

Engine::Buffer Engine::buffer(MemoryCategory category, std::size_t bytes)
{
    if (m_plan)
        m_plan->add(category, bytes);
    const MemoryScope scope(category);
    return std::make_shared<AlignedVector<std::byte>>(m_plan ? 0 : bytes);
}

Engine::Buffer Engine::scratchpad(std::size_t bytes)
{
    if (m_scratchpadBytes < bytes) {
        m_scratchpad = buffer(MemoryCategory::Workspace, bytes);
        m_scratchpadBytes = bytes;
    }
    return m_scratchpad;
}

void Engine::dropScratchpad()
{
    m_scratchpad.reset();
    m_scratchpadBytes = 0;
}

BoundPrimitive::BoundPrimitive(const Engine& engine, dnnl::primitive primitive,
                               std::vector<Argument> arguments, std::string implementation)
    : m_primitive(std::move(primitive))
    , m_stream(engine.stream())
    , m_arguments(std::move(arguments))
    , m_implementation(std::move(implementation))
{
    m_bound.reserve(m_arguments.size());
    for (const Argument& argument : m_arguments)
        m_bound.push_back({argument.index, argument.memory.get()});
}

void BoundPrimitive::run() const
{
    if (recording)
        recording->push_back(this);
    const dnnl_status_t status = dnnl_primitive_execute(
        m_primitive.get(), m_stream.get(), static_cast<int>(m_bound.size()), m_bound.data());
    dnnl::error::wrap_c_api(status, "a oneDNN primitive could not be executed");
}

PrimitiveRecording::PrimitiveRecording() = default;

PrimitiveRecording::~PrimitiveRecording()
{
    stop();
}

void PrimitiveRecording::start()
{
    assert(!recording);
    recording = &m_primitives;
}

void PrimitiveRecording::stop()
{
    if (recording == &m_primitives)
        recording = nullptr;
}

void PrimitiveRecording::replay() const
{
    for (const BoundPrimitive* primitive : m_primitives)
        primitive->run();
}

} // namespace accumulus::onednn
