#include "terminal/service/lane_methods.h"

#include <string>

#include "terminal/books/clock.h"
#include "terminal/door/config.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"
#include "terminal/service/lane_tokens.h"

namespace vip::terminal::service {
namespace {

Reply error(Fault::Code code, std::string word, Facts facts) {
  return error_reply(Fault{.code = code, .word = std::move(word), .facts = std::move(facts)});
}

std::string now_in_zone(const std::filesystem::path& data) {
  const auto config = read_config(data / "vip.toml");
  const auto zone = Zone::named(config ? config->zone : Config().zone);
  return zone ? zone->rfc3339(wall_clock()) : std::string("1970-01-01T00:00:00Z");
}

Reply done(JsonWriter& result) {
  JsonWriter out;
  out.begin_object().field("ok", true).key("result").raw(result.str()).end_object();
  return {out.take(), exit_code::ok};
}

}  // namespace

Reply lane_method(const std::filesystem::path& data, std::string_view method,
                  std::string_view request) {
  const auto json = read_json(request);
  Problems problems;
  std::string lane;
  if (!json) {
    problems.push_back(json.error());
  } else {
    Fields fields(*json, "", problems);
    if (method != "lane.list") {
      lane = fields.text("lane", 256).value_or("");
      if (problems.empty() && !is_lane_name(lane)) {
        fields.problem("lane", "收银台名称为 1 至 16 个字母、数字或“-”“_”“.”。没有改动。",
                       "A lane's name has 1 to 16 letters, digits, \"-\", \"_\" or \".\". Nothing "
                       "was changed.");
      }
    }
    fields.finish();
  }
  if (!problems.empty()) {
    return error_reply(Fault{.pointer = problems.front().pointer,
                             .word = "request_invalid",
                             .problem = problems.front()});
  }
  std::error_code ignored;
  if (!std::filesystem::exists(data / "store.db", ignored)) {
    return error(Fault::Code::storage, "store_missing", {{"directory", data.string()}});
  }
  JsonWriter result;
  result.begin_object();
  try {
    if (method == "lane.add") {
      const auto token = add_lane(data, lane, now_in_zone(data));
      if (!token) return error(Fault::Code::conflict, "lane_exists", {{"lane", lane}});
      result.field("lane", lane).field("token", *token);
    } else if (method == "lane.remove") {
      if (!remove_lane(data, lane)) {
        return error(Fault::Code::not_found, "lane_missing", {{"lane", lane}});
      }
      result.field("lane", lane);
    } else {
      result.key("lanes").begin_array();
      for (const Lane& one : read_lanes(data)) {
        result.begin_object().field("lane", one.name).field("added", one.added).end_object();
      }
      result.end_array();
    }
  } catch (const StorageError& broken) {
    return storage_reply(broken);
  }
  result.end_object();
  return done(result);
}

}  // namespace vip::terminal::service
