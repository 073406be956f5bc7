// Columns: Chinese takes two, and lines break where people would break them.
#include "terminal/door/columns.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace vip::terminal {
namespace {

TEST_CASE("A Chinese character takes two columns, a mark none, a broken byte one") {
  CHECK(columns_of("") == 0);
  CHECK(columns_of("abc") == 3);
  CHECK(columns_of("王女士") == 6);
  CHECK(columns_of("￥1.00") == 6);
  CHECK(columns_of("e\u0301") == 1);
  CHECK(columns_of("\xff\xfe") == 2);
  CHECK(columns_of("\xed\xa0\x80") == 3);  // a surrogate is no character
  CHECK(printable("a\tb\x1b[31m\xff") == "a b [31m\uFFFD");
  CHECK(pad_right("王", 4) == "王  ");
  CHECK(pad_left("王", 4) == "  王");
  CHECK(pad_left("王女士", 4) == "王女士");
}

TEST_CASE("Texts are broken at blanks and beside Chinese characters") {
  CHECK(wrap("", 10) == std::vector<std::string>{""});
  CHECK(wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("one two", 7) == std::vector<std::string>{"one two"});
  CHECK(wrap("口红玫瑰红", 6) == std::vector<std::string>{"口红玫", "瑰红"});
  CHECK(wrap("口红玫，瑰红", 6) == std::vector<std::string>{"口红", "玫，瑰", "红"});
  CHECK(wrap("abcdefgh", 3) == std::vector<std::string>{"abc", "def", "gh"});
  CHECK(wrap("A17 口红", 5) == std::vector<std::string>{"A17", "口红"});
}

}  // namespace
}  // namespace vip::terminal
