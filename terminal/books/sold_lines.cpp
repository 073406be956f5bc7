#include "terminal/books/sold_lines.h"

#include <charconv>
#include <cstdint>
#include <system_error>

#include "terminal/books/sqlite.h"

namespace vip::terminal {

std::string sold_lines_text(const std::vector<SoldLine>& lines) {
  std::string text;
  for (const SoldLine& line : lines) {
    if (!text.empty()) text += ' ';
    text += std::to_string(line.qty) + ':' + std::to_string(line.paid.count()) + ':' +
            std::to_string(line.returned);
  }
  return text;
}

std::vector<SoldLine> read_sold_lines(std::string_view text) {
  std::vector<SoldLine> lines;
  const auto number = [&text](char after) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (error != std::errc() || (!text.empty() && text.front() != after)) {
      throw StorageError(StorageError::Kind::damaged, "stored sale lines are damaged");
    }
    if (!text.empty()) text.remove_prefix(1);
    return value;
  };
  while (!text.empty()) {
    const std::int64_t qty = number(':');
    const Fen paid(number(':'));
    lines.push_back({qty, paid, number(' ')});
  }
  return lines;
}

}  // namespace vip::terminal
