// Gbk: the two bytes that a Chinese printer has for a character, or none.
//
// glibc's iconv(3) converts (Debian's two converters disagree, so there is one), and of what it
// gives only these are taken: exactly two bytes, the first 0x81 to 0xFE, the second 0x40 to 0xFE
// and not 0x7F. Never the four bytes of GB 18030, which a printer takes for something else; never
// a single byte above ASCII; never the areas that are the user's own, where each printer prints
// what it likes. The yen sign U+00A5, which GBK lacks, is the full-width one (U+FFE5).
//
// Threads: one Gbk, one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace vip::terminal {

enum class Charset : std::uint8_t {
  gbk,     // most printers sold in China
  gb2312,  // older ones: both bytes above 0xA0
  none     // no Chinese characters at all: every one is drawn
};

class Gbk {
 public:
  // Ensures that the system has the conversion, which is part of glibc.
  Gbk();
  ~Gbk();
  Gbk(const Gbk&) = delete;
  Gbk& operator=(const Gbk&) = delete;

  std::optional<std::array<std::uint8_t, 2>> two_bytes(char32_t character, Charset charset) const;

 private:
  void* converter_;
};

}  // namespace vip::terminal
