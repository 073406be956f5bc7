// Policy: head office's document, as typed values. Every field and default is one of
// the policy document's; the clause that each serves stands beside it.
//
// A Policy is always whole and in range: only policy_reader makes one from text, and it refuses
// whatever is not. Money in fen, dates in the store's zone.
#pragma once

#include <cstdint>
#include <optional>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "terminal/rules/rate.h"

namespace vip::terminal {

enum class LevelBasis : std::uint8_t { accumulated, balance };  // D2
enum class LeapDay : std::uint8_t { february_28, march_1 };     // D3
enum class RoundingUnit : std::uint8_t { fen, jiao, yuan };     // D7
enum class RoundingMode : std::uint8_t { half_up, down };       // D7
enum class Remainder : std::uint8_t { carried, dropped };       // P2
enum class ReplacementPoints : std::uint8_t { move, void_ };    // C7

// How a card may be shown (D8).
struct Presence {
  bool scan = true;
  bool swipe = true;
  bool type = true;
  bool phone = false;
  friend bool operator==(const Presence&, const Presence&) = default;
};

// How points come out of spend (P1, P2). A sale keeps the step it was earned at (A11).
struct EarningStep {
  Points earn{1};
  Fen per{10000};
  Remainder remainder = Remainder::carried;
  friend bool operator==(const EarningStep&, const EarningStep&) = default;
};

// What of its points a terminal keeps at an exchange (design: rights). No value: all.
struct Keeps {
  std::optional<Points> at_most;
  friend bool operator==(const Keeps&, const Keeps&) = default;
};

struct Policy {
  std::int64_t version = 1;  // rises with each publication
  Day from = *Day::from_civil(2026, 1, 1);

  struct Join {
    Fen single{100000};                      // E1
    Fen cumulative{200000};                  // E2
    int months = 6;                          // E2
    bool unverified_receipts = true;         // E3
    bool qualifying_purchase_earns = false;  // E8, A31
    friend bool operator==(const Join&, const Join&) = default;
  } join;

  struct Rates {
    Rate member{9000};  // D1
    Rate level{8500};   // D2
    Points level_points{30};
    LevelBasis level_basis = LevelBasis::accumulated;
    Rate birthday{6000};  // D3
    LeapDay leap_day = LeapDay::february_28;
    std::optional<std::int64_t> birthday_max_uses;  // A29
    std::optional<Fen> birthday_max_amount;         // A29
    friend bool operator==(const Rates&, const Rates&) = default;
  } rates;

  struct Rounding {
    RoundingUnit unit = RoundingUnit::fen;
    RoundingMode mode = RoundingMode::half_up;
    friend bool operator==(const Rounding&, const Rounding&) = default;
  } rounding;  // D7

  Presence presence;    // D8
  EarningStep earning;  // P1, P2

  struct Card {
    int months = 24;                                                 // C2
    int grace_days = 90;                                             // C4
    ReplacementPoints replacement_points = ReplacementPoints::move;  // C7
    friend bool operator==(const Card&, const Card&) = default;
  } card;

  int registry_due_day = 2;  // R2

  struct Prompts {
    int birthday_days = 7;  // S3
    int expiry_days = 30;   // S3
    friend bool operator==(const Prompts&, const Prompts&) = default;
  } prompts;

  struct Rights {
    Keeps home;
    Keeps visited{Points(0)};
    int want_ms = 3000;
    friend bool operator==(const Rights&, const Rights&) = default;
  } rights;

  struct Anomalies {  // X2: more than so many
    std::int64_t birthday_purchases = 3;
    std::int64_t purchases_a_day = 5;
    std::int64_t same_card_same_operator_a_day = 3;
    std::int64_t two_stores_minutes = 30;
    friend bool operator==(const Anomalies&, const Anomalies&) = default;
  } anomalies;

  friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace vip::terminal
