// Laws: what must always hold (design section 8), seen by somebody who sees everything at once.
//
// Keeps what no machine of the chain knows: every event that was ever committed, at every life of
// every terminal, and what it must come to by four sums of its own (spend, redeemed, corrected,
// voided) which share no code with the ledger. After each step the machines that it touched are
// held against it:
//
//   S1  one body per (tid, epoch, seq), no gaps      X1  head office has exactly the first `acked`
//   K1  its head is the chain over them              H1, M1, N1  the figures of each account
//   touched P1  what was confirmed is there after any fall   T1  the time mark never goes down F1
//   no honest terminal is frozen                 C1  with faults off everything comes to rest
//   E1  a closed life's points are nobody's but head office's
//
// The first that does not hold is thrown as a Violation.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/simulation/machines.h"

namespace vip::simulation {

class Violation : public std::runtime_error {
 public:
  Violation(std::string law, const std::string& what)
      : std::runtime_error(what), law_(std::move(law)) {}
  const std::string& law() const { return law_; }

 private:
  std::string law_;
};

// What an account must hold, from its events alone.
struct Sums {
  std::int64_t spend = 0;         // fen, paid here less refunded here
  std::int64_t carry_moved = 0;   // fen, granted less released
  std::int64_t points_moved = 0;  // granted less released
  std::int64_t redeemed = 0;
  std::int64_t corrected = 0;
  std::int64_t granted = 0;

  std::int64_t net() const;                                      // what was made and used here
  std::int64_t balance() const { return net() + points_moved; }  // right less owed
  std::int64_t carry() const;
  friend bool operator==(const Sums&, const Sums&) = default;
};

class Laws {
 public:
  explicit Laws(std::size_t terminals) : lives_(terminals) {}

  // A terminal begins a life; the one before it, if any, is closed. Requires: open.
  void begins(std::size_t index, TerminalMachine& terminal);
  // Something happened there. Requires: open.
  void look_at(std::size_t index, TerminalMachine& terminal);
  // It was opened again after whatever fall.
  void came_back(std::size_t index, TerminalMachine& terminal);
  // An answer said that this is durable.
  void confirmed(std::size_t index, terminal::Seq seq);
  // Something happened at head office to this terminal's journal. Requires: up.
  void look_at(std::size_t index, OfficeMachine& office);
  // Head office answered it, and not with a 503: what was seen there is durable.
  void answered(std::size_t index) { lives_[index].back().told = lives_[index].back().acked; }
  // Head office started again: nothing that it acknowledged is gone. What it had and told nobody
  // may be.
  void came_back(OfficeMachine& office);
  // Operations are about to close its life, and may be interrupted.
  void closing(std::size_t index) { lives_[index].back().closing = true; }
  // There are two of it from now on, alike so far. Head office goes on with one of them at most,
  // and what counts is what that one told it. Requires: open.
  void cloned(std::size_t index);
  // The other one did something. Requires: open.
  void look_at_twin(std::size_t index, TerminalMachine& twin);
  // Events of a life that was closed came after all; what they redeemed may be granted already.
  void late(std::size_t index, std::uint32_t epoch, TerminalMachine& old, OfficeMachine& office);
  // So many events the two of a clone have in common.
  terminal::Seq alike(std::size_t index) const;
  // Its life was closed at head office; what never arrived counts as lost. Requires: up.
  void closed(std::size_t index, OfficeMachine& office);
  // Head office came back from a copy: it knows what the copy knows. Requires: up.
  void restored(OfficeMachine& office);
  const terminal::Genesis& genesis(std::size_t index) const { return lives_[index].back().genesis; }
  terminal::Seq committed(std::size_t index) const { return lives_[index].back().bodies.size(); }
  // Every row from the first event on.
  void check_whole(std::size_t index, TerminalMachine& terminal);
  void check_whole(OfficeMachine& office);
  // C1: everything has arrived, there and back.
  void check_at_rest(std::size_t index, TerminalMachine& terminal, OfficeMachine& office);
  // E1, at rest: a closed life's shares are closed.
  void check_closed(OfficeMachine& office);

  // Of all that is known: two runs of a seed agree in it, or something was not its seed's.
  std::string digest() const;
  std::uint64_t events() const;
  std::uint64_t acknowledged() const;
  // Events by kind, and what moved between terminals.
  const std::map<std::string, std::uint64_t>& counts() const { return counts_; }

 private:
  // One side's view of a life: how far it came and what that adds up to.
  struct View {
    terminal::Seq seq = 0;
    std::map<std::uint64_t, Sums> accounts;
    std::map<terminal::Seq, std::uint64_t> account_of_sale;
    std::set<std::uint64_t> touched;   // by the events taken last
    std::set<std::uint64_t> unusable;  // cards: blocked, replaced, closed as far as is known here
    terminal::InboxNo inbox = 0;
  };
  // What terminals released and nobody accepted again, of one account.
  struct Pool {
    std::int64_t points = 0;
    std::int64_t carry = 0;
  };
  struct Life {
    terminal::Genesis genesis;
    std::vector<std::string> bodies;
    std::vector<Digest> heads;  // heads[n] = h(n)
    terminal::Seq confirmed = 0;
    std::int64_t time_mark = 0;
    std::int64_t lineage = 0;
    View terminal;
    View office;
    terminal::Seq acked = 0;  // that head office has
    terminal::Seq told = 0;   // of these, what it has said that it has
    bool closing = false;
    bool closed = false;
    // The journal of a clone, and whether it is the one that head office has.
    bool cloned = false;
    bool took_twin = false;
    std::vector<std::string> twin_bodies;
    std::vector<Digest> twin_heads;
    // What it holds counts for, over all terminals: a closed life's as head office knows it.
    const View& counts() const { return closed || cloned ? office : terminal; }
    const std::vector<std::string>& bodies_at_office() const {
      return took_twin ? twin_bodies : bodies;
    }
    const std::vector<Digest>& heads_at_office() const { return took_twin ? twin_heads : heads; }
  };

  class Taking;
  void take(View& view, const Life& life, const std::vector<std::string>& bodies,
            terminal::Seq through, bool first_seen);
  static void append(Life& life, TerminalMachine& terminal);
  void choose_history(Life& life, const sync::Epoch& epoch) const;
  void check_shares(const std::set<std::uint64_t>& accounts, sync::OfficeBooksOpen& books) const;
  static void check_told(const Life& life, TerminalMachine& terminal, OfficeMachine& office);
  static std::string where(const Life& life);
  static void compare(const std::string& where, std::uint64_t id,
                      const std::optional<terminal::Account>& account, const Sums& sums);

  void look_at(Life& life, OfficeMachine& office);
  Pool pool_of(std::uint64_t account) const;
  template <class Visit>
  void each_life(Visit visit) const {
    for (const auto& lives : lives_) {
      for (const Life& life : lives) visit(life);
    }
  }

  std::vector<std::vector<Life>> lives_;  // by terminal; the last one lives
  std::map<std::uint64_t, Pool> late_;    // by account: what late events took from it, at most
  std::map<std::string, std::uint64_t> counts_;
};

}  // namespace vip::simulation
