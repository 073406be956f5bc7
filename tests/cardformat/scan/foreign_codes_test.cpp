#include "cardformat/scan/foreign_codes.h"

#include <doctest/doctest.h>

#include <string>

#include "cardformat/card_number.h"

namespace vip::card {
namespace {

TEST_CASE("foreign codes: payment codes by length and first two digits, both sides of each limit") {
  struct Row {
    const char* digits;
    std::optional<PaymentFirm> firm;
  };
  const Row rows[] = {
      {"100000000000000000", PaymentFirm::wechat},
      {"134567890123456789", PaymentFirm::wechat},
      {"159999999999999999", PaymentFirm::wechat},
      {"099999999999999999", {}},
      {"160000000000000000", {}},
      {"13456789012345678", {}},    // 17
      {"1345678901234567890", {}},  // 19
      {"250000000000000000", PaymentFirm::alipay},
      {"309999999999999999", PaymentFirm::alipay},
      {"249999999999999999", {}},
      {"310000000000000000", {}},
      {"2812345678901234", PaymentFirm::alipay},          // 16
      {"281234567890123456789012", PaymentFirm::alipay},  // 24
      {"281234567890123", {}},                            // 15
      {"2812345678901234567890123", {}},                  // 25
      {"6212345678901234567", PaymentFirm::unionpay},
      {"6112345678901234567", {}},
      {"6312345678901234567", {}},
      {"621234567890123456", {}},    // 18
      {"62123456789012345678", {}},  // 20
      {"13456789012345678X", {}},
      {"1", {}},
      {"", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.digits);
    CHECK(payment_code(row.digits) == row.firm);
  }
}

TEST_CASE("foreign codes: every rule names its source, and its beginning is well formed") {
  for (const PaymentCodeRule& rule : payment_code_rules()) CHECK_FALSE(rule.source.empty());
  for (const BankCardRule& rule : bank_card_rules()) {
    CAPTURE(rule.from);
    CHECK_FALSE(rule.source.empty());
    CHECK(rule.from.size() == rule.to.size());
    CHECK(rule.from <= rule.to);
    CHECK(rule.shortest <= rule.longest);
  }
}

TEST_CASE("foreign codes: the networks' published test numbers have a bank card's form") {
  for (const char* const card :
       {"4111111111111111", "4012888888881881", "5555555555554444", "5105105105105100",
        "2223003122003222", "378282246310005", "371449635398431", "30569309025904",
        "38520000023237", "6011111111111117", "3530111333300000", "3566002020360505",
        "6200000000000005", "6250941006528599", "6222021234567890128", "8171999927660000",
        "6759649826438453", "2200000000000004"}) {
    CAPTURE(card);
    CHECK(has_bank_card_form(card));
  }
  // Visa's old numbers of thirteen digits are left out: products of Germany and Japan have their
  // form (EAN-13 from 4).
  for (const char* const other :
       {"4222222222222", "4901234567894", "9156000000000011", "6901234567892", "1234567890123456",
        "411111111111111", "41111111111111111111", "", "4111 1111 1111 1111"}) {
    CAPTURE(other);
    CHECK_FALSE(has_bank_card_form(other));
  }
}

TEST_CASE("foreign codes: resident identity numbers, date and check character") {
  // GB 11643-1999's own two.
  CHECK(is_identity_number("11010519491231002X"));
  CHECK(is_identity_number("11010519491231002x"));
  CHECK(is_identity_number("440524198001010013"));
  for (const char* const other :
       {"110105194912310021",  // its check character is wrong
        "440524188001010014",  // 1880 (the standard's other example: nobody is that old)
        "1101051949123100", "11010519491231002XX", "", "11010519491331002X",
        "ABCDEFGHIJKLMNOPQR"}) {
    CAPTURE(other);
    CHECK_FALSE(is_identity_number(other));
  }
  // Right by MOD 11-2, and no day: 30 February, month 13, day 0, the year 2100.
  const auto rejected = [](std::string body) {
    for (const char last : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'}) {
      if (is_identity_number(body + last)) return false;
    }
    return true;
  };
  CHECK(rejected("11010520230230001"));
  CHECK(rejected("11010520231301001"));
  CHECK(rejected("11010520230100001"));
  CHECK(rejected("11010521000101001"));
  CHECK_FALSE(rejected("11010520990101001"));
  CHECK_FALSE(rejected("11010519000101001"));
  CHECK_FALSE(rejected("11010520240229001"));
}

TEST_CASE("foreign codes: no chain's prefix has a payment code's or a bank card's form") {
  for (int prefix = 1000; prefix < 10000; ++prefix) {
    if (!prefix_allowed(prefix) || is_banks_prefix(prefix)) continue;
    CAPTURE(prefix);
    const std::string number = make_number(prefix, 12'345'678'901).text();
    CHECK_FALSE(payment_code(number));
    CHECK_FALSE(has_bank_card_form(number));
  }
  // Not among those that a chain may not have anyway: Mastercard, Mir, Discover, Maestro, UnionPay.
  for (const int prefix : {2221, 2499, 2200, 6011, 6490, 6500, 6304, 6759, 8100, 8171}) {
    CAPTURE(prefix);
    CHECK(is_banks_prefix(prefix));
  }
  for (const int prefix : {default_prefix, 2220, 2205, 6010, 6666, 7001, 8099, 8172, 9999}) {
    CAPTURE(prefix);
    CHECK_FALSE(is_banks_prefix(prefix));
  }
}

}  // namespace
}  // namespace vip::card
