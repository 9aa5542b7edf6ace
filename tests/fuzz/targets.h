#pragma once

#include "tests/fuzz/input.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace accumulus::fuzz {

/// A reader or parser that is fed with whatever bytes come. It may refuse them as its header says;
/// a crash, a sanitizer's report, another exception, a hang, memory without end or a broken promise
/// (see mustHold()) is a finding.
///
/// A new one is a row in targets.cpp, its function in one of the files *_targets.cpp, and a folder
/// of seeds, tests/fuzz/corpus/NAME: files from which a fuzzer makes others, among them what found
/// something once. Where words help it, they stand in tests/fuzz/dictionaries/NAME.dict.
///
/// Seeds whose names begin with "good" must be taken, all others may be refused.
struct Target
{
    std::string_view name;
    void (*read)(Input& input);
};

const std::vector<Target>& targets();

/// Feeds \a target. False if it refused the input with one of the exceptions that readers document.
bool feed(const Target& target, std::span<const std::uint8_t> bytes);

// data_targets.cpp
void readCsvData(Input& input);
void readNpyData(Input& input);
void readNpzData(Input& input);
void readIdxData(Input& input);
void readCifarData(Input& input);
void readTextData(Input& input);
void readBytes(Input& input);

// run_targets.cpp
void readCurves(Input& input);
void readModelWeights(Input& input);
void readCheckpoint(Input& input);

// text_targets.cpp
void readExperimentJson(Input& input);
void readSettings(Input& input);
void readScenarioJson(Input& input);
void readModelText(Input& input);
void readStepsSchedule(Input& input);
void readSweepVariable(Input& input);
void readFigure(Input& input);
void readImageShape(Input& input);
void makePrintable(Input& input);

} // namespace accumulus::fuzz
