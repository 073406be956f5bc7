// Input: what comes on a file descriptor, without a copy in anybody's buffer.
//
// The standard streams keep what they read; a request, and a scan, may hold somebody's secret. What
// is read here is in the answer alone.
#pragma once

#include <cstddef>
#include <string>

namespace vip::terminal::cli {

// To the end of the input.
std::string read_input(int file);

// One scan: to the end of the input, or to a line's end after which nothing comes for a moment (a
// reader types both tracks of a card in less). At most a little more than a scan may be long.
std::string read_burst(int file);

}  // namespace vip::terminal::cli
