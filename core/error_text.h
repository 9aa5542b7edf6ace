#pragma once

#include <exception>
#include <string>

namespace accumulus {

/// What an error is, in a sentence for people: its text, or where the standard library names only
/// a class or a number (no memory, a path that the system refuses) what that means and what to do.
std::string sentenceOf(const std::exception& error);

} // namespace accumulus
