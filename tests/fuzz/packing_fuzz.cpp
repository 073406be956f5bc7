#include "sync/packing.h"

#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::sync;

FUZZ_INPUT(text) {
  const std::size_t limit = 1 << 20;
  if (const auto unpacked = unpack(text, limit)) ensure(unpacked->size() <= limit, "a limit holds");
  const auto again = unpack(pack(text), text.size());
  ensure(again && *again == text, "what was packed is unpacked");
}
