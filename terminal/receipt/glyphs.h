// Glyphs: characters that a printer does not have, as pictures of 24 by 24 dots.
//
// Names of people have characters beyond GBK (䶮, 㼆, 𬭳), and a name is not to be printed as
// "?". FreeType draws them from the fonts of the machine, in black and white as a printer's head
// does. Where no font has a character it is the geta mark (〓, U+3013), which printing in Chinese
// has for a sort that is missing, and which every printer has.
//
// Fonts are opened when the first glyph is asked for; one that is not there is passed over.
//
// Threads: one Glyphs, one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace vip::terminal {

inline constexpr std::size_t glyph_dots = 24;

// Columns from the left; in each the top dot is bit 23.
struct Glyph {
  std::array<std::uint32_t, glyph_dots> columns{};
  friend bool operator==(const Glyph&, const Glyph&) = default;
};

// Where Debian's fonts-hanazono and fonts-unifont have them.
const std::vector<std::filesystem::path>& usual_fonts();

class Glyphs {
 public:
  // The first font that has a character draws it.
  explicit Glyphs(std::vector<std::filesystem::path> fonts = usual_fonts());
  ~Glyphs();
  Glyphs(const Glyphs&) = delete;
  Glyphs& operator=(const Glyphs&) = delete;

  // No value: no font has it.
  std::optional<Glyph> find(char32_t character);

 private:
  struct Fonts;
  std::vector<std::filesystem::path> files_;
  std::unique_ptr<Fonts> fonts_;
};

}  // namespace vip::terminal
