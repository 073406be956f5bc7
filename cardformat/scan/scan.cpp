#include "cardformat/scan/scan.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "cardformat/check_digits.h"
#include "cardformat/ean13.h"
#include "cardformat/scan/foreign_codes.h"
#include "cardformat/scan/gs1.h"
#include "cardformat/scan/tracks.h"
#include "cardformat/scan/wedge.h"
#include "cardformat/scan/words.h"
#include "cardformat/wipe.h"

namespace vip::card {
namespace {

constexpr std::size_t last_four_digits = 4;
constexpr std::size_t phone_digits = 11;
constexpr std::size_t number_digits = 16;
constexpr std::size_t identity_characters = 18;
// Of a payload this many digits say that it was one, and was cut.
constexpr std::size_t most_of_a_payload = 60;

bool is_digit(char c) { return '0' <= c && c <= '9'; }

// A line without what people put between digits. Wiped when it goes.
class Compact {
 public:
  explicit Compact(std::string_view line) {
    for (const char c : line) {
      const bool between = c == ' ' || c == '-' || c == '(' || c == ')';
      if (between) continue;
      if (size_ == buffer_.size()) {  // longer than anything that is digits
        wipe(std::span(reinterpret_cast<std::uint8_t*>(buffer_.data()), size_));
        size_ = 0;
        return;
      }
      buffer_[size_++] = c;
      digits_ = digits_ && is_digit(c);
    }
  }
  ~Compact() { wipe(std::span(reinterpret_cast<std::uint8_t*>(buffer_.data()), size_)); }
  Compact(const Compact&) = delete;
  Compact& operator=(const Compact&) = delete;

  std::string_view text() const { return {buffer_.data(), size_}; }
  bool is_digits() const { return digits_ && size_ != 0; }

