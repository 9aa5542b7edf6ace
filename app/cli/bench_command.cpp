#include "app/cli/bench/measurement.h"
#include "app/cli/bench/scaling.h"
#include "app/cli/bench/workloads.h"
#include "app/cli/commands.h"
#include "app/cli/experiment_options.h"
#include "core/file/output_file.h"
#include "core/onednn/version.h"
#include "core/study/memory_plan.h"
#include "core/study/sweep_table.h"
#include "core/train/checkpoint.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>

namespace accumulus {

namespace {

struct BenchOptions
{
    std::vector<std::string> workloads;
    int threads = 0;
    std::string precision = "f32";
    double seconds = 2.0;
    bool noProbes = false;
    bool json = false;
    bool scaling = false;
    std::string svg;
};

using Json = nlohmann::ordered_json;

/// JSON has no NaN; what there is none of is null.
Json number(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Precision precisionOf(const BenchOptions& options)
{
    return options.precision == nameOf(Precision::Bf16) ? Precision::Bf16 : Precision::F32;
}

/// One workload with all that is measured of it.
struct Result
{
    const Workload& workload;
    Measurement measurement;
    double accumulating = 0.0;
    std::vector<ProbeCost> probes;
};

Result run(const Workload& workload, const BenchOptions& options)
{
    Experiment experiment = experimentOf(workload);
    experiment.compute.threads = options.threads;
    experiment.compute.precision = precisionOf(options);
    const TrainingData data = dataOf(workload);
    Result result{workload, measure(experiment, data, options.seconds), 0.0, {}};
    experiment.compute.threads = result.measurement.threads;
    result.accumulating = measureAccumulating(experiment, data, options.seconds / 2.0);
    if (!options.noProbes)
        result.probes = measureProbes(experiment, data, options.seconds / 20.0);
    return result;
}

void print(const Result& result)
{
    const Measurement& m = result.measurement;
    std::cout << std::left << std::setw(9) << result.workload.name << std::right << std::setw(7)
              << m.threads << std::setw(11) << nameOf(m.precision) << std::fixed
              << std::setprecision(2) << std::setw(16) << m.microBatch.median << std::setw(10)
              << m.microBatch.min << std::setw(10) << m.microBatch.max << std::setprecision(0)
              << std::setw(13) << m.samplesPerSecond << std::setprecision(1) << std::setw(10)
              << m.gflops << std::setprecision(2) << std::setw(10);
    if (std::isfinite(m.fractionOfLimit))
        std::cout << m.fractionOfLimit;
    else
        std::cout << "none";
    std::cout << std::setprecision(0) << std::setw(13) << m.allocations << std::setprecision(1)
              << std::setw(13) << 100.0 * result.accumulating << " %\n         ";
    for (std::size_t i = 0; i < memoryCategoryCount; ++i) {
        if (m.memory.bytes[i] > 0)
            std::cout << ' ' << memoryCategories()[i].name << ' ' << byteText(m.memory.bytes[i])
                      << ',';
    }
    std::cout << " in all " << byteText(m.memory.total()) << '\n';
    if (!result.probes.empty())
        std::cout << "          probes, µs per micro-batch more than without:\n";
    for (const ProbeCost& cost : result.probes)
        std::cout << "            " << std::left << std::setw(16) << cost.probe
                  << std::setprecision(2) << std::setw(10) << cost.microseconds << "×"
                  << cost.factor << '\n';
    std::cout << std::flush;
}

Json asJson(const Result& result)
{
    const Measurement& m = result.measurement;
    Json object{{"workload", result.workload.name},
                {"threads", m.threads},
                {"precision", nameOf(m.precision)},
                {"us_per_micro_batch", m.microBatch.median},
                {"us_per_micro_batch_min", m.microBatch.min},
                {"us_per_micro_batch_max", m.microBatch.max},
                {"samples_per_second", m.samplesPerSecond},
                {"gflops", m.gflops},
                {"fraction_of_limit", number(m.fractionOfLimit)},
                {"allocations_per_micro_batch", m.allocations},
                {"accumulating_costs", number(result.accumulating)}};
    for (std::size_t i = 0; i < memoryCategoryCount; ++i)
        object["bytes"][std::string(memoryCategories()[i].name)] = m.memory.bytes[i];
    for (const ProbeCost& cost : result.probes)
        object["probes"][cost.probe] = cost.microseconds;
    return object;
}

void benchWorkloads(const BenchOptions& options)
{
    if (!options.json)
        std::cout << oneDnnVersion()
                  << "\nworkload threads precision  µs/micro-batch       min       max    samples/s"
                     "   GFLOP/s  of limit  allocations  accumulating\n";
    Json array = Json::array();
    for (const Workload& workload : workloads()) {
        const auto& names = options.workloads;
        if (!names.empty() && std::find(names.begin(), names.end(), workload.name) == names.end())
            continue;
        const Result result = run(workload, options);
        if (options.json)
            array.push_back(asJson(result));
        else
            print(result);
    }
    if (options.json)
        std::cout << array.dump(2) << '\n';
    else
        std::cout
            << "\nof limit: time of oneDNN's primitives alone ÷ time of the micro-batch; none: "
               "all products are loops of our own.\nallocations: of a micro-batch, beyond "
               "those of the primitives. accumulating: what a micro-batch takes more at N = "
               "16\nthan at N = 1, updates left out; less where these empty the caches.\n";
}

void print(const Scaling& scaling)
{
    std::cout << scaling.name << ": " << scaling.what
              << "\n  size          µs              µs / size   "
                 "    exponent\n";
    for (const ScalingPoint& point : scaling.points)
        std::cout << "  " << std::left << std::setw(14) << shortText(point.size) << std::setw(16)
                  << shortText(point.microseconds) << std::setw(16)
                  << shortText(point.microseconds / point.size)
                  << (std::isnan(point.exponent)
                          ? "–"
                          : shortText(std::round(100.0 * point.exponent) / 100.0))
                  << '\n';
    std::cout << "  → " << scalingNote(scaling) << ".\n\n" << std::flush;
}

Json asJson(const Scaling& scaling)
{
    Json points = Json::array();
    for (const ScalingPoint& point : scaling.points)
        points.push_back({{"size", point.size},
                          {"us", point.microseconds},
                          {"exponent", number(point.exponent)}});
    return {{"dimension", scaling.name},
            {"what", scaling.what},
            {"note", scalingNote(scaling)},
            {"points", points}};
}

void benchScaling(const BenchOptions& options)
{
    CheckpointFolder::refusePart(options.svg);
    std::optional<OutputPlace> charts;
    if (!options.svg.empty())
        charts.emplace(options.svg);
    const std::vector<Scaling> scalings = measureScaling(options.seconds / 10.0);
    Json array = Json::array();
    for (const Scaling& scaling : scalings) {
        if (options.json)
            array.push_back(asJson(scaling));
        else
            print(scaling);
    }
    if (options.json)
        std::cout << array.dump(2) << '\n';
    if (charts) {
        charts->expectUnchanged();
        OutputFile file(options.svg);
        file.stream() << scalingSvg(scalings);
        file.commit();
    }
}

} // namespace

void addBenchCommand(CLI::App& program)
{
    auto options = std::make_shared<BenchOptions>();
    CLI::App* command = program.add_subcommand("bench", "Measure training speed on this machine");
    std::vector<std::string> names;
    std::string footer = "Workloads, each with adam and N = 4, recorded as a user's run is:\n";
    for (const Workload& workload : workloads()) {
        names.emplace_back(workload.name);
        footer += "  " + std::string(workload.name) + ": " + std::string(workload.summary)
            + ", b = " + std::to_string(workload.microBatchSize) + '\n';
    }
    command->add_option("--workload", options->workloads, "Only these; may be given more than once")
        ->check(CLI::IsMember(names));
    command
        ->add_option("--threads", options->threads,
                     "Threads of a micro-batch; 0: as many as are fastest")
        ->check(CLI::Range(0, 256));
    command->add_option("--precision", options->precision, "Of products: f32 or bf16")
        ->check(CLI::IsMember({"f32", "bf16"}));
    command->add_option("--seconds", options->seconds, "How long to measure each workload")
        ->check(CLI::Range(0.01, 3600.0));
    command->add_flag("--no-probes", options->noProbes, "Leave out what each probe costs");
    command->add_flag("--json", options->json, "Print an array of objects");
    CLI::Option* scaling = command->add_flag(
        "--scaling", options->scaling,
        "How time grows with parameters, micro-batch, N, layers, runs at once and updates");
    addPath(*command, "--svg", options->svg, "With --scaling: write charts to this file")
        ->needs(scaling);
    for (const char* other : {"--workload", "--threads", "--precision", "--no-probes"})
        scaling->excludes(other);
    command->footer(footer
                    + "\nExamples:\n  accumulus-cli bench --workload seed --seconds 5\n"
                      "  accumulus-cli bench --precision bf16 --no-probes --json\n"
                      "  accumulus-cli bench --scaling --svg scaling.svg");
    command->callback([options] {
        Experiment asked;
        asked.compute.precision = precisionOf(*options);
        sayComputeNotes(asked);
        if (options->scaling)
            benchScaling(*options);
        else
            benchWorkloads(*options);
    });
}

} // namespace accumulus
