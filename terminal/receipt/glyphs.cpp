#include "terminal/receipt/glyphs.h"

#include <ft2build.h>

#include <utility>
#include FT_FREETYPE_H

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

// What FreeType has drawn, moved to where a character stands in its square: on the baseline, and in
// the middle where it is narrow.
Glyph placed(const FT_GlyphSlotRec_& slot, int baseline) {
  constexpr int dots = glyph_dots;
  const FT_Bitmap& bitmap = slot.bitmap;
  const int advance = static_cast<int>(slot.advance.x >> 6);
  const int left = slot.bitmap_left + (advance < dots ? (dots - advance) / 2 : 0);
  const int top = baseline - slot.bitmap_top;
  Glyph glyph;
  for (int y = 0; y < static_cast<int>(bitmap.rows); ++y) {
    for (int x = 0; x < static_cast<int>(bitmap.width); ++x) {
      const unsigned char byte = bitmap.buffer[y * bitmap.pitch + x / 8];
      const bool dark = ((byte >> (7 - x % 8)) & 1) != 0;
      if (!dark || left + x < 0 || left + x >= dots || top + y < 0 || top + y >= dots) continue;
      glyph.columns[static_cast<std::size_t>(left + x)] |= 1U << (dots - 1 - (top + y));
    }
  }
  return glyph;
}

}  // namespace

struct Glyphs::Fonts {
  FT_Library library = nullptr;
  std::vector<FT_Face> faces;

  explicit Fonts(const std::vector<std::filesystem::path>& files) {
    if (FT_Init_FreeType(&library) != 0) {
      library = nullptr;
      return;
    }
    for (const auto& file : files) {
      FT_Face face = nullptr;
      if (FT_New_Face(library, file.c_str(), 0, &face) != 0) continue;
      if (FT_Set_Pixel_Sizes(face, glyph_dots, glyph_dots) == 0) {
        faces.push_back(face);
      } else {
        FT_Done_Face(face);
      }
    }
  }
  ~Fonts() {
    for (FT_Face face : faces) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;
};

const std::vector<std::filesystem::path>& usual_fonts() {
  static const std::vector<std::filesystem::path> files = {
      "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
      "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
      "/usr/share/fonts/opentype/unifont/unifont.otf"};
  return files;
}

Glyphs::Glyphs(std::vector<std::filesystem::path> fonts) : files_(std::move(fonts)) {}

Glyphs::~Glyphs() = default;

std::optional<Glyph> Glyphs::find(char32_t character) {
  if (!fonts_) fonts_ = std::make_unique<Fonts>(files_);
  for (FT_Face face : fonts_->faces) {
    const FT_UInt index = FT_Get_Char_Index(face, character);
    if (index == 0) continue;
    if (FT_Load_Glyph(face, index, FT_LOAD_RENDER | FT_LOAD_TARGET_MONO) != 0) continue;
    if (face->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_MONO) continue;
    // Of the square's height, what the font has above its baseline.
    const int units = face->ascender - face->descender;
    const int baseline = units > 0 ? static_cast<int>(glyph_dots) * face->ascender / units : 21;
    return placed(*face->glyph, baseline);
  }
  return std::nullopt;
}

}  // namespace vip::terminal
