#include "cardformat/digest.h"

#include <doctest/doctest.h>

#include <string>

#include "cardformat/bytes.h"

namespace vip {
namespace {

TEST_CASE("SHA-256: the examples of FIPS 180-4") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256: pieces make the hash of the whole, and finish() leaves it as new") {
  Sha256 hash;
  hash.update("a").update("").update("bc");
  CHECK(hash.finish() == sha256("abc"));
  CHECK(hash.finish() == sha256(""));
  hash.update("abc");
  CHECK(hash.finish() == sha256("abc"));
}

TEST_CASE("HMAC-SHA-256: the vectors of RFC 4231") {
  struct Row {
    const char* name;
    std::string key;
    std::string data;
    const char* mac;
  };
  const Row rows[] = {{"1", std::string(20, '\x0b'), "Hi There",
                       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
                      {"2: a key shorter than the hash", "Jefe", "what do ya want for nothing?",
                       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
                      {"3", std::string(20, '\xaa'), std::string(50, '\xdd'),
                       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
                      {"6: a key longer than the block", std::string(131, '\xaa'),
                       "Test Using Larger Than Block-Size Key - Hash Key First",
                       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(hex(hmac_sha256(row.key, row.data)) == row.mac);
  }
}

TEST_CASE("HMAC-SHA-256: an empty key is a key, not the one before") {
  const char* empty = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
  hmac_sha256("some other key", "");
  CHECK(hex(hmac_sha256("", "")) == empty);
  hmac_sha256("some other key", "");
  CHECK(hex(hmac_sha256(std::string_view(), std::string_view())) == empty);
}

}  // namespace
}  // namespace vip
