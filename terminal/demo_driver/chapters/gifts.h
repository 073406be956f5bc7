// Gifts: the poster, and what members take from it.
#pragma once

#include "terminal/demo_driver/members.h"
#include "terminal/demo_driver/sales.h"
#include "terminal/demo_driver/stage.h"

namespace vip::terminal::demo {

// Valid from the middle of the sales until after their end.
void put_up_poster(Stage& stage, const Sales& sales);

// On the last evening the richest take what they can, and one who cannot is refused (G2).
void redeem_gifts(Stage& stage, Members& members, Day day);

}  // namespace vip::terminal::demo
