#include "cardformat/card_number.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <type_traits>

#include "tests/death.h"
#include "tests/show.h"

namespace vip::card {
namespace {

// A card number is no integer, and no other integer is a card number.
static_assert(!std::is_constructible_v<Number, std::uint64_t>);
static_assert(!std::is_convertible_v<Number, std::uint64_t>);

const Number samples[] = {make_number(9156, 0), make_number(9156, 1), make_number(9156, 12'345'678),
                          make_number(9156, 99'999'999'999), make_number(7001, 90'000'000'000)};

TEST_CASE("card number: prefix, serial, check digit, worked out by hand") {
  // 9156 00000000001 _: doubled from the right 1->2, 0..., 5->10->1, 9->18->9; the rest 6, 1:
  // 2 + 1 + 9 + 6 + 1 = 19, so the check digit is 1.
  CHECK(make_number(9156, 1).text() == "9156000000000011");
  CHECK(make_number(9156, 0).text() == "9156000000000003");  // 1 + 9 + 6 + 1 = 17
  CHECK(make_number(9156, 5).text() == "9156000000000052");  // 5->10->1: 18
  // ISO/IEC 7812-1's own kind of example: 7992739871 3, here behind zeros.
  CHECK(Number::from_value(79927398713).check_digit_holds());
  CHECK_FALSE(Number::from_value(79927398710).check_digit_holds());
}

TEST_CASE("Luhn: the example of ISO/IEC 7812-1 annex B, and numbers that card schemes publish") {
  CHECK(Number::from_value(49927398716).check_digit_holds());
  CHECK_FALSE(Number::from_value(49927398717).check_digit_holds());
  CHECK(Number::from_value(4111111111111111).check_digit_holds());
  CHECK(Number::from_value(5555555555554444).check_digit_holds());
  CHECK(Number::from_value(6200000000000005).check_digit_holds());
  CHECK_FALSE(Number::from_value(1234567812345678).check_digit_holds());
}

TEST_CASE("card number: printed in fours") {
  CHECK(make_number(9156, 1).grouped() == "9156 0000 0000 0011");
  CHECK(read_number(make_number(9156, 1).grouped()) == make_number(9156, 1));
}

TEST_CASE(
    "card number: a blank's serial is random, begins as the chain says, is no training card's") {
  std::set<std::uint64_t> seen;
  std::array<int, 10> second_digits{};
  for (int i = 0; i < 1000; ++i) {
    const Number number = random_number(9156, i % 9);
    CHECK(number.check_digit_holds());
    CHECK(number.has_prefix(9156));
    CHECK_FALSE(number.is_training());
    CHECK(number.text()[4] - '0' == i % 9);
    ++second_digits[static_cast<std::size_t>(number.text()[5] - '0')];
    seen.insert(number.value());
  }
  // Two equal ones among a thousand of 10^10 a digit: once in 180,000 runs; two pairs: never.
  CHECK(seen.size() >= 999);
  for (const int count : second_digits) CHECK(count > 20);  // 100 are expected; 8.4 sigma below
  CHECK(death_of([] { random_number(9156, 9); }).aborted);
}

TEST_CASE("card number: every single mistyped digit is caught") {
  for (const Number number : samples) {
    const std::string right = number.text();
    REQUIRE(number.check_digit_holds());
    for (std::size_t place = 0; place < 16; ++place) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string typed = right;
        typed[place] = digit;
        CAPTURE(typed);
        CHECK(read_number(typed).value().check_digit_holds() == (typed == right));
      }
    }
  }
}

TEST_CASE("card number: every swap of neighbours is caught, except 09 and 90") {
  // All pairs at every place: a serial is chosen so that the pair stands there.
  for (std::uint64_t shift = 1; shift < 10'000'000'000; shift *= 10) {
    for (std::uint64_t pair = 0; pair < 100; ++pair) {
      const std::uint64_t a = pair / 10;
      const std::uint64_t b = pair % 10;
      const std::string right = make_number(9156, pair * shift).text();
      std::string swapped = right;
      const std::size_t place = 14 - (std::to_string(shift).size() - 1);
      std::swap(swapped[place - 1], swapped[place]);
      CAPTURE(right);
      CAPTURE(swapped);
      const bool same = a == b;
      const bool blind = (a == 0 && b == 9) || (a == 9 && b == 0);
      CHECK(read_number(swapped).value().check_digit_holds() == (same || blind));
    }
  }
}

