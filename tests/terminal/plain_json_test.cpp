#include "terminal/json/plain_json.h"

#include <doctest/doctest.h>

#include <string>

namespace vip::terminal {
namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST_CASE("A50: plain JSON is read as the library reads it") {
  for (const char* text : {
           R"({"request_id":"r-1","lines":[{"sku":"690101","name":"保湿乳液","qty":-3}]})",
           " \t\r\n{ \"a\" : [ ] , \"b\" : { } } ",
           "[true,false,null,0,-7,\"\"]",
           "999999999999999999",
           "-999999999999999999",
           "\"\x7F\"",
       }) {
    CAPTURE(text);
    const auto read = read_plain_json(text);
    REQUIRE(read.has_value());
    CHECK(*read == Json::parse(text));
  }
  CHECK(read_plain_json("7")->is_number_integer());
  CHECK(read_plain_json(nested(max_depth)).has_value());
}

TEST_CASE("A50: what is not plain is left to who can say what is wrong with it") {
  for (const char* text : {
           "",
           " ",
           "{",
           "}",
           "[1",
           "[1,]",
           "[,1]",
           "{\"a\"}",
           "{\"a\":}",
           "{\"a\":1,}",
           "{a:1}",
           "{\"a\":1,\"a\":2}",  // a key that stands twice
           "1 2",
           "{}x",
           "tru",
           "True",
           "nul",
           "+1",
           "-",
           "01",
           "-0",
           "-01",
           "1.0",
           "1e2",
           "1E2",
           ".5",
           "1000000000000000000",  // nineteen digits
           "\"a",
           "\"\\n\"",
           "\"a\nb\"",
           "\"\xC3\x28\"",  // an escape, a control, no UTF-8
           "\xEF\xBB\xBF{}",
           "\xA0",
           "'a'",
           "/**/1",
           "NaN",
       }) {
    CAPTURE(text);
    CHECK_FALSE(read_plain_json(text).has_value());
  }
  CHECK_FALSE(read_plain_json(std::string("1\0", 2)).has_value());
  CHECK_FALSE(read_plain_json(nested(max_depth + 1)).has_value());
  CHECK_FALSE(read_plain_json(std::string(1'000'000, '[')).has_value());
}

}  // namespace
}  // namespace vip::terminal
