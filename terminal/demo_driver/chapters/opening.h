// The first chapters: a store is made, and its sales of the time before come in.
#pragma once

#include "terminal/demo_driver/sales.h"
#include "terminal/demo_driver/stage.h"

namespace vip::terminal::demo {

// Leaves an open till. What an earlier story left in the folders is removed first.
void open_store(Stage& stage);

// The first half of the sales, as a file. Returns the customers who qualify by it, as
// history.import lists them (its field `qualified`).
Json import_history(Stage& stage, const Sales& sales);

}  // namespace vip::terminal::demo
