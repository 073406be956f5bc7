#include "terminal/receipt/gbk.h"

#include <iconv.h>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

constexpr char32_t yen = 0xa5;
constexpr char32_t full_width_yen = 0xffe5;

bool is_private(char32_t character) { return 0xe000 <= character && character <= 0xf8ff; }

// GBK's two user-defined areas beside those of GB 2312, and the third below 0xA1.
bool is_users_own(std::uint8_t first, std::uint8_t second) {
  if (second >= 0xa1) return (0xaa <= first && first <= 0xaf) || first >= 0xf8;
  return 0xa1 <= first && first <= 0xa7;
}

}  // namespace

Gbk::Gbk() : converter_(iconv_open("GBK", "UCS-4BE")) {
  ensure(converter_ != reinterpret_cast<iconv_t>(-1), "glibc converts to GBK");  // NOLINT
}

Gbk::~Gbk() { iconv_close(converter_); }

std::optional<std::array<std::uint8_t, 2>> Gbk::two_bytes(char32_t character,
                                                          Charset charset) const {
  if (charset == Charset::none || character < 0x80 || is_private(character)) return std::nullopt;
  if (character == yen) character = full_width_yen;
  char in[4] = {static_cast<char>(character >> 24U), static_cast<char>(character >> 16U),
                static_cast<char>(character >> 8U), static_cast<char>(character)};
  char out[8] = {};
  char* from = in;
  char* to = out;
  std::size_t left = sizeof in;
  std::size_t room = sizeof out;
  iconv(converter_, nullptr, nullptr, nullptr, nullptr);
  if (iconv(converter_, &from, &left, &to, &room) != 0 || to != out + 2) return std::nullopt;
  const std::array<std::uint8_t, 2> bytes = {static_cast<std::uint8_t>(out[0]),
                                             static_cast<std::uint8_t>(out[1])};
  const auto [first, second] = bytes;
  if (first < 0x81 || first > 0xfe || second < 0x40 || second > 0xfe || second == 0x7f) {
    return std::nullopt;
  }
  if (is_users_own(first, second)) return std::nullopt;
  if (charset == Charset::gb2312 && (first < 0xa1 || first > 0xf7 || second < 0xa1)) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace vip::terminal
