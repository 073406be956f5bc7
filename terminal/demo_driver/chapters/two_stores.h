// Two stores: one card, two stores that cannot reach anybody, and not a point lost or spent twice
// (the table of the design's section on rights, played through the real programs over real lines).
#pragma once

#include "terminal/demo_driver/wish.h"

namespace vip::terminal::demo {

// 0 where every figure is what it should be. Requires a wish for head office.
int tell_two_stores(const StoryWish& wish);

}  // namespace vip::terminal::demo
