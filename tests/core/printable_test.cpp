#include "core/file/printable.h"
#include "tests/support.h"

using namespace accumulus;

TEST_CASE("text that is fit to be shown stays as it is", "[printable]")
{
    for (const std::string text :
         {"", "loss.csv, line 3: \"a\" is empty\n", "\tN = 4 → 0.25 ± 0.1", "学习率 🙂 é"})
        CHECK(printable(text) == text);
}

TEST_CASE("what would act on a terminal is shown instead of done", "[printable]")
{
    CHECK(printable("a\x1b[31mb\a\r") == "a\\x1b[31mb\\x07\\x0d");
    CHECK(printable(std::string("\0", 1)) == "\\x00");
    CHECK(printable("\x7f") == "\\x7f");
    CHECK(printable("\xC2\x9B"
                    "2J")
          == "\\x9b2J"); // CSI as one C1 character
}

TEST_CASE("what changes the direction or the look of text around it is shown", "[printable]")
{
    CHECK(printable("photo\u202Egnp.exe") == "photo\\u202egnp.exe");
    CHECK(printable("a\u200Bb\uFEFF\u2028") == "a\\u200bb\\ufeff\\u2028");
    CHECK(printable("\U000E0041") == "\\U000e0041");
}

TEST_CASE("bytes that are not UTF-8 are shown by their number", "[printable]")
{
    CHECK(printable("Stra\xDF"
                    "e")
          == "Stra\\xdfe");
    CHECK(printable("\xE2\x82") == "\\xe2\\x82");          // cut off
    CHECK(printable("\xED\xA0\x80") == "\\xed\\xa0\\x80"); // a surrogate
}
