#include "terminal/demo_driver/chapters/two_stores.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "terminal/demo_driver/child.h"
#include "terminal/demo_driver/cut_line.h"
#include "terminal/demo_driver/narrator.h"
#include "terminal/demo_driver/till.h"

namespace vip::terminal::demo {
namespace {

Json must_run(const std::vector<std::string>& argv) {
  const Ran ran = run(argv);
  if (ran.exit_code != 0) {
    throw std::runtime_error(argv[0] + " " + argv[1] + ": exit code " +
                             std::to_string(ran.exit_code) + "\n" + ran.out);
  }
  return Json::parse(ran.out, nullptr, false);
}

std::string first_line(const Child& child) {
  std::string line;
  char c = 0;
  while (::read(child.out(), &c, 1) == 1 && c != '\n') line += c;
  return line;
}

// Head office in a process of its own.
class Office {
 public:
  Office(const StoryWish& wish, const std::filesystem::path& data, const std::filesystem::path& log)
      : program_(wish.office.string()), data_(data.string()) {
    must_run({program_, "init", "--data", data_, "--training", "--json"});
    server_ = std::make_unique<Child>(std::vector<std::string>{program_, "serve", "--data", data_,
                                                               "--listen", "127.0.0.1:0", "--json"},
                                      log);
    port_ = Json::parse(first_line(*server_)).at("port").get<std::uint16_t>();
  }
  std::uint16_t port() const { return port_; }
  std::string code_for(const std::string& store) const {
    return must_run({program_, "terminal", "add", "--data", data_, "--store", store, "--json"})
        .at("code")
        .get<std::string>();
  }
  // Points of the card's account that nobody holds.
  std::int64_t free(const std::string& card) const {
    return must_run({program_, "account", card, "--data", data_, "--json"})
        .at("free")
        .get<std::int64_t>();
  }
  bool books_are_right() const {
    return run({program_, "verify", "--data", data_, "--json"}).exit_code == 0;
  }

 private:
  std::string program_;
  std::string data_;
  std::unique_ptr<Child> server_;
  std::uint16_t port_ = 0;
};

// A store with its till, at the end of a line of its own.
class Store {
 public:
  Store(const StoryWish& wish, const Office& office, std::string name, const std::string& seed,
        const std::filesystem::path& log)
      : name_(std::move(name)), data_(wish.directory / ("store-" + name_)), line_(office.port()) {
    const std::string terminal = wish.terminal.string();
    must_run({terminal, "init", "--data", data_.string(), "--store", name_, "--training", "--seed",
              seed, "--json"});
    must_run({terminal, "enrol", "--data", data_.string(), "--office",
              "https://127.0.0.1:" + std::to_string(line_.port()), "--code", office.code_for(name_),
              "--json"});
    till_ = std::make_unique<Till>(wish.terminal, data_, log);
  }

  CutLine& line() { return line_; }

  Json answer(const std::string& method, Json request) {
    // Ten minutes past ten, and a minute later with each act.
    const std::string minute = padded(++acts_, 2);
    request["at"] = "2026-11-22T10:" + minute + ":00+08:00";
    request["request_id"] = name_ + "-" + minute;
    request["operator"] = "2001";
    return till_->call(method, std::move(request));
  }
  Json must(const std::string& method, Json request) {
    const Json got = answer(method, std::move(request));
    if (!got.at("ok").get<bool>()) throw std::runtime_error(method + ": " + got.dump());
    return got.at("result");
  }
  Json ask(const std::string& method, Json request) {
    return till_->call(method, std::move(request));
  }

  // At its special price, so that what stands there is paid (D5).
  std::int64_t sell(const std::string& card, std::int64_t fen) {
    return must("sale.commit", {{"lane", 1},
                                {"receipt_no", name_ + "-1-" + padded(acts_ + 1, 6)},
                                {"card", card},
                                {"expected_paid", fen},
                                {"lines", Json::array({{{"sku", "LIP-101"},
                                                        {"qty", 1},
                                                        {"unit_price", fen},
                                                        {"special_price", true}}})}})
        .at("points")
        .at("earned")
        .get<std::int64_t>();
  }
  Json redeem(const std::string& card) {
    return answer("gift.redeem", {{"gift", "G30"}, {"card", card}, {"lane", 1}});
  }
  void exchange() {
    const Json got = ask("sync.run", Json::object());
    if (!got.at("ok").get<bool>()) throw std::runtime_error("sync.run: " + got.dump());
  }
  // What may be redeemed here, now.
  std::int64_t right(const std::string& card) {
    const Json shown = ask("card.show", {{"card", card}});
    return shown.at("ok").get<bool>() ? shown["result"]["points"]["here"].get<std::int64_t>() : 0;
  }
  void put_up_gift() {
    must("gift.put", {{"gift",
                       {{"id", "G30"},
                        {"name", "口红 Lipstick"},
                        {"points", 30},
                        {"stock", 10},
                        {"first_day", "2026-01-01"},
                        {"last_day", "2029-12-31"}}}});
  }
  void hang_up() { till_->hang_up(); }
  const std::filesystem::path& data() const { return data_; }

