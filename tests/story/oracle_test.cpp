// The rules in the plainest way (plain_rules.h) beside what the real program answers to random
// baskets and random days.
//
//   oracle_test PROGRAM [SEED]
//
// First thousands of policy.evaluate requests: random policies, facts, lines and coupons; every
// line, both ways and the points must be equal to the fen (D1-D7, P1, P2, A2-A8, A12, A28-A30).
// Then a store's days: sales, returns in slices, redemptions, corrections, replacements and changes
// of policy on a few cards; after each act balance, accumulated points and carry must be equal
// (P1, P2, P4, P8, C7, A4, A9, A11, A33, A40). The seed is printed. Exit code 0: all equal.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/folder.h"
#include "tests/story/plain_rules.h"
#include "tests/story/seed.h"
#include "tests/story/terminal_process.h"

namespace vip::story {
namespace {

using namespace plain;
using nlohmann::json;
using std::int64_t;

std::mt19937_64 dice;

int64_t between(int64_t low, int64_t high) {
  return std::uniform_int_distribution<int64_t>(low, high)(dice);
}
bool one_in(int64_t n) { return between(1, n) == 1; }
template <class T>
T pick(std::initializer_list<T> some) {
  return *(some.begin() + between(0, static_cast<int64_t>(some.size()) - 1));
}

// ---- Random things.

Policy random_policy() {
  Policy policy;
  policy.member = pick({9000L, 9000L, 8755L, 9999L, 10000L, between(1, 10000)});
  policy.level = pick({8500L, policy.member, between(1, 10000)});
  policy.birthday = pick({6000L, policy.level, between(1, 10000)});
  policy.level_points = pick({30L, 1L, between(1, 60)});
  policy.by_balance = one_in(4);
  if (one_in(4)) policy.max_uses = between(0, 3);
  if (one_in(4)) policy.max_amount = between(1, 100000);
  policy.unit = pick({1L, 1L, 10L, 100L});
  policy.down = one_in(3);
  policy.earn = pick({1L, 1L, between(1, 1000)});
  policy.per = pick({10000L, 10000L, between(1, 50000)});
  policy.dropped = one_in(3);
  return policy;
}

std::vector<Line> random_lines(std::size_t most) {
  std::vector<Line> lines(static_cast<std::size_t>(between(1, static_cast<int64_t>(most))));
  const int64_t scale = pick({9L, 300L, 30000L, 30000000L});
  for (Line& line : lines) {
    line.qty = one_in(3) ? between(1, 9) : 1;
    line.price = one_in(12) ? 0 : between(1, scale);
    line.promotion = one_in(6);
    line.special = one_in(8);
  }
  return lines;
}

std::vector<Coupon> random_coupons(const std::vector<Line>& lines) {
  std::vector<Coupon> coupons(static_cast<std::size_t>(one_in(2) ? 0 : between(1, 4)));
  int64_t gross = 1;
  for (const Line& line : lines) gross += line.gross();
  for (Coupon& coupon : coupons) {
    coupon.amount = one_in(5) ? between(1, 2 * gross) : between(1, gross / 5 + 1);
    if (one_in(2)) continue;
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (one_in(2)) some.push_back(i);
    }
    if (some.empty()) some.push_back(lines.size() - 1);
    std::shuffle(some.begin(), some.end(), dice);
    coupon.lines = some;
  }
  return coupons;
}

std::optional<Facts> random_facts(const Policy& policy) {
  if (one_in(8)) return std::nullopt;
  Facts facts;
  facts.accumulated = one_in(2) ? policy.level_points + between(-1, 1) : between(0, 80);
  facts.balance = between(-10, facts.accumulated + 3);
  facts.carry = between(0, 20000);
  if (one_in(8)) {
    facts.state = pick<const char*>({"blocked", "replaced", "closed", "expired", "blank"});
  }
  facts.past_last_day = one_in(10);
  facts.birthday_today = one_in(2);
  facts.uses = between(0, 3);
  facts.amount = policy.max_amount ? between(0, *policy.max_amount) : between(0, 1000);
  return facts;
}

// ---- Beside the program.

class Door {
 public:
  Door(const std::string& program, const std::string& directory) : process_(program, directory) {}

