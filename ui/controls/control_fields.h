#pragma once

#include "ui/controls/control_specs.h"

#include <type_traits>

namespace accumulus {

/// How the rows of controlSpecs() name a value of an Experiment: by the pointers to members that
/// lead to it.

/// The value that a chain of pointers to members leads to: member<&Experiment::data,
/// &DataOptions::noise>(experiment).
template <auto first, auto... rest>
auto& member(auto& object)
{
    if constexpr (sizeof...(rest) == 0) {
        return object.*first;
    } else {
        return member<rest...>(object.*first);
    }
}

template <auto... path>
NumberField number(const NumberScale& scale, const char* minimumText = nullptr)
{
    return {scale, [](const Experiment& e) { return static_cast<double>(member<path...>(e)); },
            [](Experiment& e, double value) {
                auto& target = member<path...>(e);
                target = static_cast<std::remove_reference_t<decltype(target)>>(value);
            },
            minimumText};
}

template <auto... path>
CheckField check()
{
    return {[](const Experiment& e) -> bool { return member<path...>(e); },
            [](Experiment& e, bool value) { member<path...>(e) = value; }};
}

template <auto... path>
ChoiceField choice(std::vector<Choice> (*choices)())
{
    return {choices, [](const Experiment& e) -> std::string { return member<path...>(e); },
            [](Experiment& e, const std::string& value) { member<path...>(e) = value; }};
}

template <auto... path>
TextField text(QString (*problem)(const std::string&), const char* placeholder)
{
    return {[](const Experiment& e) -> std::string { return member<path...>(e); },
            [](Experiment& e, const std::string& value) { member<path...>(e) = value; }, problem,
            placeholder};
}

inline NumberScale logarithmic(double first, double last, double minimum, double maximum,
                               bool wholeNumbers = false)
{
    return {NumberScale::Mapping::Logarithmic, first, last, minimum, maximum, wholeNumbers};
}

inline NumberScale typed(double minimum, double maximum, bool wholeNumbers, double step = 0.0)
{
    NumberScale scale{
        NumberScale::Mapping::Linear, minimum, maximum, minimum, maximum, wholeNumbers, step};
    scale.hasSlider = false;
    return scale;
}

} // namespace accumulus
