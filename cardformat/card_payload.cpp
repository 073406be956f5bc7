#include "cardformat/card_payload.h"

#include <algorithm>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "cardformat/wipe.h"

namespace vip::card {
namespace {

constexpr std::uint8_t version_1 = 1;
constexpr std::uint64_t numbers = 10'000'000'000'000'000;  // 10^16

// The table in the header.
constexpr std::size_t number_at = 0;
constexpr std::size_t version_at = 8;
constexpr std::size_t secret_at = 9;
constexpr std::size_t batch_at = 25;
constexpr std::size_t key_id_at = 29;
constexpr std::size_t last_day_at = 33;
constexpr std::size_t signature_at = 35;
static_assert(version_at == number_at + 8);
static_assert(batch_at == secret_at + Secret::size);
static_assert(last_day_at == key_id_at + std::tuple_size_v<KeyId>);
static_assert(payload_bytes == signature_at + std::tuple_size_v<Signature>);

constexpr std::size_t number_digits = 16;
constexpr std::size_t group_bytes = 7;
constexpr std::size_t group_digits = 17;  // 2^56 < 10^17
constexpr std::uint64_t end_of_group = std::uint64_t{1} << 56;
static_assert((payload_bytes - version_at) % group_bytes == 0);
static_assert(payload_digits ==
              number_digits + (payload_bytes - version_at) / group_bytes * group_digits);

template <std::size_t size>
std::array<std::uint8_t, size> array_at(std::string_view bytes, std::size_t offset) {
  return *array_of<size>(bytes.substr(offset, size));
}

void append_digits(std::string& text, std::uint64_t value, std::size_t digits) {
  const std::size_t start = text.size();
  text.resize(start + digits);
  for (std::size_t place = start + digits; place > start; value /= 10) {
    text[--place] = static_cast<char>('0' + value % 10);
  }
}

// Requires: at most 19 digits and nothing else.
std::uint64_t value_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  return value;
}

}  // namespace

Secret Secret::random() {
  std::string bytes = random_bytes(size);
  const Secret secret(*array_of<size>(bytes));
  wipe(bytes);
  return secret;
}

Secret::~Secret() { wipe(bytes_); }

Digest Secret::hash() const { return sha256(raw(bytes_)); }

KeyId key_id(const PublicKey& key) {
  const Digest digest = sha256(raw(key));
  KeyId id;
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

Blank Payload::blank() const { return {number, secret.hash(), batch, key_id, last_day}; }

std::string bytes_of(const Payload& payload) {
  ensure(0 <= payload.last_day.number() && payload.last_day.number() <= 0xFFFF,
         "a card's last day fits two bytes");
  std::string bytes;
  bytes.reserve(payload_bytes);
  append_u64(bytes, payload.number.value());
  bytes += static_cast<char>(version_1);
  bytes += raw(payload.secret.bytes());
  append_u32(bytes, payload.batch);
  bytes += raw(payload.key_id);
  bytes += static_cast<char>(payload.last_day.number() >> 8);
  bytes += static_cast<char>(payload.last_day.number() & 0xFF);
  bytes += raw(payload.signature);
  return bytes;
}

std::string text_of(const Payload& payload) {
  std::string bytes = bytes_of(payload);
  std::string text;
  text.reserve(payload_digits);
  append_digits(text, payload.number.value(), number_digits);
  for (std::size_t at = version_at; at < payload_bytes; at += group_bytes) {
    std::uint64_t group = 0;
    for (std::size_t i = at; i < at + group_bytes; ++i) {
      group = group << 8 | static_cast<unsigned char>(bytes[i]);
    }
    append_digits(text, group, group_digits);
  }
  wipe(bytes);
  return text;
}

Result<Payload, PayloadError> read_payload_bytes(std::string_view bytes) {
  if (bytes.size() != payload_bytes) return Unexpected{PayloadError::wrong_length};
  const std::uint64_t number = u64_at(bytes, number_at);
  if (number >= numbers) return Unexpected{PayloadError::not_a_number};
  Payload payload;
  payload.number = Number::from_value(number);
  if (!payload.number.check_digit_holds()) return Unexpected{PayloadError::mistyped};
  if (static_cast<unsigned char>(bytes[version_at]) != version_1) {
    return Unexpected{PayloadError::unknown_version};
  }
  payload.secret = Secret(array_at<Secret::size>(bytes, secret_at));
  payload.batch = u32_at(bytes, batch_at);
  payload.key_id = array_at<4>(bytes, key_id_at);
  const auto day = array_at<2>(bytes, last_day_at);
  payload.last_day = *Day::from_number(day[0] * 256 + day[1]);
  payload.signature = array_at<64>(bytes, signature_at);
  return payload;
}

Result<Payload, PayloadError> read_payload(std::string_view text) {
  if (text.size() != payload_digits) return Unexpected{PayloadError::wrong_length};
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
  if (!digits) return Unexpected{PayloadError::not_digits};
  std::string bytes;
  bytes.reserve(payload_bytes);
  append_u64(bytes, value_of(text.substr(0, number_digits)));
  Result<Payload, PayloadError> payload = Unexpected{PayloadError::group_too_large};
  bool fits = true;
  for (std::size_t at = number_digits; at < payload_digits && fits; at += group_digits) {
    const std::uint64_t group = value_of(text.substr(at, group_digits));
    fits = group < end_of_group;
    for (std::size_t i = group_bytes; i-- > 0;) bytes += static_cast<char>(group >> (8 * i));
  }
  if (fits) payload = read_payload_bytes(bytes);
  wipe(bytes);
  return payload;
}

std::string signed_message(int chain_prefix, const Blank& blank) {
  ensure(chain_prefix >= 0, "a chain prefix has four digits");
  std::string message = "VIP-CARD-1";
  append_u32(message, static_cast<std::uint32_t>(chain_prefix));
  append_u64(message, blank.number.value());
  message += raw(blank.secret_hash);
  append_u32(message, blank.batch);
  message += raw(blank.key_id);
  append_u32(message, static_cast<std::uint32_t>(blank.last_day.number()));
  return message;
}

Payload sign_card(const SigningKey& key, int chain_prefix, Number number, const Secret& secret,
                  std::uint32_t batch, Day last_day) {
  ensure(number.has_prefix(chain_prefix) && number.check_digit_holds(),
         "head office signs cards of its chain");
  Payload payload{.number = number,
                  .secret = secret,
                  .batch = batch,
                  .key_id = key_id(key.public_key()),
                  .last_day = last_day,
                  .signature = {}};
  payload.signature = key.sign(signed_message(chain_prefix, payload.blank()));
  return payload;
}

void CardKeys::add(const PublicKey& key) { keys_.push_back({key_id(key), Verifier(key)}); }

bool CardKeys::knows(const KeyId& id) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&id](const Known& known) { return known.id == id; });
}

bool CardKeys::signed_by(const KeyId& id, std::string_view message,
                         const Signature& signature) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const Known& known) {
    return known.id == id && known.verifier.holds(message, signature);
  });
}

Result<Blank, Disbelief> believe(const Payload& payload, int chain_prefix, const CardKeys& keys) {
  if (!payload.number.has_prefix(chain_prefix)) return Unexpected{Disbelief::other_chain};
  if (!keys.knows(payload.key_id)) return Unexpected{Disbelief::unknown_key};
  const Blank blank = payload.blank();
  if (!keys.signed_by(blank.key_id, signed_message(chain_prefix, blank), payload.signature)) {
    return Unexpected{Disbelief::seal_broken};
  }
  return blank;
}

}  // namespace vip::card
