#include "cardformat/ensure.h"

#include <doctest/doctest.h>

#include "tests/death.h"

namespace vip {
namespace {

TEST_CASE("ensure: a false fact stops the program and says which and where") {
  const Death death = death_of([] { ensure(1 + 1 == 3, "sums are right"); });
  CHECK(death.aborted);
  CHECK(death.last_words.find("ensure_test.cpp:11: this should always hold: sums are right") !=
        std::string::npos);
}

TEST_CASE("ensure: a true fact is looked at once and nothing happens") {
  int looks = 0;
  const auto fact = [&] { return ++looks == 1; };
  ensure(fact(), "once");
  CHECK(looks == 1);
  CHECK_FALSE(death_of([] { ensure(true, "nothing"); }).aborted);
}

}  // namespace
}  // namespace vip
