// HPKE against what RFC 9180 and its authors published, and against whoever changes a byte.
#include "cardformat/hpke.h"

#include <doctest/doctest.h>

#include <string>

#include "cardformat/bytes.h"

namespace vip {
namespace {

std::string unhex(std::string_view text) { return read_hex(text).value(); }

template <std::size_t size>
std::array<std::uint8_t, size> key_of(std::string_view text) {
  return array_of<size>(unhex(text)).value();
}

constexpr std::string_view info = "Ode on a Grecian Urn";
constexpr std::string_view plain = "Beauty is truth, truth beauty";

TEST_CASE("RFC 9180 appendix A.1.1: the same enc and ciphertext, and back") {
  const OpeningKey ephemeral = OpeningKey::from_bytes(
      key_of<32>("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"));
  const OpeningKey receiver = OpeningKey::from_bytes(
      key_of<32>("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"));
  CHECK(hex(receiver.public_key()) ==
        "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
  const auto sealed =
      seal_to_with(ephemeral, receiver.public_key(), info, "Count-0", plain, HpkeAead::aes_128_gcm);
  REQUIRE(sealed);
  CHECK(hex(*sealed) ==
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
        "6d8770ac83d07bea87e13c512a");
  CHECK(open_sealed(receiver, info, "Count-0", *sealed, HpkeAead::aes_128_gcm) == plain);
}

// The authors' file of vectors has our suite (kem 32, kdf 1, aead 2), without the receiver's key.
TEST_CASE("RFC 9180, its authors' vectors: AES-256-GCM") {
  const OpeningKey ephemeral = OpeningKey::from_bytes(
      key_of<32>("28e212563a8b6f068af7ff17400ff1baf23612b7a738bbaf5dfb321b2b5b431a"));
  const auto sealed = seal_to_with(
      ephemeral, key_of<32>("ac66bae9ffa270cf4a89ed9f274e30c0456babae2572aaaf002ff0d8884ab018"),
      info, "Count-0", plain, HpkeAead::aes_256_gcm);
  REQUIRE(sealed);
  CHECK(hex(sealed->substr(32)) ==
        "23ded2d5d90ea89d975dac4792b297240f194952d7421aacbff0474100052b6bb8aa58d1"
        "8ef6c42b6960e2e28f");
}

TEST_CASE("only the right key, for the right purpose, bound to the right thing, opens it") {
  const OpeningKey key = OpeningKey::generate();
  const std::string sealed = seal_to(key.public_key(), "purpose", "bound", plain).value();
  CHECK(sealed.size() == plain.size() + sealed_overhead);
  CHECK(open_sealed(key, "purpose", "bound", sealed) == plain);
  CHECK(open_sealed(OpeningKey::from_bytes(key.bytes()), "purpose", "bound", sealed) == plain);
  CHECK_FALSE(open_sealed(OpeningKey::generate(), "purpose", "bound", sealed));
  CHECK_FALSE(open_sealed(key, "another", "bound", sealed));
  CHECK_FALSE(open_sealed(key, "purpose", "another", sealed));
  CHECK(seal_to(key.public_key(), "purpose", "bound", plain) != sealed);
  CHECK(open_sealed(key, "p", "b", seal_to(key.public_key(), "p", "b", "").value()) == "");
}

TEST_CASE("whatever bit is changed, and wherever it is cut, it does not open") {
  const OpeningKey key = OpeningKey::generate();
  const std::string sealed = seal_to(key.public_key(), "purpose", "bound", plain).value();
  for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
    std::string changed = sealed;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    // The top bit of an X25519 point is no part of it (RFC 7748 section 5), but of what is hashed.
    CHECK_FALSE(open_sealed(key, "purpose", "bound", changed));
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    CHECK_FALSE(open_sealed(key, "purpose", "bound", sealed.substr(0, size)));
  }
}

TEST_CASE("a point of small order is no key") {
  CHECK_FALSE(seal_to(SealingKey{}, "purpose", "bound", plain));
  SealingKey one{};
  one[0] = 1;
  CHECK_FALSE(seal_to(one, "purpose", "bound", plain));
  CHECK_FALSE(open_sealed(OpeningKey::generate(), "purpose", "bound",
                          std::string(sealed_overhead + 4, '\0')));
}

}  // namespace
}  // namespace vip
