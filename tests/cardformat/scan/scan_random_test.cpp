// A million random scans of secrets that are not ours, and a quarter of a million of our own.

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

#include "cardformat/card_stripe.h"
#include "cardformat/check_digits.h"
#include "cardformat/ean13.h"
#include "cardformat/scan/foreign_codes.h"
#include "cardformat/scan/gs1.h"
#include "cardformat/scan/scan.h"
#include "tests/property.h"

namespace vip::card {
namespace {

using Random = std::mt19937_64;

// The seed is RapidCheck's, which a failure prints and RC_PARAMS sets.
Random random_of_this_run() { return Random(rc::detail::configuration().testParams.seed); }

std::uint64_t below(Random& random, std::uint64_t end) { return random() % end; }

std::string digits(Random& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + below(random, 10));
  return text;
}

std::string payment_code_of(Random& random, const PaymentCodeRule& rule) {
  const std::size_t size = rule.shortest + below(random, rule.longest - rule.shortest + 1);
  const auto two = rule.first_two_from + below(random, rule.first_two_to - rule.first_two_from + 1);
  return std::to_string(two) + digits(random, size - 2);
}

std::string bank_card_of(Random& random, const BankCardRule& rule) {
  const std::size_t size = rule.shortest + below(random, rule.longest - rule.shortest + 1);
  const std::uint64_t from = std::stoull(std::string(rule.from));
  const std::uint64_t first = from + below(random, std::stoull(std::string(rule.to)) - from + 1);
  std::string number = std::to_string(first);
  number += digits(random, size - number.size() - 1) + '0';
  while (!luhn_holds(number)) ++number.back();
  return number;
}

std::string identity_of(Random& random) {
  const Day day = *Day::from_number(static_cast<std::int64_t>(below(random, 50'000)) - 25'000);
  std::string date = day.text();
  std::erase(date, '-');
  const std::string body = digits(random, 6) + date + digits(random, 3);
  for (const char last : std::string("0123456789X")) {
    if (mod_11_2_holds(body + last)) return body + last;
  }
  return {};
}

// What a reader puts around it.
std::string dressed(Random& random, const std::string& text) {
  switch (below(random, 4)) {
    case 0:
      return text + "\r\n";
    case 1:
      return "]Q1" + text;
    case 2:
      return "\x02" + text + "\t";
    default:
      return text;
  }
}

std::string on_a_stripe(Random& random, const std::string& number) {
  const std::string one = "%B" + number + "^SMITH/JANE^4912101" + digits(random, 10) + "?";
  const std::string two = ";" + number + "=4912101" + digits(random, 5) + "?";
  switch (below(random, 3)) {
    case 0:
      return one;
    case 1:
      return two;
    default:
      return one + "\r\n" + two + "\r\n";
  }
}

TEST_CASE("10^6 random scans: no payment code, identity number or bank card is ever ours") {
  constexpr int each = 250'000;
  Random random = random_of_this_run();
  const auto payments = payment_code_rules();
  const auto banks = bank_card_rules();
  std::map<ScanClass, int> codes;
  std::map<ScanClass, int> identities;
  int wrong = 0;
  for (int i = 0; i < each; ++i) {
    const PaymentCodeRule& payment = payments[below(random, payments.size())];
    const std::string code = dressed(random, payment_code_of(random, payment));
    const ScanClass as_code = classify(code, Own{}).what;
    ++codes[as_code];
    const ScanClass as_identity = classify(dressed(random, identity_of(random)), Own{}).what;
    ++identities[as_identity];
    const std::string bank = bank_card_of(random, banks[below(random, banks.size())]);
    const ScanClass as_bank = classify(dressed(random, bank), Own{}).what;
    const ScanClass as_swipe = classify(on_a_stripe(random, bank), Own{}).what;
    // Every one is thrown away, whatever it was taken for.
    wrong += is_secret(as_code) && is_secret(as_identity) && is_secret(as_bank) ? 0 : 1;
    wrong += as_swipe == ScanClass::bank_card ? 0 : 1;
    if (wrong != 0) {
      CAPTURE(i);
      FAIL("a secret that is not ours was taken for something else; RC_PARAMS has the seed");
    }
  }
  // Payment codes whose digits make an identity number by chance: about 3 in 100,000 of WeChat's.
  // Identity numbers are known before payment codes, so none of theirs is lost.
  CHECK(codes[ScanClass::identity_card] < each / 1000);
  CHECK(identities[ScanClass::identity_card] == each);
}

TEST_CASE("a quarter of a million random scans: of our own none is taken for anything else") {
  constexpr int each = 50'000;
  Random random = random_of_this_run();
  const SigningKey key = SigningKey::generate();
  Payload payload =
      sign_card(key, 9156, make_number(9156, 1), Secret::random(), 1, *Day::from_number(20'000));
  for (int i = 0; i < each; ++i) {
    // Serials as blanks have them, from the members' range; and training cards'.
    const std::uint64_t serial =
        (below(random, 2) == 0 ? 80'000'000'000 : 90'000'000'000) + below(random, 10'000'000'000);
    const Number number = make_number(9156, serial);
    payload.number = number;
    payload.secret = Secret({static_cast<std::uint8_t>(random()), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
                             12, 13, 14, static_cast<std::uint8_t>(random())});
    const Day last_day = *Day::from_number(20'000);
    const std::string swipe =
        card_track_one(number, payload.secret, last_day) + card_track_two(number, last_day);
    const std::string forms[] = {number.text(), text_of(payload), swipe, ean13_of(number),
                                 "8018" + *gsrn_of(number, Own{})};
    for (const std::string& form : forms) {
      const Scanned scanned = classify(dressed(random, form), Own{});
      if (scanned.number != number) {
        CAPTURE(form);
        FAIL("our own card was taken for something else");
      }
    }
  }
}

}  // namespace
}  // namespace vip::card
