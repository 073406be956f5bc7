// Lanes' tokens: which checkouts may ask the service, each known by a token of its own.
//
// A token is 256 random bits, shown once, when the lane is added. What is kept, in lanes.json of
// the data directory (0600), is its SHA-256: random bits need no salt and no slow hash.
//
//   {"lanes":[{"lane":"1","token":"9f3a…64 hex digits","added":"2026-11-22T10:00:00+08:00"}]}
//
// The file is not part of the books: a lane is a cable, not a business act, and whoever may write
// the data directory may add one. It is read again when it has changed, so that a lane that is
// added or removed while the service runs counts with its next request.
//
// Threads: a LaneTokens belongs to one; the functions take turns by a lock on the directory.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/result.h"

namespace vip::terminal::service {

struct Lane {
  std::string name;
  std::string token_hash;  // hex
  std::string added;       // RFC 3339
};

// Throws StorageError where the file cannot be read or is damaged.
std::vector<Lane> read_lanes(const std::filesystem::path& directory);

// Not a name: 1 to 16 bytes, letters, digits, "-", "_", "." alone, as a request's "lane" has it.
bool is_lane_name(std::string_view name);

// The token of the new lane; no value: there is such a lane, and nothing was changed. Throws
// StorageError. Requires: is_lane_name(name).
std::optional<std::string> add_lane(const std::filesystem::path& directory, const std::string& name,
                                    const std::string& now);
// False: there is no such lane.
bool remove_lane(const std::filesystem::path& directory, std::string_view name);

// 256 random bits, recognisable as what they are: "vip_" and 64 hex digits.
std::string new_token();

class LaneTokens {
 public:
  explicit LaneTokens(std::filesystem::path directory) : directory_(std::move(directory)) {}

  // Whose token it is. Takes the same time for every token that is nobody's. A file that cannot be
  // read lets nobody in.
  std::optional<std::string> lane_of(std::string_view token);

 private:
  void look_again();

  std::filesystem::path directory_;
  struct stat seen_ {};
  std::vector<Lane> lanes_;
};

}  // namespace vip::terminal::service