  json ask(const std::string& method, const json& request) {
    asked_ = json{{"method", method}, {"request", request}};
    if (!process_.send(asked_.dump())) throw std::runtime_error("the program is gone");
    const auto answer = process_.receive();
    if (!answer) throw std::runtime_error("no answer to " + asked_.dump());
    answered_ = json::parse(*answer);
    return answered_;
  }

  json result(const std::string& method, const json& request) {
    json answer = ask(method, request);
    if (answer["ok"] != true) wrong("a result");
    return answer["result"];
  }

  template <class T>
  void equal(const char* what, const json& got, const T& wanted) const {
    if (got == json(wanted)) return;
    wrong(std::string(what) + " " + json(wanted).dump() + ", got " + got.dump());
  }

  [[noreturn]] void wrong(const std::string& wanted) const {
    throw std::runtime_error("expected " + wanted + "\n  asked    " + asked_.dump() +
                             "\n  answered " + answered_.dump());
  }

  int finish() { return process_.finish(); }

 private:
  TerminalProcess process_;
  json asked_;
  json answered_;
};

void check_basket(const Door& door, const json& got, const std::vector<Line>& lines,
                  const Priced& wanted) {
  int64_t gross = 0;
  if (got["lines"].size() != lines.size()) door.wrong("as many lines");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const json& line = got["lines"][i];
    gross += lines[i].gross();
    door.equal("line paid", line["paid"], wanted.paid[i]);
    door.equal("line gross", line["gross"], lines[i].gross());
    door.equal("line reduction", line["reduction"], lines[i].gross() - wanted.paid[i]);
    door.equal("line clause", line["clause"], wanted.clause[i]);
  }
  door.equal("gross", got["gross"], gross);
  door.equal("paid", got["paid"], wanted.total);
  door.equal("reduction", got["reduction"], gross - wanted.total);
}

void evaluate_once(Door& door) {
  const Policy policy = random_policy();
  const std::vector<Line> lines = random_lines(one_in(20) ? 60 : 7);
  const std::vector<Coupon> coupons = random_coupons(lines);
  const std::optional<Facts> facts = random_facts(policy);
  const bool document = one_in(2);
  json request{{"date", "2026-11-22"}, {"policy", to_json(policy)}, {"lines", to_json(lines)}};
  if (!coupons.empty() || one_in(3)) request["coupons"] = to_json(coupons);
  if (document || one_in(3)) request["birthday_document_shown"] = document;
  const int64_t choice = between(0, 2);
  if (choice > 0) request["choice"] = choice == 1 ? "member" : "coupon";
  if (facts) {
    request["facts"] = {{"accumulated", facts->accumulated},
                        {"balance", facts->balance},
                        {"carry", facts->carry},
                        {"card_state", facts->state},
                        {"last_day", facts->past_last_day ? "2026-11-21" : "2026-11-22"},
                        {"birthday", facts->birthday_today ? "1990-11-22" : "1990-11-23"},
                        {"birthday_uses", facts->uses},
                        {"birthday_amount", facts->amount}};
  }
  const json got = door.result("policy.evaluate", request);
  const Priced with = price(policy, facts, document, lines, coupons);
  const Priced without = price(policy, facts, document, lines, {});
  const bool two_ways = has_benefits(facts) && !coupons.empty();
  const bool coupon_better = with.total < without.total;
  const bool use_coupons = !two_ways ? !coupons.empty() : choice == 0 ? coupon_better : choice == 2;
  const Priced& wanted = use_coupons ? with : without;
  check_basket(door, got, lines, wanted);
  if (two_ways) {
    door.equal("recommended", got["recommended"], coupon_better ? "coupon" : "member");
    door.equal("choice", got["choice"], use_coupons ? "coupon" : "member");
    door.equal("alternatives", got["alternatives"],
               json::array({{{"choice", "member"}, {"paid", without.total}},
                            {{"choice", "coupon"}, {"paid", with.total}}}));
  } else if (got.contains("alternatives")) {
    door.wrong("no alternatives");
  }
  if (!has_benefits(facts)) {
    if (got.contains("points") || got.contains("rate")) door.wrong("neither points nor rate");
    return;
  }
  const Earned earned = earn(policy, facts->carry, wanted.total);
  door.equal("rate", got["rate"],
             json{{"clause", wanted.rate_clause}, {"pays", rate_text(wanted.rate)}});
  door.equal("points", got["points"],
             json{{"before", facts->balance},
                  {"accumulated", facts->accumulated},
                  {"earned", earned.points},
                  {"after", facts->balance + earned.points},
                  {"carry_before", facts->carry},
                  {"carry_after", earned.carry}});
}

