// What people do at the counters of a chain: requests at the real doors, asked again where the
// answer was lost.
#include <algorithm>
#include <array>
#include <utility>

#include "terminal/books/clock.h"
#include "terminal/json/strict_json.h"
#include "tests/simulation/world.h"

namespace vip::simulation {
namespace {

using terminal::Json;
using terminal::Reply;
using terminal::Seq;

constexpr std::size_t most_remembered = 32;
constexpr std::size_t most_sold = 400;

bool is_ok(const Reply& reply) { return reply.text.starts_with(R"({"ok":true)"); }
bool is_replayed(const Reply& reply) {
  return reply.text.starts_with(R"({"ok":true,"replayed":true)");
}

// "position":{"epoch":1,"seq":42,...: the last one in the answer is the envelope's.
std::optional<Seq> confirmed_seq(const Reply& reply) {
  const std::size_t at = reply.text.rfind(R"("position":{)");
  if (at == std::string::npos) return std::nullopt;
  const std::size_t seq = reply.text.find(R"("seq":)", at);
  if (seq == std::string::npos) return std::nullopt;
  return std::stoull(reply.text.substr(seq + 6, 20));
}

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }
std::string number(std::int64_t n) { return std::to_string(n); }

// The text of a field in an answer.
std::string text_field(const Reply& reply, std::string_view name) {
  const std::string key = in_quotes(name) + ":\"";
  const std::size_t at = reply.text.find(key);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size();
  return reply.text.substr(begin, reply.text.find('"', begin) - begin);
}

std::optional<std::int64_t> number_field(const Reply& reply, std::string_view name) {
  const std::string key = in_quotes(name) + ":";
  const std::size_t at = reply.text.rfind(key);
  if (at == std::string::npos) return std::nullopt;
  return std::stoll(reply.text.substr(at + key.size(), 20));
}

}  // namespace

World::Ask World::ask_of(std::string method, const std::string& fields, Dice& dice,
                         std::function<void(const Reply&)> done) {
  Ask ask;
  ask.method = std::move(method);
  ask.text = R"({"request_id":"r-)" + std::to_string(dice.next()) + R"(","operator":)" +
             number(dice.chance(500) ? 2001 : 1001) + ',' + fields + '}';
  ask.done = std::move(done);
  return ask;
}

World::Member* World::somebody(std::size_t shop, Dice& dice) {
  if (members_.empty()) return nullptr;
  const bool elsewhere = dice.chance(weather_.elsewhere);
  const std::size_t first = dice.below(members_.size());
  for (std::size_t i = 0; i < members_.size(); ++i) {
    Member& member = members_[(first + i) % members_.size()];
    if (elsewhere || member.home == shop) return &member;
  }
  return nullptr;
}

