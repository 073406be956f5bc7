#include "terminal/devices/key_scans.h"

#include <cstring>

#include "terminal/devices/us_keys.h"

namespace vip::terminal {
namespace {

constexpr int released = 0;
constexpr int pressed = 1;  // 2: repeats

void hold(std::uint8_t& held, std::uint8_t bit, bool down) {
  held = static_cast<std::uint8_t>(down ? held | bit : held & ~bit);
}

}  // namespace

void KeyScans::hear(std::string_view bytes) {
  for (const char c : bytes) {
    piece_[piece_size_++] = c;
    if (piece_size_ < piece_.size()) continue;
    piece_size_ = 0;
    input_event event;
    std::memcpy(&event, piece_.data(), sizeof event);
    hear(event);
  }
}

void KeyScans::hear(const input_event& event) {
  if (event.type == EV_SYN && event.code == SYN_DROPPED) {
    shifts_ = 0;
    others_ = 0;
    text_.spoil();
    return;
  }
  if (event.type != EV_KEY) return;
  if (event.value == pressed || event.value == released) key(event.code, event.value == pressed);
}

void KeyScans::key(std::uint16_t code, bool down) {
  switch (code) {
    case KEY_LEFTSHIFT:
      return hold(shifts_, 1, down);
    case KEY_RIGHTSHIFT:
      return hold(shifts_, 2, down);
    case KEY_LEFTCTRL:
      return hold(others_, 1, down);
    case KEY_RIGHTCTRL:
      return hold(others_, 2, down);
    case KEY_LEFTALT:
      return hold(others_, 4, down);
    case KEY_RIGHTALT:
      return hold(others_, 8, down);
    case KEY_LEFTMETA:
      return hold(others_, 16, down);
    case KEY_RIGHTMETA:
      return hold(others_, 32, down);
    case KEY_ENTER:
    case KEY_KPENTER:
    case KEY_TAB:
      if (down) text_.end(take_);
      return;
    default:
      break;
  }
  if (!down || others_ != 0) return;
  if (const char c = us_key(code, shifts_ != 0); c != 0) text_.put(c);
}

}  // namespace vip::terminal
