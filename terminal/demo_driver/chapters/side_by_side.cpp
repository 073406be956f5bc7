#include "terminal/demo_driver/chapters/side_by_side.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace vip::terminal::demo {
namespace {

struct Figure {
  const char* zh;
  const char* en;
  const char* pointer;
  bool money;
};

// What people ask for.
constexpr Figure figures[] = {
    {"销售笔数", "sales", "/sales", false},
    {"其中会员", "of members", "/member_sales", false},
    {"原价", "gross", "/gross", true},
    {"减免", "reductions", "/reduction", true},
    {"实付", "paid", "/paid", true},
    {"退货次数", "returns", "/returns", false},
    {"退款", "given back", "/refunded", true},
    {"历史销售", "history: sales", "/history/sales", false},
    {"历史实付", "history: paid", "/history/paid", true},
    {"历史退款", "history: given back", "/history/refunded", true},
    {"发卡", "cards issued", "/cards/issued", false},
    {"在用的卡", "cards active", "/standing/cards/active", false},
    {"补卡", "cards replaced", "/cards/replaced", false},
    {"得分", "points earned", "/points/earned", false},
    {"退货扣分", "points taken back", "/points/taken", false},
    {"兑换用分", "points redeemed", "/points/redeemed", false},
    {"可兑积分", "points to redeem", "/standing/rights", false},
    {"欠分", "points owed", "/standing/owed", false},
    {"未满 100 的零头", "carry below 100", "/standing/carry", true},
    {"会员消费", "members' spend", "/standing/spend", true},
    {"流水条数", "events", "/events", false},
};

// Every figure of `here` that is not found in `there`.
std::vector<std::string> compare(const Json& here, const Json& there, const std::string& where,
                                 std::int64_t& compared) {
  std::vector<std::string> differences;
  for (const auto& [name, value] : here.items()) {
    const std::string place = where + "/" + name;
    if (value.is_object()) {
      const Json other = there.value(name, Json::object());
      for (const std::string& what : compare(value, other, place, compared)) {
        differences.push_back(what);
      }
    } else if (value.is_number()) {
      ++compared;
      if (!there.contains(name) || there.at(name) != value) differences.push_back(place);
    }
  }
  return differences;
}

}  // namespace

bool side_by_side(Narrator& tell, const Json& totals, const std::vector<Json>& days,
                  const Json& theirs) {
  tell.chapter("两边的账并排放", "Both sides' reports, side by side");
  using Look = Narrator::Row::Look;
  std::vector<Narrator::Row> rows;
  rows.push_back({{"", std::string(tell.tell("门店", "store")),
                   std::string(tell.tell("总部", "head office")), ""},
                  Look::head});
  const std::string different(tell.tell("不同", "DIFFERENT"));
  for (const Figure& each : figures) {
    const Json::json_pointer place(each.pointer);
    const auto here = totals.at(place).get<std::int64_t>();
    const auto there = theirs.at(place).get<std::int64_t>();
    const auto show = [&](std::int64_t n) { return each.money ? yuan(n) : grouped(n); };
    rows.push_back({{std::string(tell.tell(each.zh, each.en)), show(here), show(there),
                     here == there ? "=" : different},
                    here == there ? Look::plain : Look::bad});
  }
  tell.table(rows);

  std::int64_t compared = 0;
  std::vector<std::string> differences = compare(totals, theirs, "", compared);
  if (theirs.at("parked") != 0) differences.emplace_back("/parked");
  for (const Json& day : days) {
    const std::string date = day.at("date").get<std::string>();
    const auto other = std::find_if(theirs.at("days").begin(), theirs.at("days").end(),
                                    [&](const Json& each) { return each.at("date") == date; });
    if (other == theirs.at("days").end()) {
      differences.push_back(date);
      continue;
    }
    for (const std::string& what : compare(day, *other, date, compared)) {
      differences.push_back(what);
    }
  }
  if (differences.empty()) {
    tell.good("一分不差：" + grouped(compared) + " 个数字，每一天都相等",
              "EQUAL, to the fen and the point: " + grouped(compared) +
                  " figures, the whole and every day");
    return true;
  }
  tell.bad("不同：两边的账对不上", "DIFFERENT: the two sides do not agree");
  for (const std::string& what : differences) tell.note(what, what);
  return false;
}

}  // namespace vip::terminal::demo
