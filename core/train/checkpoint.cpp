#include "core/train/checkpoint.h"

#include "core/data/data_source.h"
#include "core/data/fingerprint.h"
#include "core/data_error.h"
#include "core/file/output_file.h"
#include "core/file/path_kind.h"
#include "core/record/number_text.h"
#include "core/record/state_archive.h"
#include "core/record/tensor_file.h"
#include "core/train/trainer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

constexpr const char* checkpointName = "checkpoint.safetensors";
constexpr const char* curveName = "updates.csv";
constexpr const char* nextCurveName = "updates.csv.next";
constexpr const char* lockName = "checkpoint.lock";
constexpr const char* formatName = "accumulus-checkpoint/2";

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

/// The other form of a path than the one that the experiment has, absolute or as seen from the
/// folder, by which data is found that was moved alone or together with the folder.
std::string otherPathKey(std::size_t i)
{
    return "other_path." + std::to_string(i);
}

void addOtherPaths(const DataOptions& data, const std::filesystem::path& folder,
                   std::map<std::string, std::string>& metadata)
{
    for (std::size_t i = 0; i < data.paths().size(); ++i) {
        std::error_code error;
        const std::filesystem::path path = *data.paths()[i];
        metadata[otherPathKey(i)] = path.empty() || data.wasRelative[i]
            ? path.string()
            : std::filesystem::relative(path, std::filesystem::absolute(folder), error).string();
    }
}

void findMovedData(DataOptions& data, const std::filesystem::path& folder, ReadingArchive& archive)
{
    for (std::size_t i = 0; i < data.paths().size(); ++i) {
        std::string other;
        archive.value(otherPathKey(i), other);
        std::string& path = *data.paths()[i];
        const auto there = std::filesystem::absolute(folder / other);
        if (!other.empty() && !isThere(path) && isThere(there))
            path = there.string();
    }
}

/// Names and shapes of all parameters: a model text must mean the same as it did.
std::string modelFingerprint(const ParameterArena& arena)
{
    std::string text;
    for (const auto& parameter : arena.parameters()) {
        text += parameter.name;
        for (const int side : parameter.shape)
            text += ' ' + std::to_string(side);
        text += '\n';
    }
    return std::to_string(arena.parameterCount()) + " parameters, "
        + std::to_string(crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

bool isMadeUp(const Experiment& experiment)
{
    return dataSource(experiment.data.source).kind == DataKind::Synthetic;
}

/// A curve, or its beginning: whoever wrote it may have been killed.
bool mayBeCurve(const std::filesystem::path& file)
{
    const std::string header = UpdateCsv::headerFront();
    std::string front(header.size(), '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(front.data(), static_cast<std::streamsize>(front.size()));
    front.resize(static_cast<std::size_t>(stream.gcount()));
    return header.starts_with(front);
}

} // namespace

Checkpoint::Checkpoint(const std::filesystem::path& folder, Curve curve)
    : m_file(std::make_unique<TensorFile>(folder / checkpointName, Checksum::OfAll))
{
    ReadingArchive archive(*m_file);
    std::string format;
    archive.value("format", format);
    if (format != formatName)
        m_file->fail("it is of another version (\"" + format + "\"); this one goes on from "
                     + formatName);
    std::string experiment;
    archive.value("experiment", experiment);
    archive.count("updates", m_update);
    try {
        m_experiment = experimentFromJson(experiment, (folder / checkpointName).string());
    } catch (const ExperimentError& error) {
        throw DataError(error.what());
    }
    resolvePaths(m_experiment.data, folder);
    findMovedData(m_experiment.data, folder, archive);
    m_curve = findCurve(folder);
    if (!m_curve && curve == Curve::Required)
        throw DataError((folder / curveName).string()
                        + " is not the curve that was written with the checkpoint: it was changed, "
                          "cut off or removed. Put it back, or go on without it (--without-curve)");
}

Checkpoint::~Checkpoint() = default;
Checkpoint::Checkpoint(Checkpoint&&) noexcept = default;

std::optional<CheckpointCurve> Checkpoint::findCurve(const std::filesystem::path& folder) const
{
    ReadingArchive archive(*m_file);
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
    std::int64_t checksum = 0;
    archive.count("curve.rows", rows);
    archive.count("curve.bytes", bytes);
    archive.count("curve.checksum", checksum);
    const WrittenBytes written{static_cast<std::uint64_t>(bytes),
                               static_cast<std::uint32_t>(checksum)};
    for (const char* name : {curveName, nextCurveName}) {
        if (auto curve = CheckpointCurve::find(folder / name, written, rows))
            return curve;
    }
    return std::nullopt;
}

void Checkpoint::expectData(const TrainingData& data) const
{
    ReadingArchive archive(*m_file);
    std::string before;
    archive.value("data", before);
    const std::string now = fingerprint(data, !isMadeUp(m_experiment));
    if (before == now)
        return;
    m_file->fail("the run was trained on other data than there is now (" + before + " then, " + now
                 + " now). Give the data as it was, from another place with --set "
                   "data.file=PATH, or start a new run");
}

void Checkpoint::restore(Trainer& trainer) const
{
    ReadingArchive archive(*m_file);
    std::string model;
    archive.value("model", model);
    if (model != modelFingerprint(trainer.model().arena()))
        m_file->fail("its model has other parameters than \"" + m_experiment.model
                     + "\" has in this version");
    try {
        trainer.archive(archive);
    } catch (const ExperimentError& error) {
        m_file->fail(error.what());
    }
}

CheckpointFolder::CheckpointFolder(const std::filesystem::path& path)
    : m_path(makeFolder(path, "checkpoints"))
    , m_lock(m_path, lockName, "its checkpoint")
    , m_curveStream(nullptr)
{
    for (const char* name : {checkpointName, curveName, nextCurveName})
        OutputPlace{m_path / name};
    removeLeftovers();
}

CheckpointFolder::~CheckpointFolder()
{
    std::error_code ignored;
    if (m_isNext && m_lock.isInPlace()) // nothing was saved
        std::filesystem::remove(m_path / nextCurveName, ignored);
}

/// What a killed run left half written.
void CheckpointFolder::removeLeftovers()
{
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(m_path, error)) {
        const std::string file = entry.path().filename().string();
        for (const char* name : {checkpointName, curveName, nextCurveName}) {
            if (isPartOf(file, name))
                std::filesystem::remove(entry.path(), error);
        }
    }
}

/// A new file, whatever was there: nobody else's link leads to it.
void CheckpointFolder::openNextCurve()
{
    const std::filesystem::path file = m_path / nextCurveName;
    if (isThere(file) && !mayBeCurve(file))
        throw OutputError(file, "it is there already and is no curve; move it away");
    std::error_code error;
    std::filesystem::remove(file, error);
    struct stat older = {};
    const bool replaces = stat((m_path / curveName).c_str(), &older) == 0;
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                                replaces ? older.st_mode & 0777 : 0666);
    if (descriptor < 0)
        throw OutputError(file, systemErrorText(errno));
    m_isNext = true;
    m_curveFile = std::make_unique<FileBuffer>(descriptor, file);
    m_curveStream.rdbuf(m_curveFile.get());
    m_curveStream.exceptions(std::ios::badbit);
}

