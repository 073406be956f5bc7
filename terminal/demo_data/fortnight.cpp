#include "terminal/demo_data/fortnight.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "terminal/rules/share_out.h"

namespace vip::terminal {
namespace {

// splitmix64: the standard library's distributions differ from one library to the next.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  // 0 to sides - 1. The bias of % is far below what a shop would notice.
  int roll(int sides) { return static_cast<int>(next() % static_cast<std::uint64_t>(sides)); }
  bool one_in(int sides) { return roll(sides) == 0; }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_;
};

struct Article {
  std::string_view sku;
  std::string_view name;
  int fen;
};

constexpr std::array articles = {
    Article{"LIP-101", "丝绒口红 正红", 18'900},    Article{"LIP-104", "丝绒口红 豆沙", 18'900},
    Article{"LIP-118", "水光唇釉 蜜桃", 15'900},    Article{"LIP-201", "润唇膏", 4'550},
    Article{"FAC-010", "氨基酸洁面乳 120g", 9'800}, Article{"FAC-021", "玫瑰爽肤水 200ml", 16'800},
    Article{"FAC-033", "玻尿酸精华 30ml", 39'900},  Article{"FAC-035", "烟酰胺精华 50ml", 56'000},
    Article{"FAC-041", "保湿面霜 50g", 26'800},     Article{"FAC-044", "抗皱晚霜 50g", 68'000},
    Article{"FAC-052", "眼霜 15g", 42'800},         Article{"FAC-060", "防晒乳 SPF50 60ml", 15'990},
    Article{"FAC-071", "补水面膜 5片", 7'990},      Article{"FAC-072", "修护面膜 10片", 19'900},
    Article{"FAC-080", "卸妆油 150ml", 14'800},     Article{"FAC-091", "去角质凝胶 100ml", 8'850},
    Article{"MAK-001", "轻透粉底液 30ml", 32'000},  Article{"MAK-003", "气垫粉饼", 25'900},
    Article{"MAK-007", "定妆散粉", 17'500},         Article{"MAK-012", "九色眼影盘", 29'900},
    Article{"MAK-015", "纤长睫毛膏", 12'900},       Article{"MAK-016", "防水眼线笔", 7'990},
    Article{"MAK-020", "双色腮红", 11'800},         Article{"MAK-024", "眉笔 深棕", 5'990},
    Article{"MAK-030", "化妆刷 七支装", 21'800},    Article{"MAK-033", "美妆蛋 两只装", 3'980},
    Article{"HAI-002", "修护洗发水 500ml", 8'800},  Article{"HAI-004", "护发素 500ml", 8'800},
    Article{"HAI-009", "护发精油 100ml", 13'800},   Article{"BOD-001", "樱花沐浴露 400ml", 6'890},
    Article{"BOD-003", "身体乳 300ml", 9'950},      Article{"BOD-007", "护手霜 75ml", 4'990},
    Article{"PER-001", "白茶淡香水 30ml", 36'000},  Article{"PER-002", "木兰香水 50ml", 59'800},
    Article{"PER-005", "夜玫瑰香水 50ml", 78'000},  Article{"NAI-003", "指甲油 酒红", 3'580},
    Article{"NAI-010", "美甲套装", 12'680},         Article{"SET-001", "旅行装四件套", 16'660},
    Article{"SET-004", "抗皱礼盒", 128'000},        Article{"SET-005", "水润礼盒", 88'800},
};

constexpr int days = 14;
constexpr int busiest_day = 9;  // 11 November, from 0
// Receipts of strangers and regulars a day; those of the people below come on top.
constexpr std::array<int, days> receipts_a_day = {27, 25, 26, 28, 30, 41, 42,
                                                  27, 30, 52, 28, 31, 41, 39};
constexpr int opens = 10 * 60;  // minutes of the day
constexpr int closes = 22 * 60;

// Customers 1 to 14 make one large purchase in the first week, 15 to 22 several middling ones; all
// come again in the second. The others are regulars, who come when they come.
constexpr int by_single = 14;
constexpr int by_sum = 22;
constexpr int customers = 130;

struct Line {
  const Article* article = nullptr;
  int qty = 1;
  int fen = 0;  // of one unit, as sold
  bool promotion = false;
  std::string coupon;
  std::int64_t reduction = 0;
};

struct Receipt {
  int day = 0;
  int minute = 0;
  std::size_t order = 0;  // in which they were made, for those of the same minute
  int customer = 0;       // 0: a stranger
  std::vector<Line> lines;
  std::size_t returns = 0;  // 1 + index of the receipt whose lines come back; 0: a sale
  std::string number;
};

std::int64_t total(const std::vector<Line>& lines) {
  std::int64_t sum = 0;
  for (const Line& line : lines) sum += std::int64_t{line.qty} * line.fen - line.reduction;
  return sum;
}

std::string padded(std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string yuan(std::int64_t fen) {
  return std::to_string(fen / 100) + '.' + padded(fen % 100, 2);
}

class Store {
 public:
  explicit Store(std::uint64_t seed) : dice_(seed) {}

  std::string two_weeks() {
    people();
    for (int day = 0; day < days; ++day) {
      for (int i = 0; i < receipts_a_day[static_cast<std::size_t>(day)]; ++i) ordinary(day);
    }
    in_order();
    goods_brought_back();
    in_order();
    return text();
  }

 private:
  const Article& any_article() {
    return articles[static_cast<std::size_t>(dice_.roll(static_cast<int>(articles.size())))];
  }

  // On promotion: perfume all of the first weekend at nine tenths, two of five articles on
  // 11 November at seven.
  Line sold(const Article& article, int qty, int day) {
    Line line{&article, qty, article.fen};
    const auto place = static_cast<std::size_t>(&article - articles.data());
    if ((day == 5 || day == 6) && article.sku.starts_with("PER")) {
      line.promotion = true;
      line.fen = article.fen / 10 * 9;
    } else if (day == busiest_day && place % 5 < 2) {
      line.promotion = true;
      line.fen = article.fen / 10 * 7;
    }
    return line;
  }

  std::vector<Line> basket(int day) {
    std::vector<Line> lines;
    // One throw a statement: the order of throws within one differs from compiler to compiler.
    int count = 1 + dice_.roll(3);
    if (dice_.one_in(4)) count += dice_.roll(4);
    for (int i = 0; i < count; ++i) {
      const int qty = dice_.one_in(7) ? 2 + dice_.roll(2) : 1;
      Line line = sold(any_article(), qty, day);
      // Few spend much at once: then most put the last thing back.
      const bool much = total(lines) + std::int64_t{line.qty} * line.fen >= 80'000;
      if (lines.empty() || !much || dice_.one_in(8)) lines.push_back(std::move(line));
    }
    if (total(lines) >= 100'000 && !dice_.one_in(3)) lines = {sold(any_article(), 1, day)};
    return lines;
  }

  // Until it comes to `least`, with nothing that would take it to `below`.
  std::vector<Line> basket_between(int day, std::int64_t least, std::int64_t below) {
    std::vector<Line> lines;
    while (total(lines) < least) {
      Line line = sold(any_article(), 1, day);
      if (total(lines) + line.fen < below) lines.push_back(std::move(line));
    }
    return lines;
  }

  void coupon(Receipt& receipt) {
    const int serial = ++coupons_;
    if (total(receipt.lines) >= 50'000) {  // 50.00 off the whole basket
      std::vector<Fen> weights;
      for (const Line& line : receipt.lines)
        weights.emplace_back(std::int64_t{line.qty} * line.fen);
      const std::vector<Fen> shares = share_out(Fen(5'000), weights);
      for (std::size_t i = 0; i < shares.size(); ++i) {
        receipt.lines[i].coupon = "Q50-" + padded(serial, 4);
        receipt.lines[i].reduction = shares[i].count();
      }
    } else if (receipt.lines[0].fen >= 9'000) {  // 10.00 off one article
      receipt.lines[0].coupon = "Q10-" + padded(serial, 4);
      receipt.lines[0].reduction = 1'000;
    }
  }

  void add(int day, int customer, std::vector<Line> lines, bool coupon_allowed) {
    Receipt receipt;
    receipt.day = day;
    // More come after five.
    receipt.minute = dice_.one_in(2) ? opens + dice_.roll(closes - opens)
                                     : 17 * 60 + dice_.roll(closes - 17 * 60);
    receipt.order = receipts_.size();
    receipt.customer = customer;
    receipt.lines = std::move(lines);
    if (coupon_allowed && dice_.one_in(12)) coupon(receipt);
    receipts_.push_back(std::move(receipt));
  }

  void people() {
    for (int customer = 1; customer <= by_sum; ++customer) {
      if (customer <= by_single) {
        const int day = dice_.roll(7);
        add(day, customer, basket_between(day, 100'000, 190'000), false);
      } else {
        const int first = dice_.roll(2);
        for (int visit = 0; visit < 4; ++visit) {
          const int day = std::min(6, first + visit + dice_.roll(2));
          add(day, customer, basket_between(day, 52'000, 95'000), false);
        }
      }
      const int visits = 2 + dice_.roll(3);
      for (int visit = 0; visit < visits; ++visit) {
        const int day = 7 + dice_.roll(7);
        add(day, customer, basket_between(day, 20'000, 130'000), true);
      }
    }
    // One who comes nearly every day of the second week, and reaches D2's level.
    for (int day = 7; day < days; ++day) {
      if (day != 12) add(day, 1, basket_between(day, 60'000, 150'000), false);
    }
  }

  void ordinary(int day) {
    const int customer = dice_.roll(100) < 45 ? 0 : by_sum + 1 + dice_.roll(customers - by_sum);
    add(day, customer, basket(day), true);
  }

  // About one receipt in 15 sees some of its goods again within five days.
  void goods_brought_back() {
    const std::size_t sales = receipts_.size();
    for (std::size_t i = 0; i < sales; ++i) {
      const int day = receipts_[i].day + dice_.roll(6);
      if (!dice_.one_in(15) || day >= days) continue;
      Receipt back;
      back.day = day;
      back.minute = day == receipts_[i].day ? std::min(closes - 1, receipts_[i].minute + 20)
                                            : opens + dice_.roll(closes - opens);
      back.order = receipts_.size();
      back.customer = receipts_[i].customer;
      back.returns = i + 1;
      const std::vector<Line>& bought = receipts_[i].lines;
      const auto which = static_cast<std::size_t>(dice_.roll(static_cast<int>(bought.size())));
      for (std::size_t l = 0; l < bought.size(); ++l) {
        // One line of it, and now and then all.
        if (l != which && !dice_.one_in(6)) continue;
        Line line{bought[l].article, bought[l].qty, bought[l].fen};
        if (line.qty > 1 && dice_.one_in(2)) line.qty = 1;
        back.lines.push_back(line);
      }
      receipts_.push_back(std::move(back));
    }
  }

  // By time; returns keep pointing at their sales.
  void in_order() {
    std::vector<std::size_t> order(receipts_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const Receipt& x = receipts_[a];
      const Receipt& y = receipts_[b];
      return std::tie(x.day, x.minute, x.order) < std::tie(y.day, y.minute, y.order);
    });
    std::vector<std::size_t> place(receipts_.size());
    for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    std::vector<Receipt> sorted;
    for (const std::size_t i : order) {
      sorted.push_back(std::move(receipts_[i]));
      if (sorted.back().returns > 0) sorted.back().returns = place[sorted.back().returns - 1] + 1;
    }
    receipts_ = std::move(sorted);
    for (std::size_t i = 0; i < receipts_.size(); ++i) {
      receipts_[i].order = i;
      receipts_[i].number = "R" + padded(static_cast<std::int64_t>(i) + 1, 6);
    }
  }

  std::string text() const {
    const Day first = *Day::from_civil(2026, 11, 2);
    std::string out =
        "receipt_no,date,time,sku,name,qty,unit_price,promotion,coupon,reduction,customer,phone,"
        "return_of\n";
    for (const Receipt& receipt : receipts_) {
      for (const Line& line : receipt.lines) {
        const bool back = receipt.returns > 0;
        out += receipt.number + ',' + plus_days(first, receipt.day).text() + ',' +
               padded(receipt.minute / 60, 2) + ':' + padded(receipt.minute % 60, 2) + ',' +
               std::string(line.article->sku) + ',' + std::string(line.article->name) + ',' +
               (back ? "-" : "") + std::to_string(line.qty) + ',' + yuan(line.fen) + ',' +
               (line.promotion ? "yes" : "") + ',' + line.coupon + ',' +
               (line.reduction > 0 ? yuan(line.reduction) : "") + ',';
        if (receipt.customer > 0) {
          out += "K" + padded(receipt.customer, 4) + ",1380000" + padded(receipt.customer, 4);
        } else {
          out += ',';
        }
        out += ',' + (back ? receipts_[receipt.returns - 1].number : std::string()) + '\n';
      }
    }
    return out;
  }

  Dice dice_;
  int coupons_ = 0;
  std::vector<Receipt> receipts_;
};

}  // namespace

std::string fortnight(std::uint64_t seed) { return Store(seed).two_weeks(); }

}  // namespace vip::terminal
