#pragma once

#include "core/data/split.h"

#include <optional>

namespace accumulus::testing {

/// Rows as a source has them, rounded to float32 and nothing else.
inline Dataset rounded(const LoadedRows& rows)
{
    const DataOptions asTheyAre{.validationFraction = 0.0,
                                .shuffle = false,
                                .standardize = false,
                                .standardizeTarget = false};
    return prepare({rows}, asTheyAre, 1).training;
}

/// What a source gives, likewise.
struct RoundedData
{
    Dataset samples;
    std::optional<Dataset> validation;
    DataIntake intake;

    explicit RoundedData(const LoadedData& data)
        : samples(rounded(data.samples))
        , intake(data.intake)
    {
        if (data.validation)
            validation = rounded(*data.validation);
    }
};

} // namespace accumulus::testing
