#pragma once

#include <stdexcept>

namespace accumulus {

/// What is wrong with a file or a data source: file, line and reason in one sentence.
class DataError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace accumulus
