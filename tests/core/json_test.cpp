#include "tests/support.h"

#include "core/json_text.h"
#include "core/nearest_name.h"

#include <string>
#include <vector>

using namespace accumulus;

namespace {

std::string refusal(const std::string& text)
{
    try {
        parseJson(text);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "accepted";
}

/// The number that a person writes on the command line, as JSON; "" if it is none.
std::string asWritten(const char* text)
{
    const auto number = numberFromText(text);
    return number ? number->dump() : std::string();
}

std::optional<std::int64_t> wholeIn(const char* text)
{
    return wholeNumber(parseJson(text));
}

} // namespace

TEST_CASE("JSON keeps its order and every kind of value", "[json]")
{
    const std::string text = R"({"b":[1,-2,2.5,true,null,"x",{}],"a":{"c":[]},"":"é"})";
    CHECK(parseJson(text).dump() == text);
    CHECK(parseJson("7").dump() == "7");
}

TEST_CASE("a key that stands twice in one object is refused, at every level", "[json]")
{
    CHECK_THAT(refusal(R"({"a": 1, "b": 2, "a": 3})"),
               ContainsSubstring("\"a\" stands twice in one object"));
    CHECK_THAT(refusal(R"([{"x": {"y": 1, "y": 1}}])"), ContainsSubstring("\"y\""));
    CHECK(refusal(R"({"a": {"a": 1}, "b": {"a": 1}})") == "accepted");
}

TEST_CASE("numbers that no double can hold are refused", "[json]")
{
    CHECK_THAT(refusal("1e400"), ContainsSubstring("1e400"));
    CHECK_THAT(refusal("[-1e400]"), ContainsSubstring("1e400"));
    CHECK_THAT(refusal("1e-400"), ContainsSubstring("too small"));
    CHECK_THAT(refusal("0.000e400x"), !ContainsSubstring("accepted"));
    CHECK(refusal("0.000e-999") == "accepted"); // it is 0
    CHECK(refusal("1e-300") == "accepted");
}

TEST_CASE("whole numbers are whole, however they are written", "[json]")
{
    CHECK(wholeIn("1000") == 1000);
    CHECK(wholeIn("1e3") == 1000);
    CHECK(wholeIn("4.0") == 4);
    CHECK(wholeIn("-7") == -7);
    CHECK(wholeIn("9007199254740992") == std::int64_t{1} << 53);
    for (const char* text : {"9007199254740993", "18446744073709551615", "1e17", "2.68e160", "1.9",
                             "-9007199254740993", "true", "null", "\"1\"", "[1]"}) {
        CAPTURE(text);
        CHECK_FALSE(wholeIn(text));
    }
}

TEST_CASE("numbers may be written as people write them", "[json]")
{
    CHECK(asWritten(".5") == "0.5");
    CHECK(asWritten("5.") == "5.0");
    CHECK(asWritten("1e-3") == "0.001");
    CHECK(asWritten("+3") == "3");
    CHECK(asWritten("-.25") == "-0.25");
    CHECK(asWritten("12") == "12");
    for (const char* text : {"", "+", "+-3", "++3", "inf", "nan", "1e400", "1e-400", "0x10", "1,5",
                             "5 ", " 5", "1_0"}) {
        CAPTURE(text);
        CHECK(asWritten(text).empty());
    }
}

TEST_CASE("a large document is read in a time proportional to its size", "[json]")
{
    // Looking every key up among those before it took a minute for this.
    std::string text = "{";
    for (int i = 0; i < 200'000; ++i)
        text += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":0";
    CHECK(parseJson(text + "}").size() == 200'000);
}

TEST_CASE("what is not JSON is refused with its place", "[json]")
{
    CHECK_THAT(refusal("{\"a\": }"), ContainsSubstring("line 1, column 7"));
    CHECK_THAT(refusal(""), ContainsSubstring("line 1"));
    CHECK_THAT(refusal("1 2"), ContainsSubstring("column 3"));
    CHECK_THAT(refusal(std::string(33, '[') + std::string(33, ']')),
               ContainsSubstring("nested more than 32 deep"));
    CHECK(refusal(std::string(32, '[') + std::string(32, ']')) == "accepted");
}

TEST_CASE("the name that somebody meant is found if it is near", "[json]")
{
    const std::vector<std::string> names{"learning_rate", "momentum", "seed"};
    CHECK(nearestName("lerning_rate", names) == "learning_rate");
    CHECK(nearestName("momentmu", names) == "momentum");
    CHECK(nearestName("sed", names) == "seed");
    CHECK(nearestName("rate", names).empty());
    CHECK(nearestName("x", names).empty());
    CHECK(nearestName("", names).empty());
    CHECK(nearestName(std::string(100'000, 'm'), names).empty());
}
