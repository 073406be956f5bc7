// Story: a store's life from its opening to the comparison with head office, told as it happens.
// Here stands the order of the chapters; each has a file of its own.
//
// Everything goes through the real programs: vip-terminal (init, call --stream, enrol) and
// vip-office (init, serve, terminal add, report), each a process of its own.
#pragma once

#include "terminal/demo_driver/wish.h"

namespace vip::terminal::demo {

// What the process ends with: 0, or 1 where the two sides differ.
// Throws std::runtime_error where a program does not do what it should.
int tell_story(const StoryWish& wish);

}  // namespace vip::terminal::demo
