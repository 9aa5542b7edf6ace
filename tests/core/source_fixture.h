#pragma once

#include "tests/core/binary_files.h"
#include "tests/core/rounded_rows.h"

#include "core/data/data_source.h"
#include "core/data_error.h"

#include <string>
#include <utility>
#include <vector>

namespace accumulus::testing {

/// What the source that \a options name gives.
inline RoundedData load(const DataOptions& options, bool classes = true, LoadProgress progress = {})
{
    return RoundedData(dataSource(options.source).load({options, classes, 1, std::move(progress)}));
}

/// The sentence with which it refuses, or "no error".
inline std::string errorOf(const DataOptions& options, bool classes = true)
{
    try {
        load(options, classes);
    } catch (const DataError& error) {
        return error.what();
    }
    return "no error";
}

/// Loads a pair of files with these bytes.
struct FilePair
{
    std::string source;
    TemporaryFolder folder;

    DataOptions write(const std::string& features, const std::string& targets) const
    {
        return {.source = source,
                .file = folder.write("x-images-idx3", features).string(),
                .labels = folder.write("y-labels", targets).string()};
    }
};

/// 0, 1, 2, …: countingBytes() as features.
inline std::vector<float> counting(std::size_t count)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>(i));
    return values;
}

} // namespace accumulus::testing
