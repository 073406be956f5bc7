#include "cardformat/card_number.h"

#include <doctest/doctest.h>

namespace vip::card {
namespace {

TEST_CASE("a made number carries its check digit") {
  CHECK(make_number(9156, 1).text() == "9156000000000011");
  CHECK(make_number(9156, 1).check_digit_holds());
}

}  // namespace
}  // namespace vip::card
