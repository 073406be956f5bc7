#include "terminal/staff/pin.h"

#include <algorithm>
#include <array>

#include "cardformat/bytes.h"
#include "cardformat/day.h"
#include "cardformat/digest.h"
#include "cardformat/seal.h"

namespace vip::terminal {
namespace {

constexpr std::size_t pin_digits = 6;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t badge_bytes = 16;
constexpr std::string_view badge_begin = "VIPB-";

// What is no pattern and is taken all the same: keys in a row or a column of the keypad, numbers
// with a meaning (520 1314: "love you for ever"), and the beginnings of well-known numbers.
constexpr std::array<std::string_view, 22> favourites = {
    "147258", "258369", "369258", "147369", "159753", "357159", "789456", "456789",
    "741852", "852963", "963852", "520131", "131452", "521131", "314159", "271828",
    "147852", "110120", "168168", "518518", "888168", "001002"};

bool is_run(std::string_view pin, int step) {
  for (std::size_t i = 1; i < pin.size(); ++i) {
    if ((pin[i] - pin[i - 1] + 10) % 10 != (step + 10) % 10) return false;
  }
  return true;
}

// "121212", "123123", "112233".
bool repeats(std::string_view pin) {
  const bool by_two = pin.substr(0, 2) == pin.substr(2, 2) && pin.substr(2, 2) == pin.substr(4, 2);
  const bool by_three = pin.substr(0, 3) == pin.substr(3, 3);
  const bool mirrored = std::equal(pin.begin(), pin.begin() + 3, pin.rbegin());
  const bool pairs = pin[0] == pin[1] && pin[2] == pin[3] && pin[4] == pin[5];
  const bool halves = pin[0] == pin[1] && pin[1] == pin[2] && pin[3] == pin[4] && pin[4] == pin[5];
  return by_two || by_three || mirrored || pairs || halves;
}

int two_digits(std::string_view pin, std::size_t at) {
  return (pin[at] - '0') * 10 + (pin[at + 1] - '0');
}

// yymmdd, ddmmyy, mmddyy of the last century or this: what a birthday makes. And yyyymm.
bool is_date(std::string_view pin) {
  const auto day_of = [](int year, int month, int day) {
    return Day::from_civil(1900 + year, month, day) || Day::from_civil(2000 + year, month, day);
  };
  const int a = two_digits(pin, 0);
  const int b = two_digits(pin, 2);
  const int c = two_digits(pin, 4);
  if (day_of(a, b, c) || day_of(c, b, a) || day_of(c, a, b)) return true;
  return (a == 19 || a == 20) && c >= 1 && c <= 12;
}

}  // namespace

std::optional<PinProblem> pin_problem(std::string_view pin, std::string_view operator_number) {
  const bool digits = pin.size() == pin_digits && std::all_of(pin.begin(), pin.end(), [](char c) {
                        return '0' <= c && c <= '9';
                      });
  if (!digits) return PinProblem::not_six_digits;
  const bool listed = std::find(favourites.begin(), favourites.end(), pin) != favourites.end();
  const bool own_number =
      operator_number.size() >= 3 && pin.find(operator_number) != std::string_view::npos;
  if (is_run(pin, 0) || is_run(pin, 1) || is_run(pin, -1) || is_run(pin, 2) || is_run(pin, -2) ||
      repeats(pin) || is_date(pin) || listed || own_number) {
    return PinProblem::too_easy;
  }
  return std::nullopt;
}

std::string Credential::print() const { return hex(sha256(salt + proof + badge)).substr(0, 16); }

std::string PinKeeper::proof_of(std::string_view what, std::string_view operator_number,
                                std::string_view salt, std::string_view secret) const {
  std::string text(what);
  for (const std::string_view part : {operator_number, salt, secret}) {
    append_u32(text, static_cast<std::uint32_t>(part.size()));
    text += part;
  }
  return std::string(raw(hmac_sha256(raw(pepper_), text)));
}

Credential PinKeeper::make(std::string_view operator_number, std::string_view pin) const {
  Credential made;
  made.salt = random_bytes(salt_bytes);
  made.proof = proof_of("pin", operator_number, made.salt, raw(scrypt(pin, made.salt)));
  return made;
}

bool PinKeeper::pin_is(const Credential& kept, std::string_view operator_number,
                       std::string_view pin) const {
  return same_secret(kept.proof,
                     proof_of("pin", operator_number, kept.salt, raw(scrypt(pin, kept.salt))));
}

PinKeeper::Badge PinKeeper::make_badge(std::string_view operator_number) const {
  const std::string text = std::string(badge_begin) + hex(random_bytes(badge_bytes));
  return {text, proof_of("badge", operator_number, "", text)};
}

bool PinKeeper::badge_is(const Credential& kept, std::string_view operator_number,
                         std::string_view text) const {
  return !kept.badge.empty() &&
         same_secret(kept.badge, proof_of("badge", operator_number, "", text));
}

}  // namespace vip::terminal
