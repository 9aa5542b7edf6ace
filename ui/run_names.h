#pragma once

#include "ui/run.h"

#include <QString>

#include <vector>

namespace accumulus {

/// Names for runs, made from what differs between them, in the order of \a runs. The oldest run is
/// what the others are compared with:
///
///     "N=4"  "N=16 · b=8"  "N=4 · sgd"       N is named as soon as two runs differ in it
///     "N=4"  "N=4 (2)"                       the same settings twice
///     "N=4→16"                               changed while it trained
///
/// Runs that the user named and runs from files keep their name; no other run gets the same.
std::vector<QString> runNames(const std::vector<const Run*>& runs);

} // namespace accumulus
