#include "cardformat/scan/tracks.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "cardformat/card_stripe.h"
#include "cardformat/check_digits.h"
#include "cardformat/scan/foreign_codes.h"
#include "cardformat/stripe.h"
#include "cardformat/wipe.h"

namespace vip::card {
namespace {

constexpr std::size_t longest_track = 108;  // track 3: 107, and one for an LRC
constexpr std::size_t shortest_bank_number = 12;
constexpr std::size_t longest_bank_number = 19;

bool is_digit(char c) { return '0' <= c && c <= '9'; }
bool is_start(char c) { return c == '%' || c == ';' || c == '+' || c == '#'; }

// A frame's characters as the stripe has them: capital letters. Wiped when it goes.
class Capitals {
 public:
  explicit Capitals(std::string_view text) : size_(std::min(text.size(), buffer_.size())) {
    for (std::size_t i = 0; i < size_; ++i) {
      const char c = text[i];
      buffer_[i] = 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  ~Capitals() { wipe(std::span(reinterpret_cast<std::uint8_t*>(buffer_.data()), size_)); }
  Capitals(const Capitals&) = delete;
  Capitals& operator=(const Capitals&) = delete;

  std::string_view text() const { return {buffer_.data(), size_}; }

 private:
  std::array<char, longest_track + 1> buffer_;
  std::size_t size_;
};

// The digits that a track's data begins with, behind a format letter.
std::string_view first_digits(std::string_view data) {
  if (!data.empty() && 'A' <= data[0] && data[0] <= 'Z') data.remove_prefix(1);
  const auto end = std::find_if_not(data.begin(), data.end(), is_digit);
  return data.substr(0, static_cast<std::size_t>(end - data.begin()));
}

bool is_bank_number(std::string_view digits) {
  return shortest_bank_number <= digits.size() && digits.size() <= longest_bank_number &&
         (luhn_holds(digits) || has_bank_card_form(digits));
}

// Track 3: two digits of its own stand before the number.
bool is_bank_track_three(std::string_view digits) {
  return digits.size() > 2 && has_bank_card_form(digits.substr(2)) && luhn_holds(digits.substr(2));
}

struct Swipe {
  bool tracks = false;  // anything at all that has the form of a track
  bool bank = false;
  bool contradicted = false;  // by another number of ours
  bool damaged = false;       // a reader's error, a track cut short, a wrong check digit
  std::optional<CardTrack> card;
  ScanForm form = ScanForm::track_two;
};

void take_card(const CardTrack& card, Track track, Swipe& swipe) {
  if (!card.number.check_digit_holds()) {
    swipe.damaged = true;
    return;
  }
  if (swipe.card && swipe.card->number != card.number) swipe.contradicted = true;
  if (swipe.card && track == Track::two) return;  // track 1 says more
  swipe.card = card;
  swipe.form = track == Track::one ? ScanForm::track_one : ScanForm::track_two;
}

// How many characters after the end sentinel are the LRC: one that stands alone before the end, a
// line's end or the next track.
std::size_t check_length(std::string_view after) {
  if (after.empty() || after[0] == '\n') return 0;
  const bool alone = after.size() == 1 || after[1] == '\n' || is_start(after[1]);
  if (!alone) return 0;
  // A start sentinel is the next track's, unless another start sentinel follows.
  return is_start(after[0]) && (after.size() == 1 || after[1] == '\n') ? 0 : 1;
}

// What stands from a start sentinel on. The answer: how many characters of it are done with.
std::size_t take_track(std::string_view text, bool expected, const Own& own, Swipe& swipe) {
  const std::size_t end = text.find(end_sentinel);
  if (end == std::string_view::npos || end >= longest_track) {
    if (expected && text[0] != '+' && text[0] != '#') swipe.damaged = true;
    return 1;
  }
  const Capitals capitals(text.substr(0, end + 1 + check_length(text.substr(end + 1))));
  const std::string_view data = capitals.text().substr(1, end - 1);
  const std::string_view digits = first_digits(data);
  const bool third = text[0] == '+' || text[0] == '#';
  if (third) {
    if (data == "E" || is_bank_track_three(digits) || is_bank_number(digits)) {
      swipe.tracks = true;
      swipe.damaged = swipe.damaged || data == "E";
      swipe.bank = swipe.bank || data != "E";
      return end + 1;
    }
    return 1;
  }
  const Track track = text[0] == '%' ? Track::one : Track::two;
  auto frame = read_frame(track, capitals.text());
  if (!frame && frame.error() == StripeError::too_long && is_bank_track_three(digits)) {
    swipe.bank = true;  // track 3 by a reader that begins it like track 2
    return end + 1;
  }
  if (!frame) {
    const bool own_error = frame.error() == StripeError::reader_error;
    if (expected || own_error) swipe.damaged = true;
    // A damaged track may still say whose it was.
    if (is_bank_number(digits) && !data.empty()) {
      const auto number = read_number(digits);
      if (!number || !number->has_prefix(own.prefix)) swipe.bank = true;
    }
    return own_error ? end + 1 : 1;
  }
  const auto card = read_card_track(*frame);
  if (card && card->number.has_prefix(own.prefix)) {
    swipe.tracks = true;
    take_card(*card, track, swipe);
    return capitals.text().size();
  }
  if (is_bank_number(digits) || is_bank_track_three(digits)) {
    swipe.tracks = swipe.bank = true;
    return capitals.text().size();
  }
  swipe.tracks = swipe.tracks || expected;
  return 1;
}

}  // namespace

std::optional<Scanned> read_tracks(std::string_view text, const Own& own) {
  Swipe swipe;
  bool expected = true;  // here a track would begin: at the start, after a line, after another
  for (std::size_t at = 0; at < text.size();) {
    if (!is_start(text[at])) {
      expected = text[at] == '\n';
      ++at;
      continue;
    }
    const std::size_t done = take_track(text.substr(at), expected, own, swipe);
    expected = done > 1;
    at += done;
  }
  Scanned scanned;
  if (swipe.bank) {
    scanned.what = ScanClass::bank_card;
  } else if (swipe.contradicted) {
    scanned.what = ScanClass::read_error;
  } else if (swipe.card) {
    scanned.what = ScanClass::own_card;
    scanned.form = swipe.form;
    scanned.number = swipe.card->number;
    scanned.secret = swipe.card->secret;
  } else if (swipe.damaged) {
    scanned.what = ScanClass::read_error;
  } else if (!swipe.tracks) {
    return std::nullopt;
  }
  return scanned;
}

}  // namespace vip::card
