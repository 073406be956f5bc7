// Head office: the line comes up, the store enrols, and everything is sent.
#pragma once

#include "terminal/demo_driver/sales.h"
#include "terminal/demo_driver/stage.h"

namespace vip::terminal::demo {

// Whether both sides' reports are equal. Requires a wish for head office. Leaves the till hung up.
bool meet_head_office(Stage& stage, const Sales& sales);

}  // namespace vip::terminal::demo
