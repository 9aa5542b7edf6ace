#pragma once

#include <QString>

#include <string_view>

namespace accumulus {

/// The tables of the core whose rows carry a sentence for people. The core writes English and does
/// not know Qt; other languages are looked up here by the row's name.
enum class CoreTable {
    DataSources,
    Losses,
    Initializers,
    Presets,
    Optimizers,
    Schedules,
    Scalings,
    Switches, ///< rows are called "partial_window.leak"
    Lengths,
    Precisions,
};

/// The sentence about row \a name in the language of now; \a english if there is no other.
QString coreSummary(CoreTable table, std::string_view name, std::string_view english);

} // namespace accumulus
