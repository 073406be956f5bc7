// Columns: how wide a text is on paper and on a screen of fixed pitch, and texts made to fit.
//
// A Chinese character, a full-width sign (￥) or a picture takes two columns, a combining mark
// none, anything else one. Texts are UTF-8; a broken byte counts as one column and comes out as
// U+FFFD, a control character as a space, so that nothing that was typed or scanned can steer a
// printer or a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vip::terminal {

// A screen shows Greek letters, é or “ in one column. A receipt printer has them in its Chinese
// character set, two columns wide: there everything that is not ASCII takes two.
enum class Medium : std::uint8_t { screen, paper };

std::size_t columns_of(std::string_view text, Medium medium = Medium::screen);

// Without control characters and broken bytes.
std::string printable(std::string_view text);

// printable(), with blanks added up to `width` columns; a wider text stays as wide as it is.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width, Medium medium = Medium::screen);

// printable(), in lines of at most `width` columns: broken at blanks and beside Chinese characters,
// within a word only where it is wider than a whole line. Several blanks become one. At least one
// line, which may be empty. Requires: width >= 2.
std::vector<std::string> wrap(std::string_view text, std::size_t width,
                              Medium medium = Medium::screen);

}  // namespace vip::terminal
