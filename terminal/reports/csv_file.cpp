#include "terminal/reports/csv_file.h"

#include <string_view>

#include "terminal/door/messages.h"

namespace vip::terminal {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool would_run(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return false;
  return std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
}

std::string field(std::string text) {
  if (would_run(text)) text.insert(0, "'");
  const bool quoted = text.find_first_of(",\"\r\n") != std::string::npos || text.starts_with(' ') ||
                      text.ends_with(' ');
  if (!quoted) return text;
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') out += c;
  }
  return out + '"';
}

struct AsText {
  std::string operator()(const std::string& text) const { return field(text); }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(Fen amount) const { return yuan(amount.count()); }
};

}  // namespace

std::string csv_file(const Sheet& sheet) {
  std::string out(byte_order_mark);
  const auto line = [&](const std::string& text) { out += field(text) + "\r\n"; };
  for (const std::string& text : sheet.heading) line(text);
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    out += (i == 0 ? "" : ",") + field(sheet.columns[i]);
  }
  out += "\r\n";
  for (const auto& row : sheet.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += (i == 0 ? "" : ",") + std::visit(AsText{}, row[i]);
    }
    out += "\r\n";
  }
  for (const std::string& text : sheet.conclusion) line(text);
  return out;
}

}  // namespace vip::terminal
