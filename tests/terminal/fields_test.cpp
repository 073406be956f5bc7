#include "terminal/json/fields.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/show.h"

namespace vip::terminal {
namespace {

enum class Choice { member, coupon };
constexpr Word<Choice> choices[] = {{"member", Choice::member}, {"coupon", Choice::coupon}};

Json json(std::string_view text) { return read_json(text).value(); }

std::vector<std::string> pointers(const Problems& problems) {
  std::vector<std::string> pointers;
  for (const Problem& problem : problems) pointers.push_back(problem.pointer);
  return pointers;
}

using Pointers = std::vector<std::string>;

TEST_CASE("every kind of field, read where it is right") {
  const Json document = json(R"({
    "qty": 3, "paid": 12900, "delta": -5, "name": "王", "empty": "", "shown": true,
    "day": "2026-11-22", "choice": "coupon", "inside": {"a": 1}, "list": [1, 2],
    "texts": ["S01-1-1"], "uses": null, "anything": {"x": []}})");
  Problems problems;
  Fields fields(document, "", problems);
  CHECK(fields.integer("qty", 1, 3) == 3);
  CHECK(fields.fen("paid", Fen(0), Fen(12900)) == Fen(12900));
  CHECK(fields.points("delta", Points(-5), Points(5)) == Points(-5));
  CHECK(fields.text("name", 3) == "王");
  CHECK(fields.text("empty", 3, 0) == "");
  CHECK(fields.boolean("shown") == true);
  CHECK(fields.date("day") == Day::from_civil(2026, 11, 22));
  CHECK(fields.word<Choice>("choice", choices) == Choice::coupon);
  auto inside = fields.object("inside");
  REQUIRE(inside.has_value());
  CHECK(inside->pointer() == "/inside");
  CHECK(inside->integer("a", 0, 9) == 1);
  inside->finish();
  const auto list = fields.array("list", 1, 2);
  REQUIRE(list.has_value());
  CHECK(list->integers(1, 2) == std::vector<std::int64_t>{1, 2});
  CHECK(fields.array("texts", 0, 9)->texts(7) == std::vector<std::string>{"S01-1-1"});
  CHECK_FALSE(fields.integer_or_null("uses", 0, 9).has_value());
  CHECK(fields.value("anything")->is_object());
  fields.finish();
  CHECK(problems.empty());
}

TEST_CASE("what may be left out is left out in silence, what is required is missing in its place") {
  const Json document = json("{}");
  Problems problems;
  Fields fields(document, "/lines/0", problems);
  CHECK_FALSE(fields.optional_integer("a", 0, 1).has_value());
  CHECK(fields.integer("b", 0, 9, 7) == 7);
  CHECK_FALSE(fields.optional_fen("c", Fen(0), Fen(1)).has_value());
  CHECK_FALSE(fields.optional_text("d", 9).has_value());
  CHECK_FALSE(fields.optional_any_text("e").has_value());
  CHECK(fields.boolean("f", true));
  CHECK_FALSE(fields.boolean("g", false));
  CHECK_FALSE(fields.optional_boolean("h").has_value());
  CHECK_FALSE(fields.optional_date("i").has_value());
  CHECK_FALSE(fields.optional_word<Choice>("j", choices).has_value());
  CHECK_FALSE(fields.optional_object("k").has_value());
  CHECK_FALSE(fields.optional_array("l", 1, 2).has_value());
  CHECK_FALSE(fields.integer_or_null("m", 0, 1).has_value());
  CHECK(fields.value("n") == nullptr);
  CHECK_FALSE(fields.has("o"));
  CHECK(problems.empty());

  fields.integer("A", 0, 1);
  fields.fen("B", Fen(0), Fen(1));
  fields.points("C", Points(0), Points(1));
  fields.text("D", 9);
  fields.boolean("E");
  fields.date("F");
  fields.word<Choice>("G", {{"member", Choice::member}});
  fields.object("H");
  fields.array("I", 0, 9);
  fields.finish();
  CHECK((pointers(problems) == Pointers{"/lines/0/A", "/lines/0/B", "/lines/0/C", "/lines/0/D",
                                        "/lines/0/E", "/lines/0/F", "/lines/0/G", "/lines/0/H",
                                        "/lines/0/I"}));
  CHECK(problems[0].message_en == "A is missing.");
  CHECK(problems[0].message_zh == "缺少 A。");
}

TEST_CASE("A50: whatever is not what a field wants is a problem there") {
  using Read = std::function<bool(Fields&)>;  // true: there was a value
  const Read integer = [](Fields& f) { return f.integer("x", 1, 1000000).has_value(); };
  const Read or_null = [](Fields& f) { return f.integer_or_null("x", 1, 9).has_value(); };
  const Read text = [](Fields& f) { return f.text("x", 4).has_value(); };
  const Read any_text = [](Fields& f) { return f.optional_any_text("x").has_value(); };
  const Read boolean = [](Fields& f) { return f.boolean("x").has_value(); };
  const Read date = [](Fields& f) { return f.date("x").has_value(); };
  const Read word = [](Fields& f) { return f.word<Choice>("x", choices).has_value(); };
  const Read object = [](Fields& f) { return f.object("x").has_value(); };
  const Read array = [](Fields& f) { return f.array("x", 1, 2).has_value(); };
  struct Row {
    const char* name;
    Read read;
    const char* value;
    bool right;
  };
  const Row rows[] = {
      {"integer, least", integer, "1", true},
      {"integer, below", integer, "0", false},
      {"integer, most", integer, "1000000", true},
      {"integer, above", integer, "1000001", false},
      {"integer, negative", integer, "-1", false},
      {"integer, 1.0", integer, "1.0", false},
      {"integer, 1e2", integer, "1e2", false},
      {"integer, out of range", integer, "9223372036854775808", false},
      {"integer, text", integer, "\"1\"", false},
      {"integer, null", integer, "null", false},
      {"integer, true", integer, "true", false},
      {"integer, array", integer, "[1]", false},
      {"or null, below", or_null, "0", false},
      {"or null, text", or_null, "\"1\"", false},
      {"or null, 1.0", or_null, "1.0", false},
      {"text, empty", text, "\"\"", false},
      {"text, 4 bytes", text, "\"abcd\"", true},
      {"text, 5 bytes", text, "\"abcde\"", false},
      {"text, 6 bytes", text, "\"王女\"", false},
      {"text, line end", text, "\"a\\nb\"", false},
      {"text, zero", text, "\"a\\u0000\"", false},
      {"text, number", text, "1", false},
      {"text, null", text, "null", false},
      {"any text, empty", any_text, "\"\"", true},
      {"any text, line end", any_text, "\"a\\nb\"", true},
      {"any text, null", any_text, "null", false},
      {"any text, number", any_text, "13800138000", false},
      {"boolean, 1", boolean, "1", false},
      {"boolean, text", boolean, "\"true\"", false},
      {"boolean, null", boolean, "null", false},
      {"boolean, false", boolean, "false", true},
      {"A53: first day", date, "\"1900-01-01\"", true},
      {"A53: the day before", date, "\"1899-12-31\"", false},
      {"A53: last day", date, "\"2199-12-31\"", true},
      {"A53: the day after", date, "\"2200-01-01\"", false},
      {"date, no such day", date, "\"2026-02-29\"", false},
      {"date, a time", date, "\"2026-11-22T00:00:00+08:00\"", false},
      {"date, number", date, "20261122", false},
      {"date, null", date, "null", false},
      {"word, another", word, "\"Member\"", false},
      {"word, null", word, "null", false},
      {"word, number", word, "0", false},
      {"object, array", object, "[]", false},
      {"object, null", object, "null", false},
      {"array, object", array, "{}", false},
      {"array, null", array, "null", false},
      {"array, too few", array, "[]", false},
      {"array, least", array, "[0]", true},
      {"array, most", array, "[0,0]", true},
      {"array, too many", array, "[0,0,0]", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Json document = json(R"({"x":)" + std::string(row.value) + "}");
    Problems problems;
    Fields fields(document, "", problems);
    CHECK(row.read(fields) == row.right);
    fields.finish();
    CHECK((pointers(problems) == (row.right ? Pointers{} : Pointers{"/x"})));
  }
}

TEST_CASE("A50: the same for what may be left out: null is not left out") {
  const Json document = json(R"({"a":null,"b":null,"c":null,"d":null,"e":null,"f":null,"g":null})");
  Problems problems;
  Fields fields(document, "", problems);
  fields.optional_integer("a", 0, 1);
  fields.optional_text("b", 9);
  CHECK(fields.boolean("c", true));
  fields.optional_date("d");
  fields.optional_word<Choice>("e", choices);
  fields.optional_object("f");
  fields.optional_array("g", 0, 9);
  CHECK((pointers(problems) == Pointers{"/a", "/b", "/c", "/d", "/e", "/f", "/g"}));
  CHECK(fields.has("a"));
}

TEST_CASE("A50: unknown fields, with the nearest known name, after everything that was read") {
  const Json document = json(R"({"aa":1,"qyt":2,"zz":3,"chioce":"member","price":1})");
  Problems problems;
  Fields fields(document, "", problems);
  fields.optional_integer("qty", 1, 9);
  fields.optional_word<Choice>("choice", choices);
  fields.optional_integer("unit_price", 1, 9);
  fields.text("sku", 9);
  fields.finish();
  REQUIRE((pointers(problems) == Pointers{"/sku", "/aa", "/chioce", "/price", "/qyt", "/zz"}));
  CHECK(problems[1].message_en == "Unknown field aa.");
  CHECK(problems[2].message_en == "Unknown field chioce. Did you mean choice?");
  CHECK(problems[2].message_zh == "不认识的字段 chioce。是否想写 choice？");
  CHECK(problems[3].message_en == "Unknown field price. Did you mean unit_price?");
  CHECK(problems[4].message_en == "Unknown field qyt. Did you mean qty?");
}

TEST_CASE("A50: a required field under a misspelt name is one problem, at the name that is there") {
  const Json document = json(R"({"qyt":2,"qtty":3})");
  Problems problems;
  Fields fields(document, "/lines/0", problems);
  fields.text("sku", 9);
  fields.integer("qty", 1, 9);
  fields.integer("unit_price", 1, 9);
  fields.finish();
  CHECK((pointers(problems) ==
         Pointers{"/lines/0/sku", "/lines/0/qtty", "/lines/0/unit_price", "/lines/0/qyt"}));
}

TEST_CASE(
    "unknown names are escaped in pointers, cut and cleaned in messages, and not without end") {
  Json document = Json::object();
  document["a/b~c"] = 1;
  document["bad\nname"] = 1;
  document[std::string(50, 'x')] = 1;
  Problems problems;
  Fields fields(document, "", problems);
  fields.finish();
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].pointer == "/a~1b~0c");
  CHECK(problems[1].pointer == "/bad\nname");
  CHECK(problems[1].message_en == "Unknown field bad?name.");
  CHECK(problems[2].message_en == "Unknown field " + std::string(40, 'x') + "….");

