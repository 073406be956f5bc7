#include "terminal/books/event.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::terminal;

FUZZ_INPUT(text) {
  const auto event = decode(text);
  if (!event) return;
  const std::string body = encode(*event);
  ensure(body.find('\n') == std::string::npos, "an event is one line");
  const auto again = decode(body);
  ensure(again && *again == *event, "what was read is written and read again");
  ensure(encode(*again) == body, "the same event is always the same bytes");
}
