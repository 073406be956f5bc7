// Stripe: tracks 1 and 2 of a magnetic stripe, written and read.
//
// Three layers, one above the other:
//
//   codes     A character is a few bits on the stripe, the least significant first, and an odd
//             parity bit after them: on track 1 six and one (ISO/IEC 7811-2 and -6, 64 characters
//             from space to underscore), on track 2 four and one (16 characters from 0 to ?).
//   frame     Start sentinel, data, end sentinel '?', LRC. The LRC is the character that makes the
//             number of ones in every column of data bits even, sentinels and itself counted in;
//             its own parity bit is odd like any other. At most 79 characters on track 1, 40 on
//             track 2, sentinels and LRC counted in.
//   layout    ISO/IEC 7813, as far as it fits a card that is no bank's:
//               track 1   % format number ^ name ^ expiry service discretionary ?
//               track 2   ;        number =        expiry service discretionary ?
//             number 1 to 19 digits; name 2 to 26 characters; expiry YYMM, or the separator in its
//             place; service code three digits, or the separator in its place.
//
// A reader that is a keyboard sends the frame as text, most without the LRC, which they have judged
// by themselves. What a card of this chain carries in these fields is its payload's business.
//
// Views given out look into the text that was read: whoever wipes the text has wiped them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/result.h"

namespace vip::card {

enum class Track : std::uint8_t { one = 1, two = 2 };

constexpr char start_sentinel(Track track) { return track == Track::one ? '%' : ';'; }
constexpr char field_separator(Track track) { return track == Track::one ? '^' : '='; }
inline constexpr char end_sentinel = '?';

// Characters of a whole frame, sentinels and LRC among them.
constexpr std::size_t longest_frame(Track track) { return track == Track::one ? 79 : 40; }
// Bits of one character, parity among them.
constexpr int code_bits(Track track) { return track == Track::one ? 7 : 5; }

// -- codes --

// The bit recorded first is bit 0, parity is the highest. No value: the track has no such
// character.
std::optional<std::uint8_t> stripe_code(Track track, char character);
// No value: wrong parity, or more bits than the track's codes have.
std::optional<char> stripe_character(Track track, std::uint8_t code);

// The LRC over these characters, as a character. Requires: the track has every one of them.
char longitudinal_check(Track track, std::string_view characters);

// -- frame --

enum class StripeError : std::uint8_t {  // tested in this order
  no_start = 1,                          // does not begin with the track's start sentinel
  reader_error,  // "%E?" and ";E?": what readers send for a swipe they could not read; an empty one
  no_end,        // the end sentinel is missing
  not_on_track,  // a character that the track does not have
  too_long,      // more characters than the track has room for
  check_wrong    // what follows the end sentinel is not the LRC
};

struct Frame {
  Track track = Track::one;
  std::string_view data;  // between the sentinels
  bool checked = false;   // the LRC was there, and right
  friend bool operator==(const Frame&, const Frame&) = default;
};

// One frame and nothing around it, with or without its LRC.
Result<Frame, StripeError> read_frame(Track track, std::string_view text);

// Sentinels and, where `check`, the LRC around `data`. Card printers make the LRC themselves.
// No value: a character that the track does not have, a sentinel inside, or too long.
enum class Check : bool { left_out, written };
std::optional<std::string> write_frame(Track track, std::string_view data, Check check);

// -- bits, for heads without a decoder --

// The codes of a frame with its LRC as '0' and '1', the clocking zeros around them.
// Requires: the track has every character of `frame`.
std::string stripe_bits(Track track, std::string_view frame, std::size_t clocking_zeros);
// The frame in such bits, LRC included, swiped in either direction. Errors: no_start (nothing but
// zeros, or no sentinel in either direction), not_on_track (parity), no_end, check_wrong (also:
// ones after the LRC; bits that are a frame in both directions, which a few of the shortest are).
Result<std::string, StripeError> read_stripe_bits(Track track, std::string_view bits);

// -- layout --

struct Layout {
  char format = 0;  // track 1: 'B' in banks' layout, any letter in another's; track 2: 0
  std::string_view number;
  std::string_view name;          // track 1, without the blanks at its end
  std::string_view expiry;        // YYMM, or empty
  std::string_view service_code;  // three digits, or empty
  std::string_view discretionary;
  friend bool operator==(const Layout&, const Layout&) = default;
};

// No value: the data has another layout than 7813's.
std::optional<Layout> read_layout(const Frame& frame);

// The data between the sentinels, without them. `format` and `name` are track 1's alone.
// No value where a field is not as the layout has it, or the whole does not fit the track.
std::optional<std::string> write_layout(Track track, const Layout& layout);

}  // namespace vip::card
