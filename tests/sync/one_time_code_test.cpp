#include "sync/one_time_code.h"

#include <doctest/doctest.h>

#include <string>

namespace vip::sync {
namespace {

Digest counting() {
  Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = static_cast<std::uint8_t>(i + 1);
  return digest;
}

// 01 02 03 04 05 06 07 08 09 0a in groups of five bits, by hand:
// 00000 00100 00001 00000 00110 00001 00000 00101 | 00000 11000 00011 10000 10000 00010 01000 01010
constexpr const char* known = "7K3M-Q9XW-2RTA-0410-6105-0R3G-G28A";

TEST_CASE("a code is a secret and the first 80 bits of the authority's fingerprint") {
  const auto code = read_code(known);
  REQUIRE(code);
  CHECK(code->secret == "7K3MQ9XW2RTA");
  CHECK(code->is_by(counting()));
  CHECK(text_of(*code) == known);
  Digest other = counting();
  other[9] ^= 1;
  CHECK_FALSE(code->is_by(other));
  other = counting();
  other[10] ^= 1;  // beyond the 80 bits
  CHECK(code->is_by(other));
}

TEST_CASE("a code is read as people type it, and nothing else is") {
  for (const char* text : {"7k3m q9xw 2rta o41o 61o5 or3g g28a", "7K3MQ9XW2RTA041061050R3GG28A",
                           "7K3M-Q9XW-2RTA-O4LO-6IO5-0R3G-G28A"}) {
    CAPTURE(text);
    const auto code = read_code(text);
    REQUIRE(code);
    CHECK(text_of(*code) == known);
  }
  for (const char* text :
       {"", "7K3M-Q9XW-2RTA", "7K3M-Q9XW-2RTA-0410-6105-0R3G-G28",
        "7K3M-Q9XW-2RTA-0410-6105-0R3G-G28AA", "UK3M-Q9XW-2RTA-0410-6105-0R3G-G28A",
        "7K3M_Q9XW_2RTA_0410_6105_0R3G_G28A"}) {
    CAPTURE(text);
    CHECK_FALSE(read_code(text));
  }
}

TEST_CASE("head office keeps only a hash, the same for every way of typing it") {
  // printf VIP-CODE7K3MQ9XW2RTA | sha256sum
  CHECK(code_hash("7K3MQ9XW2RTA") ==
        "3eeccde34cd72176efe36cb80dfb4c8c7b11854c44428b0dd43447baae596bd8");
  CHECK(code_hash("7k3mq9xw2rta") == code_hash("7K3MQ9XW2RTA"));
  CHECK_FALSE(code_hash("7K3M-Q9XW-2RTA"));
  CHECK_FALSE(code_hash("7K3MQ9XW2RT"));
  CHECK_FALSE(code_hash("../../../etc"));
}

TEST_CASE("no two codes are the same") {
  const auto a = make_code(counting());
  const auto b = make_code(counting());
  CHECK(a.secret != b.secret);
  CHECK(a.is_by(counting()));
  CHECK(read_code(text_of(a))->secret == a.secret);
}

}  // namespace
}  // namespace vip::sync
