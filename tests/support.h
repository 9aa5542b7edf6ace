#pragma once

// Include this instead of a Catch2 header: the same test then compiles with Catch2 2 (Debian 12)
// and 3 (all later). It makes the names below usable without a prefix, spelled as in Catch2 3. The
// macros are the same in both; what only one version has (RangeEquals, benchmarks' newer options,
// …) is left out on purpose.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>

using Catch::Approx;
using Catch::Matchers::ContainsSubstring;
#else
#include <catch2/catch.hpp> // brings Approx in by itself

#include <string>

inline auto
ContainsSubstring(const std::string& text,
                  Catch::CaseSensitive::Choice caseSensitivity = Catch::CaseSensitive::Yes)
{
    return Catch::Matchers::Contains(text, caseSensitivity);
}
#endif

using Catch::Matchers::EndsWith;
using Catch::Matchers::Equals;
using Catch::Matchers::StartsWith;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using Catch::Matchers::WithinULP;