// ---- A store's days.

struct Account {
  json card;
  int64_t balance = 0, accumulated = 0, carry = 0;
};

struct Sale {
  std::string receipt;
  std::optional<std::size_t> account;
  std::vector<int64_t> qty, paid, back;
  int64_t net = 0;
  Policy policy;
};

int64_t worth(int64_t paid, int64_t qty, int64_t units) {
  return units * (paid / qty) + std::min(units, paid % qty);
}

class Days {
 public:
  explicit Days(Door& door) : door_(door) {}

  void play(int acts) {
    for (std::size_t i = 0; i < 4; ++i) issue(i);
    for (int64_t points = 1; points <= 3; ++points) {
      write("gift.put", {{"gift",
                          {{"id", "G" + std::to_string(points)},
                           {"name", "礼品"},
                           {"points", points * points},
                           {"stock", 100000},
                           {"first_day", "2026-01-01"},
                           {"last_day", "2199-12-31"}}}});
    }
    for (int i = 0; i < acts; ++i) {
      const int64_t act = between(1, 100);
      if (act <= 50)
        sell();
      else if (act <= 80)
        give_back();
      else if (act <= 88)
        redeem();
      else if (act <= 93)
        correct();
      else if (act <= 96)
        replace();
      else
        change_policy();
    }
    for (Account& account : accounts_) look(account);
  }

 private:
  json write(const std::string& method, json request) {
    return door_.ask(method, stamped(std::move(request)));
  }

  json stamped(json request) {
    request["request_id"] = "o-" + std::to_string(++requests_);
    request["operator"] = "1001";
    request["at"] = "2026-" + month_ + "-" + day_ + "T10:00:00+08:00";
    return request;
  }

  json write_well(const std::string& method, json request) {
    json answer = write(method, std::move(request));
    if (answer["ok"] != true) door_.wrong("a result");
    return answer["result"];
  }

  Account& some_account() { return accounts_[which_ = static_cast<std::size_t>(between(0, 3))]; }

  void issue(std::size_t i) {
    const json result = write_well("card.issue", {{"proof",
                                                   {{"receipts",
                                                     {{{"receipt_no", "S02-1-" + std::to_string(i)},
                                                       {"date", "2026-01-02"},
                                                       {"paid", 100000}}}}}},
                                                  {"registration",
                                                   {{"surname", "王"},
                                                    {"form", "ms"},
                                                    {"phone", "1380000000" + std::to_string(i)},
                                                    {"birthday", "1990-05-20"},
                                                    {"consent", true}}}});
    accounts_.push_back({result["card"], 0, 0, 0});
  }

  void sell() {
    const bool with_card = !one_in(8);
    Account& account = some_account();
    const std::vector<Line> lines = random_lines(5);
    const std::vector<Coupon> coupons = random_coupons(lines);
    std::optional<Facts> facts;
    if (with_card) {
      facts = Facts{};
      facts->accumulated = account.accumulated;
      facts->balance = account.balance;
      facts->carry = account.carry;
    }
    const Priced with = price(policy_, facts, false, lines, coupons);
    const Priced without = price(policy_, facts, false, lines, {});
    const bool use = with_card ? with.total < without.total : !coupons.empty();
    const Priced& wanted = use ? with : without;
    Sale sale{
        "O-" + std::to_string(requests_), std::nullopt, {}, wanted.paid, {}, wanted.total, policy_};
    json request{{"lane", 1},
                 {"receipt_no", sale.receipt},
                 {"expected_paid", wanted.total},
                 {"lines", to_json(lines)}};
    if (with_card) request["card"] = account.card;
    if (!coupons.empty()) request["coupons"] = to_json(coupons);
    const json got = write_well("sale.commit", request);
    check_basket(door_, got, lines, wanted);
    for (const Line& line : lines) {
      sale.qty.push_back(line.qty);
      sale.back.push_back(0);
    }
    if (with_card) {
      sale.account = which_;
      const Earned earned = earn(policy_, account.carry, wanted.total);
      door_.equal("points", got["points"],
                  json{{"before", account.balance},
                       {"accumulated", account.accumulated},
                       {"earned", earned.points},
                       {"after", account.balance + earned.points},
                       {"carry_before", account.carry},
                       {"carry_after", earned.carry}});
      account.balance += earned.points;
      account.accumulated += earned.points;
      account.carry = earned.carry;
    } else if (got.contains("points")) {
      door_.wrong("no points without a card");
    }
    sales_.push_back(sale);
  }

