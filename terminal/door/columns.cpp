#include "terminal/door/columns.h"

#include <algorithm>
#include <iterator>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode 15, East_Asian_Width W and F, in whole blocks where what lies between is not assigned or
// is a picture.
constexpr Range wide[] = {
    {0x1100, 0x115f}, {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23f3}, {0x2600, 0x27bf},
    {0x2b1b, 0x2b55}, {0x2e80, 0x303e},   {0x3041, 0x4dbf},   {0x4e00, 0xa4cf}, {0xa960, 0xa97f},
    {0xac00, 0xd7a3}, {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6f}, {0xff01, 0xff60},
    {0xffe0, 0xffe6}, {0x1f000, 0x1faff}, {0x20000, 0x3fffd},
};
constexpr Range marks[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2069},
    {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff},
};

template <std::size_t Size>
bool within(const Range (&ranges)[Size], char32_t character) {
  return std::any_of(std::begin(ranges), std::end(ranges), [character](Range range) {
    return range.first <= character && character <= range.last;
  });
}

constexpr char32_t broken = 0xfffd;

struct Character {
  char32_t value;
  std::size_t bytes;  // in the text, at least 1
};

// The character that begins at `at`: of the shortest form and no surrogate, else one broken byte.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return {broken, 1};
  char32_t value = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {broken, 1};
    value = (value << 6U) | (byte(i) & 0x3fU);
  }
  const char32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (value < least || value > 0x10ffff || (0xd800 <= value && value <= 0xdfff)) return {broken, 1};
  return {value, length};
}

bool is_control(char32_t value) {
  return value < 0x20 || (0x7f <= value && value < 0xa0) || value == 0x2028 || value == 0x2029;
}

std::size_t width_of(char32_t value, Medium medium) {
  if (value < 0x80) return 1;  // the common cases first
  const std::size_t other = medium == Medium::paper ? 2 : 1;
  if (value < 0x300) return other;
  if (0x4e00 <= value && value <= 0x9fff) return 2;  // Chinese characters
  if (within(wide, value)) return 2;
  return within(marks, value) ? 0 : other;
}

// Marks that stay with the character before them.
bool closes(std::string_view character) {
  constexpr std::string_view closing[] = {"，", "。", "、", "；", "：", "！", "？", "）", "”",
                                          "》", ",",  ".",  ";",  ":",  "!",  "?",  ")"};
  return std::find(std::begin(closing), std::end(closing), character) != std::end(closing);
}

// What a line is not broken within: a word, or one Chinese character with the marks that close it.
struct Piece {
  std::string text;
  std::size_t columns = 0;
  bool after_blank = false;
};

std::vector<Piece> pieces_of(const std::string& text, Medium medium) {
  std::vector<Piece> pieces;
  bool blank = false;
  bool word = false;  // the last piece takes another narrow character
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const std::string_view bytes = std::string_view(text).substr(at, character.bytes);
    const std::size_t columns = width_of(character.value, medium);
    at += character.bytes;
    if (bytes == " ") {
      blank = true;
      continue;
    }
    const bool joins = !pieces.empty() && !blank && (closes(bytes) || (word && columns < 2));
    if (!joins) pieces.push_back({.text = {}, .columns = 0, .after_blank = blank});
    pieces.back().text += bytes;
    pieces.back().columns += columns;
    word = columns < 2;
    blank = false;
  }
  return pieces;
}

// No blank but single ones between words.
bool is_single_spaced(std::string_view text) {
  return !text.starts_with(' ') && !text.ends_with(' ') &&
         text.find("  ") == std::string_view::npos;
}

}  // namespace

std::size_t columns_of(std::string_view text, Medium medium) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    columns += width_of(character.value, medium);
    at += character.bytes;
  }
  return columns;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t fit = 0;  // begins what fits as it is and is not in `out` yet
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const bool control = is_control(character.value);
    if (control || character.value == broken) {
      out.append(text, fit, at - fit).append(control ? " " : "\uFFFD");
      fit = at + character.bytes;
    }
    at += character.bytes;
  }
  return out.append(text, fit);
}

std::string pad_right(std::string_view text, std::size_t width) {
  std::string out = printable(text);
  const std::size_t columns = columns_of(out);
  if (columns < width) out.append(width - columns, ' ');
  return out;
}

std::string pad_left(std::string_view text, std::size_t width, Medium medium) {
  const std::string plain = printable(text);
  const std::size_t columns = columns_of(plain, medium);
  return (columns < width ? std::string(width - columns, ' ') : std::string()) + plain;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width, Medium medium) {
  ensure(width >= 2, "a line holds at least one Chinese character");
  const std::string plain = printable(text);
  if (columns_of(plain, medium) <= width && is_single_spaced(plain)) return {plain};
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto next_line = [&] {
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  for (const Piece& piece : pieces_of(plain, medium)) {
    const std::size_t blank = piece.after_blank && used > 0 ? 1 : 0;
    if (used > 0 && used + blank + piece.columns > width) {
      next_line();
    } else if (blank == 1) {
      line += ' ';
      ++used;
    }
    for (std::size_t at = 0; at < piece.text.size();) {
      const Character character = character_at(piece.text, at);
      const std::size_t columns = width_of(character.value, medium);
      if (used + columns > width) next_line();
      line += piece.text.substr(at, character.bytes);
      used += columns;
      at += character.bytes;
    }
  }
  if (!line.empty() || lines.empty()) next_line();
  return lines;
}

}  // namespace vip::terminal
