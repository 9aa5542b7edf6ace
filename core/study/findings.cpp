#include "core/study/scenario.h"
#include "core/study/sweep_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace accumulus {

namespace {

/// What is measured of a point or of several, and what is expected, seed by seed.
struct Comparison
{
    std::vector<double> measured;
    std::vector<double> expected;
    std::string where;
};

/// Looks at the results of one scenario.
class Judge
{
public:
    explicit Judge(const SweepResult& result)
        : m_result(result)
    {}

    Finding judge(const Expectation& expectation) const
    {
        Finding worst{.expectation = &expectation, .holds = true};
        double worstDistance = -std::numeric_limits<double>::infinity();
        for (const Comparison& comparison : comparisons(expectation)) {
            const double distance = distanceOf(expectation, comparison);
            worst.holds = worst.holds && distance <= 0.0; // NaN does not hold
            if (distance > worstDistance || std::isnan(distance)) {
                worstDistance = distance;
                worst.measured = textOf(comparison.measured);
                worst.expected = textOf(comparison.expected);
                worst.where = comparison.where;
            }
            if (std::isnan(distance))
                break;
        }
        return worst;
    }

private:
    std::vector<Comparison> comparisons(const Expectation& expectation) const
    {
        const std::vector<std::size_t> points = pointsAt(expectation.at);
        if (expectation.combination != Combination::Each)
            return {combined(expectation, points)};
        std::vector<Comparison> comparisons;
        for (const std::size_t point : points)
            comparisons.push_back(
                {measuredAt(expectation, point), expectedAt(expectation, point), nameOf(point)});
        return comparisons;
    }

    Comparison combined(const Expectation& expectation,
                        const std::vector<std::size_t>& points) const
    {
        std::vector<std::vector<double>> measured; // of each point, by seed
        std::vector<std::vector<double>> expected;
        for (const std::size_t point : points) {
            measured.push_back(measuredAt(expectation, point));
            expected.push_back(expectedAt(expectation, point));
        }
        Comparison comparison;
        for (std::size_t seed = 0; seed < measured.front().size(); ++seed) {
            comparison.measured.push_back(combination(expectation, points, ofSeed(measured, seed)));
            comparison.expected.push_back(spreadOf(ofSeed(expected, seed)).mean);
        }
        return comparison;
    }

    static std::vector<double> ofSeed(const std::vector<std::vector<double>>& values,
                                      std::size_t seed)
    {
        std::vector<double> result;
        for (const auto& ofPoint : values)
            result.push_back(ofPoint.at(seed));
        return result;
    }

    double combination(const Expectation& expectation, const std::vector<std::size_t>& points,
                       const std::vector<double>& values) const
    {
        switch (expectation.combination) {
        case Combination::Spread:
            return relativeSpread(values);
        case Combination::Slope:
            return slope(expectation, points, values);
        case Combination::Mean:
        case Combination::Each:
            break;
        }
        return spreadOf(values).mean;
    }

    static double relativeSpread(const std::vector<double>& values)
    {
        const auto [least, most] = std::minmax_element(values.begin(), values.end());
        const double distance = *most - *least;
        return distance == 0.0 ? 0.0 : distance / std::abs(spreadOf(values).mean);
    }

    double slope(const Expectation& expectation, const std::vector<std::size_t>& points,
                 const std::vector<double>& values) const
    {
        double x = 0.0;
        double y = 0.0;
        double xx = 0.0;
        double xy = 0.0;
        const auto n = static_cast<double>(points.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            const double u = std::log(std::stod(valueOf(points[i], expectation.along)));
            const double v = std::log(values[i]);
            x += u / n;
            y += v / n;
            xx += u * u / n;
            xy += u * v / n;
        }
        return (xy - x * y) / (xx - x * x);
    }

    /// Positive if the expectation does not hold: by how much, relative to what is allowed.
    static double distanceOf(const Expectation& expectation, const Comparison& comparison)
    {
        const Spread measured = spreadOf(comparison.measured);
        const Spread expected = spreadOf(comparison.expected);
        if (measured.count == 0 && expectation.relation == Relation::Above
            && std::any_of(comparison.measured.begin(), comparison.measured.end(),
                           [](double value) { return value > 0.0 && std::isinf(value); }))
            return -1.0;
        // What some seeds do not have is not judged by the others.
        if (static_cast<std::size_t>(measured.count) < comparison.measured.size()
            && expectation.relation != Relation::Above)
            return std::numeric_limits<double>::quiet_NaN();
        const double size = std::max(std::abs(expected.mean), 1e-300);
        switch (expectation.relation) {
        case Relation::Below:
            return (measured.mean - expected.mean) / size;
        case Relation::Above:
            return (expected.mean - measured.mean) / size;
        case Relation::Near:
            break;
        }
        std::vector<double> differences;
        for (std::size_t i = 0; i < comparison.measured.size(); ++i)
            differences.push_back(comparison.measured[i] - comparison.expected[i]);
        const Spread difference = spreadOf(differences);
        const double allowed = std::max(expectation.within * std::abs(expected.mean),
                                        expectation.errors * difference.standardError());
        return (std::abs(difference.mean) - allowed) / size;
    }

