#include "cardformat/stripe.h"

#include <string>

#include "tests/fuzz/fuzz.h"

using namespace vip::card;

namespace {

void check_frame(Track track, std::string_view text) {
  const auto frame = read_frame(track, text);
  if (!frame) return;
  ensure(text.size() <= longest_frame(track), "a frame fits its track");
  ensure(frame->data.size() + 2 + (frame->checked ? 1U : 0U) == text.size(), "all was read");
  const std::string with_check = std::string(text.substr(0, frame->data.size() + 2)) +
                                 longitudinal_check(track, text.substr(0, frame->data.size() + 2));
  ensure(read_frame(track, with_check).has_value(), "its LRC is right");
  const auto bits = read_stripe_bits(track, stripe_bits(track, with_check, 5));
  ensure(!bits || *bits == with_check, "bits say the same as text");
  const auto layout = read_layout(*frame);
  if (!layout) return;
  ensure(!layout->number.empty() && layout->number.size() <= 19, "a number has 1 to 19 digits");
  if (const auto data = write_layout(track, *layout)) {
    ensure(read_layout({track, *data}) == *layout, "what is written in the layout is read back");
  }
}

}  // namespace

FUZZ_INPUT(text) {
  for (const Track track : {Track::one, Track::two}) {
    check_frame(track, text);
    const auto read = read_stripe_bits(track, text);
    if (!read) continue;
    ensure(read->front() == start_sentinel(track), "a frame begins with its sentinel");
    const std::string_view data = std::string_view(*read).substr(1, read->size() - 3);
    if (const auto written = write_frame(track, data, Check::written)) {
      ensure(*written == *read, "what was read is written again");
    }
    for (const char c : text) {
      const auto code = static_cast<std::uint8_t>(c);
      const auto character = stripe_character(track, code);
      if (character) ensure(stripe_code(track, *character) == code, "a code has one character");
    }
  }
}
