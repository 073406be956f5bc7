#include "terminal/demo_driver/narrator.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>

#include "terminal/door/columns.h"

namespace vip::terminal::demo {
namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view heading = "\x1b[1;36m";
constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view green = "\x1b[1;32m";
constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view usual;

void put(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace

Narrator::Narrator(bool chinese) : chinese_(chinese), watched_(::isatty(STDOUT_FILENO) == 1) {}

void Narrator::wipe() {
  if (live_) put("\r\x1b[K");
  live_ = false;
}

void Narrator::line(std::string_view colour, std::string_view indent, std::string_view text) {
  wipe();
  put(indent);
  if (watched_) put(colour);
  put(text);
  if (watched_ && !colour.empty()) put("\x1b[0m");
  put("\n");
  std::fflush(stdout);
}

void Narrator::title(std::string_view zh, std::string_view en) { line(bold, "\n  ", tell(zh, en)); }

void Narrator::chapter(std::string_view zh, std::string_view en) {
  line(heading, "\n ", std::to_string(++chapter_) + " · " + std::string(tell(zh, en)));
}

void Narrator::say(const std::string& zh, const std::string& en) {
  line(usual, "     ", tell(zh, en));
}

void Narrator::note(const std::string& zh, const std::string& en) {
  line(dim, "       ", tell(zh, en));
}

void Narrator::refused(const std::string& zh, const std::string& en) {
  line(yellow, "     ", tell(zh, en));
}

void Narrator::command(const std::string& text) { line(bold, "     ", text); }

void Narrator::good(const std::string& zh, const std::string& en) {
  line(green, "     ", tell(zh, en));
}

void Narrator::bad(const std::string& zh, const std::string& en) {
  line(red, "     ", tell(zh, en));
}

void Narrator::progress(std::uint64_t done, std::uint64_t total, const std::string& what) {
  if (!watched_ || total == 0) return;
  constexpr std::uint64_t width = 30;
  const std::uint64_t filled = std::min(done, total) * width / total;
  std::string bar;
  for (std::uint64_t i = 0; i < width; ++i) bar += i < filled ? "━" : "┄";
  wipe();
  put("     " + bar + "  " + what);
  std::fflush(stdout);
  live_ = true;
}

void Narrator::table(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.cells.size()));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(row.cells[i]));
    }
  }
  for (const Row& row : rows) {
    std::string text;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      text +=
          i == 0 ? pad_right(row.cells[i], widths[i]) : "   " + pad_left(row.cells[i], widths[i]);
    }
    std::string_view colour = usual;
    switch (row.look) {
      case Row::Look::plain:
        break;
      case Row::Look::head:
        colour = bold;
        break;
      case Row::Look::good:
        colour = green;
        break;
      case Row::Look::bad:
        colour = red;
        break;
    }
    line(colour, "     ", text);
  }
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number < 0 ? -number : number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return (number < 0 ? "-" : "") + digits;
}

std::string yuan(std::int64_t fen) {
  const std::int64_t positive = fen < 0 ? -fen : fen;
  const std::string cents = std::to_string(positive % 100);
  return (fen < 0 ? "-" : "") + grouped(positive / 100) + '.' + (cents.size() < 2 ? "0" : "") +
         cents;
}

std::string padded(std::uint64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

}  // namespace vip::terminal::demo