    std::vector<double> measuredAt(const Expectation& expectation, std::size_t point) const
    {
        std::vector<double> values = valuesAt(expectation.figure, point);
        if (expectation.over.empty())
            return values;
        const std::vector<double> divisors =
            valuesAt(expectation.figure, matching(expectation.over, point));
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] /= divisors.at(i);
        return values;
    }

    std::vector<double> expectedAt(const Expectation& expectation, std::size_t point) const
    {
        if (figureIndex(expectation.expected) < m_result.figures.size())
            return valuesAt(expectation.expected, point);
        return std::vector<double>(valuesAt(expectation.figure, point).size(),
                                   std::stod(expectation.expected));
    }

    std::size_t figureIndex(const std::string& figure) const
    {
        return static_cast<std::size_t>(
            std::find(m_result.figures.begin(), m_result.figures.end(), figure)
            - m_result.figures.begin());
    }

    std::vector<double> valuesAt(const std::string& figure, std::size_t point) const
    {
        return m_result.valuesOf(point, figureIndex(figure));
    }

    const std::string& valueOf(std::size_t point, const std::string& key) const
    {
        const auto it = std::find(m_result.keys.begin(), m_result.keys.end(), key);
        if (it == m_result.keys.end())
            throw std::invalid_argument("the scenario does not vary \"" + key + "\"");
        return m_result.points[point].values[static_cast<std::size_t>(it - m_result.keys.begin())];
    }

    bool matches(std::size_t point, const std::vector<KeyValue>& settings) const
    {
        return std::all_of(settings.begin(), settings.end(), [&](const KeyValue& setting) {
            return valueOf(point, setting.key) == setting.value;
        });
    }

    std::vector<std::size_t> pointsAt(const std::vector<KeyValue>& settings) const
    {
        std::vector<std::size_t> points;
        for (std::size_t point = 0; point < m_result.points.size(); ++point) {
            if (matches(point, settings))
                points.push_back(point);
        }
        if (points.empty())
            throw std::invalid_argument("no point of the sweep is where an expectation looks");
        return points;
    }

    /// The point with these settings that is otherwise as \a point, as far as there is one.
    std::size_t matching(const std::vector<KeyValue>& settings, std::size_t point) const
    {
        std::size_t best = 0;
        std::ptrdiff_t mostEqual = -1;
        for (const std::size_t candidate : pointsAt(settings)) {
            std::ptrdiff_t equal = 0;
            for (std::size_t k = 0; k < m_result.keys.size(); ++k)
                equal += m_result.points[candidate].values[k] == m_result.points[point].values[k];
            if (equal > mostEqual) {
                mostEqual = equal;
                best = candidate;
            }
        }
        return best;
    }

    std::string nameOf(std::size_t point) const
    {
        std::string name;
        for (std::size_t k = 0; k < m_result.keys.size(); ++k)
            name += (k > 0 ? ", " : "") + m_result.keys[k] + ' ' + m_result.points[point].values[k];
        return name;
    }

    static std::string textOf(const std::vector<double>& values)
    {
        const Spread spread = spreadOf(values);
        if (spread.count == 0 && !values.empty())
            return shortText(values.front());
        std::string text = shortText(spread.mean);
        if (spread.count > 1 && spread.deviation > 1e-9 * std::abs(spread.mean))
            text += " ± " + shortText(spread.standardError()) + " (standard error)";
        if (static_cast<std::size_t>(spread.count) < values.size())
            text += " (" + std::to_string(spread.count) + " of " + std::to_string(values.size())
                + " runs)";
        return text;
    }

    const SweepResult& m_result;
};

} // namespace

std::vector<Finding> judge(const Scenario& scenario, const SweepResult& result)
{
    const Judge judge(result);
    std::vector<Finding> findings;
    for (const Expectation& expectation : scenario.expectations)
        findings.push_back(judge.judge(expectation));
    return findings;
}

} // namespace accumulus
