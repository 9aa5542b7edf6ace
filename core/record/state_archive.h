#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace accumulus {

/// What a checkpoint keeps of an object. The object names everything that it remembers in one
/// function, archive(), which serves writing and reading alike: an archive that writes reads the
/// values, one that reads sets them. So the two can never disagree.
///
///     void Trainer::archive(StateArchive& archive)
///     {
///         archive.value("updates", m_updates);
///         archive.buffer("weights", m_arena.weights());
///     }
///
/// Values survive to the bit. Buffers have the size that they have in the object; a file with
/// another one is refused. Reading throws DataError.
class StateArchive
{
public:
    virtual ~StateArchive() = default;

    virtual void value(std::string_view name, std::int64_t& value) = 0;
    virtual void value(std::string_view name, double& value) = 0;
    virtual void value(std::string_view name, std::string& value) = 0;

    void value(std::string_view name, int& value);
    /// A number of things: 0…2^53, so that counting on from it can go wrong nowhere.
    void count(std::string_view name, std::int64_t& value);
    void count(std::string_view name, int& value, int most);
    void value(std::string_view name, bool& value);

    void buffer(std::string_view name, std::span<float> values);
    void buffer(std::string_view name, std::span<double> values);
    void buffer(std::string_view name, std::span<std::uint16_t> bf16);

protected:
    /// \a type as safetensors calls it: F32, F64, BF16.
    virtual void tensor(std::string_view name, std::string_view type, std::span<std::byte> bytes,
                        std::size_t elementBytes) = 0;
};

} // namespace accumulus
