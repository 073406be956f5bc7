// Furnish: what the composition root of the C library adds to a door, which knows no network.
#pragma once

#include "terminal/books/store.h"
#include "terminal/door/door.h"

namespace vip::terminal::abi {

void furnish(Door& door, Store& store);

}  // namespace vip::terminal::abi
