#pragma once

#include <QString>

#include <filesystem>

namespace accumulus {

/// A path of Qt's as the core takes it.
inline std::filesystem::path filePath(const QString& path)
{
    return std::filesystem::path(path.toStdU16String());
}

} // namespace accumulus