  Json many = Json::object();
  for (int i = 0; i < 1000; ++i) many["k" + std::to_string(i)] = i;
  Problems first_of_many;
  Fields(many, "", first_of_many).finish();
  CHECK(first_of_many.size() == 20);
}

TEST_CASE("what is no object is one problem, and silent from then on") {
  for (const char* text : {"[]", "null", "1", "\"{}\"", "true"}) {
    CAPTURE(text);
    const Json document = json(text);
    Problems problems;
    Fields fields(document, "/lines/3", problems);
    CHECK_FALSE(fields.integer("qty", 0, 1).has_value());
    CHECK_FALSE(fields.object("x").has_value());
    CHECK_FALSE(fields.has("qty"));
    fields.finish();
    CHECK((pointers(problems) == Pointers{"/lines/3"}));
  }
}

TEST_CASE("items of an array, each at its own place") {
  const Json document = json(R"({"lines":[{"q":1},[],{"q":0,"r":1}],"n":[0,1,5,1.0,"2"],
                                 "t":["a","",1,"b\n","a"]})");
  Problems problems;
  Fields fields(document, "", problems);
  const auto lines = fields.array("lines", 1, 1000);
  REQUIRE(lines.has_value());
  for (std::size_t i = 0; i < lines->size(); ++i) {
    Fields line = lines->fields(i);
    line.integer("q", 1, 9);
    line.finish();
  }
  const auto numbers = fields.array("n", 0, 9);
  CHECK_FALSE(numbers->integers(1, 4).has_value());
  const auto texts = fields.array("t", 0, 9);
  CHECK_FALSE(texts->texts(9).has_value());
  texts->problem(4, "写了两次。", "Stands twice.");
  fields.finish();
  CHECK((pointers(problems) == Pointers{"/lines/1", "/lines/2/q", "/lines/2/r", "/n/0", "/n/2",
                                        "/n/3", "/n/4", "/t/1", "/t/2", "/t/3", "/t/4"}));
  CHECK(texts->first_repeated() == std::size_t{4});
  CHECK(numbers->first_repeated() == std::size_t{3});  // 1.0 is 1 once more
  CHECK_FALSE(lines->first_repeated().has_value());
}

