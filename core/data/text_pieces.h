#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace accumulus {

/// What a text is cut by.
struct PieceOptions
{
    std::size_t sequenceLength = 64; ///< characters that a piece has at most
    std::uint64_t seed = 1;          ///< of random lengths
};

/// A row of the table of ways to cut a text into pieces.
struct PieceLengths
{
    std::string_view name;
    std::string_view summary;
    /// The pieces of \a text, in order; none is empty or longer than sequenceLength. There may be
    /// no piece at all.
    std::vector<std::u32string_view> (*cut)(std::u32string_view text, const PieceOptions& options);
};

/// All ways that `data.lengths` can name.
const std::vector<PieceLengths>& pieceLengths();

} // namespace accumulus
