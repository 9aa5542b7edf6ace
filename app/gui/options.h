#pragma once

#include "ui/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <stdexcept>

namespace accumulus {

/// What the command line of the window asks for.
struct Options
{
    QStringList files;                        ///< an experiment and curves, in any order
    QString screenshot;                       ///< picture of the window to write; empty: none
    QString charts;                           ///< picture of the charts to write; empty: none
    std::optional<std::int64_t> afterUpdates; ///< how long to train before
    QSize size;                               ///< of the window; invalid: as remembered
    std::optional<ThemeChoice> theme;
    std::optional<QString> language;

    bool benchUi = false; ///< measure the window instead of showing it

    bool wantsPicture() const { return !screenshot.isEmpty() || !charts.isEmpty(); }
};

/// What is wrong with the command line.
class UsageError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Answers --help and --version by itself and then ends the program. Throws UsageError.
Options parseOptions(const QStringList& arguments);

} // namespace accumulus
