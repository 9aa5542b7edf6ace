#include "core/data/text_pieces.h"

#include "core/random.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

using Pieces = std::vector<std::u32string_view>;

/// A line belongs together with its end; a line of nothing but its end is left out.
Pieces cutLines(std::u32string_view text, const PieceOptions& options)
{
    Pieces pieces;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(U'\n'), text.size() - 1) + 1;
        std::u32string_view line = text.substr(0, end);
        text.remove_prefix(end);
        if (line == U"\n")
            continue;
        for (; !line.empty(); line.remove_prefix(pieces.back().size()))
            pieces.push_back(line.substr(0, options.sequenceLength));
    }
    return pieces;
}

/// What is left behind the last whole piece is left out.
Pieces cutEqual(std::u32string_view text, const PieceOptions& options)
{
    Pieces pieces;
    const std::size_t length = options.sequenceLength;
    for (; text.size() >= length; text.remove_prefix(length))
        pieces.push_back(text.substr(0, length));
    return pieces;
}

/// Lengths 1 + ⌊ln(1−u)/ln(1−p)⌋ are geometric with mean 1/p (Devroye 1986, X.2).
Pieces cutGeometric(std::u32string_view text, const PieceOptions& options)
{
    const auto longest = static_cast<double>(options.sequenceLength);
    const double p = std::min(4.0 / longest, 1.0);
    const CounterRandom random(options.seed, RandomPurpose::SyntheticData);
    Pieces pieces;
    while (!text.empty()) {
        const double u = random.uniform(pieces.size());
        const double length = p < 1.0 ? 1.0 + std::floor(std::log1p(-u) / std::log1p(-p)) : 1.0;
        pieces.push_back(text.substr(0, static_cast<std::size_t>(std::min(length, longest))));
        text.remove_prefix(pieces.back().size());
    }
    return pieces;
}

} // namespace

const std::vector<PieceLengths>& pieceLengths()
{
    static const std::vector<PieceLengths> table{
        {"lines", "every line that is not empty is a sample, long ones are cut", &cutLines},
        {"equal", "pieces of exactly data.sequence_length characters", &cutEqual},
        {"geometric",
         "random lengths with a mean of data.sequence_length / 4, at most data.sequence_length",
         &cutGeometric},
    };
    return table;
}

} // namespace accumulus
