// The stream: one {"method","request"} a line in, one answer a line out, in order (A38).
//
// All lines that already wait are taken together, up to a limit, and committed together, then all
// their answers are written and flushed: a caller who waits for each answer gets it at once, one
// who does not gets group commit. A line that is no such object, or too long, is answered
// request.invalid and the stream goes on. It ends with the input.
#pragma once

#include <string_view>

#include "cardformat/result.h"
#include "terminal/cli/command_line.h"
#include "terminal/door/door.h"

namespace vip::terminal::cli {

// Reads file descriptor `in`, writes to `out`. Returns the exit code: 0 at the end of the input, 1
// when answers cannot be written any more.
int run_stream(int in, int out, OpenStore& store);

// One line as a call, its request exactly as it was written. Without one: the answer to the line.
Result<Call, Reply> read_call(std::string_view line);

}  // namespace vip::terminal::cli
