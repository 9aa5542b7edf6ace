#include "tests/support.h"

#include "ui/run_list_model.h"
#include "ui/run_names.h"
#include "ui/run_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <set>

using namespace accumulus;

namespace {

Experiment withSteps(int accumulationSteps)
{
    Experiment experiment;
    experiment.hyperparameters.accumulationSteps = accumulationSteps;
    return experiment;
}

std::vector<QString> namesOf(const std::vector<Experiment>& experiments)
{
    std::vector<Run> runs(experiments.size());
    std::vector<const Run*> pointers;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        runs[i].experiment = experiments[i];
        runs[i].status.settings = experiments[i].hyperparameters;
        pointers.push_back(&runs[i]);
    }
    return runNames(pointers);
}

} // namespace

TEST_CASE("the run list is a well-behaved model of the store", "[ui][runs]")
{
    RunStore store;
    RunListModel model(store);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    CHECK(model.rowCount() == 0);
    const int first = store.addLive(withSteps(4)).id;
    const int second = store.addLive(withSteps(16)).id;
    REQUIRE(model.rowCount() == 2);

    SessionReport report;
    report.status.state = SessionState::Training;
    report.status.settings = withSteps(16).hyperparameters;
    report.updates.push_back(
        {.update = 1, .accumulationSteps = 16, .microBatchSize = 32, .loss = 0.5});
    store.report(report);
    CHECK(store.live()->history.rowCount() == 1);

    const QModelIndex row = model.index(0);
    CHECK(model.setData(row, QStringLiteral("my run"), Qt::EditRole));
    CHECK(store.find(first)->name == QStringLiteral("my run"));
    CHECK(model.setData(row, Qt::Unchecked, Qt::CheckStateRole));
    CHECK_FALSE(store.find(first)->visible);
    store.remove(first);
    CHECK(model.rowCount() == 1);
    CHECK(store.find(first) == nullptr);
    CHECK(store.live()->id == second);
}

TEST_CASE("runs keep their colour, and a new one takes one that is free", "[ui][runs]")
{
    RunStore store;
    std::set<int> colors;
    for (int i = 0; i < 8; ++i)
        colors.insert(store.addLive(Experiment()).colorIndex);
    CHECK(colors.size() == 8);
    const int removed = store.runs()[2]->id;
    const int freed = store.runs()[2]->colorIndex;
    store.remove(removed);
    CHECK(store.addLive(Experiment()).colorIndex == freed);
}

TEST_CASE("runs are named by what differs between them", "[ui][runs]")
{
    CHECK(namesOf({withSteps(4), withSteps(16)})
          == std::vector<QString>{QStringLiteral("N=4"), QStringLiteral("N=16")});
    const auto twice = namesOf({withSteps(4), withSteps(4)});
    CHECK(twice[0] != twice[1]);
    Experiment sgd = withSteps(4);
    sgd.hyperparameters.optimizer = optimizerKind("sgd").defaults;
    CHECK(namesOf({withSteps(4), sgd})[1].contains(QStringLiteral("sgd")));
    Experiment smaller = withSteps(4);
    smaller.hyperparameters.microBatchSize = 8;
    CHECK(namesOf({withSteps(4), smaller})[1].contains(QStringLiteral("b=8")));
}
