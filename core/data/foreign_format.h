#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace accumulus {

/// For who expects a text: what \a path is instead if it begins with \a front, the first 4 KiB or
/// more of it, and what to do: "a PDF document; …". Empty if it has no well-known format that is
/// not text; a gzip file counts as what it holds.
std::string foreignFormat(const std::filesystem::path& path, std::string_view front);

} // namespace accumulus
