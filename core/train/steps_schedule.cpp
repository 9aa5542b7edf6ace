#include "core/train/steps_schedule.h"

#include "core/train/semantics.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>

namespace accumulus {

namespace {

constexpr std::size_t maxChanges = 1000;

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

template <typename Number>
bool parseWhole(std::string_view text, Number& value)
{
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && rest == end;
}

StepsChange parseChange(std::string_view text)
{
    const auto refuse = [&](const std::string& reason) -> StepsChange {
        throw std::invalid_argument("\"" + std::string(text.substr(0, 40)) + "\" " + reason
                                    + "; write for example \"epoch 5: 8, update 1000: 16\"");
    };
    const std::size_t space = text.find(' ');
    const std::size_t colon = text.find(':');
    if (space == std::string_view::npos || colon == std::string_view::npos || colon < space)
        return refuse("is not a change of accumulation_steps");
    const std::string_view unit = text.substr(0, space);
    if (unit != "epoch" && unit != "update")
        return refuse("must begin with \"epoch\" or \"update\"");
    StepsChange change{.unit = unit == "epoch" ? StepsChange::Unit::Epochs
                                               : StepsChange::Unit::Updates};
    if (!parseWhole(trimmed(text.substr(space, colon - space)), change.at) || change.at < 0)
        return refuse("needs a whole number of epochs or updates, 0 or more");
    if (!parseWhole(trimmed(text.substr(colon + 1)), change.steps) || change.steps < 1
        || change.steps > maxAccumulationSteps)
        return refuse("needs a number of steps from 1 to " + std::to_string(maxAccumulationSteps));
    return change;
}

} // namespace

std::vector<StepsChange> parseStepsSchedule(std::string_view text)
{
    std::vector<StepsChange> schedule;
    if (trimmed(text).empty())
        return schedule;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        schedule.push_back(parseChange(trimmed(text.substr(start, end - start))));
        start = end + 1;
        if (schedule.size() > maxChanges)
            throw std::invalid_argument("there are more than " + std::to_string(maxChanges)
                                        + " changes");
    }
    return schedule;
}

int stepsAfter(const std::vector<StepsChange>& schedule, int steps, const StepsPosition& before,
               const StepsPosition& now)
{
    for (const StepsChange& change : schedule) {
        const bool countsEpochs = change.unit == StepsChange::Unit::Epochs;
        const std::int64_t last = countsEpochs ? before.epochs : before.updates;
        const std::int64_t current = countsEpochs ? now.epochs : now.updates;
        if (change.at > last && change.at <= current)
            steps = change.steps;
    }
    return steps;
}

} // namespace accumulus
