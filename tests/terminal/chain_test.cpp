#include "terminal/books/chain.h"

#include <doctest/doctest.h>

#include "cardformat/bytes.h"

namespace vip::terminal {
namespace {

// Worked out with Python's hashlib from the form in chain.h.
TEST_CASE("design 4: the chain of a journal is the documented one") {
  Genesis genesis{.tid = 0x01020304, .epoch = 1, .lineage = 0};
  for (std::size_t i = 0; i < 32; ++i) genesis.key[i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 16; ++i) genesis.nonce[i] = static_cast<std::uint8_t>(16 + i);

  const Digest start = chain_start(genesis);
  CHECK(hex(start) == "8eaf5906b9b69efa54991b721cefdbc55dabaeadc9150fc7769ba4b18d41ed7e");
  const Digest first = chain_next(start, genesis.tid, genesis.epoch, 1, R"({"k":"sale"})");
  CHECK(hex(first) == "e75dd5884d255e15c79e620c7e0252ebd27ed21a1eb391d5f706ba4d0c8af716");
  const Digest second = chain_next(first, genesis.tid, genesis.epoch, 2, "");
  CHECK(hex(second) == "c560b7f4fe622d3c80797b57601f19c2b8a243a01381f632bfc61129d832d24f");
}

TEST_CASE("design 4: whatever an event's place or bytes are changed to, the hash is another") {
  const Digest before{};
  const Digest hash = chain_next(before, 7, 1, 5, "body");
  CHECK(chain_next(before, 8, 1, 5, "body") != hash);
  CHECK(chain_next(before, 7, 2, 5, "body") != hash);
  CHECK(chain_next(before, 7, 1, 6, "body") != hash);
  CHECK(chain_next(before, 7, 1, 5, "bodY") != hash);
  CHECK(chain_next(hash, 7, 1, 5, "body") != hash);
}

TEST_CASE("a terminal's id follows from its store's name") {
  CHECK(tid_of_store("S01") == 1446648948);
  CHECK(tid_of_store("S02") == 1576320651);
}

}  // namespace
}  // namespace vip::terminal