 private:
  std::string name_;
  std::filesystem::path data_;
  CutLine line_;
  std::unique_ptr<Till> till_;
  std::uint64_t acts_ = 0;
};

// The design's table, and what was found beside it.
class Table {
 public:
  Table(Narrator& tell, const Office& office, Store& a, Store& b)
      : tell_(tell), office_(office), a_(a), b_(b) {
    rows_.push_back(
        {{std::string(tell.tell("步骤", "step")), std::string(tell.tell("总部可调拨", "free")),
          std::string(tell.tell("A 店可兑", "right A")),
          std::string(tell.tell("B 店可兑", "right B")), std::string(tell.tell("实有", "total"))},
         Narrator::Row::Look::head});
  }

  void row(const char* zh, const char* en, const std::string& card, std::int64_t free,
           std::int64_t right_a, std::int64_t right_b) {
    const std::int64_t found[] = {office_.free(card), a_.right(card), b_.right(card)};
    const std::int64_t should[] = {free, right_a, right_b};
    Narrator::Row row{{std::string(tell_.tell(zh, en))}, Narrator::Row::Look::good};
    std::int64_t total = 0;
    for (int i = 0; i < 3; ++i) {
      total += found[i];
      std::string cell = std::to_string(found[i]);
      if (found[i] != should[i]) {
        cell += " ≠ " + std::to_string(should[i]);
        row.look = Narrator::Row::Look::bad;
        right_ = false;
      }
      row.cells.push_back(std::move(cell));
    }
    row.cells.push_back(std::to_string(total));
    rows_.push_back(std::move(row));
  }

  void show() const { tell_.table(rows_); }
  bool right() const { return right_; }

