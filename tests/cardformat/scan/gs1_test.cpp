#include "cardformat/scan/gs1.h"

#include <doctest/doctest.h>

#include "tests/property.h"
#include "tests/show.h"

namespace vip::card {
namespace {

TEST_CASE("GSRN: prefix, serial, check digit, worked out by hand") {
  // 28 9156 80000000001: from the right 1*3, ten digits on an 8 with weight 3, then 6*1 5*3 1*1 9*3
  // 8*1 2*3: 3 + 24 + 6 + 15 + 1 + 27 + 8 + 6 = 90, so the check digit is 0.
  const Own own;
  CHECK(gsrn_of(make_number(9156, 80'000'000'001), own) == "289156800000000010");
  const Gsrn read = read_gsrn("289156800000000010", own);
  CHECK(read.ours);
  CHECK(read.number == make_number(9156, 80'000'000'001));

  const Gsrn mistyped = read_gsrn("289156800000000011", own);
  CHECK(mistyped.ours);
  CHECK_FALSE(mistyped.number);
}

TEST_CASE("GSRN: behind the chain's GS1 company prefix stand the serial's last digits") {
  const Own own{.gs1_prefix = "6901234"};
  // 6901234 0000012345: 5*3 4*1 3*3 2*1 1*3 ... 4*3 3*1 2*3 1*1 0 9*1 6*3 = 33 + 49 = 82: 8.
  CHECK(gsrn_of(make_number(9156, 12'345), own) == "690123400000123458");
  CHECK(read_gsrn("690123400000123458", own).number == make_number(9156, 12'345));
  CHECK_FALSE(gsrn_of(make_number(9156, 10'000'000'000), own));  // eleven digits, room for ten
  CHECK(gsrn_of(make_number(9156, 9'999'999'999), own));
}

TEST_CASE("GSRN: what is not ours") {
  for (const char* const other :
       {"", "8018", "28915680000000001", "2891568000000000100", "28915680000000001X",
        "106141412345678908", "299156800000000019", "289157800000000017"}) {
    CAPTURE(other);
    CHECK_FALSE(read_gsrn(other, Own{}).ours);
    CHECK_FALSE(read_gsrn(other, Own{}).number);
  }
}

TEST_CASE("GSRN: every number is read back") {
  CHECK(holds("what is written is read", 500, [] {
    const Number number = make_number(9156, *rc::gen::inRange<std::uint64_t>(0, end_of_serials));
    const auto gsrn = gsrn_of(number, Own{});
    RC_ASSERT(gsrn.has_value());
    RC_ASSERT(read_gsrn(*gsrn, Own{}).number == number);
  }));
}

}  // namespace
}  // namespace vip::card
