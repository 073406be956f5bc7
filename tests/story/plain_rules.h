// The rules a second time, worked out from the written policy in the plainest way, by whoever knows
// nothing of the code in terminal/rules: D1-D7, P1, P2, A2-A8, A12, A28-A30. Money in fen.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vip::story::plain {

using nlohmann::json;
__extension__ using Wide = __int128;
using std::int64_t;

struct Policy {
  int64_t member = 9000, level = 8500, birthday = 6000;  // ten-thousandths paid
  int64_t level_points = 30;
  bool by_balance = false;
  bool leap_march = false;
  std::optional<int64_t> max_uses, max_amount;
  int64_t unit = 1;
  bool down = false;
  int64_t earn = 1, per = 10000;
  bool dropped = false;
};

struct Line {
  int64_t qty = 1, price = 0;
  bool promotion = false, special = false;
  int64_t gross() const { return qty * price; }
};

struct Coupon {
  int64_t amount = 0;
  std::optional<std::vector<std::size_t>> lines;
};

struct Facts {
  int64_t accumulated = 0, balance = 0, carry = 0;
  std::string state = "active";
  bool past_last_day = false;
  bool birthday_today = false;
  int64_t uses = 0, amount = 0;
};

struct Priced {
  std::vector<int64_t> paid;
  std::vector<std::string> clause;
  int64_t total = 0;
  std::string rate_clause;
  int64_t rate = 0;
};

// A3: `total` over `weights` by largest remainder, of equal ones to the earlier.
inline std::vector<int64_t> share(int64_t total, const std::vector<int64_t>& weights) {
  std::vector<int64_t> parts(weights.size(), 0);
  Wide sum = 0;
  for (const int64_t weight : weights) sum += weight;
  if (sum == 0) return parts;
  std::vector<std::pair<Wide, std::size_t>> rests;
  int64_t left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide product = static_cast<Wide>(total) * weights[i];
    parts[i] = static_cast<int64_t>(product / sum);
    left -= parts[i];
    rests.emplace_back(-(product % sum), i);
  }
  std::sort(rests.begin(), rests.end());
  for (std::size_t i = 0; left > 0; ++i, --left) ++parts[rests[i].second];
  return parts;
}

inline bool has_benefits(const std::optional<Facts>& facts) {
  return facts && facts->state == "active" && !facts->past_last_day;
}

// One way: `coupons` used or none of them.
inline Priced price(const Policy& policy, const std::optional<Facts>& facts, bool document,
                    const std::vector<Line>& lines, const std::vector<Coupon>& coupons) {
  Priced priced;
  std::vector<bool> named(lines.size(), false);
  for (const Line& line : lines) priced.paid.push_back(line.gross());
  for (const Coupon& coupon : coupons) {
    std::vector<int64_t> costs(lines.size(), 0);
    int64_t sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool meant =
          !coupon.lines || std::count(coupon.lines->begin(), coupon.lines->end(), i) > 0;
      if (!meant) continue;
      named[i] = true;
      costs[i] = priced.paid[i];
      sum += costs[i];
    }
    const std::vector<int64_t> off = share(std::min(sum, coupon.amount), costs);
    for (std::size_t i = 0; i < lines.size(); ++i) priced.paid[i] -= off[i];
  }
  std::vector<int64_t> eligible(lines.size(), 0);
  std::vector<bool> has_rate(lines.size(), false);
  int64_t eligible_sum = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    has_rate[i] = !named[i] && !lines[i].promotion && !lines[i].special;
    if (has_rate[i]) eligible[i] = lines[i].gross();
    eligible_sum += eligible[i];
  }
  if (has_benefits(facts)) {
    priced.rate_clause = "D1";
    priced.rate = policy.member;
    const int64_t level_by = policy.by_balance ? facts->balance : facts->accumulated;
    if (level_by >= policy.level_points && policy.level < priced.rate) {
      priced.rate_clause = "D2";
      priced.rate = policy.level;
    }
    const bool in_caps = (!policy.max_uses || facts->uses + 1 <= *policy.max_uses) &&
                         (!policy.max_amount || facts->amount + eligible_sum <= *policy.max_amount);
    if (facts->birthday_today && document && in_caps && policy.birthday < priced.rate) {
      priced.rate_clause = "D3";
      priced.rate = policy.birthday;
    }
    const Wide exact = static_cast<Wide>(eligible_sum) * priced.rate;
    const Wide step = static_cast<Wide>(10000) * policy.unit;
    const Wide units = policy.down ? exact / step : (exact + step / 2) / step;
    const int64_t pays = static_cast<int64_t>(std::min<Wide>(units * policy.unit, eligible_sum));
    const std::vector<int64_t> off = share(eligible_sum - pays, eligible);
    for (std::size_t i = 0; i < lines.size(); ++i) priced.paid[i] -= off[i];
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    priced.total += priced.paid[i];
    priced.clause.push_back(named[i]               ? "D6"
                            : !has_benefits(facts) ? "none"
                            : !has_rate[i]         ? "D5"
                                                   : priced.rate_clause);
  }
  return priced;
}

struct Earned {
  int64_t points = 0, carry = 0;
};
inline Earned earn(const Policy& policy, int64_t carry, int64_t paid) {
  if (policy.dropped) return {policy.earn * (paid / policy.per), carry};
  return {policy.earn * ((carry + paid) / policy.per), (carry + paid) % policy.per};
}

// ---- The same in JSON, as requests have it.

inline std::string rate_text(int64_t rate) {
  std::string digits = std::to_string(rate % 10000);
  digits.insert(0, 4 - digits.size(), '0');
  while (digits.size() > 2 && digits.back() == '0') digits.pop_back();
  return std::to_string(rate / 10000) + "." + digits;
}

inline json to_json(const Policy& policy) {
  const auto or_null = [](const std::optional<int64_t>& v) { return v ? json(*v) : json(nullptr); };
  return {{"rates",
           {{"member", {{"pays", rate_text(policy.member)}}},
            {"level",
             {{"pays", rate_text(policy.level)},
              {"points", policy.level_points},
              {"basis", policy.by_balance ? "balance" : "accumulated"}}},
            {"birthday",
             {{"pays", rate_text(policy.birthday)},
              {"max_uses", or_null(policy.max_uses)},
              {"max_amount", or_null(policy.max_amount)}}}}},
          {"rounding",
           {{"unit", policy.unit == 1    ? "fen"
                     : policy.unit == 10 ? "jiao"
                                         : "yuan"},
            {"mode", policy.down ? "down" : "half_up"}}},
          {"points",
           {{"earn", policy.earn},
            {"per", policy.per},
            {"remainder", policy.dropped ? "dropped" : "carried"}}}};
}

inline json to_json(const std::vector<Line>& lines) {
  json list = json::array();
  for (const Line& line : lines) {
    json entry{
        {"sku", "S" + std::to_string(list.size())}, {"qty", line.qty}, {"unit_price", line.price}};
    if (line.promotion) entry["promotion"] = true;
    if (line.special) entry["special_price"] = true;
    list.push_back(entry);
  }
  return list;
}

inline json to_json(const std::vector<Coupon>& coupons) {
  json list = json::array();
  for (const Coupon& coupon : coupons) {
    json entry{{"id", "C" + std::to_string(list.size())}, {"amount", coupon.amount}};
    if (coupon.lines) entry["lines"] = *coupon.lines;
    list.push_back(entry);
  }
  return list;
}

}  // namespace vip::story::plain
