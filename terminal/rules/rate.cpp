#include "terminal/rules/rate.h"

namespace vip::terminal {

std::string Rate::text() const {
  std::string digits = std::to_string(whole + ten_thousandths_);  // "1" and four places, or "20000"
  std::string text = ten_thousandths_ == whole ? "1." : "0.";
  text += digits.substr(1);
  while (text.size() > 4 && text.back() == '0') text.pop_back();
  return text;
}

std::optional<Rate> read_rate(std::string_view text) {
  if (text.size() < 4 || text.size() > 6 || text[1] != '.') return std::nullopt;
  if (text.size() > 4 && text.back() == '0') return std::nullopt;
  std::int32_t value = 0;
  std::int32_t place = Rate::whole;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 1) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value += (text[i] - '0') * place;
    place /= 10;
  }
  if (value < 1 || value > Rate::whole) return std::nullopt;
  return Rate(value);
}

}  // namespace vip::terminal
