#include "tests/story/pattern.h"

#include <doctest/doctest.h>

#include <string>

namespace vip::story {
namespace {

using nlohmann::json;

bool matches(const std::string& pattern, const std::string& got) {
  Memory memory;
  return !mismatch(read_pattern(pattern), json::parse(got), memory).has_value();
}

TEST_CASE("a pattern says only what matters: other keys may stand beside, a list is whole") {
  struct Row {
    const char* pattern;
    const char* got;
    bool matches;
  };
  const Row rows[] = {
      {R"({"a":1})", R"({"a":1,"b":2})", true},
      {R"({"a":1})", R"({"a":2})", false},
      {R"({"a":1})", R"({"b":1})", false},
      {R"({"a":1})", R"({"a":1.0})", false},
      {R"({"a":{"b":1}})", R"({"a":{"b":1,"c":2}})", true},
      {R"(={"a":1})", R"({"a":1})", true},
      {R"(={"a":1})", R"({"a":1,"b":2})", false},
      {R"(={})", R"({})", true},
      {R"(={})", R"({"a":1})", false},
      {R"([1,2])", R"([1,2])", true},
      {R"([1])", R"([1,2])", false},
      {R"([1,2])", R"([1])", false},
      {R"([1,...])", R"([1,2])", true},
      {R"([2,...])", R"([1,2])", false},
      {R"([...,2,...])", R"([1,2,3])", true},
      {R"([...,{"a":2}])", R"([{"a":1},{"a":2,"b":3}])", true},
      {R"([...,4])", R"([1,2,3])", false},
      {R"([none {"a":1}])", R"([{"a":2}])", true},
      {R"([none {"a":1}])", R"([{"a":2},{"a":1,"b":1}])", false},
      {R"({"a":absent})", R"({"b":1})", true},
      {R"({"a":absent})", R"({"a":null})", false},
      {R"({"a":any})", R"({"a":null})", true},
      {R"({"a":any})", R"({})", false},
      {R"({"a":text})", R"({"a":"x"})", true},
      {R"({"a":text})", R"({"a":""})", false},
      {R"({"a":integer})", R"({"a":-5})", true},
      {R"({"a":integer})", R"({"a":5.0})", false},
      {R"({"a":"~^9[0-9]+$"})", R"({"a":"915"})", true},
      {R"({"a":"~^9[0-9]+$"})", R"({"a":"x915"})", false},
      {R"({"a":"absent"})", R"({"a":"absent"})", true},
      {R"(true)", R"(true)", true},
      {R"(null)", R"(0)", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.got);
    CHECK(matches(row.pattern, row.got) == row.matches);
  }
}

TEST_CASE("a name holds what it met first, and stands for it in a request") {
  Memory memory;
  CHECK_FALSE(mismatch(read_pattern(R"({"card":$card})"), json::parse(R"({"card":"91"})"), memory));
  CHECK(mismatch(read_pattern(R"({"card":$card})"), json::parse(R"({"card":"92"})"), memory));
  CHECK(fill_in(R"({"card":$card,"a":1.0,"b":"$card"})", memory) ==
        R"({"card":"91","a":1.0,"b":"$card"})");
  CHECK_THROWS_AS(fill_in("$nobody", memory), StoryError);
}

TEST_CASE("a pattern that cannot be read is the story's mistake, not a mismatch") {
  CHECK_THROWS_AS(read_pattern("{"), StoryError);
  CHECK_THROWS_AS(read_pattern(R"({"a)"), StoryError);
}

}  // namespace
}  // namespace vip::story
