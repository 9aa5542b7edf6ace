#pragma once

#include <string>
#include <string_view>

namespace accumulus {

/// Text that a stranger may have written (names and values in files, file names, what a message
/// quotes of them), made fit to be shown on a terminal or in a window: it cannot move the cursor,
/// set a title, change the direction of writing, or stand for something else.
///
/// Control characters (C0 but newline and tab, DEL, C1), bytes that are not UTF-8, and what is
/// invisible but changes its surroundings (direction marks, embeddings and isolates, line and
/// paragraph separators, zero-width spaces, byte-order marks; not the joiners that scripts need)
/// become what C++ writes for them:
/// `\x1b`, `\u202e`. All other text stays as it is.
///
/// Applied once, where text leaves the program: to what accumulus-cli prints, and to what the
/// window takes from core.
std::string printable(std::string_view text);

} // namespace accumulus
