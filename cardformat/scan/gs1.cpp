#include "cardformat/scan/gs1.h"

#include <algorithm>
#include <cstdint>

#include "cardformat/check_digits.h"
#include "cardformat/ensure.h"

namespace vip::card {
namespace {

constexpr std::size_t gsrn_digits = 18;
constexpr std::size_t serial_digits = 11;

std::string prefix_of(const Own& own) {
  if (own.gs1_prefix.empty()) {
    return std::to_string(own.member_range) + std::to_string(own.prefix);
  }
  ensure(own.gs1_prefix.size() >= 6 && own.gs1_prefix.size() <= 10,
         "a GS1 prefix has 6 to 10 digits");
  return std::string(own.gs1_prefix);
}

}  // namespace

Gsrn read_gsrn(std::string_view digits, const Own& own) {
  const auto is_digit = [](char c) { return '0' <= c && c <= '9'; };
  if (digits.size() != gsrn_digits || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return {};
  }
  const std::string prefix = prefix_of(own);
  if (!digits.starts_with(prefix)) return {};
  if (!gs1_check_holds(digits)) return {.ours = true, .number = std::nullopt};
  std::uint64_t serial = 0;
  for (const char digit : digits.substr(prefix.size(), gsrn_digits - 1 - prefix.size())) {
    serial = serial * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return {.ours = true, .number = make_number(own.prefix, serial)};
}

std::optional<std::string> gsrn_of(Number number, const Own& own) {
  const std::string prefix = prefix_of(own);
  const std::size_t room = gsrn_digits - 1 - prefix.size();
  const std::string serial = number.text().substr(4, serial_digits);
  if (serial.find_first_not_of('0') < serial_digits - room) return std::nullopt;
  std::string gsrn = prefix + serial.substr(serial_digits - room);
  gsrn += gs1_check_digit(gsrn);
  return gsrn;
}

}  // namespace vip::card
