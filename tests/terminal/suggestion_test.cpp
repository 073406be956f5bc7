// Suggestion: the word that somebody most likely meant.
#include "terminal/door/suggestion.h"

#include <doctest/doctest.h>

#include <string_view>

namespace vip::terminal {
namespace {

TEST_CASE("A suggestion is the nearest word, and none is better than a far one") {
  const std::string_view words[] = {"quote", "commit", "return", "show"};
  CHECK(suggestion("qoute", words) == "quote");
  CHECK(suggestion("comit", words) == "commit");
  CHECK(suggestion("shw", words) == "show");
  CHECK_FALSE(suggestion("banana", words));
  CHECK_FALSE(suggestion("", words));
}

}  // namespace
}  // namespace vip::terminal
