// The customers' display: what it says, and the bytes that make it say so, decoded back.
#include "terminal/devices/customer_display.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace vip::terminal {
namespace {

constexpr std::string_view member_quote =
    R"({"ok":true,"result":{"card":"9156 **** **** 0018","member":{"address":{"zh-CN":"王女士",)"
    R"("en":"Ms Wang"}},"gross":25800,"reduction":2580,"paid":23220,)"
    R"("points":{"before":12,"accumulated":22,"earned":3,"after":15}}})";
constexpr std::string_view plain_quote = R"({"ok":true,"result":{"gross":100,"paid":100}})";

struct Row {
  const char* name;
  const char* method;
  std::string_view answer;
  bool chinese;
  DisplayRows rows;
};

TEST_CASE("what a customer is shown: how they are addressed, what to pay, points; two rows of 20") {
  const Row rows[] = {
      {"a member's quote",
       "sale.quote",
       member_quote,
       true,
       {"王女士    积分 +3=15", "应付        ￥232.20"}},
      {"a member's sale",
       "sale.commit",
       member_quote,
       true,
       {"谢谢惠顾    ￥232.20", "王女士    积分 +3=15"}},
      {"nobody's quote", "sale.quote", plain_quote, true, {"", "应付          ￥1.00"}},
      {"nobody's sale", "sale.commit", plain_quote, true, {"谢谢惠顾", "实付          ￥1.00"}},
      {"in English",
       "sale.quote",
       member_quote,
       false,
       {"Ms Wang    Pts +3=15", "To pay        232.20"}},
      {"in English, done",
       "sale.commit",
       plain_quote,
       false,
       {"Thank you", "Paid            1.00"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto shown = display_rows(row.method, row.answer, row.chinese);
    REQUIRE(shown);
    CHECK((*shown)[0] == row.rows[0]);
    CHECK((*shown)[1] == row.rows[1]);
  }
  CHECK(welcome_rows(true) == DisplayRows{"欢迎光临", "请出示会员码"});
}

TEST_CASE("R3: no card, no phone; a long address is cut between characters") {
  const auto shown = display_rows("sale.quote", member_quote, true);
  REQUIRE(shown);
  for (const std::string& row : *shown) CHECK(row.find("0018") == std::string::npos);
  const std::string answer =
      R"({"ok":true,"result":{"paid":1,"points":{"earned":3,"after":15},"member":{"address":)"
      R"({"zh-CN":"欧阳欧阳欧阳欧阳女士"}}}})";
  const auto cut = display_rows("sale.quote", answer, true);
  REQUIRE(cut);
  CHECK((*cut)[0] == "欧阳欧阳  积分 +3=15");  // one more would touch the points
}

TEST_CASE("what says nothing to a customer changes nothing") {
  CHECK_FALSE(display_rows("report.day", member_quote, true));
  CHECK_FALSE(display_rows("sale.quote", R"({"ok":false,"refusal":{}})", true));
  CHECK_FALSE(display_rows("sale.quote", "no JSON", true));
  CHECK_FALSE(display_rows("sale.quote", R"({"ok":true,"result":{"paid":"1"}})", true));
}

// A display that knows these commands, two rows of twenty columns, in the bytes that it was sent.
class Played {
 public:
  void hear(std::string_view bytes) {
    while (!bytes.empty()) take(bytes);
  }
  const std::array<std::string, 2>& rows() const { return rows_; }

 private:
  static constexpr char fill = '.';
  static std::string blank() { return std::string(display_columns, fill); }

  void take(std::string_view& bytes) {
    const auto skip = [&](std::size_t count) { bytes.remove_prefix(count); };
    if (bytes.front() == '\x0c') {
      rows_ = {blank(), blank()};
      row_ = column_ = 0;
      return skip(1);
    }
    if (bytes.starts_with("\x1bQA") || bytes.starts_with("\x1bQB")) {
      const std::size_t end = bytes.find('\r');
      REQUIRE(end != std::string_view::npos);
      row_ = bytes[2] == 'A' ? 0 : 1;
      rows_[row_] = blank();
      column_ = 0;
      const std::string_view text = bytes.substr(3, end - 3);
      for (const char c : text) put(c);
      return skip(end + 1);
    }
    if (bytes.starts_with("\x1f\x24")) {
      REQUIRE(bytes.size() >= 4);
      column_ = static_cast<std::size_t>(bytes[2]) - 1;
      row_ = static_cast<std::size_t>(bytes[3]) - 1;
      return skip(4);
    }
    put(bytes.front());
    skip(1);
  }
  void put(char c) {
    REQUIRE(row_ < 2);
    REQUIRE(column_ < display_columns);  // nothing runs over
    rows_[row_][column_++] = c;
  }

  std::array<std::string, 2> rows_{blank(), blank()};
  std::size_t row_ = 0;
  std::size_t column_ = 0;
};

TEST_CASE("both sets of commands put the same two rows there, GBK two bytes a character") {
  const Gbk gbk;
  const DisplayRows rows = {"王女士    积分 +3=15", "应付        ￥232.20"};
  for (const auto commands :
       {DisplaySettings::Commands::epson, DisplaySettings::Commands::cd5220}) {
    Played display;
    display.hear(display_bytes({"something longer bef", "ore this, on two row"},
                               {.commands = commands}, gbk));
    display.hear(display_bytes(rows, {.commands = commands}, gbk));
    // 王女士 积分 應付 ￥ in GBK, from the standard's table.
    CHECK(display.rows()[0] == "\xcd\xf5\xc5\xae\xca\xbf    \xbb\xfd\xb7\xd6 +3=15");
    CHECK(display.rows()[1] ==
          "\xd3\xa6\xb8\xb6        \xa3\xa4"
          "232.20");
  }
}

TEST_CASE("a display without Chinese has ASCII alone; a character that it has not is marked") {
  const Gbk gbk;
  DisplaySettings ascii;
  ascii.charset = Charset::none;
  CHECK(display_bytes({"Ms Wang", "王"}, ascii, gbk) ==
        std::string("\x0cMs Wang\x1f\x24\x01\x02?"));
  CHECK(display_bytes({"𬭳",
                       "a\x01"
                       "b"},
                      {}, gbk) == std::string("\x0c\xa1\xfe\x1f\x24\x01\x02"
                                              "a?b"));
}

}  // namespace
}  // namespace vip::terminal
