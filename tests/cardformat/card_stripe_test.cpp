#include "cardformat/card_stripe.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/property.h"
#include "tests/show.h"

namespace vip::card {
namespace {

Secret counted_secret() { return Secret({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}); }

// The groups of seven, seven and two bytes, worked out with bc:
//   0x00010203040506 = 1108152157446, 0x0708090a0b0c0d = 1979159753198605, 0x0e0f = 3599
constexpr std::string_view track_one =
    "%B9156800000000014^VIP MEMBER^3111702"
    "00001108152157446"
    "01979159753198605"
    "03599"
    "?";

TEST_CASE("card stripe: the tracks of one card, worked out by hand") {
  const Number number = make_number(9156, 80'000'000'001);
  const Day last_day = Day::from_civil(2031, 11, 22).value();
  CHECK(card_track_one(number, counted_secret(), last_day) == track_one);
  CHECK(track_one.size() == 77);
  CHECK(card_track_two(number, last_day) == ";9156800000000014=3111702?");
}

CardTrack read_one(std::string_view text) {
  return read_card_track(read_frame(Track::one, text).value()).value();
}

TEST_CASE("card stripe: number and secret are read back") {
  CHECK(read_one(track_one).number.text() == "9156800000000014");
  CHECK(read_one(track_one).secret == counted_secret());
  const auto two = read_card_track(read_frame(Track::two, ";9156800000000014=3111702?").value());
  REQUIRE(two);
  CHECK(two->number.text() == "9156800000000014");
  CHECK_FALSE(two->secret);
}

TEST_CASE("card stripe: numbers in other layouts, which have no secret") {
  for (const char* const data :
       {"9156800000000014", "B9156800000000014", "L9156800000000014^", "B9156800000000014^X",
        "B9156800000000014^VIP MEMBER^3111702", "B9156800000000014^VIP MEMBER^3111702123",
        // 2^56 where seven bytes are wanted, and a letter in a digit's place
        "B9156800000000014^VIP MEMBER^3111702"
        "72057594037927936"
        "01979159753198605"
        "03599",
        "B9156800000000014^VIP MEMBER^3111702"
        "0000110815215744A"
        "01979159753198605"
        "03599",
        "B9156800000000014^VIP MEMBER^3111702"
        "00001108152157446"
        "01979159753198605"
        "65536"}) {
    CAPTURE(data);
    const auto read = read_card_track({Track::one, data});
    REQUIRE(read);
    CHECK(read->number.text() == "9156800000000014");
    CHECK_FALSE(read->secret);
  }
  for (const char* const data :
       {"", "B", "B=", "B915680000000001", "B91568000000000141", "BB9156800000000014",
        "B9156 8000 0000 0014", "915680000000001A", "^9156800000000014"}) {
    CAPTURE(data);
    CHECK_FALSE(read_card_track({Track::one, data}));
  }
  for (const char* const data : {"", "=", "915680000000001=", "91568000000000141=3111702"}) {
    CAPTURE(data);
    CHECK_FALSE(read_card_track({Track::two, data}));
  }
}

TEST_CASE("card stripe: every card's tracks are read back") {
  CHECK(holds("what is written is read", 500, [] {
    std::array<std::uint8_t, Secret::size> bytes{};
    for (std::uint8_t& byte : bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
    const auto serial = *rc::gen::inRange<std::uint64_t>(0, end_of_serials);
    const Number number = make_number(9156, serial);
    const Day day = Day::from_number(*rc::gen::inRange<std::int64_t>(0, 60'000)).value();
    const CardTrack one = read_one(card_track_one(number, Secret(bytes), day));
    RC_ASSERT(one.number == number);
    RC_ASSERT(one.secret->bytes() == bytes);
    const std::string two = card_track_two(number, day);
    RC_ASSERT(read_card_track(read_frame(Track::two, two).value())->number == number);
  }));
}

}  // namespace
}  // namespace vip::card
