#pragma once

#include "core/data/dataset.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace accumulus {

/// As many classes as a data set may have.
constexpr std::size_t maxClasses = 1000;

/// Turns labels into class indices as they come. Labels that are the same number are one class,
/// however they are spelled (0, 0.0, +0), which has the shortest of their spellings as its name.
/// Who adds labels of a file watches isOverfull(), so that there are never more names in memory
/// than classes.
class ClassIndex
{
public:
    /// Index in order of appearance, to be put into the targets. \a number: what the label is as a
    /// finite number; NaN: it is none.
    double add(std::string_view label, double number);

    /// There are more than maxClasses.
    bool isOverfull() const { return size() > maxClasses; }

    /// Gives \a rows the names of all classes in order, by number if all are numbers, else by text,
    /// and renumbers their targets. Once for all rows that labels were added for.
    void sortInto(LoadedRows& rows) const;

private:
    struct NumberClass
    {
        std::size_t index;
        std::string name;
    };

    std::size_t size() const { return m_numbers.size() + m_texts.size(); }

    std::map<double, NumberClass> m_numbers;
    std::map<std::string, std::size_t, std::less<>> m_texts;
};

} // namespace accumulus