  void give_back() {
    if (sales_.empty()) return;
    Sale& sale =
        sales_[static_cast<std::size_t>(between(0, static_cast<int64_t>(sales_.size()) - 1))];
    json lines = json::array();
    json wanted_lines = json::array();
    int64_t refund = 0;
    bool too_much = false;
    std::vector<int64_t> back = sale.back;
    for (std::size_t i = 0; i < sale.qty.size(); ++i) {
      if (!one_in(2)) continue;
      const int64_t units = one_in(15)
                                ? sale.qty[i] + 1
                                : between(1, std::max<int64_t>(1, sale.qty[i] - sale.back[i]));
      too_much = too_much || sale.back[i] + units > sale.qty[i];
      const int64_t part = worth(sale.paid[i], sale.qty[i], back[i] + units) -
                           worth(sale.paid[i], sale.qty[i], back[i]);
      back[i] += units;
      refund += part;
      lines.push_back({{"line", i}, {"qty", units}});
      wanted_lines.push_back({{"line", i}, {"qty", units}, {"refund", part}});
    }
    if (lines.empty()) return;
    const json answer = write("sale.return", {{"receipt_no", sale.receipt}, {"lines", lines}});
    if (too_much) {
      if (answer["ok"] != false || answer["refusal"]["word"] != "returned_too_much")
        door_.wrong("P4 returned_too_much");
      return;
    }
    if (answer["ok"] != true) door_.wrong("a result");
    const json& got = answer["result"];
    door_.equal("refund", got["refund"], refund);
    door_.equal("lines", got["lines"], wanted_lines);
    const int64_t net = sale.net - refund;
    if (sale.account) {
      Account& account = accounts_[*sale.account];
      const Account before = account;
      int64_t taken = 0;
      if (sale.policy.dropped) {
        taken = sale.policy.earn * (sale.net / sale.policy.per) -
                sale.policy.earn * (net / sale.policy.per);
      } else {
        account.carry -= refund;
        while (account.carry < 0) {
          account.carry += sale.policy.per;
          taken += sale.policy.earn;
        }
      }
      account.balance -= taken;
      account.accumulated -= taken;
      door_.equal("points", got["points"],
                  json{{"before", before.balance},
                       {"taken", taken},
                       {"after", account.balance},
                       {"owed", std::max<int64_t>(0, -account.balance)},
                       {"carry_before", before.carry},
                       {"carry_after", account.carry}});
    } else if (got.contains("points")) {
      door_.wrong("no points without a card");
    }
    sale.net = net;
    sale.back = back;
  }

  void redeem() {
    Account& account = some_account();
    const int64_t gift = between(1, 3);
    const int64_t needed = gift * gift;
    const json answer =
        write("gift.redeem", {{"gift", "G" + std::to_string(gift)}, {"card", account.card}});
    if (account.balance >= needed) {
      if (answer["ok"] != true) door_.wrong("a redemption");
      door_.equal("before", answer["result"]["points"]["before"], account.balance);
      account.balance -= needed;
      door_.equal("after", answer["result"]["points"]["after"], account.balance);
      door_.equal("here", answer["result"]["points"]["here"], account.balance);
      return;
    }
    if (answer["ok"] != false || !answer.contains("refusal")) door_.wrong("a refusal");
    door_.equal("clause", answer["refusal"]["clause"], account.balance < 0 ? "P4" : "G2");
    door_.equal("word", answer["refusal"]["word"],
                account.balance < 0 ? "points_owed" : "points_short");
    door_.equal("balance", answer["refusal"]["facts"]["balance"], account.balance);
    door_.equal("needed", answer["refusal"]["facts"]["needed"], needed);
    door_.equal("short", answer["refusal"]["facts"]["short"], needed - account.balance);
  }

