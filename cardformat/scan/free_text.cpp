#include "cardformat/scan/free_text.h"

#include <array>
#include <cstdint>
#include <span>

#include "cardformat/check_digits.h"
#include "cardformat/scan/foreign_codes.h"
#include "cardformat/scan/wedge.h"
#include "cardformat/wipe.h"

namespace vip::card {
namespace {

bool is_digit(char c) { return '0' <= c && c <= '9'; }

// The run of digits that a text begins with, an X at its end with them. Wiped when it goes.
class Run {
 public:
  // Longer runs are nobody's number.
  static constexpr std::size_t longest = 32;

  explicit Run(std::string_view text) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (is_digit(c)) {
        if (size_ < longest) digits_[size_] = c;
        ++size_;
        length_ = at + 1;
      } else if ((c != ' ' && c != '-') || at + 1 == text.size() || !is_digit(text[at + 1])) {
        break;
      }
    }
    if (at < text.size() && (text[at] == 'X' || text[at] == 'x') && size_ == 17) {
      digits_[size_++] = 'X';
      length_ = at + 1;
    }
  }
  ~Run() { wipe(std::span(reinterpret_cast<std::uint8_t*>(digits_.data()), digits_.size())); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  std::string_view digits() const {
    return size_ > longest ? std::string_view() : std::string_view(digits_.data(), size_);
  }
  std::size_t length() const { return length_; }  // in the text

 private:
  std::array<char, longest> digits_{};
  std::size_t size_ = 0;
  std::size_t length_ = 0;
};

std::optional<ScanClass> secret_of(std::string_view digits) {
  if (is_identity_number(digits)) return ScanClass::identity_card;
  if (const auto firm = payment_code(digits)) {
    switch (*firm) {
      case PaymentFirm::wechat:
        return ScanClass::wechat_code;
      case PaymentFirm::alipay:
        return ScanClass::alipay_code;
      case PaymentFirm::unionpay:
        return ScanClass::unionpay_code;
    }
  }
  if (has_bank_card_form(digits) && luhn_holds(digits)) return ScanClass::bank_card;
  return std::nullopt;
}

}  // namespace

std::optional<ScanClass> secret_in(std::string_view text) {
  const Burst burst(text);  // full-width digits become digits
  std::string_view rest = burst.text();
  while (!rest.empty()) {
    if (!is_digit(rest.front())) {
      rest.remove_prefix(1);
      continue;
    }
    const Run run(rest);
    if (const auto secret = secret_of(run.digits())) return secret;
    rest.remove_prefix(run.length());
  }
  return std::nullopt;
}

}  // namespace vip::card
