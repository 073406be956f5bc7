// Packing: zstd for what goes over the line, and its reading within a limit.
//
// What comes in is somebody else's: a few bytes can claim to be terabytes. unpack() never holds
// more than `limit` bytes, whatever the frame says about itself, and a window of more than 8 MiB is
// refused before memory is taken for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cardformat/result.h"

namespace vip::sync {

std::string pack(std::string_view text);

enum class PackingError : std::uint8_t {
  not_packed = 1,  // no zstd, damaged, or something after its end
  cut,             // the end of the frame is missing
  too_large        // more than the limit, or a window of more than 8 MiB
};

Result<std::string, PackingError> unpack(std::string_view packed, std::size_t limit);

}  // namespace vip::sync
