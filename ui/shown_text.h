#pragma once

#include <QString>

#include <string_view>

namespace accumulus {

/// Text that may come from a stranger (names and values in files, file names, what core says about
/// them), as the window shows it: what printable() makes of it, see core/file/printable.h. Every
/// such text goes through here on its way to the screen. What can be edited and what is written to
/// a file stays as it is.
QString shownText(std::string_view utf8);
QString shownText(QStringView text);

} // namespace accumulus
