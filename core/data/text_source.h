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
/// Characters are Unicode code points, sorted by number, whatever encoding TextReader finds; the
/// end of a line is the character "newline". How the text is cut is a row of pieceLengths(); random
/// lengths come from the seed.
///
/// Throws DataError for what the encoding does not have, with the byte, for more than 1000
/// different characters, if classes are not what is asked for, and for what would take too much
/// memory: a text of more than 2^29 bytes, more than 2^29 values, or padding of more than 64 places
/// for each character (unless all is less than 2^22 values).

/// Source `text`: the file `data.file`, plain or gzip.
LoadedData loadText(const LoadRequest& request);

/// Source `gpl3`: the licence of this program.
LoadedData loadGpl3(const LoadRequest& request);

} // namespace accumulus
