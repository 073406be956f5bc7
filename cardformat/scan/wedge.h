// Wedge: what a scanner or a stripe reader typed, without what the keyboard made of it.
//
// Most readers are keyboards. What they type passes through Caps Lock, through whatever input
// method is on, and comes with the prefix and the suffix that somebody once set. Undone here:
//
//   controls    Line ends, tabs, STX, ETX, the bell and the rest: around the text they go; within
//   it
//               they part one line from the next, and become one '\n'. A group separator (0x1D)
//               within the text is GS1's own, and stays.
//   AIM         "]C1" and the like (ISO/IEC 15424: a bracket, a letter, a character) in front goes,
//               and is told by symbology().
//   full width  １２ＡＢ％ and the wide space, which a Chinese input method types for 12AB% and the
//               blank, become what they stand for.
//   signs       … 。 、 【 】 《 》 ￥ — and the quotation marks, which it types for ^ . / [ ] < >
//   $ _
//               and " likewise.
//   blanks      around the text, and U+FEFF and U+200B to U+200F anywhere, go.
//
// Caps Lock is not undone here: whether letters have a case is for whoever reads them.
//
// A Burst holds the only copy that reading makes of the text, and wipes it when it goes.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace vip::card {

class Burst {
 public:
  static constexpr std::size_t longest = 4096;  // bytes; anything longer is no scan

  // Any bytes at all. What is not UTF-8 stays as it is.
  explicit Burst(std::string_view raw);
  ~Burst();
  Burst(const Burst&) = delete;
  Burst& operator=(const Burst&) = delete;

  std::string_view text() const { return text_; }
  // The two characters after the bracket, the letter in the case that the standard has where there
  // is only one ("C1"); empty where there were none.
  std::string_view symbology() const { return {symbology_.data(), symbology_[0] == 0 ? 0U : 2U}; }
  bool too_long() const { return too_long_; }

 private:
  void put(char c);
  void put_character(char32_t character, std::string_view bytes);

  // Not filled with zeros: only what was written is read, and wiped.
  std::array<char, longest> buffer_;
  std::size_t size_ = 0;
  std::string_view text_;
  std::array<char, 2> symbology_{};
  bool too_long_ = false;
};

}  // namespace vip::card
