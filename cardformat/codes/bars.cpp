#include "cardformat/codes/bars.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "cardformat/check_digits.h"
#include "cardformat/ensure.h"

namespace vip::card {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

Modules row_of(std::size_t quiet_before, const std::vector<bool>& bars, std::size_t quiet_after) {
  Modules row{quiet_before + bars.size() + quiet_after, 1, {}};
  row.dark.assign(row.width, false);
  std::copy(bars.begin(), bars.end(), row.dark.begin() + static_cast<std::ptrdiff_t>(quiet_before));
  return row;
}

// Widths of bars and spaces in turn, beginning with a bar or with a space.
void append_widths(std::vector<bool>& bars, std::string_view widths, bool dark) {
  for (const char width : widths) {
    bars.insert(bars.end(), static_cast<std::size_t>(width - '0'), dark);
    dark = !dark;
  }
}

// -- Code 128: symbol characters 0 to 105, as widths --
// clang-format off
constexpr std::array<const char*, 106> symbol_characters = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232",
};
// clang-format on
constexpr int start_b = 104;
constexpr int start_c = 105;
constexpr const char* stop = "2331112";

// -- EAN-13: widths of a digit in set A; B is C backwards, and C is A with light and dark exchanged
// --
constexpr std::array<const char*, 10> digit_widths = {"3211", "2221", "2122", "1411", "1132",
                                                      "1231", "1114", "1312", "1213", "3112"};
// Which of the left digits two to seven stand in set B: that is how the first digit is said.
constexpr std::array<const char*, 10> sets_of_first = {"AAAAAA", "AABABB", "AABBAB", "AABBBA",
                                                       "ABAABB", "ABBAAB", "ABBBAA", "ABABAB",
                                                       "ABABBA", "ABBABA"};

std::string_view widths_of(char digit) {
  return digit_widths[static_cast<std::size_t>(digit - '0')];
}

// The start character, what follows it, the check character and the stop.
Modules symbol_of(int start, const std::vector<int>& values) {
  std::vector<bool> bars;
  append_widths(bars, symbol_characters[static_cast<std::size_t>(start)], true);
  int sum = start;
  int place = 0;
  for (const int value : values) {
    append_widths(bars, symbol_characters[static_cast<std::size_t>(value)], true);
    sum = (sum + value * ++place) % 103;
  }
  append_widths(bars, symbol_characters[static_cast<std::size_t>(sum % 103)], true);
  append_widths(bars, stop, true);
  return row_of(10, bars, 10);
}

}  // namespace

Modules code128(std::string_view digits) {
  ensure(digits.size() >= 2 && digits.size() % 2 == 0 && all_digits(digits),
         "character set C takes digits two by two");
  std::vector<int> pairs;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    pairs.push_back((digits[i] - '0') * 10 + (digits[i + 1] - '0'));
  }
  return symbol_of(start_c, pairs);
}

Modules code128_text(std::string_view text) {
  std::vector<int> values;
  for (const char c : text) {
    ensure(0x20 <= c && c < 0x7f, "character set B is printable ASCII");
    values.push_back(c - 0x20);
  }
  ensure(!values.empty(), "a bar code says something");
  return symbol_of(start_b, values);
}

Modules ean13(std::string_view digits) {
  ensure(digits.size() == 13 && gs1_check_holds(digits), "an EAN-13 has its check digit");
  std::vector<bool> bars;
  append_widths(bars, "111", true);
  const std::string_view sets = sets_of_first[static_cast<std::size_t>(digits[0] - '0')];
  for (std::size_t i = 1; i <= 6; ++i) {
    std::string widths(widths_of(digits[i]));
    if (sets[i - 1] == 'B') std::reverse(widths.begin(), widths.end());
    append_widths(bars, widths, false);
  }
  append_widths(bars, "11111", false);
  for (std::size_t i = 7; i <= 12; ++i) append_widths(bars, widths_of(digits[i]), true);
  append_widths(bars, "111", true);
  return row_of(11, bars, 7);
}

}  // namespace vip::card
