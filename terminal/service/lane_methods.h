// lane.add, lane.list, lane.remove: which checkouts may ask the service, as answers of the door.
//
//   lane.add    {lane}  -> {"lane":"1","token":"vip_…"}     in full, this once
//   lane.list   {}      -> {"lanes":[{"lane":"1","added":"…"}]}
//   lane.remove {lane}  -> {"lane":"1"}
//
// They are of the data directory, not of the books, and need no store to be open: whoever may write
// the directory may do it, and nobody over HTTP.
#pragma once

#include <filesystem>
#include <string_view>

#include "terminal/door/door.h"

namespace vip::terminal::service {

Reply lane_method(const std::filesystem::path& data, std::string_view method,
                  std::string_view request);

}  // namespace vip::terminal::service