void CheckpointFolder::begin(const std::vector<std::string>& probeNames,
                             const std::optional<CheckpointCurve>& before)
{
    const std::filesystem::path file = m_path / curveName;
    if (!holdsCheckpoint(m_path) && isThere(file))
        throw OutputError(file,
                          "it is there already and belongs to no checkpoint; move it away or "
                          "choose another folder");
    if (before && isSame(before->file(), m_path / nextCurveName))
        nameCurve(); // killed before the last save() did so
    m_setsCurveAside = !before && isThere(file);
    openNextCurve();
    m_curve.emplace(m_curveStream, before ? before->probeNames(probeNames) : probeNames);
    if (!before)
        return;
    before->forEachRow([&](const std::string& row) { m_curve->writeRow(before->header(), row); });
    m_rows = before->rows();
}

void CheckpointFolder::add(const UpdateRecord& record)
{
    m_curve->write(record);
    ++m_rows;
}

void CheckpointFolder::save(Trainer& trainer)
{
    m_lock.expectInPlace();
    m_curveFile->flushToDisk(); // the curve first: a checkpoint never knows of more than is there
    const std::filesystem::path curve = m_path / (m_isNext ? nextCurveName : curveName);
    if (!m_curveFile->isWholeAt(curve))
        throw OutputError(curve, "it was moved, removed or changed while the run was using it");
    Experiment experiment = trainer.experiment();
    experiment.hyperparameters = trainer.settings();       // as they were changed on the way
    if (!experiment.hyperparameters.stepsSchedule.empty()) // which changes N by itself
        experiment.hyperparameters.accumulationSteps =
            trainer.experiment().hyperparameters.accumulationSteps;
    if (m_fingerprint.empty())
        m_fingerprint = fingerprint(trainer.data(), !isMadeUp(experiment));
    WritingArchive archive;
    archive.metadata["format"] = formatName;
    archive.metadata["experiment"] = toJson(experiment, m_path);
    addOtherPaths(experiment.data, m_path, archive.metadata);
    archive.metadata["data"] = m_fingerprint;
    archive.metadata["model"] = modelFingerprint(trainer.model().arena());
    const WrittenBytes written = m_curveFile->written();
    archive.metadata["curve.rows"] = textOf(m_rows);
    archive.metadata["curve.bytes"] = textOf(written.bytes);
    archive.metadata["curve.checksum"] = textOf(written.checksum);
    trainer.archive(archive);
    writeTensorFile(m_path / checkpointName, archive.metadata, archive.tensors, Checksum::OfAll);
    if (std::exchange(m_isNext, false))
        nameCurve();
}

/// The curve that a run goes on without may be nearly whole.
void CheckpointFolder::setCurveAside()
{
    std::filesystem::path place;
    for (int i = 1; place.empty() || isThere(place); ++i)
        place = m_path / (std::string(curveName) + ".damaged-" + std::to_string(i));
    std::error_code error;
    std::filesystem::rename(m_path / curveName, place, error);
    if (error)
        throw OutputError(place, error.message());
}

void CheckpointFolder::nameCurve()
{
    if (std::exchange(m_setsCurveAside, false))
        setCurveAside();
    std::error_code error;
    std::filesystem::rename(m_path / nextCurveName, m_path / curveName, error);
    if (error)
        throw OutputError(m_path / curveName, error.message());
    flushFolder(m_path);
}

bool CheckpointFolder::holdsCheckpoint(const std::filesystem::path& folder)
{
    return isThere(folder / checkpointName);
}

std::vector<std::filesystem::path> CheckpointFolder::files(const std::filesystem::path& folder)
{
    return {folder / checkpointName, folder / curveName, folder / nextCurveName, folder / lockName};
}

void CheckpointFolder::refusePart(const std::filesystem::path& path)
{
    if (path.empty() || descriptorOf(path) >= 0)
        return;
    const std::filesystem::path place = placeOf(path);
    const std::filesystem::path folder = place.parent_path();
    const auto parts = files(folder);
    if (holdsCheckpoint(folder) && std::find(parts.begin(), parts.end(), place) != parts.end())
        throw OutputError(path, "it is part of a checkpoint; choose another name");
}

} // namespace accumulus
