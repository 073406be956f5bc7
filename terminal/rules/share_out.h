// share_out: money divided so that the parts always add up (D7, A3).
#pragma once

#include <span>
#include <vector>

#include "cardformat/amount.h"

namespace vip::terminal {

// Divides `total` in proportion to `weights`, in whole fen: each part is the exact share rounded
// down, and the fen left over go one each to the largest remainders, of equal ones to the earlier
// (A3). The parts add up to `total`; no part is above its weight.
// Requires: weights >= 0, their sum an Amount, 0 <= total <= that sum (so all weights 0: total 0).
std::vector<Fen> share_out(Fen total, std::span<const Fen> weights);

// What k of qty units were paid at, where the line paid `paid`: the first units carry the odd fen,
// k * floor(paid / qty) + min(k, paid mod qty) (A4). Requires: 0 <= k <= qty, qty >= 1, paid >= 0.
Fen paid_for_units(Fen paid, std::int64_t qty, std::int64_t k);

}  // namespace vip::terminal