 private:
  Narrator& tell_;
  const Office& office_;
  Store& a_;
  Store& b_;
  std::vector<Narrator::Row> rows_;
  bool right_ = true;
};

std::string clause_of(const Json& answer) {
  if (!answer.contains("refusal")) throw std::runtime_error("not refused: " + answer.dump());
  return answer["refusal"]["clause"].get<std::string>() + " " +
         answer["refusal"]["word"].get<std::string>();
}

}  // namespace

int tell_two_stores(const StoryWish& wish) {
  Narrator tell(wish.chinese);
  const auto began = std::chrono::steady_clock::now();
  tell.title("一张卡，两家店，两条断了的线：一分不多，一分不少",
             "One card, two stores, both lines cut: not a point lost, none spent twice");
  std::filesystem::create_directories(wish.directory);
  const std::filesystem::path log = wish.directory / "messages.log";
  for (const auto& left :
       {wish.directory / "office", wish.directory / "store-A", wish.directory / "store-B", log}) {
    std::filesystem::remove_all(left);
  }
  const Office office(wish, wish.directory / "office", log);
  Store a(wish, office, "A", "1", log);
  Store b(wish, office, "B", "2", log);
  Table table(tell, office, a, b);

  for (Store* store : {&a, &b}) store->put_up_gift();
  const std::string card =
      a.must("card.issue", {{"proof",
                             {{"receipts", Json::array({{{"receipt_no", "A-9-000001"},
                                                         {"date", "2026-11-20"},
                                                         {"paid", 100'000}}})}}},
                            {"registration",
                             {{"surname", "王"},
                              {"form", "ms"},
                              {"phone", "13800000000"},
                              {"birthday", "1990-05-20"},
                              {"consent", true}}}})
          .at("card")
          .get<std::string>();
  a.sell(card, 400'000);
  a.exchange();
  b.right(card);  // she shows her card at B, whose line is up: B hears of it
  b.exchange();
  const Json at_b = b.ask("card.show", {{"card", card}});
  tell.say("会员在 A 店入会，攒了 40 分；也去过 B 店，B 店只知道怎么称呼：" +
               at_b["result"]["member"]["address"].value("zh-CN", ""),
           "A member of store A with 40 points; she has been at B, which knows only how to address "
           "her: " +
               at_b["result"]["member"]["address"].value("en", ""));
  table.row("A 店的卡，积分都在 A", "card of store A, all at home", card, 0, 40, 0);

  a.line().cut();
  b.line().cut();
  const std::int64_t earned = a.sell(card, 50'000);
  const Json gift = a.redeem(card);
  tell.say(
      "两条线都剪断。A 店：消费 500.00，得 " + std::to_string(earned) + " 分；兑一支口红，30 分",
      "Both lines are cut. A: buys for 500.00, earns " + std::to_string(earned) +
          "; redeems a lipstick for 30");
  if (!gift.at("ok").get<bool>()) throw std::runtime_error("gift.redeem: " + gift.dump());
  table.row("两线都断；A：得 5，兑 30", "both lines cut; A: earns 5, redeems 30", card, 0, 15, 0);

  const std::int64_t earned_b = b.sell(card, 35'000);
  tell.say("B 店：消费 350.00，得 " + std::to_string(earned_b) + " 分，当场入账",
           "B: buys for 350.00, earns " + std::to_string(earned_b) + ", there and then");
  table.row("B：消费 350.00，得 3", "B: customer buys for 350.00, earns 3", card, 0, 15, 3);

  const Json refused = b.redeem(card);
  tell.refused("B 店：也想兑一支。" + clause_of(refused),
               "B: would like one there too. " + clause_of(refused));
  const std::string message =
      refused["refusal"]["message"][wish.chinese ? "zh-CN" : "en"].get<std::string>();
  tell.note(message, message);
  table.row("B：要兑 30？不行，这里只有 3", "B: gift for 30? refused, G5", card, 0, 15, 3);

  a.line().mend();
  a.line().lose_next_answer();
  a.exchange();
  tell.say("A 店的线通了；第一次的应答丢在路上，同样的再送一遍，总部跳过已有的",
           "A's line is mended; the first answer is lost, the same goes again and is skipped");
  if (a.line().broken() != 1) throw std::runtime_error("no answer was lost");
  table.row("A 交换；应答丢失，重发，跳过", "A exchanges; answer lost; again: skipped", card, 0, 15,
            3);

  b.line().mend();
  b.exchange();
  a.exchange();
  tell.say("B 店的线也通了：交出 3 分和零头 50.00，总部转给 A 店",
           "B's line too: it releases 3 and the carry of 50.00; head office grants both to A");
  table.row("B 交换：交出 3，转给 A", "B exchanges: releases 3, granted to A", card, 0, 18, 0);

  a.must("card.block", {{"card", card}, {"reason", "lost"}});
  a.exchange();
  const std::string next = a.must("card.replace", {{"card", card}}).at("card").get<std::string>();
  a.exchange();
  b.exchange();
  tell.say(
      "卡丢了：挂失，补一张新卡，积分跟着走（C6、C7）；旧卡在 B 店也不能用了",
      "The card is lost: blocked, replaced, the points move (C6, C7); the old one is void at B");
  const Json old_card = b.redeem(card);
  tell.refused("B 店：旧卡来兑。" + clause_of(old_card), "B: the old card. " + clause_of(old_card));
  table.row("A 挂失、补卡：同一账户", "card lost at A: new card, same account", next, 0, 18, 0);

  table.show();
  a.hang_up();
  b.hang_up();
  bool whole = table.right() && office.books_are_right();
  for (const Store* store : {&a, &b}) {
    const Ran verified =
        run({wish.terminal.string(), "verify", "--data", store->data().string(), "--json"});
    whole = whole && verified.exit_code == 0;
  }
  const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::steady_clock::now() - began)
                         .count();
  const std::string took =
      std::to_string(taken / 1000) + '.' + std::to_string(taken / 100 % 10) + " s";
  if (whole) {
    tell.good("每个数都对；三方的账从流水重建，一致。用时 " + took,
              "Every figure is right; all three sets of books, rebuilt from their journals, agree. "
              "That took " +
                  took);
  } else {
    tell.bad("有数不对。", "Something is not what it should be.");
  }
  return whole ? 0 : 1;
}

}  // namespace vip::terminal::demo
