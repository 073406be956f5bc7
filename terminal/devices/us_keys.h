// US keys: what a key of a US keyboard types, which is the layout that scanners ship with.
//
// Codes are those of linux/input-event-codes.h; the page's own reader
// (terminal/web/src/lib/wedge.ts) has the same table by the browser's names of keys, and both are
// held to tests/data/scans.json.
#pragma once

#include <cstdint>

namespace vip::terminal {

// 0: the key types nothing.
char us_key(std::uint16_t code, bool shift);

}  // namespace vip::terminal
