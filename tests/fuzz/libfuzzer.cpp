// The program that Clang's libFuzzer makes of the targets: its first argument is the name of one,
// the others are libFuzzer's (https://llvm.org/docs/LibFuzzer.html). tests/fuzz/run calls it.

#include "tests/fuzz/targets.h"

#include "core/named_row.h"

#include <cstdlib>
#include <iostream>

using namespace accumulus;

namespace {

const fuzz::Target* chosen = nullptr;

} // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments)
{
    // libFuzzer starts this program again, without the name, to merge or to minimise.
    constexpr const char* variable = "ACCUMULUS_FUZZ_TARGET";
    const std::string_view first = *count > 1 ? (*arguments)[1] : "";
    if (first == "--list") {
        for (const fuzz::Target& target : fuzz::targets())
            std::cout << target.name << '\n';
        std::exit(0);
    }
    if (!std::getenv(variable) && *count > 1) {
        setenv(variable, (*arguments)[1], 1);
        (*arguments)[1] = (*arguments)[0];
        ++*arguments;
        --*count;
    }
    try {
        const char* name = std::getenv(variable);
        chosen = &namedRow(fuzz::targets(), name ? name : "", "fuzz target");
    } catch (const std::invalid_argument& error) {
        std::cerr << error.what() << '\n';
        std::exit(2);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::feed(*chosen, {data, size});
    return 0;
}
