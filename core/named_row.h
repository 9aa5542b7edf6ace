#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace accumulus {

/// All names of a table, separated by commas.
template <typename Table>
std::string rowNames(const Table& table)
{
    std::string names;
    for (const auto& row : table)
        names += (names.empty() ? "" : ", ") + std::string(row.name);
    return names;
}

/// The row called \a name. Throws std::invalid_argument that lists the names there are;
/// \a what is what a row is: "optimizer".
template <typename Table>
const auto& namedRow(const Table& table, std::string_view name, std::string_view what)
{
    for (const auto& row : table) {
        if (row.name == name)
            return row;
    }
    throw std::invalid_argument("there is no " + std::string(what) + " \"" + std::string(name)
                                + "\"; choose one of: " + rowNames(table));
}

} // namespace accumulus
