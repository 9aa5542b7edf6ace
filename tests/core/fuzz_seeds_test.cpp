#include "tests/fuzz/targets.h"
#include "tests/support.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <filesystem>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

std::vector<std::filesystem::path> seedsOf(std::string_view target)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(ACCUMULUS_TEST_DATA "/fuzz/corpus") / target))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

bool isTaken(const fuzz::Target& target, const std::string& bytes)
{
    return fuzz::feed(target, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

} // namespace

TEST_CASE("The seeds of every fuzz target are read or refused with a sentence", "[fuzz]")
{
    for (const fuzz::Target& target : fuzz::targets()) {
        const std::vector<std::filesystem::path> seeds = seedsOf(target.name);
        CHECK(!seeds.empty());
        bool anyIsGood = false;
        for (const std::filesystem::path& seed : seeds) {
            CAPTURE(target.name, seed);
            const bool isGood = seed.filename().string().starts_with("good");
            bool taken = false;
            CHECK_NOTHROW(taken = isTaken(target, textOf(seed)));
            CHECK((taken || !isGood));
            anyIsGood = anyIsGood || isGood;
        }
        CAPTURE(target.name);
        CHECK(anyIsGood);
        CHECK_NOTHROW(isTaken(target, ""));
    }
}
