#include "terminal/demo_driver/story.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "terminal/demo_driver/child.h"
#include "terminal/demo_driver/narrator.h"
#include "terminal/demo_driver/sales.h"
#include "terminal/demo_driver/till.h"

namespace vip::terminal::demo {
namespace {

constexpr std::string_view cashier = "1001";
constexpr std::string_view manager = "2001";
constexpr int lanes = 6;
// Baskets quoted together, then paid together: never two of one customer.
constexpr std::size_t baskets_at_once = 16;

constexpr std::array<std::string_view, 24> surnames = {
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙",
    "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑", "梁", "谢", "宋"};

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

struct Member {
  std::string customer;
  std::string phone;
  std::string card;    // in full
  std::string masked;  // as answers show it
  std::string zh;      // 王女士
  std::string en;
  std::string birthday;
  Day birthday_visit;  // the day it is celebrated on, or 1900-01-01
  std::int64_t points = 0;
};

std::string at(Day day, int minute) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return day.text() + 'T' + two(minute / 60) + ':' + two(minute % 60) + ":00+08:00";
}

// A number from a text, the same everywhere (FNV-1a): people that the file does not know enough of.
std::uint64_t number_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

std::string padded(std::uint64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string masked(std::string_view card) {
  return std::string(card.substr(0, 4)) + " **** **** " + std::string(card.substr(12));
}

std::string message_of(const Json& answer, bool chinese) {
  for (const char* kind : {"refusal", "error"}) {
    if (answer.contains(kind) && answer[kind].contains("message")) {
      return answer[kind]["message"][chinese ? "zh-CN" : "en"].get<std::string>();
    }
  }
  return answer.dump();
}

class Story {
 public:
  explicit Story(const StoryWish& wish)
      : wish_(wish),
        tell_(wish.chinese),
        store_(wish.directory / "store-S01"),
        office_(wish.directory / "office"),
        log_(wish.directory / "messages.log") {}

  int tell() {
    const auto began = std::chrono::steady_clock::now();
    tell_.title("一家门店的两个星期：没有网络也一样照规矩办",
                "A store's days, by the policy, without a network");
    read_file();
    open_store();
    import_history();
    put_up_poster();
    issue_cards();
    second_half();
    gifts();
    close_of_day();
    if (!wish_.books.empty()) write_books();
    till_->hang_up();
    const bool equal = wish_.office.empty() || head_office();
    farewell(std::chrono::steady_clock::now() - began);
    return equal ? 0 : 1;
  }

 private:
  // -- beginnings --

  void read_file() {
    sales_ = read_sales(wish_.sales, wish_.chinese);
    const std::string file = wish_.sales.filename().string();
    const std::string days = sales_.first_day.text() + " – " + sales_.last_day.text();
    tell_.note("销售文件 " + file + "，" + days + "；" + sales_.middle.text() +
                   " 及以前是历史，以后一笔一笔过收银台",
               "Sales of " + file + ", " + days + "; up to " + sales_.middle.text() +
                   " they are history, after it they go over the counter one by one");
  }

  void open_store() {
    tell_.chapter("开店", "A store opens");
    // Only what an earlier demonstration left there.
    std::filesystem::create_directories(wish_.directory);
    for (const auto& left : {store_, office_, log_}) std::filesystem::remove_all(left);
    const Ran made = run({wish_.terminal.string(), "init", "--data", store_.string(), "--store",
                          "S01", "--training", "--seed", "1", "--json"});
    if (made.exit_code != 0) {
      throw std::runtime_error("vip-terminal init: exit code " + std::to_string(made.exit_code) +
                               "\n" + made.out);
    }
    till_.emplace(wish_.terminal, store_, log_, wish_.kill_every, wish_.seed);
    tell_.say("门店 S01 开张（练习店，卡号可重现）。账本在 " + store_.string(),
              "Store S01 is open (a training store). Its books are in " + store_.string());
    if (wish_.kill_every > 0) {
      tell_.note(
          "收银程序会被随时 kill -9，大约每 " + std::to_string(wish_.kill_every) + " 个回答一次",
          "The terminal is killed with -9 at any moment, about once in " +
              std::to_string(wish_.kill_every) + " answers");
    }
  }

  void import_history() {
    tell_.chapter("以前的销售导入进来", "Sales of the time before come in");
    const std::filesystem::path file = wish_.directory / "first-half.csv";
    std::ofstream(file, std::ios::binary) << sales_.first_half;
    const Json result = must("history.import",
                             {{"file", file.string()},
                              {"as_of", sales_.middle.text()},
                              {"at", at(sales_.middle, 22 * 60 + 30)}},
                             cashier);
    const auto count = [&](const char* name) {
      return grouped(result.at(name).get<std::int64_t>());
    };
    const Json& rows = result.at("rows");
    const std::string read = grouped(rows.at("read").get<std::int64_t>());
    tell_.say("读了 " + read + " 行：" + count("sales") + " 笔销售、" + count("returns") +
                  " 行退货、" + count("customers") + " 位顾客",
              "Read " + read + " rows: " + count("sales") + " sales, " + count("returns") +
                  " returned rows, " + count("customers") + " customers");
    const auto rejected = rows.at("rejected").get<std::int64_t>();
    if (rejected > 0) {
      tell_.say(grouped(rejected) + " 行没有收，每一行都有行号和原因，写在 " +
                    result.at("rejects").get<std::string>(),
                grouped(rejected) + " rows were not taken, each with its line and reason, in " +
                    result.at("rejects").get<std::string>());
      std::size_t shown = 0;
      for (const Json& each : result.at("rejected")) {
        if (++shown > 2) break;
        const std::string line = std::to_string(each.at("line").get<std::int64_t>());
        tell_.note("第 " + line + " 行：" + each.at("message").at("zh-CN").get<std::string>(),
                   "line " + line + ": " + each.at("message").at("en").get<std::string>());
      }
    }
    qualified_ = result.at("qualified");
    std::int64_t single = 0;
    for (const Json& each : qualified_) single += each.at("clause") == "E1" ? 1 : 0;
    const auto all = static_cast<std::int64_t>(qualified_.size());
    tell_.good("到 " + sales_.middle.text() + " 有 " + grouped(all) + " 位顾客够得上会员：" +
                   grouped(single) + " 位一次满 1000（E1），" + grouped(all - single) +
                   " 位半年累计满 2000（E2）",
               "By " + sales_.middle.text() + " " + grouped(all) +
                   " customers qualify: " + grouped(single) + " by one purchase of 1,000 (E1), " +
                   grouped(all - single) + " by 2,000 within six months (E2)");
    const Json again = must("history.import",
                            {{"file", file.string()},
                             {"as_of", sales_.middle.text()},
                             {"at", at(sales_.middle, 22 * 60 + 31)}},
                            cashier);
    if (again.at("sales") != 0 || again.at("returns") != 0) {
      throw std::runtime_error("a second import of the same file changed the books");
    }
    tell_.note("再导入一遍：什么都没有变", "Imported once more: nothing changed");
  }

  void put_up_poster() {
    tell_.chapter("礼品海报贴出来", "The poster with the gifts goes up");
    std::string zh;
    std::string en;
    for (const Offer& offer : offers) {
      must("gift.put",
           {{"gift",
             {{"id", offer.id},
              {"name", offer.zh},
              {"points", offer.points},
              {"stock", offer.stock},
              {"first_day", sales_.middle.text()},
              {"last_day", plus_days(sales_.last_day, 30).text()}}},
            {"at", at(sales_.middle, 22 * 60 + 40)}},
           manager);
      zh += (zh.empty() ? "" : "、") + std::string(offer.zh) + " " + std::to_string(offer.points) +
            " 分";
      en += (en.empty() ? "" : ", ") + std::string(offer.en) + " " + std::to_string(offer.points);
    }
    tell_.say(zh, "Points for each: " + en);
  }

  // What the file does not tell about people is invented, the same each time.
  Member invented(const std::string& customer) {
    Member member;
    member.customer = customer;
    const std::uint64_t number = number_of(customer);
    const auto phone = sales_.phones.find(customer);
    member.phone =
        phone != sales_.phones.end() ? phone->second : "1380000" + padded(next_phone_++, 4);
    member.birthday = std::to_string(1965 + number % 40) + "-" + padded(1 + number / 64 % 12, 2) +
                      "-" + padded(1 + number / 4096 % 28, 2);
    return member;
  }

  void issue_cards() {
    tell_.chapter("够格的顾客当场领卡", "The customers who qualify get their cards, on the spot");
    // The second of them has a birthday on the first day of coming back.
    std::size_t place = 0;
    for (const Json& each : qualified_) {
      Member member = invented(each.at("customer").get<std::string>());
      if (!birthday_told_ && place > 0) {
        if (const auto visit = first_visit(member.customer)) {
          member.birthday_visit = *visit;
          member.birthday = "1990" + visit->text().substr(4);
          birthday_told_ = true;
        }
      }
      const std::string form = number_of(member.customer) % 5 == 0 ? "mr" : "ms";
      const std::string_view surname = surnames[number_of(member.customer) % surnames.size()];
      const Json request = {{"proof", {{"receipts", each.at("receipts")}}},
                            {"registration",
                             {{"surname", surname},
                              {"form", form},
                              {"phone", member.phone},
                              {"birthday", member.birthday},
                              {"consent", true}}},
                            {"at", at(sales_.middle, 22 * 60 + 45)}};
      const std::string clause = each.at("clause").get<std::string>();
      const std::int64_t sum = each.at("sum").get<std::int64_t>();
      const std::size_t receipts = each.at("receipts").size();
      const std::size_t index = members_.size();
      members_.push_back(member);
      by_customer_[member.customer] = index;
      ask("card.issue", request, cashier, [=, this](const Json& result) {
        Member& issued = members_[index];
        issued.card = result.at("card").get<std::string>();
        issued.masked = masked(issued.card);
        issued.zh = result.at("address").at("zh-CN").get<std::string>();
        issued.en = result.at("address").at("en").get<std::string>();
        if (index < 3) {
          tell_.say(issued.zh + "  " + issued.masked + "  凭 " + std::to_string(receipts) +
                        " 张小票共 " + yuan(sum) + "（" + clause + "），有效至 " +
                        result.at("last_day").get<std::string>(),
                    issued.en + "  " + issued.masked + "  for " + std::to_string(receipts) +
                        (receipts == 1 ? " receipt of " : " receipts of ") + yuan(sum) + " (" +
                        clause + "), valid through " + result.at("last_day").get<std::string>());
        }
      });
      ++place;
    }
    till_->settle();
    for (const Member& member : members_) {
      ask("handover.record",
          {{"card", member.card}, {"item", "handbook"}, {"at", at(sales_.middle, 22 * 60 + 50)}},
          cashier, [](const Json&) {});
    }
    till_->settle();
    tell_.good("共发卡 " + std::to_string(members_.size()) + " 张，每张都交付了会员手册（E7）",
               std::to_string(members_.size()) + " cards issued, each with its handbook (E7)");
    if (!members_.empty()) {
      const Json used = answer_to("card.issue",
                                  {{"proof", {{"receipts", qualified_[0].at("receipts")}}},
                                   {"registration",
                                    {{"surname", "钱"},
                                     {"form", "ms"},
                                     {"phone", "13800009999"},
                                     {"birthday", "1991-01-01"},
                                     {"consent", true}}},
                                   {"at", at(sales_.middle, 22 * 60 + 55)}},
                                  cashier);
      told_refusal("别人拿同一张小票再来一次", "Somebody else lays the same receipt on the counter",
                   used);
    }
  }

  std::optional<Day> first_visit(const std::string& customer) const {
    for (const HistoryReceipt& receipt : sales_.second_half) {
      if (receipt.customer == customer && !receipt.sold.empty()) return receipt.at.day;
    }
    return {};
  }

  // -- the counter --

  struct Basket {
    const HistoryReceipt* receipt = nullptr;
    Json request;  // of the quote
    std::int64_t paid = 0;
  };

  struct DayBook {
    std::int64_t receipts = 0;
    std::int64_t paid = 0;
    std::int64_t refunded = 0;
    std::int64_t returns = 0;
    std::int64_t earned = 0;
    std::int64_t member_sales = 0;
  };

  void second_half() {
    tell_.chapter("后一半：一笔一笔过收银台", "The second half, over the counter one by one");
    for (const HistoryReceipt& receipt : sales_.first_half_receipts) {
      goods_.add(receipt);
      for (const HistoryReceipt::Back& back : receipt.back) goods_.take(receipt, back.what);
    }
    std::vector<Basket> open;
    Day day = sales_.middle;
    std::uint64_t done = 0;
    for (const HistoryReceipt& receipt : sales_.second_half) {
      if (receipt.at.day != day) {
        pay(open);
        end_day(day);
        day = receipt.at.day;
        begin_day(day);
      }
      const bool same_customer = std::any_of(open.begin(), open.end(), [&](const Basket& each) {
        return !receipt.customer.empty() && each.receipt->customer == receipt.customer;
      });
      if (same_customer || open.size() == baskets_at_once || !receipt.back.empty()) pay(open);
      if (!receipt.sold.empty()) {
        open.push_back({&receipt, basket_of(receipt)});
        goods_.add(receipt);
      }
      if (!receipt.back.empty()) {
        pay(open);
        for (const HistoryReceipt::Back& back : receipt.back) bring_back(receipt, back);
      }
      ++done;
      tell_.progress(done, sales_.second_half.size(),
                     day.text() + "  " + grouped(static_cast<std::int64_t>(done)) + " / " +
                         grouped(static_cast<std::int64_t>(sales_.second_half.size())));
    }
    pay(open);
    end_day(day);
    tell_.good("共 " + grouped(total_.receipts) + " 笔，实付 " + yuan(total_.paid) + "，其中会员 " +
                   grouped(total_.member_sales) + " 笔得 " + grouped(total_.earned) + " 分；退货 " +
                   grouped(total_.returns) + " 次，退款 " + yuan(total_.refunded),
               grouped(total_.receipts) + " sales, " + yuan(total_.paid) + " paid; " +
                   grouped(total_.member_sales) + " by members, who earned " +
                   grouped(total_.earned) + " points; " + grouped(total_.returns) + " returns, " +
                   yuan(total_.refunded) + " given back");
    const auto skipped = static_cast<std::int64_t>(sales_.second_half_rejected) + unmatched_;
    if (skipped > 0) {
      tell_.note(grouped(skipped) + " 行不是销售，或退的货找不到是谁买的，收银台没有碰它们",
                 grouped(skipped) +
                     " rows are no sales, or bring back what was not out: "
                     "the counter left them alone");
      for (const Rejection& why : sales_.examples) {
        const Words words = explain(why);
        const std::string line = std::to_string(why.line);
        tell_.note("第 " + line + " 行：" + words.zh, "line " + line + ": " + words.en);
      }
    }
    if (wish_.kill_every > 0) {
      tell_.note(
          "到这里收银程序被杀了 " + std::to_string(till_->kills()) + " 次，一笔也没丢，一笔也没重",
          "By now the terminal was killed " + std::to_string(till_->kills()) +
              " times; nothing was lost, nothing happened twice");
    }
  }

  void begin_day(Day day) {
    today_ = {};
    // In the middle of it all, whoever has most points but one loses the card.
    if (lost_ || members_.size() < 3 ||
        day <= plus_days(sales_.middle, days_between(sales_.middle, sales_.last_day) / 3)) {
      return;
    }
    lost_ = true;
    std::vector<Member*> richest;
    for (Member& member : members_) richest.push_back(&member);
    std::stable_sort(richest.begin(), richest.end(),
                     [](const Member* a, const Member* b) { return a->points > b->points; });
    lose_card(*richest[1], day);
  }

  void end_day(Day day) {
    till_->settle();
    if (today_.receipts == 0 && today_.returns == 0) return;
    total_.receipts += today_.receipts;
    total_.paid += today_.paid;
    total_.refunded += today_.refunded;
    total_.returns += today_.returns;
    total_.earned += today_.earned;
    total_.member_sales += today_.member_sales;
    tell_.say(
        day.text() + "  " + grouped(today_.receipts) + " 笔  实付 " + yuan(today_.paid) +
            "  会员得 " + grouped(today_.earned) + " 分" +
            (today_.returns > 0 ? "  退货 " + yuan(today_.refunded) : std::string()),
        day.text() + "  " + grouped(today_.receipts) + " sales  " + yuan(today_.paid) + " paid  " +
            grouped(today_.earned) + " points earned" +
            (today_.returns > 0 ? "  " + yuan(today_.refunded) + " given back" : std::string()));
  }

  Member* member_of(const HistoryReceipt& receipt) {
    const auto found = by_customer_.find(receipt.customer);
    return receipt.customer.empty() || found == by_customer_.end() ? nullptr
                                                                   : &members_[found->second];
  }

  Json basket_of(const HistoryReceipt& receipt) {
    Json lines = Json::array();
    Json coupons = Json::array();
    for (std::size_t i = 0; i < receipt.sold.size(); ++i) {
      const HistoryRow& row = receipt.sold[i];
      Json line = {{"sku", row.sku}, {"qty", row.qty}, {"unit_price", row.unit_price.count()}};
      if (!row.name.empty()) line["name"] = row.name;
      if (row.promotion) line["promotion"] = true;
      lines.push_back(std::move(line));
      if (row.coupon.empty()) continue;
      const auto known = std::find_if(coupons.begin(), coupons.end(),
                                      [&](const Json& each) { return each["id"] == row.coupon; });
      if (known == coupons.end()) {
        coupons.push_back(
            {{"id", row.coupon}, {"amount", row.reduction.count()}, {"lines", Json::array({i})}});
      } else {
        (*known)["amount"] = (*known)["amount"].get<std::int64_t>() + row.reduction.count();
        (*known)["lines"].push_back(i);
      }
    }
    Json request = {{"lines", std::move(lines)}, {"at", at(receipt.at.day, receipt.at.minute)}};
    if (!coupons.empty()) request["coupons"] = std::move(coupons);
    if (const Member* member = member_of(receipt)) {
      request["card"] = member->card;
      if (member->birthday_visit == receipt.at.day) request["birthday_document_shown"] = true;
    } else if (!receipt.phone.empty()) {
      request["phone"] = receipt.phone;
    }
    return request;
  }

  // Everybody at the counter is quoted, then everybody pays.
  void pay(std::vector<Basket>& open) {
    if (open.empty()) return;
    for (Basket& basket : open) {
      ask("sale.quote", basket.request, {},
          [&basket](const Json& result) { basket.paid = result.at("paid").get<std::int64_t>(); });
    }
    till_->settle();
    std::vector<Basket*> again;
    for (Basket& basket : open) commit(basket, &again);
    till_->settle();
    // Another sale on the card came between: the till quotes again, as any till would (A16).
    for (Basket* basket : again) {
      ask("sale.quote", basket->request, {},
          [basket](const Json& result) { basket->paid = result.at("paid").get<std::int64_t>(); });
      till_->settle();
      commit(*basket, nullptr);
      till_->settle();
    }
    open.clear();
  }

  void commit(Basket& basket, std::vector<Basket*>* again) {
    Json request = basket.request;
    const HistoryReceipt& receipt = *basket.receipt;
    request["receipt_no"] = receipt.receipt_no;
    request["expected_paid"] = basket.paid;
    request["lane"] = 1 + static_cast<int>(number_of(receipt.receipt_no) % lanes);
    send("sale.commit", request, cashier, [&basket, again, this](const Json& answer) {
      if (!answer.at("ok").get<bool>()) {
        const bool differs = again != nullptr && answer.contains("refusal") &&
                             answer["refusal"]["word"] == "paid_differs";
        if (!differs) throw std::runtime_error("sale.commit: " + answer.dump());
        again->push_back(&basket);
        return;
      }
      paid(*basket.receipt, answer.at("result"));
    });
  }

  void paid(const HistoryReceipt& receipt, const Json& result) {
    ++today_.receipts;
    today_.paid += result.at("paid").get<std::int64_t>();
    Member* member = member_of(receipt);
    if (member == nullptr || !result.contains("points")) return;
    ++today_.member_sales;
    today_.earned += result.at("points").at("earned").get<std::int64_t>();
    member->points = result.at("points").at("after").get<std::int64_t>();
    const std::string clause =
        result.contains("rate") ? result.at("rate").at("clause").get<std::string>() : "";
    const std::string gross = yuan(result.at("gross").get<std::int64_t>());
    const std::string cost = yuan(result.at("paid").get<std::int64_t>());
    if (clause == "D3" && !std::exchange(birthday_shown_, true)) {
      tell_.note(member->zh + "今天生日，证件看过，六折：" + gross + " → " + cost + "（D3）",
                 member->en + " has a birthday today, the document was shown: " + gross + " → " +
                     cost + " (D3)");
    }
    if (clause == "D2" && !std::exchange(level_shown_, true)) {
      tell_.note(member->zh + "积分够了 30，从此八五折：" + gross + " → " + cost + "（D2）",
                 member->en + " has gathered 30 points and pays 85 % from now on: " + gross +
                     " → " + cost + " (D2)");
    }
  }

  // What the file says came back is taken back from the sales that history.import's rule finds; one
  // sale.return for each sale.
  void bring_back(const HistoryReceipt& receipt, const HistoryReceipt::Back& back) {
    const std::vector<ReturnedPart> parts = goods_.take(receipt, back.what);
    if (parts.empty()) ++unmatched_;
    std::map<std::string, Json> lines;
    for (const ReturnedPart& part : parts) {
      lines[part.sale_receipt_no].push_back({{"line", part.line}, {"qty", part.qty}});
    }
    for (const auto& [sale, units] : lines) {
      send("sale.return",
           {{"receipt_no", sale},
            {"return_no", receipt.receipt_no},
            {"lines", units},
            {"lane", 1},
            {"at", at(receipt.at.day, receipt.at.minute)}},
           cashier, [this](const Json& answer) {
             if (!answer.at("ok").get<bool>()) {
               if (!answer.contains("refusal")) throw std::runtime_error(answer.dump());
               ++unmatched_;
               return;
             }
             ++today_.returns;
             today_.refunded += answer.at("result").at("refund").get<std::int64_t>();
           });
    }
  }

  // -- cards and gifts --

  void lose_card(Member& member, Day day) {
    tell_.say(member.zh + "的卡丢了，打电话来挂失（C6）",
              member.en + " has lost the card and calls to have it blocked (C6)");
    must("card.block", {{"card", member.card}, {"reason", "lost"}, {"at", at(day, 9 * 60 + 30)}},
         cashier);
    const Json quoted =
        must("sale.quote", {{"card", member.card},
                            {"lines", {{{"sku", "LIP-101"}, {"qty", 1}, {"unit_price", 18'900}}}},
                            {"at", at(day, 9 * 60 + 31)}});
    const std::string full = yuan(quoted.at("paid").get<std::int64_t>());
    tell_.note("有人拿这张卡来买 189.00 的口红：付 " + full + "，没有优惠",
               "Somebody shows it for a lipstick of 189.00: pays " + full + ", no benefits");
    const Json replaced =
        must("card.replace", {{"card", member.card}, {"at", at(day, 9 * 60 + 40)}}, cashier);
    const std::string before = member.masked;
    member.card = replaced.at("card").get<std::string>();
    member.masked = masked(member.card);
    const auto balance = replaced.at("points").at("balance").get<std::int64_t>();
    tell_.note("补卡 " + before + " → " + member.masked + "，有效期不变，积分 " + grouped(balance) +
                   " 跟着走（C7）",
               "Replaced: " + before + " → " + member.masked + ", the same last day, its " +
                   grouped(balance) + (balance == 1 ? " point moves" : " points move") +
                   " along (C7)");
  }

  void gifts() {
    tell_.chapter("积分换礼品", "Points for gifts");
    const Day day = sales_.last_day;
    int minute = 22 * 60;
    std::vector<Member*> richest;
    for (Member& member : members_) {
      richest.push_back(&member);
      ask("card.show", {{"card", member.card}, {"at", at(day, minute)}}, {},
          [&member](const Json& shown) {
            member.points = shown.at("redeemable").get<std::int64_t>();
          });
    }
    till_->settle();
    std::stable_sort(richest.begin(), richest.end(),
                     [](const Member* a, const Member* b) { return a->points > b->points; });
    std::int64_t redeemed = 0;
    for (Member* member : richest) {
      if (redeemed == 6) break;
      const Offer* best = nullptr;
      for (const Offer& offer : offers) {
        if (offer.points <= member->points) best = &offer;
      }
      if (best == nullptr) break;
      const Json answer = answer_to(
          "gift.redeem",
          {{"card", member->card}, {"gift", best->id}, {"lane", 1}, {"at", at(day, ++minute)}},
          cashier);
      if (!answer.at("ok").get<bool>()) throw std::runtime_error("gift.redeem: " + answer.dump());
      ++redeemed;
      const Json& points = answer.at("result").at("points");
      member->points = points.at("after").get<std::int64_t>();
      const std::string figures = std::to_string(points.at("before").get<std::int64_t>()) + " → " +
                                  std::to_string(member->points);
      tell_.say(member->zh + " 换 " + std::string(best->zh) + "：" + figures + " 分",
                member->en + " takes the " + std::string(best->en) + ": " + figures + " points");
    }
    // The next of them has fewer points than the largest gift takes.
    for (std::size_t i = static_cast<std::size_t>(redeemed); i < richest.size(); ++i) {
      const Member* member = richest[i];
      if (member->points >= offers.back().points) continue;
      const Json answer = answer_to(
          "gift.redeem",
          {{"card", member->card}, {"gift", "G-PARFUM"}, {"lane", 1}, {"at", at(day, ++minute)}},
          cashier);
      told_refusal(member->zh + "也想要淡香水", member->en + " would like the eau de toilette, too",
                   answer);
      break;
    }
  }

  void told_refusal(const std::string& zh, const std::string& en, const Json& answer) {
    if (!answer.contains("refusal")) throw std::runtime_error("not refused: " + answer.dump());
    const std::string clause = answer["refusal"]["clause"].get<std::string>() + " " +
                               answer["refusal"]["word"].get<std::string>();
    tell_.refused(zh + "：" + clause, en + ": " + clause);
    const std::string message = message_of(answer, wish_.chinese);
    tell_.note(message, message);
  }

  void close_of_day() {
    tell_.chapter("账从流水重算一遍", "The books are worked out again from the journal");
    const Json verified = must("verify", Json::object());
    if (!verified.at("clean").get<bool>()) throw std::runtime_error("verify: " + verified.dump());
    const std::string events = grouped(verified.at("events").get<std::int64_t>());
    tell_.good(events + " 条流水，账上每一行都对得上",
               events + " events; every row of the ledger is what they add up to");
    totals_ = must("report.totals", Json::object());
  }

  void write_books() {
    Json books = {{"totals", totals_}, {"cards", Json::array()}};
    for (const Member& member : members_) {
      books["cards"].push_back(must("card.show", {{"card", member.card}}));
    }
    books["month"] = must("report.month", {{"month", sales_.last_day.text().substr(0, 7)}});
    std::ofstream(wish_.books) << books.dump(1) << '\n';
  }

  // -- head office --

  bool head_office() {
    tell_.chapter("线路通了：总部", "The line comes up: head office");
    must_run({wish_.office.string(), "init", "--data", office_.string(), "--host", "127.0.0.1",
              "--host", "localhost", "--training"});
    Child server({wish_.office.string(), "serve", "--data", office_.string(), "--listen",
                  "127.0.0.1:0", "--json"},
                 log_);
    const std::string address = Json::parse(first_line(server)).at("listening").get<std::string>();
    tell_.say("总部在 " + address + " 上等着（TLS 1.3，双方都出示证书）",
              "Head office listens on " + address + " (TLS 1.3, both sides show certificates)");
    const Json added = Json::parse(must_run({wish_.office.string(), "terminal", "add", "--data",
                                             office_.string(), "--store", "S01", "--json"}));
    must_run({wish_.terminal.string(), "enrol", "--data", store_.string(), "--office", address,
              "--code", added.at("code").get<std::string>()});
    tell_.say("门店用一次性口令登记，密钥在门店自己这边生成",
              "The store enrols with a one-time code; its key is made on its own device");
    const Json synced = must("sync.run", Json::object());
    totals_ = must("report.totals", Json::object());
    for (Day month = first_of_month(sales_.middle); month <= sales_.last_day;
         month = plus_months(month, 1)) {
      const Json report = must("report.month", {{"month", month.text().substr(0, 7)}});
      for (const Json& day : report.at("days")) days_.push_back(day);
    }
    till_->hang_up();
    const auto of = [&](const char* name) { return grouped(synced.at(name).get<std::int64_t>()); };
    tell_.say("交换：送出 " + of("sent") + " 条流水，" + of("bytes_sent") + " 字节，总部确认了 " +
                  of("acked") + " 条，还有 " + of("waiting") + " 条没送",
              "Exchanged: " + of("sent") + " events in " + of("bytes_sent") +
                  " bytes; head office acknowledges " + of("acked") + ", " + of("waiting") +
                  " wait");
    const Json report = Json::parse(
        must_run({wish_.office.string(), "report", "--data", office_.string(), "--json"}));
    must_run({wish_.office.string(), "verify", "--data", office_.string()});
    return side_by_side(report.at("stores").at(0));
  }

  // A table of what people ask for; and every other figure that both have, of the whole and of each
  // day, is compared as well.
  bool side_by_side(const Json& theirs) {
    struct Figure {
      const char* zh;
      const char* en;
      const char* pointer;
      bool money;
    };
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
    tell_.chapter("两边的账并排放", "Both sides' reports, side by side");
    using Look = Narrator::Row::Look;
    std::vector<Narrator::Row> rows;
    rows.push_back({{"", std::string(tell_.tell("门店", "store")),
                     std::string(tell_.tell("总部", "head office")), ""},
                    Look::head});
    const std::string different(tell_.tell("不同", "DIFFERENT"));
    for (const Figure& each : figures) {
      const Json::json_pointer place(each.pointer);
      const auto here = totals_.at(place).get<std::int64_t>();
      const auto there = theirs.at(place).get<std::int64_t>();
      const auto show = [&](std::int64_t n) { return each.money ? yuan(n) : grouped(n); };
      rows.push_back({{std::string(tell_.tell(each.zh, each.en)), show(here), show(there),
                       here == there ? "=" : different},
                      here == there ? Look::plain : Look::bad});
    }
    tell_.table(rows);

    std::int64_t compared = 0;
    std::vector<std::string> differences = compare(totals_, theirs, "", compared);
    if (theirs.at("parked") != 0) differences.emplace_back("/parked");
    for (const Json& day : days_) {
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
      tell_.good("一分不差：" + grouped(compared) + " 个数字，每一天都相等",
                 "EQUAL, to the fen and the point: " + grouped(compared) +
                     " figures, the whole and every day");
      return true;
    }
    tell_.bad("不同：两边的账对不上", "DIFFERENT: the two sides do not agree");
    for (const std::string& what : differences) tell_.note(what, what);
    return false;
  }

  // Every figure of `here` that is not found in `there`.
  static std::vector<std::string> compare(const Json& here, const Json& there,
                                          const std::string& where, std::int64_t& compared) {
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

  void farewell(std::chrono::steady_clock::duration taken) {
    const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(taken).count() / 100;
    const std::string took = std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
    tell_.title("用时 " + took + " 秒。数据留在 " + wish_.directory.string() + "，接下来可以试试：",
                "That took " + took + " s. The data stay in " + wish_.directory.string() +
                    ". Worth trying next:");
    const std::string terminal = wish_.terminal.string();
    const std::string card = members_.empty() ? "CARD" : members_[0].card;
    tell_.command(terminal + " sale quote --data " + store_.string() + " --card " + card +
                  " LIP-101:2:189.00");
    tell_.command(terminal + " points explain --data " + store_.string() + " --card " + card);
    if (!wish_.office.empty()) {
      tell_.command(wish_.office.string() + " report --data " + office_.string());
    } else {
      tell_.command(terminal + " report month --data " + store_.string());
    }
  }

  // -- asking --

  void send(const std::string& method, Json request, std::string_view staff,
            Till::Answered answered) {
    if (!staff.empty()) {
      request["request_id"] = "demo-" + padded(++requests_, 6);
      request["operator"] = staff;
    }
    till_->ask(method, std::move(request), std::move(answered));
  }

  // The result; anything but ok ends the story.
  void ask(const std::string& method, Json request, std::string_view staff,
           std::function<void(const Json& result)> then) {
    send(method, std::move(request), staff, [method, then = std::move(then)](const Json& answer) {
      if (!answer.at("ok").get<bool>()) {
        throw std::runtime_error(method + ": " + answer.dump());
      }
      then(answer.at("result"));
    });
  }

  Json must(const std::string& method, Json request, std::string_view staff = {}) {
    Json result;
    ask(method, std::move(request), staff, [&](const Json& got) { result = got; });
    till_->settle();
    return result;
  }

  Json answer_to(const std::string& method, Json request, std::string_view staff) {
    Json result;
    send(method, std::move(request), staff, [&](const Json& got) { result = got; });
    till_->settle();
    return result;
  }

  std::string must_run(const std::vector<std::string>& argv) {
    const Ran ran = run(argv);
    if (ran.exit_code != 0) {
      throw std::runtime_error(argv[0] + " " + argv[1] + ": exit code " +
                               std::to_string(ran.exit_code) + "\n" + ran.out);
    }
    return ran.out;
  }

  static std::string first_line(const Child& child) {
    std::string line;
    char c = 0;
    while (::read(child.out(), &c, 1) == 1 && c != '\n') line += c;
    return line;
  }

  const StoryWish& wish_;
  Narrator tell_;
  std::filesystem::path store_;
  std::filesystem::path office_;
  std::filesystem::path log_;
  Sales sales_;
  std::optional<Till> till_;
  Json qualified_;
  std::vector<Member> members_;
  std::map<std::string, std::size_t> by_customer_;
  Goods goods_;
  std::uint64_t next_phone_ = 5000;  // behind those of the file that ships
  std::uint64_t requests_ = 0;
  bool birthday_told_ = false;
  bool birthday_shown_ = false;
  bool level_shown_ = false;
  bool lost_ = false;
  std::int64_t unmatched_ = 0;
  DayBook today_;
  DayBook total_;
  Json totals_;
  std::vector<Json> days_;
};

}  // namespace

int tell_story(const StoryWish& wish) { return Story(wish).tell(); }

}  // namespace vip::terminal::demo
