#include "cardformat/card_payload.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cardformat/bytes.h"
#include "tests/death.h"
#include "tests/show.h"
#include "tests/vectors/vectors.h"

namespace vip::card {
namespace {

template <std::size_t size>
std::array<std::uint8_t, size> unhex(const std::string& text) {
  return array_of<size>(read_hex(text).value()).value();
}

SigningKey office_key() {
  return SigningKey::from_seed(
      unhex<32>("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
}

Payload sample() {
  return sign_card(office_key(), 9156, make_number(9156, 80'000'000'001),
                   Secret(unhex<16>("000102030405060708090a0b0c0d0e0f")), 1,
                   read_day("2031-11-22").value());
}

CardKeys trusted() {
  CardKeys keys;
  keys.add(office_key().public_key());
  return keys;
}

// A payload that reads and is believed.
bool passes(const Result<Payload, PayloadError>& read, const CardKeys& keys) {
  return read.has_value() && believe(*read, 9156, keys).has_value();
}

PayloadError error_of(std::string_view text) {
  const auto read = read_payload(text);
  REQUIRE_FALSE(read.has_value());
  return read.error();
}

TEST_CASE("payload: the vectors, made by another program, both ways") {
  const auto vectors = read_vectors(VIP_SOURCE_ROOT "/tests/vectors/card_payload.txt");
  REQUIRE(vectors.size() == 3);
  for (const Vector& vector : vectors) {
    CAPTURE(vector.at("name"));
    const int prefix = std::stoi(vector.at("prefix"));
    const SigningKey key = SigningKey::from_seed(unhex<32>(vector.at("seed")));
    const Payload made = sign_card(key, prefix, read_number(vector.at("number")).value(),
                                   Secret(unhex<16>(vector.at("secret"))),
                                   static_cast<std::uint32_t>(std::stoul(vector.at("batch"))),
                                   read_day(vector.at("last_day")).value());
    CHECK(hex(key.public_key()) == vector.at("public_key"));
    CHECK(hex(made.blank().secret_hash) == vector.at("secret_hash"));
    CHECK(hex(made.key_id) == vector.at("key_id"));
    CHECK(hex(signed_message(prefix, made.blank())) == vector.at("signed_message"));
    CHECK(hex(made.signature) == vector.at("signature"));
    CHECK(hex(bytes_of(made)) == vector.at("bytes"));
    CHECK(text_of(made) == vector.at("text"));
    CHECK(read_payload(vector.at("text")).value() == made);
    CHECK(read_payload_bytes(read_hex(vector.at("bytes")).value()).value() == made);
    CardKeys keys;
    keys.add(key.public_key());
    CHECK(believe(made, prefix, keys).value() == made.blank());
  }
}

TEST_CASE("payload: every single flipped bit is rejected") {
  const std::string right = bytes_of(sample());
  const CardKeys keys = trusted();
  REQUIRE(passes(read_payload_bytes(right), keys));
  for (std::size_t bit = 0; bit < right.size() * 8; ++bit) {
    CAPTURE(bit);
    std::string changed = right;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(passes(read_payload_bytes(changed), keys));
  }
}

TEST_CASE("payload: every truncation and every byte too many is rejected") {
  const std::string bytes = bytes_of(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    CHECK(read_payload_bytes(std::string_view(bytes).substr(0, size)).error() ==
          PayloadError::wrong_length);
    CHECK(read_payload_bytes(std::string_view(bytes).substr(size + 1)).error() ==
          PayloadError::wrong_length);
  }
  CHECK(read_payload_bytes(bytes + '\0').error() == PayloadError::wrong_length);
  const std::string text = text_of(sample());
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    CHECK(error_of(std::string_view(text).substr(0, size)) == PayloadError::wrong_length);
    CHECK(error_of(std::string_view(text).substr(size + 1)) == PayloadError::wrong_length);
  }
  CHECK(error_of(text + "0") == PayloadError::wrong_length);
}

TEST_CASE("payload: every single wrong digit of its text is rejected") {
  const std::string right = text_of(sample());
  const CardKeys keys = trusted();
  REQUIRE(passes(read_payload(right), keys));
  for (std::size_t place = 0; place < right.size(); ++place) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      if (digit == right[place]) continue;
      CAPTURE(place);
      CAPTURE(digit);
      std::string typed = right;
      typed[place] = digit;
      const auto read = read_payload(typed);
      CHECK_FALSE(passes(read, keys));
      // In the number the check digit finds it, before any signature is looked at.
      if (place < 16) CHECK(read.error() == PayloadError::mistyped);
    }
  }
}

TEST_CASE("payload: every swap of neighbours in its text is rejected") {
  const std::string right = text_of(sample());
  const CardKeys keys = trusted();
  for (std::size_t place = 0; place + 1 < right.size(); ++place) {
    if (right[place] == right[place + 1]) continue;
    CAPTURE(place);
    std::string typed = right;
    std::swap(typed[place], typed[place + 1]);
    CHECK_FALSE(passes(read_payload(typed), keys));
  }
}

TEST_CASE("payload: why not, in the order of testing, also where later reasons apply as well") {
  const std::string text = text_of(sample());
  const std::string letters = "A" + text.substr(1);
  CHECK(error_of(letters + "1") == PayloadError::wrong_length);
  CHECK(error_of("A" + std::string(236, '9')) == PayloadError::not_digits);
  // A group of seventeen nines is more than 2^56 - 1 = 72057594037927935, and 9...9 has no right
  // check digit.
  CHECK(error_of(std::string(237, '9')) == PayloadError::group_too_large);
  std::string group = text;
  group.replace(16, 17, "72057594037927936");
  CHECK(error_of(group) == PayloadError::group_too_large);
  group.replace(16, 17, "72057594037927935");
  CHECK(error_of(group) == PayloadError::unknown_version);  // 0xFF
  group.replace(15, 1, text[15] == '0' ? "1" : "0");
  CHECK(error_of(group) == PayloadError::mistyped);

  std::string bytes = bytes_of(sample());
  bytes[8] = 2;
  CHECK(read_payload_bytes(bytes).error() == PayloadError::unknown_version);
  bytes[7] = static_cast<char>(bytes[7] ^ 1);
  CHECK(read_payload_bytes(bytes).error() == PayloadError::mistyped);
  bytes[0] = 1;
  CHECK(read_payload_bytes(bytes).error() == PayloadError::not_a_number);
  CHECK(read_payload_bytes(bytes + "1").error() == PayloadError::wrong_length);
}

TEST_CASE("payload: whom not to believe, in the order of testing") {
  const Payload payload = sample();
  const CardKeys keys = trusted();
  const auto why = [](const Payload& doubtful, int prefix, const CardKeys& known) {
    return believe(doubtful, prefix, known).error();
  };
  CHECK(why(payload, 9157, CardKeys()) == Disbelief::other_chain);
  CHECK(why(payload, 9156, CardKeys()) == Disbelief::unknown_key);
  Payload forged = payload;
  forged.secret = Secret::random();
  CHECK(why(forged, 9156, keys) == Disbelief::seal_broken);
  // Another chain's card is none of ours although its digits and its seal are in order.
  const Payload theirs = sign_card(office_key(), 7000, make_number(7000, 1), Secret::random(), 1,
                                   read_day("2031-11-22").value());
  CHECK(why(theirs, 9156, keys) == Disbelief::other_chain);
  // A key with the same id is not yet the same key.
  CardKeys both;
  both.add(SigningKey::generate().public_key());
  both.add(office_key().public_key());
  CHECK(believe(payload, 9156, both).has_value());
}

TEST_CASE("payload: a stolen terminal can mint nothing: without the secret there is no payload") {
  // All that a store holds of its blanks is a Blank; whoever knows only that guesses 128 bits.
  const Payload payload = sample();
  Payload guess = payload;
  guess.secret = Secret(array_of<16>(raw(payload.blank().secret_hash).substr(0, 16)).value());
  CHECK(believe(guess, 9156, trusted()).error() == Disbelief::seal_broken);
}

TEST_CASE("payload: 10^16 is no number, the one before it is") {
  std::string bytes = bytes_of(sample());
  bytes.replace(0, 8, *read_hex("002386f26fc10000"));  // 10^16
  CHECK(read_payload_bytes(bytes).error() == PayloadError::not_a_number);
  bytes.replace(0, 8, *read_hex("002386f26fc0ffff"));  // sixteen nines, whose check digit is wrong
  CHECK(read_payload_bytes(bytes).error() == PayloadError::mistyped);
}

TEST_CASE("keys: a signature counts under the id of the key that made it alone") {
  const auto one = SigningKey::from_seed(std::array<std::uint8_t, 32>{1});
  const auto two = SigningKey::from_seed(std::array<std::uint8_t, 32>{2});
  CardKeys keys;
  keys.add(one.public_key());
  keys.add(two.public_key());
  CHECK(keys.signed_by(key_id(two.public_key()), "message", two.sign("message")));
  CHECK_FALSE(keys.signed_by(key_id(one.public_key()), "message", two.sign("message")));
}

TEST_CASE("secret: nothing is left of it where it was") {
  alignas(Secret) std::array<unsigned char, sizeof(Secret)> place{};
  auto* secret = new (place.data()) Secret(std::array<std::uint8_t, Secret::size>{1, 2, 3});
  CHECK(secret->bytes()[2] == 3);
  secret->~Secret();
  CHECK(place == std::array<unsigned char, sizeof(Secret)>{});
}

TEST_CASE("payload: secrets are random") {
  std::vector<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.emplace_back(raw(Secret::random().bytes()));
  std::sort(seen.begin(), seen.end());
  CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
}

TEST_CASE("payload: what head office cannot sign stops the program") {
  const Day day = read_day("2031-11-22").value();
  CHECK(death_of([&] { sign_card(office_key(), 9157, make_number(9156, 1), {}, 1, day); }).aborted);
  CHECK(death_of([&] {
          sign_card(office_key(), 9156, Number::from_value(9156000000000010), {}, 1, day);
        }).aborted);
  const Day too_late = read_day("2149-06-07").value();
  CHECK(death_of([&] {
          (void)bytes_of(sign_card(office_key(), 9156, make_number(9156, 1), {}, 1, too_late));
        }).aborted);
}

}  // namespace
}  // namespace vip::card
