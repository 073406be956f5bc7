// Bytes: the ways in which raw bytes are written as text, and integers as bytes.
//
// Raw bytes travel as std::string and std::string_view, because hashes, files, SQLite and the wire
// all take them so; fixed-size values (digests, keys) are arrays. Nothing here allocates more than
// its answer, and nothing throws.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vip {

// The same bytes, as everything else takes them. Lives as long as what it looks at.
std::string_view raw(std::span<const std::uint8_t> bytes);

// Lower case, two digits a byte.
std::string hex(std::string_view bytes);
std::string hex(std::span<const std::uint8_t> bytes);
// Digits of either case, an even number of them, nothing else.
std::optional<std::string> read_hex(std::string_view text);

// RFC 4648 section 4, with padding.
std::string base64(std::string_view bytes);
std::string base64(std::span<const std::uint8_t> bytes);
// Strict: only what base64() writes. No line breaks, no missing padding, no stray bits at the end,
// so that two texts never stand for the same bytes.
std::optional<std::string> read_base64(std::string_view text);

// Bytes of exactly this size as an array (a digest, a key), or no value.
template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> array_of(std::string_view bytes) {
  if (bytes.size() != size) return std::nullopt;
  std::array<std::uint8_t, size> array;
  for (std::size_t i = 0; i < size; ++i) array[i] = static_cast<std::uint8_t>(bytes[i]);
  return array;
}

// Big-endian, fixed width (design.md section 5).
void append_u32(std::string& out, std::uint32_t value);
void append_u64(std::string& out, std::uint64_t value);
// Requires: the whole integer lies within `bytes`.
std::uint32_t u32_at(std::string_view bytes, std::size_t offset);
std::uint64_t u64_at(std::string_view bytes, std::size_t offset);

}  // namespace vip
