#include "cardformat/bytes.h"

#include "tests/fuzz/fuzz.h"

FUZZ_INPUT(text) {
  if (const auto bytes = vip::read_base64(text)) {
    ensure(vip::base64(*bytes) == text, "one text for one sequence of bytes");
  }
  if (const auto bytes = vip::read_hex(text)) {
    ensure(vip::read_hex(vip::hex(*bytes)) == bytes, "what was read is written and read again");
  }
  ensure(vip::read_hex(vip::hex(text)) == text, "any bytes can be written in hex");
  ensure(vip::read_base64(vip::base64(text)) == text, "any bytes can be written in base64");
}
