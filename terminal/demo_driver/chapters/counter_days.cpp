#include "terminal/demo_driver/chapters/counter_days.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include "terminal/demo_driver/chapters/cards.h"

namespace vip::terminal::demo {
namespace {

constexpr int lanes = 6;
// Baskets quoted together, then paid together: never two of one customer.
constexpr std::size_t baskets_at_once = 16;

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

// The request of a quote. `member`: whose receipt it is, or null.
Json basket_of(const HistoryReceipt& receipt, const Member* member) {
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
  if (member != nullptr) {
    request["card"] = member->card;
    if (member->birthday_visit == receipt.at.day) request["birthday_document_shown"] = true;
  } else if (!receipt.phone.empty()) {
    request["phone"] = receipt.phone;
  }
  return request;
}

class CounterDays {
 public:
  CounterDays(Stage& stage, const Sales& sales, Members& members)
      : stage_(stage), tell_(stage.narrator()), sales_(sales), members_(members) {}

  void play() {
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
        open.push_back({&receipt, basket_of(receipt, members_.of(receipt.customer))});
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
    say_what_it_came_to();
  }

 private:
  void begin_day(Day day) {
    today_ = {};
    // In the middle of it all, whoever has most points but one loses the card.
    if (lost_ || members_.all().size() < 3 ||
        day <= plus_days(sales_.middle, days_between(sales_.middle, sales_.last_day) / 3)) {
      return;
    }
    lost_ = true;
    lose_card(stage_, *members_.richest()[1], day);
  }

  void end_day(Day day) {
    stage_.till().settle();
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

  // Everybody at the counter is quoted, then everybody pays.
  void pay(std::vector<Basket>& open) {
    if (open.empty()) return;
    for (Basket& basket : open) {
      stage_.ask("sale.quote", basket.request, {}, [&basket](const Json& result) {
        basket.paid = result.at("paid").get<std::int64_t>();
      });
    }
    stage_.till().settle();
    std::vector<Basket*> again;
    for (Basket& basket : open) commit(basket, &again);
    stage_.till().settle();
    // Another sale on the card came between: the till quotes again, as any till would (A16).
    for (Basket* basket : again) {
      stage_.ask("sale.quote", basket->request, {}, [basket](const Json& result) {
        basket->paid = result.at("paid").get<std::int64_t>();
      });
      stage_.till().settle();
      commit(*basket, nullptr);
      stage_.till().settle();
    }
    open.clear();
  }

  void commit(Basket& basket, std::vector<Basket*>* again) {
    Json request = basket.request;
    const HistoryReceipt& receipt = *basket.receipt;
    request["receipt_no"] = receipt.receipt_no;
    request["expected_paid"] = basket.paid;
    request["lane"] = 1 + static_cast<int>(number_of(receipt.receipt_no) % lanes);
    stage_.send("sale.commit", request, cashier, [&basket, again, this](const Json& answer) {
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
    Member* member = members_.of(receipt.customer);
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
      stage_.send("sale.return",
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

  void say_what_it_came_to() {
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
    if (stage_.wish().kill_every > 0) {
      tell_.note("到这里收银程序被杀了 " + std::to_string(stage_.till().kills()) +
                     " 次，一笔也没丢，一笔也没重",
                 "By now the terminal was killed " + std::to_string(stage_.till().kills()) +
                     " times; nothing was lost, nothing happened twice");
    }
  }

  Stage& stage_;
  Narrator& tell_;
  const Sales& sales_;
  Members& members_;
  Goods goods_;
  DayBook today_;
  DayBook total_;
  std::int64_t unmatched_ = 0;  // rows that bring back what was not out
  bool birthday_shown_ = false;
  bool level_shown_ = false;
  bool lost_ = false;
};

}  // namespace

void play_counter_days(Stage& stage, const Sales& sales, Members& members) {
  CounterDays(stage, sales, members).play();
}

}  // namespace vip::terminal::demo
