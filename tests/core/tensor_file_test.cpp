#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/data_error.h"
#include "core/record/tensor_file.h"

#include <array>
#include <cstring>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

std::string fileOf(const std::string& header, std::size_t dataBytes)
{
    std::string bytes(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + std::string(dataBytes, '\1');
}

/// What is wrong with a file of this header and so many bytes behind it; "" if nothing is.
std::string problem(const std::string& header, std::size_t dataBytes)
{
    const TemporaryFolder folder;
    const auto path = folder.write("t.safetensors", fileOf(header, dataBytes));
    try {
        const TensorFile file(path);
    } catch (const DataError& error) {
        return error.what();
    }
    return {};
}

std::string tensor(const std::string& name, const std::string& shape, int begin, int end,
                   const std::string& type = "F32")
{
    return '"' + name + R"(":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":[)"
        + std::to_string(begin) + ',' + std::to_string(end) + "]}";
}

} // namespace

TEST_CASE("tensors may stand in any order and be of types that nobody asks for", "[record]")
{
    CHECK(problem("{" + tensor("b", "[2,2]", 8, 24) + "," + tensor("a", "[2]", 0, 8) + "}", 24)
              .empty());
    CHECK(problem("{" + tensor("a", "[]", 0, 4) + "," + tensor("e", "[0,7]", 4, 4) + ","
                      + tensor("f", "[0]", 0, 0) + "}",
                  4)
              .empty());
    CHECK(problem("{" + tensor("h", "[3]", 0, 6, "F16") + "," + tensor("i", "[1]", 6, 14, "I64")
                      + "," + tensor("b", "[2]", 14, 16, "BOOL") + "}",
                  16)
              .empty());
    CHECK(problem("{}", 0).empty());
}

TEST_CASE("tensors that share bytes, leave some out or do not end with the file are refused",
          "[record]")
{
    const std::string a = tensor("a", "[4]", 0, 16);
    CHECK_THAT(problem("{" + a + "," + tensor("b", "[4]", 0, 16) + "}", 32),
               ContainsSubstring("\"b\" overlap"));
    CHECK_THAT(problem("{" + a + "," + tensor("b", "[4]", 12, 28) + "}", 28),
               ContainsSubstring("overlap"));
    CHECK_THAT(problem("{" + a + "," + tensor("b", "[4]", 20, 36) + "}", 36),
               ContainsSubstring("before \"b\" that belong to no tensor"));
    CHECK_THAT(problem("{" + a + "}", 42), ContainsSubstring("26 bytes at the end"));
    CHECK_THAT(problem("{" + a + "}", 12), ContainsSubstring("cut off in \"a\""));
    CHECK_THAT(problem("{}", 1), ContainsSubstring("1 bytes at the end"));
}

TEST_CASE("sizes that do not fit together are refused, also of tensors that nobody asks for",
          "[record]")
{
    for (const std::string& entry :
         {tensor("a", "[5]", 0, 16), tensor("a", "[4]", 16, 0), tensor("a", "[-4]", 0, 16),
          tensor("a", "[4.5]", 0, 16), tensor("a", "[4]", 0, 16, "F31"), tensor("a", "4", 0, 16),
          // Products that come round to 16 in 64 bits.
          tensor("a", "[4294967296,4294967296,4]", 0, 16),
          tensor("a", "[4611686018427387905,4]", 0, 16),
          std::string(R"("a":{"dtype":"F32","shape":[4],"data_offsets":[0,1e19]})"),
          std::string(R"("a":{"dtype":"F32","shape":[4],"data_offsets":[0]})"),
          std::string(R"("a":{"dtype":"F32","shape":[4]})"), std::string(R"("a":7)")}) {
        CAPTURE(entry);
        CHECK_THAT(problem("{" + entry + "}", 16), ContainsSubstring("\"a\" do not fit together"));
    }
    CHECK_THAT(problem("{" + tensor("a", "[1]", 0, 4) + "," + tensor("a", "[1]", 4, 8) + "}", 8),
               ContainsSubstring("\"a\" stands twice"));
}
