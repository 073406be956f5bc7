// Table: columns of text that line up, on a screen of fixed pitch, Chinese included.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace vip::terminal::cli {

// Where the text of a column stands.
enum class Side { left, right };

struct Column {
  std::string title;
  Side side = Side::left;
};

// Lines end with '\n'; two blanks between columns, none at the end of a line. A row shorter than
// the columns is filled up with empty cells. Without rows only the titles are shown.
std::string table(const std::vector<Column>& columns,
                  const std::vector<std::vector<std::string>>& rows);

// "Name    value", the values one under the other.
std::string pairs(const std::vector<std::pair<std::string, std::string>>& rows);

}  // namespace vip::terminal::cli
