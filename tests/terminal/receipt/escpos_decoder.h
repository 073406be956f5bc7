// A decoder of ESC/POS: what a printer would put on the paper, from the bytes alone.
//
// It knows nothing of the encoder and shares nothing with it. Commands that it does not know are
// said so, by their bytes. Dots of a row are counted, so that a row that is too wide is seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vip::terminal::test {

struct PrintedCode {
  std::string kind;  // "code128", "qr", or "drawn"
  std::string text;  // of a drawn one: none
  std::size_t width = 0, height = 0;
  std::vector<bool> dark;  // of a drawn one
};

struct Printed {
  std::vector<std::string> rows;  // UTF-8
  std::vector<std::size_t> dots;  // of each row
  std::vector<PrintedCode> codes;
  bool cut = false;
  std::vector<std::string> wrong;  // what no printer should be sent
};

// `drawn`: what character 24 columns of 24 dots are, three bytes each.
using DrawnCharacter = std::function<std::string(std::string_view columns)>;

Printed decode_escpos(std::string_view bytes, const DrawnCharacter& drawn);

}  // namespace vip::terminal::test
