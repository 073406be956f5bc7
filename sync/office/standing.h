// Standing: what an account is over all terminals, and what head office does about it (design 6).
// Pure functions.
//
// Nothing of it is stored. Each terminal's life has a share of the account: the figures that its
// journal makes, and what head office has promised to it by grants. All else follows:
//
//   (H1)  sum of net over all shares = free - shortfall + sum over open shares of
//         (right - owed + promised - granted)
//
// where promised - granted is on its way. An open life's points are its own; what it released and
// nobody was promised is free. A closed life holds nothing (E1): its right, less what it owed, is
// free as well. So a disk that turns up after its epoch was closed by force only adds its late
// events: what they redeemed comes out of free as far as that reaches, the rest is the shortfall.
//
// A life knows an account by one name: a card's number. Where a replacement was met before anybody
// told whose it is (A42), its number is the name of an account of its own there, and the account
// has two names. Its shares are those of all its names; what is sent to a life is sent under the
// name that it knows.
#pragma once

#include <cstdint>
#include <vector>

#include "cardformat/amount.h"
#include "terminal/books/ledger.h"
#include "terminal/policy/policy.h"

namespace vip::sync {

struct Share {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  bool closed = false;
  terminal::Account figures;
  Points promised;  // by all grants ever made to this life
  Fen promised_carry;

  Points on_its_way() const { return promised - figures.granted; }
};

struct Standing {
  Points free;
  Fen free_carry;
  Points shortfall;  // only after a close by force or a frozen clone
  Fen carry_shortfall;
  Points net;  // what the account has, wherever it is: the balance
  Points accumulated;
  friend bool operator==(const Standing&, const Standing&) = default;
};
Standing standing_of(const std::vector<Share>& shares);

// What one life knows only from head office: the account at all others.
struct Elsewhere {
  Points points;
  Points accumulated;
  friend bool operator==(const Elsewhere&, const Elsewhere&) = default;
};
// At all others, and under the account's other names.
Elsewhere elsewhere_of(const std::vector<Share>& shares, std::uint32_t tid, std::uint32_t epoch,
                       card::Number name);

// A terminal that waits for points: a member stands there (want).
struct Wanted {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  Points points;  // beyond what it holds and what is on its way
  card::Number name{};
};

struct Errand {
  enum class Kind : std::uint8_t { grant = 1, recall, erase } kind = Kind::grant;
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  Points points;
  Fen carry;            // of a grant
  card::Number name{};  // of the account, at this life
  friend bool operator==(const Errand&, const Errand&) = default;
};

struct Home {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;  // 0: its terminal has no open life now
  bool usable = false;      // one of the account's cards is active
  card::Number name{};
};

// Who is sent what, in this order: a member who waits; what a terminal owes (A10: debts are paid by
// what arrives there); then home, with the carry. What free does not cover is recalled from those
// that hold points, the largest right first; a recall that is `open` already is not repeated.
// Requires: the shares are one account's; `open_recalls` are among them.
std::vector<Errand> errands_for(const std::vector<Share>& shares, const Home& home,
                                const std::vector<Wanted>& wanted,
                                const std::vector<Errand>& open_recalls,
                                const terminal::Policy::Rights& policy);

}  // namespace vip::sync
