#pragma once

#include "tests/temporary_folder.h"

#include <string>

namespace accumulus::testing {

/// Twenty images of two classes, a pixel each, and their labels, whose bytes it returns.
inline std::string writeIdxFiles(const TemporaryFolder& folder, const std::string& imagesName,
                                 const std::string& labelsName)
{
    constexpr char count = 20;
    std::string images("\0\0\x08\x03\0\0\0\x14\0\0\0\x01\0\0\0\x01", 16);
    std::string labels("\0\0\x08\x01\0\0\0\x14", 8);
    for (char i = 0; i < count; ++i) {
        images += static_cast<char>(5 * i);
        labels += static_cast<char>(i % 2);
    }
    folder.write(imagesName, images);
    folder.write(labelsName, labels);
    return labels;
}

/// An experiment on \a imagesName that finds the labels by itself.
inline std::string idxExperiment(const std::string& imagesName)
{
    return R"({"format": "accumulus-experiment/1", "model": "2", "loss": "cross_entropy",
        "stop": {"updates": 5}, "data": {"source": "idx", "file": ")"
        + imagesName + R"("}})";
}

} // namespace accumulus::testing
