#include "tests/terminal/receipt/escpos_decoder.h"

#include <iconv.h>

#include <algorithm>
#include <cstdio>

namespace vip::terminal::test {
namespace {

class Decoder {
 public:
  Decoder(std::string_view bytes, const DrawnCharacter& drawn)
      : bytes_(bytes), drawn_(drawn), converter_(iconv_open("UTF-8", "GBK")) {}
  ~Decoder() { iconv_close(converter_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  Printed run() {
    while (at_ < bytes_.size()) step();
    if (!row_.empty()) wrong("a row without its end");
    return std::move(printed_);
  }

 private:
  std::uint8_t next() {
    if (at_ >= bytes_.size()) {
      wrong("the bytes end within a command");
      return 0;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::size_t next_two() {
    const std::size_t low = next();
    return low + 256 * static_cast<std::size_t>(next());
  }
  std::string_view take(std::size_t count) {
    if (count > bytes_.size() - at_) {
      wrong("the bytes end within data");
      count = bytes_.size() - at_;
    }
    const std::string_view taken = bytes_.substr(at_, count);
    at_ += count;
    return taken;
  }
  void wrong(const std::string& what) { printed_.wrong.push_back(what); }
  void unknown(const char* command, std::uint8_t byte) {
    char text[64];
    std::snprintf(text, sizeof text, "unknown: %s %02x", command, byte);
    wrong(text);
  }

  void step() {
    const std::uint8_t byte = next();
    if (byte == 0x1b) return escape();
    if (byte == 0x1c) return chinese();
    if (byte == 0x1d) return group();
    if (byte == '\n') {
      printed_.rows.push_back(std::move(row_));
      printed_.dots.push_back(dots_);
      row_.clear();
      dots_ = 0;
    } else if (0x20 <= byte && byte < 0x7f) {
      row_ += static_cast<char>(byte);
      dots_ += 12;
    } else if (byte >= 0x81) {
      two_bytes(byte);
    } else {
      unknown("byte", byte);
    }
  }

  void two_bytes(std::uint8_t first) {
    const std::uint8_t second = next();
    // 0x30 to 0x39 would begin the four bytes of GB 18030.
    if (second < 0x40 || second == 0x7f || second == 0xff) return unknown("second byte", second);
    char in[2] = {static_cast<char>(first), static_cast<char>(second)};
    char out[8] = {};
    char *from = in, *to = out;
    std::size_t left = 2, room = sizeof out;
    if (iconv(converter_, &from, &left, &to, &room) != 0) return unknown("GBK", first);
    row_.append(out, to);
    dots_ += 24;
  }

  void escape() {
    const std::uint8_t command = next();
    switch (command) {
      case '@':
        return;
      case 'a':  // 0, 1, 2 or their digits
      case 'M':
      case '!':
      case '3':
      case 'E':
      case '-':
      case '{':
      case 'U':
      case ' ':
      case 'R':
      case 't':
        next();
        return;
      case '2':
        return;
      case 'B':
        next();
        return;
      case '$':  // moves along the row
      case '\\':
        next_two();
        return;
      case 'd':
        for (std::uint8_t rows = next(); rows > 0; --rows) printed_.rows.emplace_back();
        return;
      case '*': {
        const std::uint8_t density = next();
        const std::size_t columns = next_two();
        if (density != 33) return unknown("ESC *", density);
        row_ += drawn_(take(columns * 3));
        dots_ += columns;
        return;
      }
      default:
        unknown("ESC", command);
    }
  }

  void chinese() {
    const std::uint8_t command = next();
    if (command == '&' || command == '.') return;
    if (command == '(') {
      next();
      take(next_two());
      return;
    }
    if (command == 'S') {
      next();
      next();
      return;
    }
    if (command == 'C' || command == '!' || command == 'A' || command == '-') {
      next();
      return;
    }
    unknown("FS", command);
  }

  void group() {
    const std::uint8_t command = next();
    switch (command) {
      case 'H':
      case 'h':
      case 'w':
      case 'f':
      case 'a':
      case '!':
      case 'B':
      case 'b':
      case 'r':
        next();
        return;
      case 'L':
      case 'W':
      case 'P':
        next_two();
        return;
      case 'V':
        if (const std::uint8_t how = next(); how >= 65) next();
        printed_.cut = true;
        return;
      case 'k':
        return bar_code();
      case 'v':
        return picture();
      case '(':
        return function();
      default:
        unknown("GS", command);
    }
  }

  void bar_code() {
    const std::uint8_t kind = next();
    if (kind != 73) return unknown("GS k", kind);
    const std::string_view data = take(next());
    std::string text;
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (data[i] != '{') {
        text += data[i];
      } else if (i + 1 < data.size() && data[i + 1] == '{') {
        text += '{';
        ++i;
      } else {
        ++i;  // which character set follows
      }
    }
    printed_.codes.push_back({.kind = "code128", .text = text, .dark = {}});
  }

  void picture() {
    if (next() != '0') wrong("GS v without 0");
    next();
    PrintedCode code{.kind = "drawn", .text = {}, .dark = {}};
    code.width = next_two() * 8;
    code.height = next_two();
    for (const char c : take(code.width / 8 * code.height)) {
      for (int bit = 7; bit >= 0; --bit) code.dark.push_back((c >> bit & 1) != 0);
    }
    printed_.codes.push_back(std::move(code));
  }

  void function() {
    const std::uint8_t kind = next();
    const std::string_view data = take(next_two());
    if (kind != 'k' || data.size() < 2 || data[0] != 49) return unknown("GS (", kind);
    if (data[1] == 80) stored_ = data.substr(3);
    if (data[1] == 81) printed_.codes.push_back({.kind = "qr", .text = stored_, .dark = {}});
  }

  std::string_view bytes_;
  const DrawnCharacter& drawn_;
  iconv_t converter_;
  std::size_t at_ = 0;
  std::string row_;
  std::size_t dots_ = 0;
  std::string stored_;
  Printed printed_;
};

}  // namespace

Printed decode_escpos(std::string_view bytes, const DrawnCharacter& drawn) {
  return Decoder(bytes, drawn).run();
}

}  // namespace vip::terminal::test
