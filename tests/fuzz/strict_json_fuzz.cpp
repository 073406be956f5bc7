#include "terminal/json/strict_json.h"

#include "terminal/json/json_writer.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::terminal;

FUZZ_INPUT(text) {
  const auto value = read_json(text);
  if (!value) {
    ensure(!value.error().message_en.empty() && !value.error().message_zh.empty(),
           "a problem is said in both languages");
    return;
  }
  ensure(text.size() <= max_request_bytes, "a text is measured before it is read");
  const auto again = read_json(value->dump());
  ensure(again && *again == *value, "what was read is written and read again");
  if (value->is_string()) {
    const auto written = read_json(JsonWriter().text(value->get<std::string>()).str());
    ensure(written && *written == *value, "a text is written and read again");
  }
}
