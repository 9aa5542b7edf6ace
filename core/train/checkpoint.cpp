#include "core/train/checkpoint.h"

#include "core/data_error.h"
#include "core/record/atomic_file.h"
#include "core/record/number_text.h"
#include "core/record/run_csv.h"
#include "core/record/state_archive.h"
#include "core/record/tensor_file.h"
#include "core/train/trainer.h"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace accumulus {

namespace {

constexpr const char* checkpointName = "checkpoint.safetensors";
constexpr const char* curveName = "updates.csv";

template <typename Number>
std::string textOf(Number number)
{
    std::ostringstream text;
    writeNumber(text, number);
    return text.str();
}

/// Scalars become metadata, buffers tensors.
class WritingArchive : public StateArchive
{
public:
    using StateArchive::value;

    void value(std::string_view name, std::int64_t& value) override
    {
        metadata[std::string(name)] = textOf(value);
    }
    void value(std::string_view name, double& value) override
    {
        metadata[std::string(name)] = textOf(value);
    }
    void value(std::string_view name, std::string& value) override
    {
        metadata[std::string(name)] = value;
    }

    std::map<std::string, std::string> metadata;
    std::vector<TensorToWrite> tensors;

protected:
    void tensor(std::string_view name, std::string_view type, std::span<std::byte> bytes,
                std::size_t elementBytes) override
    {
        tensors.push_back({std::string(name),
                           std::string(type),
                           {static_cast<std::int64_t>(bytes.size() / elementBytes)},
                           bytes});
    }
};

class ReadingArchive : public StateArchive
{
public:
    explicit ReadingArchive(TensorFile& file)
        : m_file(file)
    {}

    using StateArchive::value;

    void value(std::string_view name, std::int64_t& value) override { number(name, value); }
    void value(std::string_view name, double& value) override { number(name, value); }
    void value(std::string_view name, std::string& value) override { value = text(name); }

protected:
    void tensor(std::string_view name, std::string_view type, std::span<std::byte> bytes,
                std::size_t elementBytes) override
    {
        m_file.read(std::string(name), type,
                    {static_cast<std::int64_t>(bytes.size() / elementBytes)}, bytes);
    }

private:
    const std::string& text(std::string_view name) const
    {
        const auto entry = m_file.metadata().find(std::string(name));
        if (entry == m_file.metadata().end())
            m_file.fail("there is no \"" + std::string(name)
                        + "\"; is this a checkpoint of Accumulus?");
        return entry->second;
    }

    template <typename Number>
    void number(std::string_view name, Number& value) const
    {
        const std::string& digits = text(name);
        const char* end = digits.data() + digits.size();
        const auto [rest, error] = std::from_chars(digits.data(), end, value);
        if (error != std::errc() || rest != end)
            m_file.fail("\"" + std::string(name) + "\" is \"" + digits.substr(0, 40)
                        + "\", which is not a number");
    }

    TensorFile& m_file;
};

std::int64_t updateOfRow(const std::string& row)
{
    std::int64_t update = 0;
    std::from_chars(row.data(), row.data() + row.size(), update);
    return update;
}

} // namespace

CheckpointInfo readCheckpointInfo(const std::filesystem::path& folder)
{
    TensorFile file(folder / checkpointName);
    ReadingArchive archive(file);
    std::string experiment;
    CheckpointInfo info;
    archive.value("experiment", experiment);
    archive.value("updates", info.update);
    try {
        info.experiment = experimentFromJson(experiment, (folder / checkpointName).string());
    } catch (const ExperimentError& error) {
        throw DataError(error.what());
    }
    return info;
}

void restoreCheckpoint(const std::filesystem::path& folder, Trainer& trainer)
{
    TensorFile file(folder / checkpointName);
    ReadingArchive archive(file);
    try {
        trainer.archive(archive);
    } catch (const ExperimentError& error) {
        file.fail(error.what());
    }
}

CheckpointCurve readCheckpointCurve(const std::filesystem::path& folder, std::int64_t update)
{
    std::ifstream file(folder / curveName);
    CheckpointCurve curve;
    std::getline(file, curve.header);
    // Behind the checkpoint's update the last line may be cut off.
    std::string line;
    while (std::getline(file, line) && updateOfRow(line) <= update)
        curve.rows.push_back(line);
    return curve;
}

CheckpointFolder::CheckpointFolder(std::filesystem::path path)
    : m_path(std::move(path))
{
    std::error_code error;
    std::filesystem::create_directories(m_path, error);
    if (error || !std::filesystem::is_directory(m_path))
        throw std::runtime_error(m_path.string() + " cannot be made a folder for checkpoints"
                                 + (error ? ": " + error.message() : std::string()));
    // What a killed run left half written.
    for (const auto& entry : std::filesystem::directory_iterator(m_path)) {
        if (entry.path().filename().string().find(".part-") != std::string::npos)
            std::filesystem::remove(entry.path(), error);
    }
}

void CheckpointFolder::begin(const std::vector<std::string>& probeNames,
                             const CheckpointCurve& before)
{
    // The curve of before is replaced as a whole, and added to from there on.
    std::ostringstream text;
    UpdateCsv(text, probeNames).writeBefore(before.header, before.rows);
    AtomicFile file(m_path / curveName);
    file.stream() << text.str();
    file.commit();
    m_curveFile.open(m_path / curveName, std::ios::binary | std::ios::app);
    m_curve.emplace(m_curveFile, probeNames, UpdateCsv::Header::IsThere);
}

void CheckpointFolder::add(const UpdateRecord& record)
{
    m_curve->write(record);
}

void CheckpointFolder::save(Trainer& trainer)
{
    m_curveFile.flush();
    if (!m_curveFile)
        throw std::runtime_error((m_path / curveName).string()
                                 + " cannot be written; is the disk full?");
    WritingArchive archive;
    Experiment experiment = trainer.experiment();
    experiment.hyperparameters = trainer.settings(); // as they were changed on the way
    archive.metadata["experiment"] = toJson(experiment);
    trainer.archive(archive);
    writeTensorFile(m_path / checkpointName, archive.metadata, archive.tensors);
}

bool CheckpointFolder::holdsCheckpoint(const std::filesystem::path& folder)
{
    return std::filesystem::exists(folder / checkpointName);
}

} // namespace accumulus
