#include "terminal/demo_driver/chapters/gifts.h"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace vip::terminal::demo {
namespace {

struct Offer {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
  int points;
  int stock;
};
constexpr std::array offers = {Offer{"G-HAND", "护手霜小样", "hand cream", 5, 40},
                               Offer{"G-MASK", "面膜一盒", "box of masks", 10, 25},
                               Offer{"G-TRAVEL", "旅行装四件套", "travel set", 18, 12},
                               Offer{"G-PARFUM", "淡香水", "eau de toilette", 30, 5}};

}  // namespace

void put_up_poster(Stage& stage, const Sales& sales) {
  stage.narrator().chapter("礼品海报贴出来", "The poster with the gifts goes up");
  std::string zh;
  std::string en;
  for (const Offer& offer : offers) {
    stage.must("gift.put",
               {{"gift",
                 {{"id", offer.id},
                  {"name", offer.zh},
                  {"points", offer.points},
                  {"stock", offer.stock},
                  {"first_day", sales.middle.text()},
                  {"last_day", plus_days(sales.last_day, 30).text()}}},
                {"at", at(sales.middle, 22 * 60 + 40)}},
               manager);
    zh += (zh.empty() ? "" : "、") + std::string(offer.zh) + " " + std::to_string(offer.points) +
          " 分";
    en += (en.empty() ? "" : ", ") + std::string(offer.en) + " " + std::to_string(offer.points);
  }
  stage.narrator().say(zh, "Points for each: " + en);
}

void redeem_gifts(Stage& stage, Members& members, Day day) {
  Narrator& tell = stage.narrator();
  tell.chapter("积分换礼品", "Points for gifts");
  int minute = 22 * 60;
  for (Member* member : members.richest()) {
    stage.ask("card.show", {{"card", member->card}, {"at", at(day, minute)}}, {},
              [member](const Json& shown) {
                member->points = shown.at("redeemable").get<std::int64_t>();
              });
  }
  stage.till().settle();
  const std::vector<Member*> richest = members.richest();
  std::int64_t redeemed = 0;
  for (Member* member : richest) {
    if (redeemed == 6) break;
    const Offer* best = nullptr;
    for (const Offer& offer : offers) {
      if (offer.points <= member->points) best = &offer;
    }
    if (best == nullptr) break;
    const Json answer = stage.answer_to(
        "gift.redeem",
        {{"card", member->card}, {"gift", best->id}, {"lane", 1}, {"at", at(day, ++minute)}},
        cashier);
    if (!answer.at("ok").get<bool>()) throw std::runtime_error("gift.redeem: " + answer.dump());
    ++redeemed;
    const Json& points = answer.at("result").at("points");
    member->points = points.at("after").get<std::int64_t>();
    const std::string figures = std::to_string(points.at("before").get<std::int64_t>()) + " → " +
                                std::to_string(member->points);
    tell.say(member->zh + " 换 " + std::string(best->zh) + "：" + figures + " 分",
             member->en + " takes the " + std::string(best->en) + ": " + figures + " points");
  }
  // The next of them has fewer points than the largest gift takes.
  for (std::size_t i = static_cast<std::size_t>(redeemed); i < richest.size(); ++i) {
    const Member* member = richest[i];
    if (member->points >= offers.back().points) continue;
    const Json answer = stage.answer_to(
        "gift.redeem",
        {{"card", member->card}, {"gift", "G-PARFUM"}, {"lane", 1}, {"at", at(day, ++minute)}},
        cashier);
    stage.told_refusal(member->zh + "也想要淡香水",
                       member->en + " would like the eau de toilette, too", answer);
    break;
  }
}

}  // namespace vip::terminal::demo
