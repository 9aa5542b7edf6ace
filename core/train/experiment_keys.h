#pragma once

#include "core/train/experiment.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// The JSON form of an experiment as a table: a key is one row in experiment_keys.cpp and nothing
/// anywhere else. Reading, writing, checking, `--set` and the list of keys all go through it. Only
/// for experiment.cpp; everybody else uses core/train/experiment.h.
struct ExperimentKeyRow
{
    using Json = nlohmann::ordered_json;

    std::string path;    ///< dotted
    std::string allowed; ///< in words, for messages
    std::function<Json(const Experiment&)> get;
    std::function<void(Experiment&, const Json&)> set;
    std::function<bool(const Json&)> isAllowed;
    std::function<std::string(const Json&)> detail = nullptr; ///< more about a refused value
    std::vector<std::string_view> readBy = {}; ///< names of data: the sources that look at it
};

/// All keys, in the order in which they are read and written: optimizer.name before the options
/// whose defaults it sets.
const std::vector<ExperimentKeyRow>& experimentKeyRows();

} // namespace accumulus
