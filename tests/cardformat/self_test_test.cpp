// A libcrypto that is wrong is noticed before its first seal is believed. Here it is: this
// program's own EVP_DigestVerify stands before the library's.
#include <doctest/doctest.h>

#include <cstddef>

#include "cardformat/seal.h"
#include "tests/death.h"

namespace {

enum class Lie { none, believes_all, ignores_the_message };
Lie lie = Lie::none;

}  // namespace

// Says of the signature of RFC 8032's third test what a right one would, unless it is to lie.
extern "C" int EVP_DigestVerify(void*, const unsigned char* signature, std::size_t,
                                const unsigned char* message, std::size_t);
extern "C" int EVP_DigestVerify(void*, const unsigned char* signature, std::size_t,
                                const unsigned char* message, std::size_t) {
  if (lie == Lie::believes_all) return 1;
  const bool its_signature = signature[0] == 0x62;
  if (lie == Lie::ignores_the_message) return its_signature ? 1 : 0;
  return its_signature && message[1] == 0x82 ? 1 : 0;
}

namespace vip {
namespace {

TEST_CASE("the self-test finds a library that believes what it should not") {
  lie = Lie::none;
  CHECK(seal_answers_are_right());
  lie = Lie::ignores_the_message;
  CHECK_FALSE(seal_answers_are_right());
  lie = Lie::believes_all;
  CHECK_FALSE(seal_answers_are_right());
}

TEST_CASE("with such a library no key is made and nobody's seal is asked") {
  lie = Lie::believes_all;
  CHECK(death_of([] { SigningKey::generate(); }).aborted);
  CHECK(death_of([] { SigningKey::from_seed(SigningKey::Seed{}); }).aborted);
  CHECK(death_of([] { Verifier verifier(PublicKey{}); }).aborted);
  CHECK(death_of([] { seal_holds({}, "message", {}); }).aborted);
}

}  // namespace
}  // namespace vip
