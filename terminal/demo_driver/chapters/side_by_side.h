// Side by side: the store's report and head office's, compared figure by figure.
#pragma once

#include <vector>

#include "terminal/demo_driver/narrator.h"
#include "terminal/demo_driver/till.h"

namespace vip::terminal::demo {

// `totals` and `days` as the store reports them, `theirs` as head office reports that store. A
// table shows what people ask for; every other figure that the store has, of the whole and of each
// day, is compared as well. Whether all are equal.
bool side_by_side(Narrator& tell, const Json& totals, const std::vector<Json>& days,
                  const Json& theirs);

}  // namespace vip::terminal::demo
