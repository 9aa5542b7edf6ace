#pragma once

#include "core/data/dataset.h"

#include <cstddef>
#include <map>
#include <string>

namespace accumulus {

/// As many classes as a data set may have.
constexpr std::size_t maxClasses = 1000;

/// Turns labels into class indices as they come. Who adds labels of a file watches isOverfull(), so
/// that there are never more names in memory than classes.
class ClassIndex
{
public:
    /// Index in order of appearance, to be put into Dataset::targets.
    float add(const std::string& label)
    {
        return static_cast<float>(m_indices.try_emplace(label, m_indices.size()).first->second);
    }

    /// There are more than maxClasses.
    bool isOverfull() const { return m_indices.size() > maxClasses; }

    /// Gives \a data the names of all classes in order, by number if all are numbers, else by text,
    /// and renumbers its targets. Once for each data set that labels were added for.
    void sortInto(Dataset& data) const;

private:
    std::map<std::string, std::size_t> m_indices;
};

} // namespace accumulus
