#include "cardformat/card_payload.h"

#include <string>

#include "cardformat/blank_list.h"
#include "cardformat/bytes.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::card;

namespace {

const SigningKey& office() {
  static const SigningKey key = SigningKey::from_seed(std::array<std::uint8_t, 32>{1});
  return key;
}

const SigningKey& cards() {
  static const SigningKey key = SigningKey::from_seed(std::array<std::uint8_t, 32>{2});
  return key;
}

const CardKeys& trusted() {
  static const CardKeys keys = [] {
    CardKeys made;
    made.add(cards().public_key());
    return made;
  }();
  return keys;
}

void check(const Payload& payload, bool sealed_by_us) {
  ensure(payload.number.check_digit_holds(), "a payload's number is not mistyped");
  ensure(read_payload(text_of(payload)).value() == payload, "text says the same");
  ensure(read_payload_bytes(bytes_of(payload)).value() == payload, "bytes say the same");
  const auto believed = believe(payload, 9156, trusted());
  if (believed) {
    ensure(payload.number.has_prefix(9156), "only our chain's cards are believed");
    ensure(*believed == payload.blank(), "what is believed is what stands there");
  }
  if (sealed_by_us) ensure(believed.has_value() == payload.number.has_prefix(9156), "a seal holds");
}

// What the input would be, were it head office's: behind the seal there are fields to look at, too.
void reseal(Payload payload) {
  payload.key_id = key_id(cards().public_key());
  payload.signature = cards().sign(signed_message(9156, payload.blank()));
  check(payload, true);
}

void check_list(std::string_view text) {
  const auto list = read_blank_list(text, office().public_key());
  if (!list) return;
  ensure(list->card_key == cards().public_key(), "only our card key is certified");
  ensure(write_blank_list(*list, cards()) == text, "a list has one writing alone");
}

// A list whose seal is made right again: the lines before it, whatever they are now.
void check_resealed_list(std::string_view text) {
  const std::size_t seal = text.rfind("seal ");
  if (seal == std::string_view::npos) return;
  std::string sealed(text.substr(0, seal));
  sealed += "seal " + hex(cards().sign(sealed)) + '\n';
  check_list(sealed);
}

}  // namespace

FUZZ_INPUT(text) {
  if (text.starts_with("VIP-BLANKS-")) {
    check_list(text);
    check_resealed_list(text);
    return;
  }
  for (const auto& payload : {read_payload(text), read_payload_bytes(text)}) {
    if (!payload) continue;
    if (payload->number.value() % 2 == 0) {
      check(*payload, false);
    } else {
      reseal(*payload);
    }
  }
}
