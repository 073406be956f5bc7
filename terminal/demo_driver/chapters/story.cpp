#include "terminal/demo_driver/chapters/story.h"

#include <chrono>
#include <fstream>
#include <stdexcept>

#include "terminal/demo_driver/chapters/cards.h"
#include "terminal/demo_driver/chapters/counter_days.h"
#include "terminal/demo_driver/chapters/gifts.h"
#include "terminal/demo_driver/chapters/head_office.h"
#include "terminal/demo_driver/chapters/opening.h"
#include "terminal/demo_driver/members.h"
#include "terminal/demo_driver/sales.h"
#include "terminal/demo_driver/stage.h"

namespace vip::terminal::demo {
namespace {

void say_what_is_played(Stage& stage, const Sales& sales) {
  const std::string file = stage.wish().sales.filename().string();
  const std::string days = sales.first_day.text() + " – " + sales.last_day.text();
  stage.narrator().note("销售文件 " + file + "，" + days + "；" + sales.middle.text() +
                            " 及以前是历史，以后一笔一笔过收银台",
                        "Sales of " + file + ", " + days + "; up to " + sales.middle.text() +
                            " they are history, after it they go over the counter one by one");
}

// The store's totals.
Json close_books(Stage& stage) {
  Narrator& tell = stage.narrator();
  tell.chapter("账从流水重算一遍", "The books are worked out again from the journal");
  const Json verified = stage.must("verify", Json::object());
  if (!verified.at("clean").get<bool>()) throw std::runtime_error("verify: " + verified.dump());
  const std::string events = grouped(verified.at("events").get<std::int64_t>());
  tell.good(events + " 条流水，账上每一行都对得上",
            events + " events; every row of the ledger is what they add up to");
  return stage.must("report.totals", Json::object());
}

void write_books(Stage& stage, const Json& totals, const Members& members, Day last_day) {
  Json books = {{"totals", totals}, {"cards", Json::array()}};
  for (const Member& member : members.all()) {
    books["cards"].push_back(stage.must("card.show", {{"card", member.card}}));
  }
  books["month"] = stage.must("report.month", {{"month", last_day.text().substr(0, 7)}});
  std::ofstream(stage.wish().books) << books.dump(1) << '\n';
}

void farewell(Stage& stage, const Members& members, std::chrono::steady_clock::duration taken) {
  Narrator& tell = stage.narrator();
  const StoryWish& wish = stage.wish();
  const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(taken).count() / 100;
  const std::string took = std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
  tell.title("用时 " + took + " 秒。数据留在 " + wish.directory.string() + "，接下来可以试试：",
             "That took " + took + " s. The data stay in " + wish.directory.string() +
                 ". Worth trying next:");
  const std::string terminal = wish.terminal.string();
  const std::string store = stage.store().string();
  const std::string card = members.all().empty() ? "CARD" : members.all().front().card;
  tell.command(terminal + " sale quote --data " + store + " --card " + card + " LIP-101:2:189.00");
  tell.command(terminal + " points explain --data " + store + " --card " + card);
  if (!wish.office.empty()) {
    tell.command(wish.office.string() + " report --data " + stage.office().string());
  } else {
    tell.command(terminal + " report month --data " + store);
  }
  tell.command(terminal + " serve --data " + store);
  tell.note(
      "网页 http://127.0.0.1:7410 ：工号 1001 收银员、2001 店长，密码留空",
      "its pages, http://127.0.0.1:7410: staff number 1001 (cashier) or 2001 (manager), no PIN");
}

}  // namespace

int tell_story(const StoryWish& wish) {
  const auto began = std::chrono::steady_clock::now();
  Stage stage(wish);
  stage.narrator().title("一家门店的两个星期：没有网络也一样照规矩办",
                         "A store's days, by the policy, without a network");
  const Sales sales = read_sales(wish.sales, wish.chinese);
  say_what_is_played(stage, sales);
  open_store(stage);
  const Json qualified = import_history(stage, sales);
  put_up_poster(stage, sales);
  Members members(sales.phones);
  issue_cards(stage, sales, qualified, members);
  play_counter_days(stage, sales, members);
  redeem_gifts(stage, members, sales.last_day);
  const Json totals = close_books(stage);
  if (!wish.books.empty()) write_books(stage, totals, members, sales.last_day);
  stage.till().hang_up();
  const bool equal = wish.office.empty() || meet_head_office(stage, sales);
  farewell(stage, members, std::chrono::steady_clock::now() - began);
  return equal ? 0 : 1;
}

}  // namespace vip::terminal::demo
