#include "app/cli/bench/scaling.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace accumulus {

namespace {

constexpr double panelWidth = 300;
constexpr double panelHeight = 210;
constexpr double left = 52; ///< of the plot in its panel
constexpr double top = 44;
constexpr double plotWidth = panelWidth - left - 16;
constexpr double plotHeight = panelHeight - top - 34;
constexpr double caption = 24; ///< below all panels
constexpr int columns = 3;

/// "100", "10k", "1 ms".
std::string count(double value)
{
    const char* units[] = {"", "k", "M"};
    int unit = 0;
    for (; value >= 1e3 && unit < 2; ++unit)
        value /= 1e3;
    std::ostringstream text;
    text << value << units[unit];
    return text.str();
}

std::string duration(double microseconds)
{
    const char* units[] = {" µs", " ms", " s"};
    int unit = 0;
    for (; microseconds >= 1e3 && unit < 2; ++unit)
        microseconds /= 1e3;
    std::ostringstream text;
    text << microseconds << units[unit];
    return text.str();
}

/// A logarithmic axis over whole decades.
class Axis
{
public:
    Axis(double least, double most, double from, double to)
        : m_first(std::floor(std::log10(least) + 1e-9))
        , m_last(std::max(m_first + 1.0, std::ceil(std::log10(most) - 1e-9)))
        , m_from(from)
        , m_to(to)
    {}

    double at(double value) const
    {
        return m_from + (std::log10(value) - m_first) / (m_last - m_first) * (m_to - m_from);
    }

    /// At most five decades.
    std::vector<double> ticks() const
    {
        const double step = std::ceil((m_last - m_first) / 4.0);
        std::vector<double> values;
        for (double decade = m_first; decade <= m_last; decade += step)
            values.push_back(std::pow(10.0, decade));
        return values;
    }

private:
    double m_first;
    double m_last;
    double m_from;
    double m_to;
};

void writeAxes(std::ostream& svg, const Axis& x, const Axis& y)
{
    for (const double value : y.ticks()) {
        svg << "<path class='grid' d='M" << left << ' ' << y.at(value) << 'h' << plotWidth << "'/>"
            << "<text class='tick' text-anchor='end' x='" << left - 6 << "' y='" << y.at(value) + 3
            << "'>" << duration(value) << "</text>\n";
    }
    for (const double value : x.ticks())
        svg << "<text class='tick' text-anchor='middle' x='" << x.at(value) << "' y='"
            << top + plotHeight + 16 << "'>" << count(value) << "</text>\n";
}

void writePanel(std::ostream& svg, const Scaling& scaling)
{
    const auto& points = scaling.points;
    const double most = std::max_element(points.begin(), points.end(), [](auto& a, auto& b) {
                            return a.microseconds < b.microseconds;
                        })->microseconds;
    const Axis x(points.front().size, points.back().size, left, left + plotWidth);
    const Axis y(points.front().microseconds, most, top + plotHeight, top);
    svg << "<text class='title' x='12' y='18'>" << scaling.name << "</text>"
        << "<text class='what' x='12' y='33'>" << scaling.what << "</text>\n";
    writeAxes(svg, x, y);

    // Linear growth that ends in the last point.
    const double first = points.back().microseconds / points.back().size * points.front().size;
    svg << "<path class='linear' clip-path='url(#plot)' d='M" << x.at(points.front().size) << ' '
        << y.at(first) << 'L' << x.at(points.back().size) << ' ' << y.at(points.back().microseconds)
        << "'/>\n<path class='curve' d='";
    for (const ScalingPoint& point : points)
        svg << (&point == &points.front() ? 'M' : 'L') << x.at(point.size) << ' '
            << y.at(point.microseconds);
    svg << "'/>\n";
    for (const ScalingPoint& point : points)
        svg << "<circle cx='" << x.at(point.size) << "' cy='" << y.at(point.microseconds)
            << "' r='2.5'/>";
    svg << '\n';
}

} // namespace

std::string scalingSvg(const std::vector<Scaling>& scalings)
{
    const auto rows = (static_cast<int>(scalings.size()) + columns - 1) / columns;
    std::ostringstream svg;
    svg.precision(4);
    svg << "<svg xmlns='http://www.w3.org/2000/svg' width='" << columns * panelWidth << "' height='"
        << rows * panelHeight + caption << "' font-family='sans-serif'>\n<style>"
        << "text{fill:#1F2328}.title{font-size:13px;font-weight:600}"
        << ".what{font-size:10px;fill:#59636E}.tick{font-size:10px;fill:#59636E}"
        << ".grid{stroke:#E1E4E8}.linear{stroke:#59636E;stroke-dasharray:4 3}"
        << ".curve{stroke:#0072B2;stroke-width:1.5;fill:none}circle{fill:#0072B2}</style>\n"
        << "<clipPath id='plot'><rect x='" << left << "' y='" << top << "' width='" << plotWidth
        << "' height='" << plotHeight << "'/></clipPath>\n"
        << "<rect width='100%' height='100%' fill='#FFFFFF'/>\n";
    for (std::size_t i = 0; i < scalings.size(); ++i) {
        svg << "<g transform='translate(" << panelWidth * static_cast<double>(i % columns) << ' '
            << panelHeight * static_cast<double>(i / columns) << ")'>\n";
        writePanel(svg, scalings[i]);
        svg << "</g>\n";
    }
    svg << "<text class='what' text-anchor='end' x='" << columns * panelWidth - 16 << "' y='"
        << rows * panelHeight + 12
        << "'>both axes logarithmic; dashed: linear growth that ends in the last point</text>\n"
           "</svg>\n";
    return svg.str();
}

} // namespace accumulus
