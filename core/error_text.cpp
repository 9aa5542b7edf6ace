#include "core/error_text.h"

#include <filesystem>
#include <new>

namespace accumulus {

std::string sentenceOf(const std::exception& error)
{
    if (dynamic_cast<const std::bad_alloc*>(&error))
        return "there is not enough memory for this; choose less data, a smaller model or a "
               "smaller micro_batch_size";
    if (const auto* file = dynamic_cast<const std::filesystem::filesystem_error*>(&error))
        return file->path1().string() + " cannot be used: " + file->code().message();
    return error.what();
}

} // namespace accumulus
