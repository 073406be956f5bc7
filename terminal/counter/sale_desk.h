// Sale desk: what a basket would cost, the basket paid, and goods that come back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "terminal/counter/counter.h"
#include "terminal/rules/pricing.h"

namespace vip::terminal {

struct QuoteRequest {
  Shown shown;
  Basket basket;
  bool birthday_document_shown = false;  // D3
  std::optional<Way> choice;             // D6
  std::optional<std::string> lane;       // A41 asks at which lane
};

struct QuotePoints {  // A30: present where benefits are granted
  Points before;
  Points accumulated;
  Points earned;
  Points after;
  Fen carry_before;
  Fen carry_after;
};

struct QuoteMember {
  Address address;  // may be empty texts
  Day since;
  Day last_day;
};

struct Quote {
  std::optional<card::Number> card;  // the one that was shown and is known
  std::optional<QuoteMember> member;
  Priced priced;
  std::optional<QuotePoints> points;
  std::vector<Notice> prompts;
  std::vector<Notice> warnings;

  // For the commit; nobody outside sees these.
  PersonId person = 0;
  std::optional<std::string> prospect_phone;
  std::optional<MemberPart> member_part;
  std::optional<Withheld> withheld;
  std::optional<CardRow> first_met;  // A42: not in the books yet
};

// Reads only.
Answer<Quote> quote(const Desk& desk, const QuoteRequest& request);

struct CommitRequest {
  QuoteRequest quote;
  std::string receipt_no;
  Fen expected_paid;
};

struct Committed {
  Quote quote;
  SaleEvent event;
  std::string sale;
  Position position;
};

// Refusals: D7 paid_differs (A16). Faults: conflict at /receipt_no (A55).
Answer<Committed> commit(const Desk& desk, const CommitRequest& request);

// A sale named by its id or its receipt number.
struct SaleName {
  std::optional<std::string> sale;
  std::optional<std::string> receipt_no;
};

struct ReturnRequest {
  SaleName name;
  std::string receipt_no;  // the till's own number of the return, may be empty
  struct Units {
    std::size_t line = 0;
    std::int64_t qty = 1;
  };
  std::vector<Units> lines;  // distinct lines
};

struct Returned {
  std::string sale;
  Fen refund;
  std::vector<ReturnedUnits> lines;
  struct PointsPart {  // left out without an account
    Points before;
    Points taken;
    Points after;
    Points owed;
    Fen carry_before;
    Fen carry_after;
  };
  std::optional<PointsPart> points;
  Position position;
};

// Refusals: P4 returned_too_much. Faults: not_found.
Answer<Returned> return_goods(const Desk& desk, const ReturnRequest& request);

struct SaleShown {
  SaleRow row;
  SaleEvent event;
};
Answer<SaleShown> show_sale(const Desk& desk, const SaleName& name);

}  // namespace vip::terminal
