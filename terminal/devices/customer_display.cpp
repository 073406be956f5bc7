#include "terminal/devices/customer_display.h"

#include <algorithm>

#include "cardformat/amount.h"
#include "cardformat/utf8.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal {
namespace {

constexpr char32_t geta = U'〓';

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const auto character = take_character(text);
    if (!character) break;
    columns += *character < 0x80 ? 1U : 2U;
  }
  return columns;
}

// As much of it as so many columns hold.
std::string cut(std::string_view text, std::size_t columns) {
  const std::string_view whole = text;
  std::size_t taken = 0;
  while (!text.empty()) {
    const std::string_view rest = text;
    const auto character = take_character(text);
    const std::size_t wide = character && *character < 0x80 ? 1U : 2U;
    if (!character || taken + wide > columns)
      return std::string(whole.substr(0, whole.size() - rest.size()));
    taken += wide;
  }
  return std::string(whole);
}

// The right one whole, the left one as far as there is room.
std::string row(std::string_view left, std::string_view right) {
  const std::string end = cut(right, display_columns);
  const std::size_t used = columns_of(end);
  const std::size_t room = display_columns - used;
  const std::string begin = cut(left, room > 0 && used > 0 ? room - 1 : room);
  const std::size_t gap = used == 0 ? 0 : room - columns_of(begin);
  return begin + std::string(gap, ' ') + end;
}

std::string yuan(std::int64_t fen) {
  const std::string sign = fen < 0 ? "-" : "";
  const std::int64_t all = fen < 0 ? -fen : fen;
  const std::string cents = std::to_string(100 + all % 100).substr(1);
  return sign + std::to_string(all / 100) + '.' + cents;
}

std::optional<std::int64_t> integer_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::string address_in(const Json& result, bool chinese) {
  const auto member = result.find("member");
  if (member == result.end() || !member->is_object() || !member->contains("address")) return {};
  const Json& address = member->at("address");
  const char* language = chinese ? "zh-CN" : "en";
  if (!address.is_object() || !address.contains(language) || !address[language].is_string()) {
    return {};
  }
  return address[language].get<std::string>();
}

}  // namespace

DisplayRows welcome_rows(bool chinese) {
  if (chinese) return {"欢迎光临", "请出示会员码"};
  return {"Welcome", "Member code, please"};
}

std::optional<DisplayRows> display_rows(std::string_view method, std::string_view answer,
                                        bool chinese) {
  const bool done = method == "sale.commit";
  if (!done && method != "sale.quote") return std::nullopt;
  const auto json = read_json(answer);
  if (!json || !json->is_object() || !json->contains("result")) return std::nullopt;
  const Json& result = (*json)["result"];
  const auto paid = integer_in(result, "paid");
  if (!paid) return std::nullopt;
  const std::string money = (chinese ? "￥" : "") + yuan(*paid);
  const std::string address = address_in(result, chinese);
  std::string points;  // "积分 +3=15"
  if (const auto found = result.find("points"); found != result.end() && found->is_object()) {
    const auto earned = integer_in(*found, "earned");
    const auto after = integer_in(*found, "after");
    if (earned && after) {
      points =
          (chinese ? "积分 +" : "Pts +") + std::to_string(*earned) + '=' + std::to_string(*after);
    }
  }
  if (!done) {
    return DisplayRows{row(address, points), row(chinese ? "应付" : "To pay", money)};
  }
  const std::string thanks = chinese ? "谢谢惠顾" : "Thank you";
  if (points.empty()) return DisplayRows{thanks, row(chinese ? "实付" : "Paid", money)};
  return DisplayRows{row(thanks, money), row(address, points)};
}

std::string display_bytes(const DisplayRows& rows, const DisplaySettings& settings,
                          const Gbk& gbk) {
  const auto encode = [&](std::string_view text) {
    std::string bytes;
    const auto put = [&](char32_t character) {
      const auto two = gbk.two_bytes(character, settings.charset);
      if (two) bytes.append({static_cast<char>((*two)[0]), static_cast<char>((*two)[1])});
      return two.has_value();
    };
    std::string rest = cut(text, display_columns);
    for (std::string_view left = rest; !left.empty();) {
      const auto character = take_character(left);
      if (!character) break;
      if (*character >= 0x20 && *character < 0x7f) {
        bytes += static_cast<char>(*character);
      } else if (*character < 0x80 || settings.charset == Charset::none ||
                 (!put(*character) && !put(geta))) {
        bytes += '?';
      }
    }
    return bytes;
  };
  using namespace std::string_literals;
  if (settings.commands == DisplaySettings::Commands::cd5220) {
    return "\x0c\x1bQA" + encode(rows[0]) + "\r\x1bQB" + encode(rows[1]) + "\r";
  }
  return "\x0c" + encode(rows[0]) + "\x1f\x24\x01\x02"s + encode(rows[1]);
}

}  // namespace vip::terminal