TEST_CASE("the caller's own problems stand where it says") {
  const Json document = json("{}");
  Problems problems;
  Fields fields(document, "/proof", problems);
  fields.problem("sales", "甲", "a");
  fields.problem("乙", "b");
  CHECK(problems[0] == Problem{"/proof/sales", "甲", "a"});
  CHECK(problems[1] == Problem{"/proof", "乙", "b"});
}

TEST_CASE("the nearest word is near") {
  const std::vector<std::string_view> known = {"qty", "unit_price", "promotion", "request_id",
                                               "expected_paid"};
  struct Row {
    const char* misspelt;
    const char* nearest;  // "": none
  };
  const Row rows[] = {
      {"qyt", "qty"},
      {"Qty", "qty"},
      {"qt", "qty"},
      {"quantity", ""},
      {"unitPrice", "unit_price"},
      {"unit_prise", "unit_price"},
      {"price", "unit_price"},
      {"paid", "expected_paid"},
      {"requestid", "request_id"},
      {"reqest_id", "request_id"},
      {"promo", "promotion"},
      {"x", ""},
      {"", ""},
      {"abc", ""},
      {"王", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.misspelt);
    CHECK(nearest_word(row.misspelt, known).value_or("") == row.nearest);
  }
  CHECK_FALSE(nearest_word(std::string(65, 'q'), known).has_value());
  CHECK_FALSE(nearest_word("qty", {}).has_value());
}

}  // namespace
}  // namespace vip::terminal
