#include "sync/one_time_code.h"

#include <algorithm>

#include "cardformat/bytes.h"
#include "cardformat/seal.h"

namespace vip::sync {
namespace {

constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t secret_letters = 12;
constexpr std::size_t authority_letters = 16;

// 0 to 31; no value: not one of ours.
std::optional<unsigned> value_of(char letter) {
  if ('a' <= letter && letter <= 'z') letter = static_cast<char>(letter - 32);
  if (letter == 'O') letter = '0';
  if (letter == 'I' || letter == 'L') letter = '1';
  const std::size_t at = letters.find(letter);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<unsigned>(at);
}

std::string letters_of(const std::array<std::uint8_t, 10>& bytes) {
  std::string text;
  unsigned held = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = held << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text.push_back(letters[held >> (bits - 5) & 31]);
  }
  return text;
}

}  // namespace

bool OneTimeCode::is_by(const Digest& fingerprint) const {
  return std::equal(authority.begin(), authority.end(), fingerprint.begin());
}

OneTimeCode make_code(const Digest& authority_fingerprint) {
  OneTimeCode code;
  for (const char byte : random_bytes(secret_letters)) {
    code.secret.push_back(letters[static_cast<unsigned char>(byte) & 31U]);
  }
  std::copy_n(authority_fingerprint.begin(), code.authority.size(), code.authority.begin());
  return code;
}

std::string text_of(const OneTimeCode& code) {
  const std::string all = code.secret + letters_of(code.authority);
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i != 0 && i % 4 == 0) text.push_back('-');
    text.push_back(all[i]);
  }
  return text;
}

std::optional<OneTimeCode> read_code(std::string_view text) {
  std::string all;
  for (const char letter : text) {
    if (letter == '-' || letter == ' ') continue;
    const auto value = value_of(letter);
    if (!value || all.size() == secret_letters + authority_letters) return std::nullopt;
    all.push_back(letters[*value]);
  }
  if (all.size() != secret_letters + authority_letters) return std::nullopt;
  OneTimeCode code;
  code.secret = all.substr(0, secret_letters);
  unsigned held = 0;
  int bits = 0;
  std::size_t byte = 0;
  for (const char letter : all.substr(secret_letters)) {
    held = held << 5 | *value_of(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      code.authority[byte++] = static_cast<std::uint8_t>(held >> bits);
    }
  }
  return code;
}

std::optional<std::string> code_hash(std::string_view secret) {
  std::string written;
  for (const char letter : secret) {
    const auto value = value_of(letter);
    if (!value) return std::nullopt;
    written.push_back(letters[*value]);
  }
  if (written.size() != secret_letters) return std::nullopt;
  return hex(sha256("VIP-CODE" + written));
}

}  // namespace vip::sync
