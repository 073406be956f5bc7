#include "cardformat/result.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "tests/death.h"

namespace vip {
namespace {

enum class Refusal { points_short = 1, card_void };

Result<std::string, Refusal> found(bool there) {
  if (!there) return Unexpected{Refusal::card_void};
  return std::string("here");
}

TEST_CASE("Result: a value, or the reason why there is none") {
  CHECK(found(true));
  CHECK(*found(true) == "here");
  CHECK(found(true)->size() == 4);
  CHECK_FALSE(found(false));
  CHECK(found(false).error() == Refusal::card_void);
}

TEST_CASE("Result: a value that can only be moved") {
  Result<std::unique_ptr<int>, Refusal> result = std::make_unique<int>(7);
  const std::unique_ptr<int> taken = *std::move(result);
  CHECK(*taken == 7);
}

TEST_CASE("Result: value and reason of the same type are told apart") {
  const Result<int, int> good = 1;
  const Result<int, int> bad = Unexpected{1};
  CHECK(good);
  CHECK_FALSE(bad);
  CHECK(bad.error() == 1);
}

TEST_CASE("Result: reading the side that is not there stops the program") {
  CHECK(death_of([] { *found(false); }).aborted);
  CHECK(death_of([] { found(false)->size(); }).aborted);
  CHECK(death_of([] { found(true).error(); }).aborted);
}

}  // namespace
}  // namespace vip
