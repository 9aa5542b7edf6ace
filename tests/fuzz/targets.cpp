#include "tests/fuzz/targets.h"

#include "core/data_error.h"
#include "core/memory_account.h"
#include "core/train/experiment.h"

namespace accumulus::fuzz {

const std::vector<Target>& targets()
{
    static const std::vector<Target> table{
        {"csv", &readCsvData},
        {"npy", &readNpyData},
        {"npz", &readNpzData},
        {"idx", &readIdxData},
        {"cifar10", &readCifarData},
        {"text", &readTextData},
        {"gzip", &readBytes},
        {"curves", &readCurves},
        {"weights", &readModelWeights},
        {"checkpoint", &readCheckpoint},
        {"experiment", &readExperimentJson},
        {"set", &readSettings},
        {"scenario", &readScenarioJson},
        {"model", &readModelText},
        {"steps_schedule", &readStepsSchedule},
        {"sweep_variable", &readSweepVariable},
        {"figure", &readFigure},
        {"image_shape", &readImageShape},
        {"printable", &makePrintable},
    };
    return table;
}

bool feed(const Target& target, std::span<const std::uint8_t> bytes)
{
    Input input(bytes);
    try {
        target.read(input);
        return true;
    } catch (const DataError&) {
    } catch (const ExperimentError&) {
    } catch (const MemoryBudgetError&) {
    } catch (const std::invalid_argument&) {}
    return false;
}

} // namespace accumulus::fuzz