  void correct() {
    Account& account = some_account();
    int64_t delta = between(-4, 4);
    if (delta == 0) delta = 1;
    const json answer = write("points.correct", {{"card", account.card},
                                                 {"delta", delta},
                                                 {"reason", "counted again"},
                                                 {"second_operator", "2001"}});
    if (delta < 0 && account.balance + delta < 0) {
      if (answer["ok"] != false || answer["refusal"]["word"] != "points_short")
        door_.wrong("P8 points_short");
      return;
    }
    if (answer["ok"] != true) door_.wrong("a correction");
    account.balance += delta;
  }

  void replace() {
    Account& account = some_account();
    account.card =
        write_well("card.replace", {{"card", account.card}, {"reason", "damaged"}})["card"];
    look(account);
  }

  // A new policy from the next day on, and that day comes.
  void change_policy() {
    if (month_ == "12") return;
    month_ = std::to_string(std::stoi(month_) + 101).substr(1);
    policy_ = random_policy();
    policy_.earn = pick({1L, 1L, 3L});
    policy_.per = pick({10000L, 10000L, 4000L});
    json document = to_json(policy_);
    document["from"] = "2026-" + month_ + "-01";
    document["version"] = ++version_;
    write_well("policy.adopt", {{"policy", document}});
    for (Account& account : accounts_) look(account);
  }

  void look(Account& account) {
    const json got =
        door_.result("sale.quote", {{"card", account.card},
                                    {"at", "2026-" + month_ + "-" + day_ + "T10:00:00+08:00"},
                                    {"lines", {{{"sku", "X"}, {"qty", 1}, {"unit_price", 0}}}}});
    door_.equal("balance", got["points"]["before"], account.balance);
    door_.equal("accumulated", got["points"]["accumulated"], account.accumulated);
    door_.equal("carry", got["points"]["carry_before"], account.carry);
  }

  Door& door_;
  Policy policy_;
  std::vector<Account> accounts_;
  std::vector<Sale> sales_;
  std::size_t which_ = 0;
  int requests_ = 0;
  int version_ = 1;
  std::string month_ = "02";
  std::string day_ = "01";
};

int run(const std::string& program, const std::filesystem::path& scratch) {
  const auto fresh = [&](const std::string& name) {
    const std::string directory = (scratch / name).string();
    const Run made =
        run_once({program, "init", "--store", "S01", "--training", "--data", directory}, "");
    if (made.exit_code != 0) throw std::runtime_error("init: " + made.output + made.messages);
    return directory;
  };
  {
    Door door(program, fresh("evaluate"));
    for (int i = 0; i < 10'000; ++i) evaluate_once(door);
    if (door.finish() != 0) throw std::runtime_error("it did not end well");
  }
  for (int i = 0; i < 6; ++i) {
    const std::string directory = fresh("days-" + std::to_string(i));
    Door door(program, directory);
    Days(door).play(500);
    if (door.finish() != 0) throw std::runtime_error("it did not end well");
    const Run verified = run_once({program, "call", "verify", "--data", directory}, "{}");
    if (verified.exit_code != 0) throw std::runtime_error("verify: " + verified.output);
  }
  std::cout << "10,000 evaluations and 6 × 500 acts are as the rules say\n";
  return 0;
}

}  // namespace
}  // namespace vip::story

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "oracle_test PROGRAM [SEED]\n";
    return 2;
  }
  const std::uint64_t seed =
      argc > 2 ? std::strtoull(argv[2], nullptr, 10) : vip::story::chosen_seed();
  vip::story::dice.seed(seed);
  std::cout << "seed " << seed << std::endl;
  try {
    const vip::Folder folder(vip::in_memory());
    return vip::story::run(argv[1], folder.path());
  } catch (const std::exception& broken) {
    std::cerr << broken.what() << "\n";
    return 1;
  }
}
