#include "terminal/receipt/paper.h"

#include "cardformat/ensure.h"
#include "terminal/door/columns.h"

namespace vip::terminal {
namespace {

constexpr std::size_t narrow_paper = 40;  // below it there is room for one language

}  // namespace

Paper::Paper(int columns) : columns_(static_cast<std::size_t>(columns)) {
  ensure(columns >= 32, "paper is at least 32 columns wide");
}

std::string Paper::label(Label label) const {
  std::string text(label.zh);
  if (columns_ >= narrow_paper) text += " " + std::string(label.en);
  return text;
}

void Paper::rule() { put(std::string(columns_, '-')); }

void Paper::empty() { put({}); }

void Paper::centred(std::string_view text) {
  for (const std::string& line : wrap(text, columns_, Medium::paper)) {
    put(std::string((columns_ - columns_of(line, Medium::paper)) / 2, ' ') + line);
  }
}

void Paper::left(std::string_view text, std::size_t indent) {
  for (const std::string& line : wrap(text, columns_ - indent, Medium::paper)) {
    put(std::string(indent, ' ') + line);
  }
}

void Paper::row(std::string_view left_text, std::string_view right_text, std::size_t indent) {
  const std::string right = printable(right_text);
  std::vector<std::string> lines = wrap(left_text, columns_ - indent, Medium::paper);
  const std::size_t used = indent + columns_of(lines.back(), Medium::paper);
  if (right.empty()) return left(left_text, indent);
  if (used + 1 + columns_of(right, Medium::paper) <= columns_) {
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) put(std::string(indent, ' ') + lines[i]);
    put(std::string(indent, ' ') + lines.back() + pad_left(right, columns_ - used, Medium::paper));
    return;
  }
  for (const std::string& line : lines) put(std::string(indent, ' ') + line);
  for (const std::string& line : wrap(right, columns_, Medium::paper)) {
    put(pad_left(line, columns_, Medium::paper));
  }
}

void Paper::labelled(Label text, std::string_view right, std::size_t indent) {
  row(label(text), right, indent);
}

void Paper::to_sign(Label text) {
  const std::string left_text = label(text) + ": ";
  put(left_text + std::string(columns_ - columns_of(left_text, Medium::paper), '_'));
}

void Paper::code(PaperRow::Kind kind, std::string_view content) {
  ensure(kind != PaperRow::Kind::text, "a code is no text");
  rows_.push_back({kind, std::string(content)});
}

}  // namespace vip::terminal
