// Wipe: overwrite what must not be found in memory afterwards, in a way no compiler leaves out.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace vip {

void wipe(std::span<std::uint8_t> bytes);
// Its whole capacity, what an earlier and longer text left there included; empty afterwards.
void wipe(std::string& text);

}  // namespace vip
