// Days at the counter: the second half of the sales, quoted, paid and brought back one by one, as a
// till would do it, day after day.
#pragma once

#include "terminal/demo_driver/members.h"
#include "terminal/demo_driver/sales.h"
#include "terminal/demo_driver/stage.h"

namespace vip::terminal::demo {

// Leaves with every member the points that the last answer told. In the middle of it a card is
// lost.
void play_counter_days(Stage& stage, const Sales& sales, Members& members);

}  // namespace vip::terminal::demo
