// Paper: rows of print under way, never wider than the paper.
//
// Columns as receipt printers count them: a character that is not ASCII takes two. Paper under 40
// columns has Chinese labels alone; wider paper has both languages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/receipt/receipt.h"

namespace vip::terminal {

struct Label {
  std::string_view zh;
  std::string_view en;
};

class Paper {
 public:
  // Requires: 32 columns or more.
  explicit Paper(int columns);

  std::vector<PaperRow> take() && { return std::move(rows_); }

  std::string label(Label label) const;

  void rule();
  void empty();
  void centred(std::string_view text);
  void left(std::string_view text, std::size_t indent = 0);
  // Both on one row where they fit, else the right one on a row of its own.
  void row(std::string_view left_text, std::string_view right_text, std::size_t indent = 0);
  void labelled(Label text, std::string_view right, std::size_t indent = 0);
  // A line to write on, to the edge of the paper.
  void to_sign(Label text);
  // Requires: `kind` is no text; `content` is what that kind of row says.
  void code(PaperRow::Kind kind, std::string_view content);

 private:
  void put(std::string line) { rows_.push_back({PaperRow::Kind::text, std::move(line)}); }

  std::size_t columns_;
  std::vector<PaperRow> rows_;
};

}  // namespace vip::terminal
