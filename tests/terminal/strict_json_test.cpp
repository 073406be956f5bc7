#include "terminal/json/strict_json.h"

#include <doctest/doctest.h>

#include <string>

namespace vip::terminal {
namespace {

using namespace std::string_literals;

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST_CASE("A50: what JSON is, is read as it is") {
  for (const char* text : {
           "null",
           "true",
           "false",
           "0",
           "-0",
           " \t\r\n{ } ",
           "[]",
           "\"\"",
           "[1,2,3]",
           R"({"a":{"b":[null,true,"x"]}})",
           R"("王女士 \u738b \ud83d\ude00 \" \\ \/ \b\f\n\r\t")",
           "9223372036854775807",
           "-9223372036854775808",
           "\"\x7F\"",
       }) {
    CAPTURE(text);
    CHECK(read_json(text).has_value());
  }
  CHECK(read_json("\"\\u738b\"")->get<std::string>() == "王");
  CHECK(read_json("\"\\u0000\"")->get<std::string>() == "\0"s);
}

TEST_CASE("A50: integers are exact, and everything else that is a number is a float") {
  struct Row {
    const char* text;
    bool integer;
    std::int64_t value;
  };
  const Row rows[] = {
      {"0", true, 0},
      {"-0", true, 0},
      {"1", true, 1},
      {"-1", true, -1},
      {"9007199254740993", true, 9007199254740993},  // 2^53 + 1, which no double holds
      {"9223372036854775807", true, 9223372036854775807},
      {"-9223372036854775808", true, -9223372036854775807 - 1},
      {"9223372036854775808", false, 0},
      {"18446744073709551615", false, 0},
      {"18446744073709551616", false, 0},
      {"-9223372036854775809", false, 0},
      {"1.0", false, 0},
      {"1e2", false, 0},
      {"1E2", false, 0},
      {"100e-2", false, 0},
      {"0.0", false, 0},
      {"1e308", false, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto json = read_json(row.text);
    REQUIRE(json.has_value());
    CHECK(json->is_number_integer() == row.integer);
    CHECK(json->is_number_float() != row.integer);
    CHECK_FALSE(json->is_number_unsigned());
    if (row.integer) CHECK(json->get<std::int64_t>() == row.value);
  }
}

TEST_CASE("A50: whatever is not JSON, or not UTF-8, or more than one value, is refused") {
  const std::string hostile[] = {
      "", " ", "\n", "{", "}", "[", "]", "{]", "[}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]",
      "[,1]", "{,}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "[1 2]", "[1", "\"", "\"\\\"", "nul",
      "NULL", "True", "NaN", "Infinity", "-Infinity", "-", "+1", "01", "-01", "1.", ".5", "1.e2",
      "1e", "1e+", "0x10", "1_000", "--1", "1 2", "{} {}", "{}x", "[] //", "// a\n1", "/* a */1",
      "# a\n1", "\"a\nb\"", "\"a\tb\"", "\"\\x41\"", "\"\\u12\"", "\"\\u123g\"", "\"\\ud800\"",
      "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud83d\\ud83d\"", "\"\\a\"", "\"\x01\"",
      // Not UTF-8.
      "\"\xFF\"", "\"\x80\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"",
      "\"\xE7\x8E\"", "{\"\xC3\":1}", "\xFF", "\xC2\xA0{}",
      // Byte order marks, of all kinds.
      "\xEF\xBB\xBF{}", "\xEF\xBB\xBF", "\xFE\xFF{}", "\xFF\xFE{\0}\0"s, "{}\xEF\xBB\xBF",
      // Zero bytes: the library under us would stop there and call it the end.
      "\0"s, "{}\0"s, "{}\0x"s, "\0{}"s, "[1,\0 2]"s, "\"a\0b\""s, "1\0"s,
      // Beyond every number.
      "1e309", "-1e309", "1" + std::string(400, '0') + ".0", "[1e99999999999]"};
  for (const std::string& text : hostile) {
    CAPTURE(text);
    const auto json = read_json(text);
    CHECK_FALSE(json.has_value());
    if (json.has_value()) continue;
    CHECK_FALSE(json.error().message_zh.empty());
    CHECK_FALSE(json.error().message_en.empty());
  }
}

TEST_CASE("A50: every proper beginning of a text is no text") {
  const std::string text =
      R"({"lines":[{"sku":"A17","qty":2,"x":[true,null,"\u738b王"]}],"n":-10})";
  CHECK(read_json(text).has_value());
  for (std::size_t length = 0; length < text.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(read_json(std::string_view(text).substr(0, length)).has_value());
  }
}

TEST_CASE("A50: a key twice is no object, at any depth, however it is written") {
  struct Row {
    const char* text;
    const char* pointer;
  };
  const Row rows[] = {
      {R"({"a":1,"a":1})", "/a"},
      {R"({"a":1,"b":2,"\u0061":3})", "/a"},
      {R"({"":1,"":1})", "/"},
      {R"({"x":{"a":1,"a":{}}})", "/x/a"},
      {R"([0,[{"q":1,"q":2}]])", "/1/0/q"},
      {R"([[],[],{"q":1,"q":2}])", "/2/q"},
      {R"({"a":[{"b":1},{"b":1},{"b":1,"b":2}]})", "/a/2/b"},
      {R"({"a~b/c":{"d":1,"d":2}})", "/a~0b~1c/d"},
      {R"({"a":{},"b":[],"a":1})", "/a"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto json = read_json(row.text);
    REQUIRE_FALSE(json.has_value());
    CHECK(json.error().pointer == row.pointer);
  }
  CHECK(read_json(R"({"a":1,"A":1,"x":{"a":1},"y":[{"a":1},{"a":1}]})").has_value());
}

TEST_CASE("A50: nested at most 32 deep, objects and arrays alike") {
  CHECK(read_json(nested(32)).has_value());
  const auto too_deep = read_json(nested(33));
  REQUIRE_FALSE(too_deep.has_value());
  std::string pointer;
  for (int i = 0; i < 32; ++i) pointer += "/0";
  CHECK(too_deep.error().pointer == pointer);

  std::string objects;
  for (int i = 0; i < 33; ++i) objects += R"({"k":)";
  CHECK_FALSE(read_json(objects + "1" + std::string(33, '}')).has_value());
  CHECK(read_json(objects.substr(5) + "1" + std::string(32, '}')).has_value());
  // Wide is not deep.
  std::string wide = "[";
  for (int i = 0; i < 1000; ++i) wide += nested(31) + ",";
  CHECK(read_json(wide + "0]").has_value());
}

TEST_CASE("a million brackets are read without harm") {
  CHECK_FALSE(read_json(std::string(1'000'000, '[')).has_value());
  CHECK_FALSE(read_json(nested(500'000)).has_value());
  CHECK_FALSE(read_json(std::string(1'000'000, '{')).has_value());
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += R"({"":)";
  CHECK_FALSE(read_json(objects).has_value());
  CHECK_FALSE(read_json(std::string(1'000'000, '"')).has_value());
  CHECK_FALSE(read_json(std::string(1'000'000, '-')).has_value());
  CHECK(read_json(std::string(1'000'000, ' ') + "1").has_value());
  CHECK(read_json(std::string(1'000'000, '9')).has_value() == false);
}

TEST_CASE("a text is at most as long as it may be") {
  const std::string text = "\"" + std::string(98, 'a') + "\"";
  CHECK(read_json(text, 100).has_value());
  CHECK_FALSE(read_json(text, 99).has_value());
  CHECK(read_json("\"" + std::string(max_request_bytes - 2, 'a') + "\"").has_value());
  CHECK_FALSE(read_json("\"" + std::string(max_request_bytes - 1, 'a') + "\"").has_value());
}

TEST_CASE("a problem says where") {
  struct Row {
    const char* text;
    const char* pointer;
  };
  const Row rows[] = {
      {"", ""},
      {"{\"a\" 1}", "/a"},
      {"{\"a\":1 \"b\":2}", ""},
      {"{\"a\":[1,tru]}", "/a/1"},
      {"{\"a\":1e999}", "/a"},
      {"[[1],[2,[3 4]]]", "/1/1/1"},
      {"[\"ok\",\"\xFF\"]", "/1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto json = read_json(row.text);
    REQUIRE_FALSE(json.has_value());
    CHECK(json.error().pointer == row.pointer);
  }
  CHECK(read_json("[1,]").error().message_en == "Not JSON from byte 4 on.");
  CHECK(read_json("\"\xFF\"").error().message_en ==
        "Not JSON from byte 2 on. The text is not valid UTF-8.");
}

TEST_CASE("a step of a pointer is escaped (RFC 6901)") {
  std::string pointer;
  append_step(pointer, "a/b~c");
  append_step(pointer, std::size_t{12});
  append_step(pointer, "");
  append_step(pointer, "~1");
  CHECK(pointer == "/a~1b~0c/12//~01");
}

}  // namespace
}  // namespace vip::terminal
