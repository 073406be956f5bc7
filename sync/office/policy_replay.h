// PolicyReplay: what the chain's past would have come to under given policies.
//
// Events go in by the time at which they happened, of all stores together; each is worked out again
// with the rules (terminal/rules) from what the accounts hold in this replay, as if every store had
// always heard of everything. So two replays of the same events under two policies differ by the
// policies alone. What differs from the record is counted: a store that had not heard priced by
// what it knew.
//
// People are taken to do what they did: to buy the same things on the same days, to show the same
// cards, to choose the coupon or the member rate as they chose. What follows from a policy follows
// on: who is given no card (E1, E2) has no member rate afterwards, who renews too late (C4) has
// none either, who need not renew yet (C2) goes on with the old card and its points, and a gift
// that the points do not reach is not handed over (G2). Nobody is invented who did not apply.
//
// Not worked out, because the events do not say it: ways of showing a card (D8), the day of those
// born on 29 February (D3). Sales of the time before this system (history) were nobody's card's: no
// policy makes a difference to them, and they are in no figure.
//
// Threads: none.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "sync/office/office_store.h"
#include "terminal/books/event.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/card_life.h"
#include "terminal/rules/earning.h"

namespace vip::sync {

// An event's place in the chain.
struct EventPlace {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  Seq seq = 0;
  friend auto operator<=>(const EventPlace&, const EventPlace&) = default;
};

// What a clause took off the price of lines.
struct ClauseFigures {
  std::int64_t lines = 0;
  Fen reduction;
  friend bool operator==(const ClauseFigures&, const ClauseFigures&) = default;
};

struct StoreFigures {
  Fen paid;
  Fen refunded;
  Fen net() const { return paid - refunded; }
  friend bool operator==(const StoreFigures&, const StoreFigures&) = default;
};

struct ReplayFigures {
  std::int64_t sales = 0;
  std::int64_t sales_with_benefits = 0;
  Fen gross;
  Fen paid;
  Fen refunded;
  std::map<terminal::Clause, ClauseFigures> clauses;  // D1, D2, D3, D6
  std::map<std::uint32_t, StoreFigures> stores;       // by tid
  Points earned;
  Points taken;   // by returns
  Points voided;  // C7
  std::int64_t gifts = 0;
  Points redeemed;
  std::int64_t gifts_out_of_reach = 0;  // G2: handed over in truth, not in this replay
  std::int64_t cards_issued = 0;
  std::int64_t cards_refused = 0;  // E1, E2
  std::int64_t renewed = 0;
  std::int64_t renewals_too_late = 0;   // C4
  std::int64_t renewals_too_early = 0;  // C2: the old card is still good
  std::int64_t priced_otherwise = 0;    // sales whose paid amount is not the record's
  Fen net() const { return paid - refunded; }
  friend bool operator==(const ReplayFigures&, const ReplayFigures&) = default;
};

class PolicyReplay {
 public:
  // Which policy a store goes by on a day.
  using PolicyOn =
      std::function<const terminal::Policy&(std::uint32_t tid, std::uint32_t epoch, Day day)>;
  // `needed`: the sales that a later return or issue of the same journal speaks of; the others are
  // not kept. Figures are of events dated `from` or later.
  PolicyReplay(PolicyOn policy_on, const std::set<EventPlace>& needed, Day from);

  // Requires: events of one journal come in its order.
  void one(const EventPlace& place, const terminal::Event& event);
  const ReplayFigures& figures() const { return figures_; }

 private:
  struct Account {
    Points balance;  // may be below zero (P4)
    Points accumulated;
    Fen carry;
  };
  struct Card {
    card::Number account;
    Day last_day;
    std::optional<Day> birthday_day;  // D3, A29
    std::int64_t birthday_uses = 0;
    Fen birthday_amount;
  };
  struct Line {
    std::int64_t qty = 1;
    Fen paid;
    std::int64_t returned = 0;
  };
  struct Sale {
    Day day;
    terminal::EarningStep step;
    bool history = false;
    std::vector<Line> lines;
    Fen paid;
    Fen refunded;
    std::optional<card::Number> account;  // that it is booked on
    Fen booked;
    Fen booked_refunded;
  };

  void issue(const EventPlace& place, const terminal::Stamp& stamp,
             const terminal::IssueEvent& event);
  void sale(const EventPlace& place, const terminal::Stamp& stamp,
            const terminal::SaleEvent& event);
  void returned(const EventPlace& place, const terminal::ReturnEvent& event);
  void redeem(const terminal::Stamp& stamp, const terminal::RedeemEvent& event);
  void replace(const EventPlace& place, const terminal::Stamp& stamp,
               const terminal::ReplaceEvent& event);
  void renew(const EventPlace& place, const terminal::Stamp& stamp,
             const terminal::RenewEvent& event);
  void correct(const terminal::CorrectEvent& event);

  // The card that the holder of this number has in this replay; none: no card at all.
  Card* card(card::Number number);
  void earn_on(card::Number account, Fen paid, const terminal::EarningStep& step);

  PolicyOn policy_on_;
  const std::set<EventPlace>& needed_;
  Day from_;
  bool counted_ = false;  // the event under way is one of the figures'
  std::map<card::Number, Account> accounts_;
  std::map<card::Number, Card> cards_;
  std::map<card::Number, card::Number> still_;  // a card that need not have been: the one before
  std::set<card::Number> refused_;              // cards that are nobody's in this replay
  std::map<EventPlace, Sale> sales_;
  ReplayFigures figures_;
};

}  // namespace vip::sync
