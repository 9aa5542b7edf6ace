#pragma once

#include "core/data/data_source.h"

namespace accumulus {

/// Sources of text for a character model: a sample is a piece of the text, and every character in
/// it is to be predicted from the `data.context` characters in front of it in the same piece.
///
/// A sample has `data.sequence_length` positions. The target of a position is the class of its
/// character; its features are the tokens of the characters in front, the nearest one last. A token
/// is the class + 1; token 0 stands where the piece has not begun yet. Positions behind the end of
/// the piece have weight 0, so the weight of a micro-batch is its number of real characters.
///
/// Characters are Unicode code points, sorted by number. The end of a line is the character
/// "newline", whether the file has LF or CRLF; a byte-order mark is skipped. How the text is cut is
/// a row of pieceLengths(); random lengths come from the seed. Throws DataError, with the byte
/// offset, for what is not UTF-8, for more than 1000 different characters, and if classes are not
/// what is asked for.

/// Source `text`: the UTF-8 file `data.file`, plain or gzip.
LoadedData loadText(const LoadRequest& request);

/// Source `gpl3`: the licence of this program.
LoadedData loadGpl3(const LoadRequest& request);

} // namespace accumulus
