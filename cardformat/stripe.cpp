#include "cardformat/stripe.h"

#include <algorithm>
#include <bit>

#include "cardformat/ensure.h"

namespace vip::card {
namespace {

constexpr std::size_t longest_number = 19;
constexpr std::size_t shortest_name = 2;
constexpr std::size_t longest_name = 26;

// ISO/IEC 7811-2 tables 5 and 6: a code's data bits are the character's place after these.
constexpr unsigned char first_character(Track track) { return track == Track::one ? ' ' : '0'; }
constexpr unsigned data_bits(Track track) { return static_cast<unsigned>(code_bits(track) - 1); }
constexpr unsigned data_mask(Track track) { return (1U << data_bits(track)) - 1; }

constexpr bool on_track(Track track, char c) {
  const auto place = static_cast<unsigned char>(c);
  return first_character(track) <= place && place <= first_character(track) + data_mask(track);
}

constexpr unsigned data_of(Track track, char c) {
  return static_cast<unsigned char>(c) - unsigned{first_character(track)};
}

constexpr std::uint8_t with_parity(Track track, unsigned data) {
  const bool even = std::popcount(data) % 2 == 0;
  return static_cast<std::uint8_t>(data | (even ? 1U << data_bits(track) : 0U));
}

bool is_digit(char c) { return '0' <= c && c <= '9'; }
bool is_letter(char c) { return 'A' <= c && c <= 'Z'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// What 7813 lets stand in fields: digits on track 2; on track 1 letters, blanks and a few signs
// too.
bool in_field(Track track, char c) {
  if (is_digit(c)) return true;
  if (track == Track::two) return false;
  return is_letter(c) || std::string_view(" $()-./&").find(c) != std::string_view::npos;
}

// A field of fixed length, or the separator that stands for it.
bool take_fixed(std::string_view& rest, char separator, std::size_t length,
                std::string_view& field) {
  if (rest.starts_with(separator)) {
    rest.remove_prefix(1);
    return true;
  }
  if (rest.size() < length || !all_digits(rest.substr(0, length))) return false;
  field = rest.substr(0, length);
  rest.remove_prefix(length);
  return true;
}

// The frame at the beginning of `bits`, read in the direction in which they stand.
Result<std::string, StripeError> read_forward(Track track, std::string_view bits) {
  const auto size = static_cast<std::size_t>(code_bits(track));
  const std::size_t first_one =
      bits.find('1');  // clocking bits are zeros; a sentinel begins with 1
  if (first_one == std::string_view::npos) return Unexpected{StripeError::no_start};
  bits.remove_prefix(first_one);
  std::string frame;
  unsigned columns = 0;
  for (bool ended = false; bits.size() >= size; bits.remove_prefix(size)) {
    unsigned code = 0;
    for (std::size_t i = 0; i < size; ++i) code |= (bits[i] == '1' ? 1U : 0U) << i;
    const auto character = stripe_character(track, static_cast<std::uint8_t>(code));
    if (frame.empty() && character != start_sentinel(track)) {
      return Unexpected{StripeError::no_start};
    }
    if (!character) return Unexpected{StripeError::not_on_track};
    frame += *character;
    columns ^= code & data_mask(track);
    if (ended) {
      const bool more = bits.substr(size).find('1') != std::string_view::npos;
      if (columns != 0 || more) return Unexpected{StripeError::check_wrong};
      return frame;
    }
    ended = *character == end_sentinel;
  }
  return Unexpected{StripeError::no_end};
}

}  // namespace

std::optional<std::uint8_t> stripe_code(Track track, char character) {
  if (!on_track(track, character)) return std::nullopt;
  return with_parity(track, data_of(track, character));
}

std::optional<char> stripe_character(Track track, std::uint8_t code) {
  const unsigned data = code & data_mask(track);
  if (with_parity(track, data) != code) return std::nullopt;
  return static_cast<char>(first_character(track) + data);
}

char longitudinal_check(Track track, std::string_view characters) {
  unsigned columns = 0;
  for (const char c : characters) {
    ensure(on_track(track, c), "an LRC is over characters that the track has");
    columns ^= data_of(track, c);
  }
  return static_cast<char>(first_character(track) + columns);
}

Result<Frame, StripeError> read_frame(Track track, std::string_view text) {
  if (!text.starts_with(start_sentinel(track))) return Unexpected{StripeError::no_start};
  const std::size_t end = text.find(end_sentinel);
  const std::string_view data = text.substr(1, std::min(end, text.size()) - 1);
  if (end != std::string_view::npos && (data.empty() || data == "E")) {
    return Unexpected{StripeError::reader_error};
  }
  if (end == std::string_view::npos) return Unexpected{StripeError::no_end};
  const auto fits = [track](char c) { return on_track(track, c); };
  if (!std::all_of(text.begin(), text.end(), fits)) return Unexpected{StripeError::not_on_track};
  if (end + 2 > longest_frame(track)) return Unexpected{StripeError::too_long};
  const std::string_view after = text.substr(end + 1);
  if (after.empty()) return Frame{track, data, false};
  if (after.size() != 1 || after[0] != longitudinal_check(track, text.substr(0, end + 1))) {
    return Unexpected{StripeError::check_wrong};
  }
  return Frame{track, data, true};
}

std::optional<std::string> write_frame(Track track, std::string_view data, Check check) {
  const auto fits = [track](char c) {
    return on_track(track, c) && c != start_sentinel(track) && c != end_sentinel;
  };
  if (!std::all_of(data.begin(), data.end(), fits)) return std::nullopt;
  if (data.size() + 3 > longest_frame(track)) return std::nullopt;
  std::string frame(1, start_sentinel(track));
  frame += data;
  frame += end_sentinel;
  if (check == Check::written) frame += longitudinal_check(track, frame);
  return frame;
}

std::string stripe_bits(Track track, std::string_view frame, std::size_t clocking_zeros) {
  std::string bits(clocking_zeros, '0');
  for (const char c : frame) {
    const auto code = stripe_code(track, c);
    ensure(code.has_value(), "only characters that the track has are written on it");
    for (int i = 0; i < code_bits(track); ++i) bits += (*code >> i & 1) != 0 ? '1' : '0';
  }
  return bits.append(clocking_zeros, '0');
}

Result<std::string, StripeError> read_stripe_bits(Track track, std::string_view bits) {
  const auto forward = read_forward(track, bits);
  const std::string reversed(bits.rbegin(), bits.rend());
  const auto backward = read_forward(track, reversed);
  if (forward && backward && *forward != *backward) return Unexpected{StripeError::check_wrong};
  if (forward) return forward;
  // Of two reasons the one that got further than the sentinel.
  if (backward || forward.error() == StripeError::no_start) return backward;
  return forward;
}

std::optional<Layout> read_layout(const Frame& frame) {
  const char separator = field_separator(frame.track);
  std::string_view rest = frame.data;
  Layout layout;
  if (frame.track == Track::one) {
    if (rest.empty() || !is_letter(rest.front())) return std::nullopt;
    layout.format = rest.front();
    rest.remove_prefix(1);
  }
  const std::size_t digits =
      static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin());
  if (digits == 0 || digits > longest_number) return std::nullopt;
  layout.number = rest.substr(0, digits);
  rest.remove_prefix(digits);
  if (!rest.starts_with(separator)) return std::nullopt;
  rest.remove_prefix(1);
  if (frame.track == Track::one) {
    const std::size_t end = rest.find(separator);
    if (end == std::string_view::npos || end < shortest_name || end > longest_name) {
      return std::nullopt;
    }
    layout.name = rest.substr(0, end);
    layout.name = layout.name.substr(0, layout.name.find_last_not_of(' ') + 1);
    rest.remove_prefix(end + 1);
  }
  if (!take_fixed(rest, separator, 4, layout.expiry)) return std::nullopt;
  if (!take_fixed(rest, separator, 3, layout.service_code)) return std::nullopt;
  layout.discretionary = rest;
  return layout;
}

std::optional<std::string> write_layout(Track track, const Layout& layout) {
  const char separator = field_separator(track);
  const auto fits = [track](char c) { return in_field(track, c); };
  const auto fixed = [](std::string_view field, std::size_t size) {
    return field.empty() || (field.size() == size && all_digits(field));
  };
  if (layout.number.empty() || layout.number.size() > longest_number) return std::nullopt;
  if (!all_digits(layout.number)) return std::nullopt;
  if (!fixed(layout.expiry, 4) || !fixed(layout.service_code, 3)) return std::nullopt;
  const std::string_view discretionary = layout.discretionary;
  if (!std::all_of(discretionary.begin(), discretionary.end(), fits)) return std::nullopt;

  std::string data;
  if (track == Track::one) {
    const std::string_view name = layout.name;
    if (!is_letter(layout.format)) return std::nullopt;
    if (name.size() < shortest_name || name.size() > longest_name) return std::nullopt;
    if (!std::all_of(name.begin(), name.end(), fits)) return std::nullopt;
    data += layout.format;
    data += layout.number;
    data += separator;
    data += name;
  } else {
    if (layout.format != 0 || !layout.name.empty()) return std::nullopt;
    data += layout.number;
  }
  data += separator;
  data += layout.expiry.empty() ? std::string_view(&separator, 1) : layout.expiry;
  data += layout.service_code.empty() ? std::string_view(&separator, 1) : layout.service_code;
  data += discretionary;
  if (data.size() + 3 > longest_frame(track)) return std::nullopt;
  return data;
}

}  // namespace vip::card