 private:
  std::array<char, 256> buffer_;
  std::size_t size_ = 0;
  bool digits_ = true;
};

Scanned of(ScanClass what) {
  Scanned scanned;
  scanned.what = what;
  return scanned;
}

Scanned of(ScanClass what, std::string_view text) {
  Scanned scanned = of(what);
  scanned.text = text;
  return scanned;
}

Scanned own_number(ScanClass what, ScanForm form, Number number) {
  Scanned scanned = of(what);
  scanned.form = form;
  scanned.number = number;
  return scanned;
}

ScanClass class_of(PaymentFirm firm) {
  switch (firm) {
    case PaymentFirm::wechat:
      return ScanClass::wechat_code;
    case PaymentFirm::alipay:
      return ScanClass::alipay_code;
    case PaymentFirm::unionpay:
      return ScanClass::unionpay_code;
  }
  return ScanClass::nothing;
}

// Digits that begin as ours and are as long as a payload, or nearly.
std::optional<Scanned> read_long_digits(std::string_view digits, const Own& own) {
  if (digits.size() < most_of_a_payload || digits.size() > payload_digits) return std::nullopt;
  const auto number = read_number(digits.substr(0, number_digits));
  if (!number || !number->has_prefix(own.prefix)) return std::nullopt;
  const auto payload = read_payload(digits);
  if (!payload && payload.error() == PayloadError::unknown_version) {
    Scanned scanned = own_number(ScanClass::own_card, ScanForm::payload, *number);
    scanned.later_version = true;
    return scanned;
  }
  if (!payload) return of(ScanClass::read_error);
  Scanned scanned = own_number(ScanClass::own_card, ScanForm::payload, payload->number);
  scanned.payload = *payload;
  scanned.secret = payload->secret;
  return scanned;
}

std::optional<Scanned> read_gs1_element(std::string_view element, const Own& own, ScanForm form) {
  if (!element.starts_with("8018")) return std::nullopt;
  const Gsrn gsrn = read_gsrn(element.substr(4), own);
  if (gsrn.number) return own_number(ScanClass::own_gs1, form, *gsrn.number);
  if (gsrn.ours) return of(ScanClass::read_error);
  return std::nullopt;
}

// GS1 element strings: parted by group separators, or one alone.
std::optional<Scanned> read_gs1(std::string_view text, std::string_view symbology, const Own& own) {
  const bool says_gs1 = symbology == "C1" || symbology == "e0" || symbology == "d2" ||
                        symbology == "Q3" || text.find('\x1d') != std::string_view::npos;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\x1d'), rest.size());
    if (auto read = read_gs1_element(rest.substr(0, end), own, ScanForm::gsrn)) return read;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (says_gs1 && text.starts_with("01") && text.size() >= 16) {
    const std::string_view gtin = text.substr(2, 14);
    if (gs1_check_holds(gtin)) return of(ScanClass::product, gtin);
  }
  return std::nullopt;
}

bool is_product_code(std::string_view digits) {
  const std::size_t size = digits.size();
  return (size == 8 || size == 12 || size == 13 || size == 14) && gs1_check_holds(digits);
}

Scanned read_digits(std::string_view digits, const Own& own) {
  if (digits.size() == number_digits) {
    const auto number = read_number(digits);
    if (number && number->has_prefix(own.prefix)) {
      return own_number(ScanClass::own_card, ScanForm::digits, *number);
    }
  }
  if (auto payload = read_long_digits(digits, own)) return std::move(*payload);
  if (const auto number = read_ean13(digits, own.prefix, own.member_range)) {
    return own_number(ScanClass::own_ean13, ScanForm::ean13, *number);
  }
  if (digits.size() == identity_characters && is_identity_number(digits)) {
    return of(ScanClass::identity_card);
  }
  if (const auto firm = payment_code(digits)) return of(class_of(*firm));
  if (has_bank_card_form(digits) && luhn_holds(digits)) return of(ScanClass::bank_card);
  if (digits.starts_with("0086")) {
    const std::string_view rest = digits.substr(4);
    if (rest.size() == phone_digits && rest.front() == '1') return of(ScanClass::phone, rest);
  }
  if (digits.size() == phone_digits && digits.front() == '1') {
    return of(ScanClass::phone, digits);
  }
  if (digits.size() == last_four_digits) return of(ScanClass::last_four, digits);
  if (is_product_code(digits)) return of(ScanClass::product, digits);
  return of(ScanClass::nothing);
}

Scanned read_line(std::string_view line, std::string_view symbology, const Own& own) {
  {
    const Compact compact(line);
    const std::string_view text = compact.text();
    if (auto gs1 = read_gs1(text, symbology, own)) return std::move(*gs1);
    if (compact.is_digits()) return read_digits(text, own);
    if (text.size() == identity_characters && is_identity_number(text)) {
      return of(ScanClass::identity_card);
    }
    if (text.starts_with("+86") && text.size() == 3 + phone_digits && text[3] == '1' &&
        std::all_of(text.begin() + 3, text.end(), is_digit)) {
      return of(ScanClass::phone, text.substr(3));
    }
  }
  if (is_receipt_number(line)) return of(ScanClass::receipt, line);
  if (looks_like_name(line)) return of(ScanClass::name, line);
  return of(ScanClass::nothing);
}

bool starts_as(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = text[i];
    if (('A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != lower[i]) return false;
  }
  return true;
}

// The digits after `step` ("/8018/") up to the path's next step or its end.
std::string_view step_after(std::string_view uri, std::string_view step) {
  const std::size_t at = uri.find(step);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = uri.substr(at + step.size());
  return rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
}

// A GS1 Digital Link, whoever's page it points to.
Scanned read_uri(std::string_view uri, const Own& own) {
  const std::string_view gsrn = step_after(uri, "/8018/");
  const Gsrn read = read_gsrn(gsrn, own);
  if (read.number) return own_number(ScanClass::own_gs1, ScanForm::digital_link, *read.number);
  if (read.ours) return of(ScanClass::read_error);
  const std::string_view gtin = step_after(uri, "/01/");
  if (is_product_code(gtin)) return of(ScanClass::product, gtin);
  return of(ScanClass::nothing);
}

// Several lines: what is somebody's secret outweighs everything; lines of ours have to agree.
Scanned read_lines(std::string_view text, std::string_view symbology, const Own& own) {
  Scanned best;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    Scanned line = read_line(rest.substr(0, end), symbology, own);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (is_secret(line.what) && line.what != ScanClass::read_error) return line;
    if (line.what == ScanClass::nothing) continue;
    if (is_own(best.what) && is_own(line.what)) {
      if (best.number != line.number) return of(ScanClass::read_error);
      if (line.payload) best = std::move(line);  // it says more
      continue;
    }
    if (best.what == ScanClass::nothing || is_own(line.what)) best = std::move(line);
  }
  return best;
}

}  // namespace

std::string_view name(ScanClass what) {
  switch (what) {
    case ScanClass::nothing:
      return "nothing";
    case ScanClass::own_card:
      return "own_card";
    case ScanClass::own_gs1:
      return "own_gs1";
    case ScanClass::own_ean13:
      return "own_ean13";
    case ScanClass::phone:
      return "phone";
    case ScanClass::last_four:
      return "last_four";
    case ScanClass::read_error:
      return "read_error";
    case ScanClass::bank_card:
      return "bank_card";
    case ScanClass::identity_card:
      return "identity_card";
    case ScanClass::wechat_code:
      return "wechat_code";
    case ScanClass::alipay_code:
      return "alipay_code";
    case ScanClass::unionpay_code:
      return "unionpay_code";
    case ScanClass::product:
      return "product";
    case ScanClass::receipt:
      return "receipt";
    case ScanClass::name:
      return "name";
  }
  return "nothing";
}

std::string_view name(ScanForm form) {
  switch (form) {
    case ScanForm::digits:
      return "digits";
    case ScanForm::payload:
      return "payload";
    case ScanForm::track_one:
      return "track_one";
    case ScanForm::track_two:
      return "track_two";
    case ScanForm::gsrn:
      return "gsrn";
    case ScanForm::digital_link:
      return "digital_link";
    case ScanForm::ean13:
      return "ean13";
  }
  return "digits";
}

bool is_secret(ScanClass what) {
  switch (what) {
    case ScanClass::read_error:
    case ScanClass::bank_card:
    case ScanClass::identity_card:
    case ScanClass::wechat_code:
    case ScanClass::alipay_code:
    case ScanClass::unionpay_code:
      return true;
    case ScanClass::nothing:
    case ScanClass::own_card:
    case ScanClass::own_gs1:
    case ScanClass::own_ean13:
    case ScanClass::phone:
    case ScanClass::last_four:
    case ScanClass::product:
    case ScanClass::receipt:
    case ScanClass::name:
      return false;
  }
  return true;
}

bool is_own(ScanClass what) {
  return what == ScanClass::own_card || what == ScanClass::own_gs1 || what == ScanClass::own_ean13;
}

Scanned classify(std::string_view raw, const Own& own) {
  const Burst burst(raw);
  const std::string_view text = burst.text();
  const auto read = [&]() -> Scanned {
    if (text.empty()) return of(ScanClass::nothing);
    if (starts_as(text, "http://") || starts_as(text, "https://")) return read_uri(text, own);
    if (auto tracks = read_tracks(text, own)) return std::move(*tracks);
    return read_lines(text, burst.symbology(), own);
  };
  Scanned scanned = read();
  if (burst.symbology().size() == 2) {
    scanned.symbology = {burst.symbology()[0], burst.symbology()[1]};
  }
  return scanned;
}

}  // namespace vip::card
