// Modules: what a code looks like, as dark and light squares, before it is drawn anywhere.
//
// A bar code is a single row of them. The quiet zone, light on every side, belongs to the symbol
// and not to the paper: it is in these modules.
#pragma once

#include <cstddef>
#include <vector>

namespace vip::card {

struct Modules {
  std::size_t width = 0;
  std::size_t height = 0;
  std::vector<bool> dark;  // row by row from the top left

  bool at(std::size_t x, std::size_t y) const { return dark[y * width + x]; }
};

}  // namespace vip::card
