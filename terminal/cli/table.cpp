#include "terminal/cli/table.h"

#include <algorithm>
#include <cstddef>

#include "terminal/door/columns.h"

namespace vip::terminal::cli {
namespace {

std::string without_trailing_blanks(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

std::string table(const std::vector<Column>& columns,
                  const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const Column& column : columns) widths.push_back(columns_of(printable(column.title)));
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < std::min(row.size(), widths.size()); ++i) {
      widths[i] = std::max(widths[i], columns_of(printable(row[i])));
    }
  }
  std::string out;
  const auto put = [&](const auto& cell) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) line += "  ";
      line += columns[i].side == Side::left ? pad_right(cell(i), widths[i])
                                            : pad_left(cell(i), widths[i]);
    }
    out += without_trailing_blanks(std::move(line)) + "\n";
  };
  put([&](std::size_t i) { return columns[i].title; });
  for (const auto& row : rows) {
    put([&](std::size_t i) { return i < row.size() ? row[i] : std::string(); });
  }
  return out;
}

std::string pairs(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t width = 0;
  for (const auto& [name, value] : rows) width = std::max(width, columns_of(printable(name)));
  std::string out;
  for (const auto& [name, value] : rows) {
    out += without_trailing_blanks(pad_right(name, width) + "  " + printable(value)) + "\n";
  }
  return out;
}

}  // namespace vip::terminal::cli
