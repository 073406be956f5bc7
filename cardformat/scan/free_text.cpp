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

// An AIM identifier's bracket and letter, whose digit the run begins with.
bool ends_with_aim(std::string_view before) {
  if (before.size() < 2 || before[before.size() - 2] != ']') return false;
  const char c = before.back();
  return ('A' <= c && c <= 'Z') || ('a' <= c && c <= 'z');
}

constexpr std::size_t half_a_swipe = 12;
bool begins_track(std::string_view before) {
  if (before.ends_with("B") || before.ends_with("b")) before.remove_suffix(1);
  return before.ends_with(';') || before.ends_with('%');
}

}  // namespace

std::optional<ScanClass> secret_in(std::string_view text) {
  while (text.size() > Burst::longest) {  // by pieces that overlap by more than any number
    if (const auto secret = secret_in(text.substr(0, Burst::longest))) return secret;
    constexpr std::size_t overlap = 256;
    text.remove_prefix(Burst::longest - overlap);
  }
  const Burst burst(text);  // full-width digits become digits
  const std::string_view whole = burst.text();
  std::string_view rest = whole;
  while (!rest.empty()) {
    if (!is_digit(rest.front())) {
      rest.remove_prefix(1);
      continue;
    }
    const Run run(rest);
    const std::string_view digits = run.digits();
    if (const auto secret = secret_of(digits)) return secret;
    const std::string_view before = whole.substr(0, whole.size() - rest.size());
    if (ends_with_aim(before) && !digits.empty()) {
      if (const auto secret = secret_of(digits.substr(1))) return secret;
    }
    if (begins_track(before) && digits.size() >= half_a_swipe) return ScanClass::read_error;
    rest.remove_prefix(run.length());
  }
  return std::nullopt;
}

}  // namespace vip::card
