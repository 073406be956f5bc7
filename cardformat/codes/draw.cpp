#include "cardformat/codes/draw.h"

#include <zlib.h>

#include <string_view>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"

namespace vip::card {
namespace {

const Bytef* zlib_bytes(std::string_view bytes) {
  return reinterpret_cast<const Bytef*>(bytes.data());
}

// PNG (ISO/IEC 15948) section 5.3: length, type, data, CRC over type and data.
void append_chunk(std::string& file, std::string_view type, std::string_view data) {
  append_u32(file, static_cast<std::uint32_t>(data.size()));
  std::string body(type);
  body += data;
  file += body;
  append_u32(
      file, static_cast<std::uint32_t>(crc32(0, zlib_bytes(body), static_cast<uInt>(body.size()))));
}

std::string deflated(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  const int result = compress(reinterpret_cast<Bytef*>(out.data()), &size, zlib_bytes(bytes),
                              static_cast<uLong>(bytes.size()));
  ensure(result == Z_OK, "zlib compresses what fits its bound");
  out.resize(size);
  return out;
}

}  // namespace

Picture picture(const Modules& modules, std::size_t dots, std::size_t rows) {
  ensure(dots > 0 && rows > 0, "a module is at least one dot");
  Picture made{modules.width * dots, modules.height * rows, {}};
  made.shades.reserve(made.width * made.height);
  for (std::size_t y = 0; y < made.height; ++y) {
    for (std::size_t x = 0; x < made.width; ++x) {
      made.shades.push_back(modules.at(x / dots, y / rows) ? 0 : 255);
    }
  }
  return made;
}

Picture picture(const Modules& modules, std::size_t dots) { return picture(modules, dots, dots); }

std::string png(const Picture& picture, std::uint32_t dots_a_metre) {
  ensure(picture.shades.size() == picture.width * picture.height && !picture.shades.empty(),
         "a picture has as many shades as dots");
  std::string header;
  append_u32(header, static_cast<std::uint32_t>(picture.width));
  append_u32(header, static_cast<std::uint32_t>(picture.height));
  header += std::string_view("\x08\x00\x00\x00\x00", 5);  // 8 bits of grey, nothing interlaced
  std::string size;
  append_u32(size, dots_a_metre);
  append_u32(size, dots_a_metre);
  size += '\x01';  // the unit: a metre
  std::string lines;
  lines.reserve((picture.width + 1) * picture.height);
  const std::string_view shades = raw(picture.shades);
  for (std::size_t y = 0; y < picture.height; ++y) {
    lines += '\0';  // no filter
    lines += shades.substr(y * picture.width, picture.width);
  }
  std::string file = "\x89PNG\r\n\x1A\n";
  append_chunk(file, "IHDR", header);
  append_chunk(file, "pHYs", size);
  append_chunk(file, "IDAT", deflated(lines));
  append_chunk(file, "IEND", {});
  return file;
}

std::string half_blocks(const Modules& modules) {
  constexpr std::string_view inks[] = {" ", "\u2580", "\u2584", "\u2588"};
  std::string text;
  for (std::size_t y = 0; y < modules.height; y += 2) {
    for (std::size_t x = 0; x < modules.width; ++x) {
      const bool above = modules.at(x, y);
      const bool below = y + 1 < modules.height && modules.at(x, y + 1);
      text += inks[(above ? 1 : 0) + (below ? 2 : 0)];
    }
    text += '\n';
  }
  return text;
}

std::string millimetres(std::int64_t um) {
  ensure(um >= 0, "a length is not below zero");
  std::string text = std::to_string(um / 1000);
  if (um % 1000 == 0) return text;
  std::string part = std::to_string(1000 + um % 1000).substr(1);
  part.erase(part.find_last_not_of('0') + 1);
  return text + '.' + part;
}

std::string svg_path(const Modules& modules, std::int64_t x_um, std::int64_t y_um,
                     std::int64_t width_um, std::int64_t height_um) {
  std::string path = "<path fill=\"#000\" shape-rendering=\"crispEdges\" d=\"";
  for (std::size_t y = 0; y < modules.height; ++y) {
    for (std::size_t x = 0; x < modules.width;) {
      if (!modules.at(x, y)) {
        ++x;
        continue;
      }
      std::size_t end = x;
      while (end < modules.width && modules.at(end, y)) ++end;
      const std::int64_t length = static_cast<std::int64_t>(end - x) * width_um;
      path += 'M' + millimetres(x_um + static_cast<std::int64_t>(x) * width_um) + ' ' +
              millimetres(y_um + static_cast<std::int64_t>(y) * height_um) + 'h' +
              millimetres(length) + 'v' + millimetres(height_um) + "h-" + millimetres(length) + 'z';
      x = end;
    }
  }
  return path + "\"/>\n";
}

std::string svg(const Modules& modules, std::int64_t width_um, std::int64_t height_um) {
  const std::string width = millimetres(static_cast<std::int64_t>(modules.width) * width_um);
  const std::string height = millimetres(static_cast<std::int64_t>(modules.height) * height_um);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "mm\" height=\"" + height +
         "mm\" viewBox=\"0 0 " + width + ' ' + height + "\">\n<rect width=\"" + width +
         "\" height=\"" + height + "\" fill=\"#fff\"/>\n" +
         svg_path(modules, 0, 0, width_um, height_um) + "</svg>\n";
}

}  // namespace vip::card
