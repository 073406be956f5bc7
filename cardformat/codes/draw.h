// Draw: modules as a picture, for paper (SVG, in millimetres) and for screens and printers (PNG).
//
// Lengths are whole micrometres and dots: no module ever begins between two dots of a printer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cardformat/codes/modules.h"

namespace vip::card {

// Shades of grey, 0 black to 255 white, row by row from the top left.
struct Picture {
  std::size_t width = 0;
  std::size_t height = 0;
  std::vector<std::uint8_t> shades;
};

// Each module as `dots` x `dots`; a bar code's single row `rows` dots high. Requires: above zero.
Picture picture(const Modules& modules, std::size_t dots, std::size_t rows);
// A QR code, whose modules are square.
Picture picture(const Modules& modules, std::size_t dots);

// A PNG that prints at its true size at this many dots a metre (8000: 203 dpi).
std::string png(const Picture& picture, std::uint32_t dots_a_metre);

// The dark modules as one SVG path, with its top left corner at (x, y), each module `width_um` wide
// and `height_um` high.
std::string svg_path(const Modules& modules, std::int64_t x_um, std::int64_t y_um,
                     std::int64_t width_um, std::int64_t height_um);

// A whole SVG file of one symbol at true size.
std::string svg(const Modules& modules, std::int64_t width_um, std::int64_t height_um);

// For a screen of fixed pitch: two rows of modules a line, ended with '\n', in the characters
// ' ', U+2580, U+2584 and U+2588, which are ink where a module is dark. On a dark ground the
// colours have to be set to black on white around it.
std::string half_blocks(const Modules& modules);

// "85.6": micrometres as millimetres.
std::string millimetres(std::int64_t um);

}  // namespace vip::card
