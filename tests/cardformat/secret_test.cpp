#include "cardformat/secret.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "cardformat/bytes.h"

namespace vip {
namespace {

SecretKey key_of(std::uint8_t byte) {
  SecretKey key;
  key.fill(byte);
  return key;
}

TEST_CASE("scrypt: the vectors of RFC 7914 section 12, first 32 bytes") {
  CHECK(hex(scrypt("", "", {.n = 16, .r = 1, .p = 1})) ==
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442");
  CHECK(hex(scrypt("password", "NaCl", {.n = 1024, .r = 8, .p = 16})) ==
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162");
}

TEST_CASE("AES-256-GCM: test case 14 of the GCM specification opens") {
  // K = 0^256, P = 0^128, IV = 0^96: C and T as published.
  const std::string box = std::string(12, '\0') + *read_hex("cea7403d4d606b6e074ec5d3baf39d18") +
                          *read_hex("d0d1c8a799996bf0265b98b5d48ab919");
  Box opener;
  CHECK(opener.open(key_of(0), "", box) == std::string(16, '\0'));
}

TEST_CASE("R3: a box opens with its key and what it was bound to, and else not at all") {
  Box box;
  const std::string closed = box.close(key_of(1), "person|record|7", "王芳 13800000001");
  CHECK(closed.size() == Box::overhead + std::string("王芳 13800000001").size());
  CHECK(box.open(key_of(1), "person|record|7", closed) == "王芳 13800000001");
  CHECK_FALSE(box.open(key_of(2), "person|record|7", closed));
  CHECK_FALSE(box.open(key_of(1), "person|record|8", closed));
  CHECK_FALSE(box.open(key_of(1), "", closed));
  CHECK_FALSE(box.open(key_of(1), "person|record|7", closed.substr(1)));
  CHECK_FALSE(box.open(key_of(1), "person|record|7", closed + "x"));
  CHECK_FALSE(box.open(key_of(1), "person|record|7", ""));
}

TEST_CASE("R3: every bit of a box counts") {
  Box box;
  const std::string closed = box.close(key_of(1), "b", "birthday 1990-05-20");
  for (std::size_t bit = 0; bit < closed.size() * 8; ++bit) {
    std::string flipped = closed;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    CAPTURE(bit);
    CHECK_FALSE(box.open(key_of(1), "b", flipped));
  }
}

TEST_CASE("an empty text has a box too") {
  Box box;
  CHECK(box.open(key_of(1), "b", box.close(key_of(1), "b", "")) == "");
}

TEST_CASE("T32: equal texts have different boxes") {
  Box box;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(box.close(key_of(1), "b", "same"));
  CHECK(seen.size() == 1000);
}

TEST_CASE("secrets are compared whole and wiped") {
  CHECK(same_secret("abc", "abc"));
  CHECK_FALSE(same_secret("abc", "abd"));
  CHECK_FALSE(same_secret("abc", "ab"));
  std::string secret = "739214";
  wipe(secret);
  CHECK(secret.empty());
}

}  // namespace
}  // namespace vip
