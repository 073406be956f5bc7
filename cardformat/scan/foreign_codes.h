// Foreign codes: other people's numbers that get scanned or swiped into a box meant for members,
// and how each is known.
//
// The rules are data, each with its source, because those who give out such codes change them; a
// rule that is wrong costs a less fitting sentence on the screen and nothing else: what looks like
// a secret is thrown away, whosever it is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vip::card {

enum class PaymentFirm : std::uint8_t { wechat = 1, alipay, unionpay };

// Digits that a customer's telephone shows to pay with: so many digits, the first of them so.
struct PaymentCodeRule {
  PaymentFirm firm;
  std::size_t shortest;
  std::size_t longest;
  unsigned first_two_from;
  unsigned first_two_to;
  std::string_view source;
};
std::span<const PaymentCodeRule> payment_code_rules();

// Whose payment code these digits have the form of; in the order of the rules.
std::optional<PaymentFirm> payment_code(std::string_view digits);

// Issuers of bank cards: the digits a number begins with (from and to, of equal length), and how
// many digits it has.
struct BankCardRule {
  std::string_view network;
  std::string_view from;
  std::string_view to;
  std::size_t shortest;
  std::size_t longest;
  std::string_view source;
};
std::span<const BankCardRule> bank_card_rules();

// The form of a bank card's number: an issuer's beginning and length. The check digit is not asked.
bool has_bank_card_form(std::string_view digits);

// Sixteen digits that begin so have a bank card's form: no chain may take it for its prefix.
bool is_banks_prefix(int prefix);

// Resident identity card (GB 11643-1999): 17 digits, a check digit by ISO/IEC 7064 MOD 11-2, and
// from the seventh on a date of birth that was or will be one (1900 to 2099).
bool is_identity_number(std::string_view characters);

}  // namespace vip::card
