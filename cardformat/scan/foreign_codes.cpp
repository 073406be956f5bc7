#include "cardformat/scan/foreign_codes.h"

#include <algorithm>
#include <string>

#include "cardformat/check_digits.h"
#include "cardformat/day.h"

namespace vip::card {
namespace {

// Both firms' pages as quoted by public integrations from 2019 to 2021.
// clang-format off
constexpr PaymentCodeRule payment_codes[] = {
  {PaymentFirm::wechat,   18, 18, 10, 15, "WeChat Pay, pay.weixin.qq.com, micropay, chapter 5_1"},
  {PaymentFirm::alipay,   16, 24, 25, 30, "Alipay, opendocs.alipay.com/open/194/106039"},
  {PaymentFirm::unionpay, 19, 19, 62, 62, "UnionPay QR, cnblogs.com/zhangmo/p/13578409.html"},
};

constexpr std::string_view iso = "ISO/IEC 7812-1: major industry, issuer identification number";
constexpr std::string_view networks =
    "the network's public table of issuer numbers, en.wikipedia.org/wiki/Payment_card_number";
constexpr BankCardRule bank_cards[] = {
  {"UnionPay",         "62",   "62",   16, 19, networks},
  {"UnionPay",         "8100", "8171", 16, 19, networks},
  {"Visa",             "4",    "4",    16, 19, networks},
  {"Mastercard",       "51",   "55",   16, 16, networks},
  {"Mastercard",       "2221", "2720", 16, 16, networks},
  {"American Express", "34",   "34",   15, 15, networks},
  {"American Express", "37",   "37",   15, 15, networks},
  {"Diners Club",      "300",  "305",  14, 19, networks},
  {"Diners Club",      "36",   "36",   14, 19, networks},
  {"Diners Club",      "38",   "39",   14, 19, networks},
  {"JCB",              "3528", "3589", 16, 19, networks},
  {"Discover",         "6011", "6011", 16, 19, networks},
  {"Discover",         "644",  "649",  16, 19, networks},
  {"Discover",         "65",   "65",   16, 19, networks},
  {"Maestro",          "50",   "50",   15, 19, networks},
  {"Maestro",          "56",   "58",   15, 19, networks},
  {"Maestro",          "6304", "6304", 15, 19, networks},
  {"Maestro",          "6759", "6763", 15, 19, networks},
  {"Mir",              "2200", "2204", 16, 19, networks},
  {"a bank's",         "3",    "5",    16, 19, iso},
};
// clang-format on

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

unsigned value_of(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

}  // namespace

std::span<const PaymentCodeRule> payment_code_rules() { return payment_codes; }

std::optional<PaymentFirm> payment_code(std::string_view digits) {
  if (digits.size() < 2 || !all_digits(digits)) return std::nullopt;
  const unsigned first_two = value_of(digits.substr(0, 2));
  for (const PaymentCodeRule& rule : payment_codes) {
    if (rule.shortest <= digits.size() && digits.size() <= rule.longest &&
        rule.first_two_from <= first_two && first_two <= rule.first_two_to) {
      return rule.firm;
    }
  }
  return std::nullopt;
}

std::span<const BankCardRule> bank_card_rules() { return bank_cards; }

bool has_bank_card_form(std::string_view digits) {
  if (!all_digits(digits)) return false;
  for (const BankCardRule& rule : bank_cards) {
    if (digits.size() < rule.shortest || digits.size() > rule.longest) continue;
    const std::string_view first = digits.substr(0, rule.from.size());
    if (rule.from <= first && first <= rule.to) return true;
  }
  return false;
}

bool is_banks_prefix(int prefix) {
  return has_bank_card_form(std::to_string(prefix) + "000000000000");
}

bool is_identity_number(std::string_view characters) {
  if (characters.size() != 18 || !mod_11_2_holds(characters)) return false;
  const unsigned year = value_of(characters.substr(6, 4));
  const unsigned month = value_of(characters.substr(10, 2));
  const unsigned day = value_of(characters.substr(12, 2));
  return year < 2100 &&
         Day::from_civil(static_cast<int>(year), static_cast<int>(month), static_cast<int>(day))
             .has_value();
}

}  // namespace vip::card
