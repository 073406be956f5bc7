#include "terminal/json/strict_json.h"

#include <algorithm>

#include "cardformat/utf8.h"
#include "terminal/json/json_writer.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::terminal;

static std::size_t depth_of(const Json& json) {
  if (!json.is_structured()) return 0;
  std::size_t deepest = 0;
  for (const Json& inside : json) deepest = std::max(deepest, depth_of(inside));
  return deepest + 1;
}

FUZZ_INPUT(text) {
  const auto value = read_json(text);
  if (!value) {
    ensure(!value.error().message_en.empty() && !value.error().message_zh.empty(),
           "a problem is said in both languages");
    ensure(is_utf8(value.error().pointer), "a pointer is UTF-8");
    return;
  }
  ensure(text.size() <= max_request_bytes, "a text is measured before it is read");
  ensure(is_utf8(text), "a text that is read is UTF-8");
  ensure(depth_of(*value) <= max_depth, "no value is nested too deep");
  const auto again = read_json(value->dump());
  ensure(again && *again == *value, "what was read is written and read again");
  if (value->is_string()) {
    const auto written = read_json(JsonWriter().text(value->get<std::string>()).str());
    ensure(written && *written == *value, "a text is written and read again");
  }
}
