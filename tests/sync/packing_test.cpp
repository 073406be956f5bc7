#include "sync/packing.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

namespace vip::sync {
namespace {

TEST_CASE("what was packed is unpacked, up to the limit and not one byte further") {
  const std::string text(100'000, 'x');
  const std::string packed = pack(text);
  CHECK(packed.size() < 1'000);
  CHECK(*unpack(packed, 100'000) == text);
  CHECK(unpack(packed, 99'999).error() == PackingError::too_large);
  CHECK(unpack(pack(""), 0)->empty());
  CHECK(unpack(pack("1"), 0).error() == PackingError::too_large);
}

TEST_CASE("a bomb is refused at the limit, not after it") {
  const std::string bomb = pack(std::string(256 * 1024 * 1024, '\0'));
  CHECK(bomb.size() < 64 * 1024);
  CHECK(unpack(bomb, 1024 * 1024).error() == PackingError::too_large);
}

TEST_CASE("a frame that asks for a window of more than 8 MiB is refused before memory is taken") {
  // Magic, descriptor without a content size, window descriptor: exponent 21 (2^31 bytes).
  const std::string frame("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9);
  CHECK(unpack(frame, 1024).error() == PackingError::too_large);
}

TEST_CASE("what is cut, damaged or followed by something is told apart from what is whole") {
  const std::string packed = pack("the quick brown fox jumps over the lazy dog");
  for (std::size_t size = 0; size < packed.size(); ++size) {
    CAPTURE(size);
    CHECK(unpack(packed.substr(0, size), 1000).error() == PackingError::cut);
  }
  CHECK(unpack(packed + "x", 1000).error() == PackingError::not_packed);
  CHECK(unpack(packed + packed, 1000).error() == PackingError::not_packed);
  CHECK(unpack("plain text", 1000).error() == PackingError::not_packed);
}

TEST_CASE("any text comes back as it was; any bytes are read without harm") {
  CHECK(rc::check("pack and unpack", [](const std::string& text) {
    RC_ASSERT(*unpack(pack(text), text.size()) == text);
  }));
  CHECK(rc::check("unpack anything", [](const std::string& bytes) {
    const auto text = unpack(bytes, 1000);
    if (text) RC_ASSERT(text->size() <= 1000u);
  }));
}

}  // namespace
}  // namespace vip::sync
