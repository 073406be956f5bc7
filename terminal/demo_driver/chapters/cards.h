// Cards: who qualifies gets one, and one is lost.
#pragma once

#include "terminal/demo_driver/members.h"
#include "terminal/demo_driver/sales.h"
#include "terminal/demo_driver/stage.h"

namespace vip::terminal::demo {

// `qualified`: what import_history() returned. The second of them, or the next who comes back, is
// given a birthday on the day of coming back.
void issue_cards(Stage& stage, const Sales& sales, const Json& qualified, Members& members);

// Blocked, tried by somebody else, and replaced, in the morning of `day`.
void lose_card(Stage& stage, Member& member, Day day);

}  // namespace vip::terminal::demo
