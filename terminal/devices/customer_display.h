// Customer display: two rows of twenty, facing the customer; what a door's answer says to them.
//
// It shows what the page /display shows: how the member is addressed (王女士, never a name in
// full), what there is to pay, the points, thanks. No card, no phone. Best effort: whatever it
// does, no sale waits for it or fails by it.
//
// The commands are those that makers publish for these displays:
//
//   epson    FF (0x0C) clears, text; the second row after US $ 1 2 (0x1F 0x24 column row)
//   cd5220   FF (0x0C) clears, ESC Q A text CR the first row, ESC Q B text CR the second
//
// Characters above ASCII are two bytes of GBK, two columns each, where the display has them;
// otherwise its rows are English.
//
// Pure. Threads: one at a time for a Gbk.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "terminal/receipt/gbk.h"
#include "terminal/receipt/printer.h"

namespace vip::terminal {

inline constexpr std::size_t display_columns = 20;

struct DisplaySettings {
  enum class Commands : std::uint8_t { epson, cd5220 };
  PrinterTarget target{.timeout_ms = 500};     // as a printer's
  std::map<std::string, PrinterTarget> lanes;  // by lane
  Charset charset = Charset::gbk;
  Commands commands = Commands::epson;

  const PrinterTarget& of_lane(const std::string& lane) const {
    const auto own = lanes.find(lane);
    return own == lanes.end() ? target : own->second;
  }
  friend bool operator==(const DisplaySettings&, const DisplaySettings&) = default;
};

using DisplayRows = std::array<std::string, 2>;  // UTF-8, each of 20 columns at most

// `chinese`: else English alone.
DisplayRows welcome_rows(bool chinese);
// No value: the method, or its answer, says nothing to a customer.
std::optional<DisplayRows> display_rows(std::string_view method, std::string_view answer,
                                        bool chinese);

// A character that the display has not is "?", or 〓 among Chinese ones.
std::string display_bytes(const DisplayRows& rows, const DisplaySettings& settings, const Gbk& gbk);

}  // namespace vip::terminal
