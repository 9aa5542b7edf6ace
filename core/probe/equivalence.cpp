#include "core/probe/equivalence.h"

#include "core/data_error.h"
#include "core/record/state_archive.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace accumulus {

Equivalence::Equivalence(const ProbeContext& context)
    : m_model(context.model)
    , m_training(context.training)
{}

std::vector<std::string> Equivalence::columns() const
{
    std::vector<std::string> names{"equivalence_error", "equivalence_cosine", "equivalence_max"};
    for (std::string& name : parameterColumns(m_model.arena(), "equivalence_error"))
        names.push_back(std::move(name));
    return names;
}

void Equivalence::addMicroBatch(const MicroBatchView& view, std::span<double>)
{
    const auto& rows = view.batch.rows;
    if (m_rows.empty())
        m_callsBefore = m_model.calls() - 1;
    m_crossesEpochs = m_crossesEpochs || (!m_rows.empty() && view.batch.epoch != m_epoch);
    m_epoch = view.batch.epoch;
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    m_sizes.push_back(static_cast<int>(rows.size()));
}

void Equivalence::beforeUpdate(const WindowView& view, std::span<double> values)
{
    if (m_crossesEpochs && m_model.usesRandomNumbers())
        return;
    const SideGradients side(m_model, m_kept);
    m_model.setCalls(m_callsBefore);
    if (computeBigBatch())
        compare(side.accumulated(), view.divisor, values);
}

/// Into the arena. False if it is too large.
bool Equivalence::computeBigBatch()
{
    const auto samples = static_cast<int>(m_rows.size());
    const double weight = m_training.weightOf(m_rows);
    if (!(weight > 0.0))
        return false;
    try {
        m_model.forward(m_training, {m_rows, m_epoch, {}}, static_cast<float>(1.0 / weight));
        m_model.backward();
    } catch (const std::invalid_argument&) { // the model's sentence about sizes
        return false;
    } catch (const MemoryBudgetError&) { // accumulating is for batches that do not fit
        return false;
    }
    if (std::find(m_sizes.begin(), m_sizes.end(), samples) == m_sizes.end())
        m_model.release(samples);
    return true;
}

void Equivalence::compare(std::span<const float> accumulated, double divisor,
                          std::span<double> values) const
{
    const std::span<const float> exact = m_model.arena().gradients();
    const GradientDistance all = gradientDistance(accumulated, divisor, exact);
    values[0] = all.error;
    values[1] = all.cosine;
    values[2] = all.max;
    const auto& parameters = m_model.arena().parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto& slice = parameters[i];
        values[3 + i] = gradientDistance(accumulated.subspan(slice.offset, slice.size), divisor,
                                         exact.subspan(slice.offset, slice.size))
                            .error;
    }
}

void Equivalence::endWindow()
{
    m_rows.clear();
    m_sizes.clear();
    m_crossesEpochs = false;
}

/// The rows as text, those of a micro-batch behind its number of them: "2 17 4 1 9".
void Equivalence::archive(StateArchive& archive)
{
    std::string text;
    std::size_t next = 0;
    for (const int size : m_sizes) {
        text += std::to_string(size) + ' ';
        for (int i = 0; i < size; ++i)
            text += std::to_string(m_rows[next++]) + ' ';
    }
    archive.value("equivalence.rows", text);
    archive.count("equivalence.epoch", m_epoch);
    archive.count("equivalence.calls_before", m_callsBefore);
    archive.value("equivalence.crosses_epochs", m_crossesEpochs);
    readRows(text);
}

void Equivalence::readRows(const std::string& text)
{
    m_rows.clear();
    m_sizes.clear();
    const char* place = text.data();
    const char* const end = place + text.size();
    const auto number = [&](std::uint64_t most) {
        std::uint64_t value = 0;
        const auto [rest, error] = std::from_chars(place, end, value);
        if (error != std::errc() || rest == end || *rest != ' ' || value > most)
            throw DataError("\"equivalence.rows\" is not a list of rows of the data");
        place = rest + 1;
        return value;
    };
    while (place != end) {
        m_sizes.push_back(static_cast<int>(number(std::numeric_limits<int>::max())));
        for (int i = 0; i < m_sizes.back(); ++i)
            m_rows.push_back(static_cast<std::uint32_t>(number(m_training.rowCount() - 1)));
    }
}

void Equivalence::giveWay()
{
    m_kept.clear();
    m_kept.shrink_to_fit();
}

GradientDistance gradientDistance(std::span<const float> approximate, double divisor,
                                  std::span<const float> exact)
{
    double difference = 0.0;
    double product = 0.0;
    double square = 0.0;
    double exactSquare = 0.0;
    double max = 0.0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        const double a = static_cast<double>(approximate[i]) / divisor;
        const auto e = static_cast<double>(exact[i]);
        difference += (a - e) * (a - e);
        product += a * e;
        square += a * a;
        exactSquare += e * e;
        max = std::max(max, std::abs(a - e));
    }
    return {std::sqrt(difference / exactSquare), product / std::sqrt(square * exactSquare), max};
}

} // namespace accumulus
