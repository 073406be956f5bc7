#include "terminal/service/lane_tokens.h"

#include <algorithm>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/ensure.h"
#include "cardformat/seal.h"
#include "cardformat/secret.h"
#include "terminal/books/sqlite.h"
#include "terminal/door/door.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"
#include "terminal/service/private_file.h"

namespace vip::terminal::service {
namespace {

constexpr std::size_t most_lanes = 1000;
constexpr std::size_t hash_digits = 64;

std::filesystem::path file_in(const std::filesystem::path& directory) {
  return directory / "lanes.json";
}

void write_lanes(const std::filesystem::path& directory, const std::vector<Lane>& lanes) {
  JsonWriter out;
  out.begin_object().key("lanes").begin_array();
  for (const Lane& lane : lanes) {
    out.begin_object().field("lane", lane.name).field("token", lane.token_hash);
    out.field("added", lane.added).end_object();
  }
  out.end_array().end_object();
  write_private(file_in(directory), out.str() + "\n");
}

auto named(std::vector<Lane>& lanes, std::string_view name) {
  return std::find_if(lanes.begin(), lanes.end(),
                      [&](const Lane& lane) { return lane.name == name; });
}

}  // namespace

std::vector<Lane> read_lanes(const std::filesystem::path& directory) {
  const auto text = read_private(file_in(directory));
  if (!text) return {};
  const auto json = read_json(*text);
  Problems problems;
  std::vector<Lane> lanes;
  if (json) {
    Fields fields(*json, "", problems);
    if (const auto items = fields.array("lanes", 0, most_lanes)) {
      for (std::size_t i = 0; i < items->size(); ++i) {
        Fields item = items->fields(i);
        Lane lane;
        lane.name = item.text("lane", longest_lane).value_or("");
        lane.token_hash = item.text("token", hash_digits, hash_digits).value_or("");
        lane.added = item.text("added", 64).value_or("");
        item.finish();
        lanes.push_back(std::move(lane));
      }
    }
    fields.finish();
  }
  if (!json || !problems.empty()) {
    throw StorageError(StorageError::Kind::damaged,
                       file_in(directory).string() + " is damaged; add the lanes again");
  }
  return lanes;
}

bool is_lane_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_lane &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

std::string new_token() { return "vip_" + hex(random_bytes(32)); }

std::optional<std::string> add_lane(const std::filesystem::path& directory, const std::string& name,
                                    const std::string& now) {
  ensure(is_lane_name(name), "a lane's name was looked at");
  const DirectoryLock lock(directory);
  std::vector<Lane> lanes = read_lanes(directory);
  if (named(lanes, name) != lanes.end()) return std::nullopt;
  std::string token = new_token();
  lanes.push_back({name, hex(sha256(token)), now});
  write_lanes(directory, lanes);
  return token;
}

bool remove_lane(const std::filesystem::path& directory, std::string_view name) {
  const DirectoryLock lock(directory);
  std::vector<Lane> lanes = read_lanes(directory);
  const auto found = named(lanes, name);
  if (found == lanes.end()) return false;
  lanes.erase(found);
  write_lanes(directory, lanes);
  return true;
}

void LaneTokens::look_again() {
  struct stat now {};
  if (stat(file_in(directory_).c_str(), &now) != 0) {
    lanes_.clear();
    seen_ = {};
    return;
  }
  const bool same = now.st_ino == seen_.st_ino && now.st_size == seen_.st_size &&
                    now.st_mtim.tv_sec == seen_.st_mtim.tv_sec &&
                    now.st_mtim.tv_nsec == seen_.st_mtim.tv_nsec;
  if (same) return;
  seen_ = now;
  try {
    lanes_ = read_lanes(directory_);
  } catch (const StorageError&) {
    lanes_.clear();  // who came with a token is told that it is not known; `lane list` says why
  }
}

std::optional<std::string> LaneTokens::lane_of(std::string_view token) {
  look_again();
  const std::string hash = hex(sha256(token));
  std::optional<std::string> found;
  for (const Lane& lane : lanes_) {
    if (same_secret(hash, lane.token_hash)) found = lane.name;
  }
  return found;
}

}  // namespace vip::terminal::service
