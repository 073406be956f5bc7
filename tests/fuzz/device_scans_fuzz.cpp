// Whatever a scanner sends, as keys or as bytes, in whatever pieces: each scan is one that can be.
#include <algorithm>
#include <string>

#include "terminal/devices/key_scans.h"
#include "terminal/devices/serial_scans.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::terminal;

namespace {

void judge(std::string_view scan) {
  ensure(!scan.empty() && scan.size() <= ScanText::longest, "a scan has a length");
  ensure(scan.find_first_of("\r\n") == std::string_view::npos, "its end is no part of it");
}

// Everything that is heard, one line each; the same for whatever pieces.
template <class Scans>
std::string all_of(std::string_view bytes, std::size_t piece) {
  std::string all;
  Scans scans([&](std::string_view scan) {
    judge(scan);
    all += std::string(scan) + '\n';
  });
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    scans.hear(bytes.substr(0, piece));
  }
  scans.silence();
  ensure(!scans.waits(), "silence ends whatever began");
  return all;
}

}  // namespace

FUZZ_INPUT(text) {
  const std::size_t piece = text.empty() ? 1 : 1 + static_cast<unsigned char>(text.front()) % 64;
  ensure(all_of<SerialScans>(text, piece) == all_of<SerialScans>(text, text.size() + 1),
         "pieces make no difference");
  ensure(all_of<KeyScans>(text, piece) == all_of<KeyScans>(text, text.size() + 1),
         "pieces make no difference");
  // The same bytes as keys that are keys: each byte a code, its top bit the Shift.
  std::string typed;
  KeyScans scans([&](std::string_view scan) {
    judge(scan);
    typed += scan;
  });
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    input_event event{};
    event.type = EV_KEY;
    event.value = 1;
    event.code = KEY_LEFTSHIFT;
    if ((byte & 0x80U) != 0) scans.hear(event);
    event.code = byte & 0x7fU;
    scans.hear(event);
    event.value = 0;
    event.code = KEY_LEFTSHIFT;
    scans.hear(event);
  }
  ensure(std::all_of(typed.begin(), typed.end(), [](char c) { return 0x20 <= c && c < 0x7f; }),
         "keys type ASCII");
}