World::Ask World::make_sale(std::size_t shop, Dice& dice) {
  const Member* member = dice.chance(900) ? somebody(shop, dice) : nullptr;
  const std::int64_t units = dice.from(1, 3);
  const std::int64_t price = dice.chance(100) ? dice.from(0, 100) : dice.from(100, 90'000);
  const bool special = dice.chance(500);
  const std::string receipt_no = "T-" + std::to_string(dice.next());
  std::string lines = R"("lane":)" + number(dice.from(1, 3)) + R"(,"lines":[{"sku":"A17","qty":)" +
                      number(units) + R"(,"unit_price":)" + number(price) +
                      (special ? R"(,"special_price":true)" : "") + "}]";
  if (member != nullptr) lines += R"(,"card":)" + in_quotes(member->card);
  std::int64_t paid = units * price;
  if (!special && member != nullptr && shops_[shop].terminal->is_open()) {
    const auto quote = shops_[shop].terminal->ask("sale.quote", '{' + lines + '}');
    if (quote && is_ok(*quote)) {
      const std::size_t points = quote->text.find(R"("points":{)");
      const Reply head{quote->text.substr(0, points), 0};
      paid = number_field(head, "paid").value_or(paid);
    }
  }
  return ask_of(
      "sale.commit",
      lines + R"(,"receipt_no":)" + in_quotes(receipt_no) + R"(,"expected_paid":)" + number(paid),
      dice, [this, shop, receipt_no, units](const Reply&) {
        if (sold_.size() < most_sold) sold_.emplace_back();
        sold_[sold_turn_++ % sold_.size()] = {shop, receipt_no, units};
      });
}

World::Ask World::make_return(std::size_t shop, Dice& dice) {
  const std::size_t first = sold_.empty() ? 0 : dice.below(sold_.size());
  std::string receipt_no = "T-0";
  std::int64_t units = 1;
  for (std::size_t i = 0; i < sold_.size(); ++i) {
    const Sold& sold = sold_[(first + i) % sold_.size()];
    if (sold.store != shop) continue;
    receipt_no = sold.receipt_no;
    units = dice.from(1, sold.units);
    break;
  }
  return ask_of("sale.return",
                R"("receipt_no":)" + in_quotes(receipt_no) + R"(,"lines":[{"line":0,"qty":)" +
                    number(units) + "}]",
                dice);
}

// The posters of all stores are alike.
std::pair<std::string, std::int64_t> World::gift_of(Dice& dice) {
  static constexpr std::array<std::pair<const char*, std::int64_t>, 3> gifts = {
      {{"comb", 1}, {"mirror", 5}, {"perfume", 30}}};
  return gifts[dice.below(gifts.size())];
}

World::Ask World::make_redemption(std::size_t shop, Dice& dice) {
  const Member* member = somebody(shop, dice);
  return ask_of("gift.redeem",
                R"("gift":)" + in_quotes(gift_of(dice).first) + R"(,"card":)" +
                    in_quotes(member != nullptr ? member->card : "0"),
                dice);
}

World::Ask World::make_gift(std::size_t, const std::string& gift, std::int64_t points, Dice& dice) {
  return ask_of("gift.put",
                R"("gift":{"id":)" + in_quotes(gift) + R"(,"name":)" + in_quotes(gift) +
                    R"(,"points":)" + number(points) +
                    R"(,"stock":1000000,"first_day":"2020-01-01","last_day":"2040-12-31"})",
                dice);
}

World::Ask World::make_issue(std::size_t shop, Dice& dice) {
  const std::string phone = number(13'000'000'000 + dice.from(0, 999'999'999));
  return ask_of("card.issue",
                R"("proof":{"receipts":[{"receipt_no":"S99-)" + phone +
                    R"(","date":"2026-11-01","paid":100000}]},"registration":{"surname":"王",)" +
                    R"("form":"ms","phone":")" + phone +
                    R"(","birthday":"1990-05-20","consent":true})",
                dice, [this, shop](const Reply& reply) {
                  members_.push_back({text_field(reply, "card"), shop});
                });
}

World::Ask World::make_correction(std::size_t shop, Dice& dice) {
  const Member* member = somebody(shop, dice);
  const std::int64_t delta = dice.chance(600) ? dice.from(1, 40) : -dice.from(1, 20);
  return ask_of("points.correct",
                R"("card":)" + in_quotes(member != nullptr ? member->card : "0") + R"(,"delta":)" +
                    number(delta) + R"(,"reason":"counted again","second_operator":)" +
                    number(dice.chance(500) ? 2001 : 1001),
                dice);
}

World::Ask World::make_card_life(std::size_t shop, Dice& dice) {
  const Member* member = somebody(shop, dice);
  const std::string card = member != nullptr ? member->card : "0";
  const std::string named = R"("card":)" + in_quotes(card);
  const auto new_card = [this, card](const Reply& reply) {
    for (Member& one : members_) {
      if (one.card == card) one.card = text_field(reply, "card");
    }
  };
  switch (dice.below(8)) {
    case 0:
    case 1:
      return ask_of("card.block", named + R"(,"reason":"lost")", dice);
    case 2:
    case 3:
    case 4:
      return ask_of("card.replace", named + R"(,"reason":"lost")", dice, new_card);
    case 5:
      return ask_of("card.renew", named, dice, new_card);
    case 6:
      return ask_of("card.check_holder",
                    named + R"(,"outcome":)" + in_quotes(dice.chance(500) ? "passed" : "failed"),
                    dice);
    default:
      return ask_of("handover.record", named + R"(,"item":"handbook")", dice);
  }
}

