#include "cardformat/card_stripe.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "cardformat/ensure.h"

namespace vip::card {
namespace {

constexpr std::string_view no_ones_name = "VIP MEMBER";
constexpr std::string_view private_card = "702";  // 7: private, 0: normal, 2: goods and services

// The secret's bytes in groups, and how many digits each takes.
struct Group {
  std::size_t bytes;
  std::size_t digits;
};
constexpr std::array<Group, 3> groups = {{{7, 17}, {7, 17}, {2, 5}}};
constexpr std::size_t secret_digits = 39;

std::string digits_of(const Secret& secret) {
  std::string text;
  std::size_t at = 0;
  for (const Group& group : groups) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < group.bytes; ++i) value = value << 8U | secret.bytes()[at++];
    text.resize(text.size() + group.digits);
    for (std::size_t i = 1; i <= group.digits; ++i, value /= 10) {
      text[text.size() - i] = static_cast<char>('0' + value % 10);
    }
  }
  return text;
}

std::optional<Secret> read_secret(std::string_view digits) {
  if (digits.size() != secret_digits) return std::nullopt;
  std::array<std::uint8_t, Secret::size> bytes{};
  std::size_t at = 0;
  for (const Group& group : groups) {
    std::uint64_t value = 0;
    for (const char digit : digits.substr(0, group.digits)) {
      if (digit < '0' || digit > '9') return std::nullopt;
      value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    if (value >> (8 * group.bytes) != 0) return std::nullopt;
    at += group.bytes;
    for (std::size_t i = 1; i <= group.bytes; ++i, value >>= 8U) {
      bytes[at - i] = static_cast<std::uint8_t>(value & 0xFFU);
    }
    digits.remove_prefix(group.digits);
  }
  return Secret(bytes);
}

std::string month_of(Day day) {
  const std::string text = day.text();  // 2031-11-22
  return text.substr(2, 2) + text.substr(5, 2);
}

std::string track(Track track, const Layout& layout) {
  const auto data = write_layout(track, layout);
  ensure(data.has_value(), "a card's track fits the stripe");
  const auto frame = write_frame(track, *data, Check::left_out);
  ensure(frame.has_value(), "a card's track has the stripe's characters alone");
  return *frame;
}

}  // namespace

std::string card_track_one(Number number, const Secret& secret, Day last_day) {
  const std::string digits = number.text();
  const std::string month = month_of(last_day);
  const std::string rest = digits_of(secret);
  return track(Track::one, {.format = 'B',
                            .number = digits,
                            .name = no_ones_name,
                            .expiry = month,
                            .service_code = private_card,
                            .discretionary = rest});
}

std::string card_track_two(Number number, Day last_day) {
  const std::string digits = number.text();
  const std::string month = month_of(last_day);
  return track(Track::two, {.number = digits, .expiry = month, .service_code = private_card});
}

std::optional<CardTrack> read_card_track(const Frame& frame) {
  std::string_view rest = frame.data;
  if (frame.track == Track::one && !rest.empty() && 'A' <= rest[0] && rest[0] <= 'Z') {
    rest.remove_prefix(1);
  }
  const auto end = std::find(rest.begin(), rest.end(), field_separator(frame.track));
  const auto digits = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  const auto number =
      digits.find(' ') == std::string_view::npos ? read_number(digits) : std::nullopt;
  if (!number) return std::nullopt;
  CardTrack read{*number, std::nullopt};
  if (frame.track == Track::one) {
    if (const auto layout = read_layout(frame)) read.secret = read_secret(layout->discretionary);
  }
  return read;
}

}  // namespace vip::card
