#include "terminal/demo_driver/chapters/cards.h"

#include <optional>
#include <string_view>

namespace vip::terminal::demo {
namespace {

std::string masked(std::string_view card) {
  return std::string(card.substr(0, 4)) + " **** **** " + std::string(card.substr(12));
}

std::optional<Day> first_visit(const Sales& sales, const std::string& customer) {
  for (const HistoryReceipt& receipt : sales.second_half) {
    if (receipt.customer == customer && !receipt.sold.empty()) return receipt.at.day;
  }
  return {};
}

}  // namespace

void issue_cards(Stage& stage, const Sales& sales, const Json& qualified, Members& members) {
  Narrator& tell = stage.narrator();
  tell.chapter("够格的顾客当场领卡", "The customers who qualify get their cards, on the spot");
  std::size_t place = 0;
  bool birthday_told = false;
  for (const Json& each : qualified) {
    Member& member = members.add(each.at("customer").get<std::string>());
    if (!birthday_told && place > 0) {
      if (const auto visit = first_visit(sales, member.customer)) {
        member.birthday_visit = *visit;
        member.birthday = "1990" + visit->text().substr(4);
        birthday_told = true;
      }
    }
    const Json request = {{"proof", {{"receipts", each.at("receipts")}}},
                          {"registration",
                           {{"surname", member.surname},
                            {"form", member.form},
                            {"phone", member.phone},
                            {"birthday", member.birthday},
                            {"consent", true}}},
                          {"at", at(sales.middle, 22 * 60 + 45)}};
    const std::string clause = each.at("clause").get<std::string>();
    const std::int64_t sum = each.at("sum").get<std::int64_t>();
    const std::size_t receipts = each.at("receipts").size();
    const bool told = place < 3;
    stage.ask("card.issue", request, cashier, [=, &tell, &member](const Json& result) {
      member.card = result.at("card").get<std::string>();
      member.masked = masked(member.card);
      member.zh = result.at("address").at("zh-CN").get<std::string>();
      member.en = result.at("address").at("en").get<std::string>();
      if (told) {
        tell.say(member.zh + "  " + member.masked + "  凭 " + std::to_string(receipts) +
                     " 张小票共 " + yuan(sum) + "（" + clause + "），有效至 " +
                     result.at("last_day").get<std::string>(),
                 member.en + "  " + member.masked + "  for " + std::to_string(receipts) +
                     (receipts == 1 ? " receipt of " : " receipts of ") + yuan(sum) + " (" +
                     clause + "), valid through " + result.at("last_day").get<std::string>());
      }
    });
    ++place;
  }
  stage.till().settle();
  for (const Member& member : members.all()) {
    stage.ask("handover.record",
              {{"card", member.card}, {"item", "handbook"}, {"at", at(sales.middle, 22 * 60 + 50)}},
              cashier, [](const Json&) {});
  }
  stage.till().settle();
  tell.good("共发卡 " + std::to_string(members.all().size()) + " 张，每张都交付了会员手册（E7）",
            std::to_string(members.all().size()) + " cards issued, each with its handbook (E7)");
  if (!members.all().empty()) {
    const Json used = stage.answer_to("card.issue",
                                      {{"proof", {{"receipts", qualified[0].at("receipts")}}},
                                       {"registration",
                                        {{"surname", "钱"},
                                         {"form", "ms"},
                                         {"phone", "13800009999"},
                                         {"birthday", "1991-01-01"},
                                         {"consent", true}}},
                                       {"at", at(sales.middle, 22 * 60 + 55)}},
                                      cashier);
    stage.told_refusal("别人拿同一张小票再来一次",
                       "Somebody else lays the same receipt on the counter", used);
  }
}

void lose_card(Stage& stage, Member& member, Day day) {
  Narrator& tell = stage.narrator();
  tell.say(member.zh + "的卡丢了，打电话来挂失（C6）",
           member.en + " has lost the card and calls to have it blocked (C6)");
  stage.must("card.block",
             {{"card", member.card}, {"reason", "lost"}, {"at", at(day, 9 * 60 + 30)}}, cashier);
  const Json quoted = stage.must(
      "sale.quote", {{"card", member.card},
                     {"lines", {{{"sku", "LIP-101"}, {"qty", 1}, {"unit_price", 18'900}}}},
                     {"at", at(day, 9 * 60 + 31)}});
  const std::string full = yuan(quoted.at("paid").get<std::int64_t>());
  tell.note("有人拿这张卡来买 189.00 的口红：付 " + full + "，没有优惠",
            "Somebody shows it for a lipstick of 189.00: pays " + full + ", no benefits");
  const Json replaced =
      stage.must("card.replace", {{"card", member.card}, {"at", at(day, 9 * 60 + 40)}}, cashier);
  const std::string before = member.masked;
  member.card = replaced.at("card").get<std::string>();
  member.masked = masked(member.card);
  const auto balance = replaced.at("points").at("balance").get<std::int64_t>();
  tell.note("补卡 " + before + " → " + member.masked + "，有效期不变，积分 " + grouped(balance) +
                " 跟着走（C7）",
            "Replaced: " + before + " → " + member.masked + ", the same last day, its " +
                grouped(balance) + (balance == 1 ? " point moves" : " points move") +
                " along (C7)");
}

}  // namespace vip::terminal::demo