World::Ask World::make(Act act, std::size_t shop, Dice& dice) {
  switch (act) {
    case Act::goods_returned:
      return make_return(shop, dice);
    case Act::redemption:
      return make_redemption(shop, dice);
    case Act::issue:
      return make_issue(shop, dice);
    case Act::correction:
      return make_correction(shop, dice);
    case Act::card_life:
      return make_card_life(shop, dice);
    default:
      return make_sale(shop, dice);
  }
}

void World::at_counter(Act act, std::size_t shop, Dice& dice) {
  if (!up(shop)) return;
  if (act == Act::quote) {
    const Member* member = somebody(shop, dice);
    if (member == nullptr) return;
    shops_[shop].terminal->ask("sale.quote",
                               R"({"card":)" + in_quotes(member->card) +
                                   R"(,"lines":[{"sku":"1","qty":1,"unit_price":12900}]})");
    return look(shop);
  }
  if (act != Act::rush) return ask(shop, make(act, shop, dice));
  std::vector<Ask> together;
  for (std::int64_t lanes = dice.from(2, 5); lanes > 0; --lanes) {
    static constexpr std::array acts = {Act::sale, Act::sale, Act::goods_returned, Act::redemption};
    together.push_back(make(acts[dice.below(acts.size())], shop, dice));
  }
  ask_together(shop, std::move(together));
}

void World::ask(std::size_t shop, Ask ask) {
  const auto reply = shops_[shop].terminal->ask(ask.method, ask.text);
  look(shop);
  if (!reply) {
    tell(shop, ask.method + ": no answer");
    shops_[shop].unanswered.push_back(std::move(ask));
    return;
  }
  settle(shop, std::move(ask), *reply);
}

void World::ask_together(std::size_t shop, std::vector<Ask> asks) {
  std::vector<terminal::Call> calls;
  for (const Ask& ask : asks) calls.push_back({ask.method, ask.text});
  const auto replies = shops_[shop].terminal->ask_all(calls);
  look(shop);
  for (std::size_t i = 0; i < asks.size(); ++i) {
    if (replies.empty()) {
      tell(shop, asks[i].method + ": no answer");
      shops_[shop].unanswered.push_back(std::move(asks[i]));
    } else {
      settle(shop, std::move(asks[i]), replies[i]);
    }
  }
}

// An answer came. One that says yes is held to for ever.
void World::settle(std::size_t shop, Ask ask, const Reply& reply) {
  Shop& here = shops_[shop];
  if (trail_) {
    tell(shop, ask.method + ' ' + ask.text.substr(0, 200) + " -> " + reply.text.substr(0, 160));
  }
  if (reply.exit_code == terminal::exit_code::storage) {
    count("answered by a storage error");
    here.unanswered.push_back(std::move(ask));
    return;
  }
  if (ask.confirmed) {
    if (!is_replayed(reply) || confirmed_seq(reply) != ask.confirmed) {
      throw Violation(
          "S1", here.terminal->name() + ": a request that was done is answered by " + reply.text);
    }
    count("answered once more");
  } else if (is_ok(reply)) {
    ask.confirmed = confirmed_seq(reply);
    if (ask.confirmed) laws_.confirmed(shop, *ask.confirmed);
    if (ask.done) ask.done(reply);
    count(ask.method + " done");
  } else {
    count(reply.exit_code == terminal::exit_code::refused ? "refused by a rule"
                                                          : "no such request");
    return;
  }
  if (!ask.confirmed) return;
  if (here.answered.size() >= most_remembered) here.answered.erase(here.answered.begin());
  here.answered.push_back(std::move(ask));
}

void World::ask_again(std::size_t shop, Dice& dice) {
  Shop& here = shops_[shop];
  if (!up(shop)) return;
  if (!here.unanswered.empty()) {
    Ask again = std::move(here.unanswered.back());
    here.unanswered.pop_back();
    tell(shop, "asks again, for the answer was lost");
    return ask(shop, std::move(again));
  }
  if (here.answered.empty()) return;
  const std::size_t which = dice.below(here.answered.size());
  Ask again = std::move(here.answered[which]);
  here.answered.erase(here.answered.begin() + static_cast<std::ptrdiff_t>(which));
  ask(shop, std::move(again));
}

}  // namespace vip::simulation
