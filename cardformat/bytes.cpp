#include "cardformat/bytes.h"

#include "cardformat/ensure.h"

namespace vip {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

unsigned byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

char as_char(std::uint64_t byte) { return static_cast<char>(static_cast<unsigned char>(byte)); }

// 16 where `c` is no digit.
unsigned hex_value(char c) {
  if ('0' <= c && c <= '9') return static_cast<unsigned>(c - '0');
  if ('a' <= c && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if ('A' <= c && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return 16;
}

// 64 where `c` is no digit.
unsigned base64_value(char c) {
  if ('A' <= c && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if ('a' <= c && c <= 'z') return static_cast<unsigned>(c - 'a' + 26);
  if ('0' <= c && c <= '9') return static_cast<unsigned>(c - '0' + 52);
  if (c == '+') return 62;
  if (c == '/') return 63;
  return 64;
}

void append_big_endian(std::string& out, std::uint64_t value, int size) {
  for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) out.push_back(as_char(value >> shift));
}

std::uint64_t big_endian_at(std::string_view bytes, std::size_t offset, std::size_t size) {
  ensure(offset <= bytes.size() && size <= bytes.size() - offset, "an integer lies within");
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | byte_at(bytes, offset + i);
  return value;
}

}  // namespace

std::string_view raw(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string hex(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text.push_back(hex_digits[byte_at(bytes, i) >> 4]);
    text.push_back(hex_digits[byte_at(bytes, i) & 15]);
  }
  return text;
}

std::string hex(std::span<const std::uint8_t> bytes) { return hex(raw(bytes)); }

std::optional<std::string> read_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const unsigned high = hex_value(text[i]);
    const unsigned low = hex_value(text[i + 1]);
    if (high > 15 || low > 15) return std::nullopt;
    bytes.push_back(as_char(high << 4 | low));
  }
  return bytes;
}

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t here = bytes.size() - i < 3 ? bytes.size() - i : 3;
    unsigned group = byte_at(bytes, i) << 16;
    if (here > 1) group |= byte_at(bytes, i + 1) << 8;
    if (here > 2) group |= byte_at(bytes, i + 2);
    text.push_back(base64_digits[group >> 18]);
    text.push_back(base64_digits[group >> 12 & 63]);
    text.push_back(here > 1 ? base64_digits[group >> 6 & 63] : '=');
    text.push_back(here > 2 ? base64_digits[group & 63] : '=');
  }
  return text;
}

std::string base64(std::span<const std::uint8_t> bytes) { return base64(raw(bytes)); }

std::optional<std::string> read_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  unsigned group = 0;
  for (std::size_t i = 0; i < text.size() - padding; ++i) {
    const unsigned value = base64_value(text[i]);
    if (value > 63) return std::nullopt;
    group = (group << 6 | value) & 0xFFFFFF;
    if (i % 4 == 1) bytes.push_back(as_char(group >> 4));
    if (i % 4 == 2) bytes.push_back(as_char(group >> 2));
    if (i % 4 == 3) bytes.push_back(as_char(group));
  }
  const unsigned stray_bits = padding == 0 ? 0 : (padding == 1 ? group & 3 : group & 15);
  if (stray_bits != 0) return std::nullopt;
  return bytes;
}

void append_u32(std::string& out, std::uint32_t value) { append_big_endian(out, value, 4); }
void append_u64(std::string& out, std::uint64_t value) { append_big_endian(out, value, 8); }

std::uint32_t u32_at(std::string_view bytes, std::size_t offset) {
  return static_cast<std::uint32_t>(big_endian_at(bytes, offset, 4));
}

std::uint64_t u64_at(std::string_view bytes, std::size_t offset) {
  return big_endian_at(bytes, offset, 8);
}

}  // namespace vip
