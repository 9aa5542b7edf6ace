#pragma once

#include <QString>

#include <string_view>

namespace accumulus {

/// A sentence of the core (why a run ended, what it refused or found out, what is wrong with a
/// file) as the window shows it: printable, see shownText(), and in the language of now. The core
/// writes English and does not know Qt, so its sentences are known here by their fixed words; one
/// that is not known stays English behind words that say so.
QString coreSentence(std::string_view english);
QString coreSentence(const QString& english);

} // namespace accumulus