TEST_CASE("card number: a swap over a border, with prefix or check digit, is caught likewise") {
  for (std::uint64_t start = 0; start < 10; ++start) {
    for (std::uint64_t end = 0; end < 100; ++end) {
      const std::string right = make_number(9156, start * 10'000'000'000 + end).text();
      for (const std::size_t place : {std::size_t{3}, std::size_t{14}}) {
        std::string swapped = right;
        std::swap(swapped[place], swapped[place + 1]);
        const std::string pair = right.substr(place, 2);
        const bool unseen = pair[0] == pair[1] || pair == "09" || pair == "90";
        CAPTURE(right);
        CAPTURE(swapped);
        CHECK(read_number(swapped).value().check_digit_holds() == unseen);
      }
    }
  }
}

TEST_CASE("card number: sixteen digits, single spaces between fours, nothing else") {
  const Number number = Number::from_value(9156000000000011);
  for (const char* text : {"9156000000000011", "9156 0000 0000 0011", "91560000 00000011",
                           "9156 000000000011", "915600000000 0011"}) {
    CAPTURE(text);
    CHECK(read_number(text) == number);
  }
  for (const char* text :
       {"", "915600000000001", "91560000000000110", " 9156000000000011", "9156000000000011 ",
        "9156  0000 0000 0011", "915 6000000000011", "9156-0000-0000-0011", "9156\t0000 0000 0011",
        "915600000000001a", "+915600000000001", "９156000000000011", "9156000000000011\n"}) {
    CAPTURE(text);
    CHECK_FALSE(read_number(text));
  }
  CHECK(read_number("0000000000000000") == Number::from_value(0));
  CHECK(read_number("9999999999999999") == Number::from_value(9'999'999'999'999'999));
  CHECK_FALSE(read_number(std::string_view("915600000000001\0", 16)));
}

TEST_CASE("R3: a card number is masked to its first and last four") {
  CHECK(make_number(9156, 1).masked() == "9156 **** **** 0011");
  CHECK(make_number(9156, 12'345'678).masked() == "9156 **** **** 6785");
  CHECK(Number::from_value(7).masked() == "0000 **** **** 0007");
}

TEST_CASE("card number: ours is told from another chain's") {
  CHECK(make_number(9156, 1).has_prefix(9156));
  CHECK_FALSE(make_number(9156, 99'999'999'999).has_prefix(9157));
  CHECK_FALSE(make_number(9155, 99'999'999'999).has_prefix(9156));
}

TEST_CASE("card number: a serial that begins with 9 marks a training card") {
  CHECK_FALSE(make_number(9156, 89'999'999'999).is_training());
  CHECK(make_number(9156, 90'000'000'000).is_training());
  CHECK(make_number(9156, 99'999'999'999).is_training());
  CHECK_FALSE(make_number(9156, 0).is_training());
}

TEST_CASE("card number: prefixes of payment codes and bank cards are other people's") {
  struct Row {
    int prefix;
    bool allowed;
  };
  const Row rows[] = {{9156, true},  {0, false},   {999, false},  {1000, false}, {1599, false},
                      {1600, true},  {2499, true}, {2500, false}, {3099, false}, {3100, false},
                      {5999, false}, {6000, true}, {6199, true},  {6200, false}, {6299, false},
                      {6300, true},  {6999, true}, {7000, true},  {9999, true},  {10000, false},
                      {-9156, false}};
  for (const Row& row : rows) {
    CAPTURE(row.prefix);
    CHECK(prefix_allowed(row.prefix) == row.allowed);
  }
  int allowed = 0;
  for (int prefix = 0; prefix < 10000; ++prefix) allowed += prefix_allowed(prefix) ? 1 : 0;
  CHECK(allowed == 4800);  // 1600-2499, 6000-6199, 6300-9999: 900 + 200 + 3700
}

TEST_CASE("card number: what cannot be a card number stops the program") {
  CHECK(death_of([] { Number::from_value(10'000'000'000'000'000); }).aborted);
  CHECK(death_of([] { make_number(10000, 0); }).aborted);
  CHECK(death_of([] { make_number(-1, 0); }).aborted);
  CHECK(death_of([] { make_number(9156, 100'000'000'000); }).aborted);
}

}  // namespace
}  // namespace vip::card
