// Fortnight: two weeks of a cosmetics store that never was, Monday 2026-11-02 to Sunday 2026-11-15,
// about 600 receipts in the layout `receipts` (terminal/history/history_rows.h).
//
// The same seed gives the same bytes on every machine: fortnight.csv beside this file is what
// seed 1111 gives, and a test holds it to that.
//
// What is in it, so that a demonstration has something to show: quiet and busy days and 11 November
// with its promotions; customers who qualify in the first week by one purchase (E1) and by several
// (E2) and who come again in the second; people who remain strangers; coupons for one line and for
// a whole basket (D6); goods brought back (P4). Everybody in it is invented: their phone numbers
// all begin with 138 0000.
#pragma once

#include <cstdint>
#include <string>

namespace vip::terminal {

inline constexpr std::uint64_t fortnight_seed = 1111;

std::string fortnight(std::uint64_t seed);

}  // namespace vip::terminal
