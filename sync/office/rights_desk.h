// RightsDesk: what follows from folded events over all terminals: shares, grants and recalls, and
// what each terminal is to be told (design 6, 7, 10).
//
// It works in steps. Each is one transaction in one family of tables, may be done twice, and what a
// crash leaves between two of them, sweep() finishes:
//
//   (a) fold      events into the rows of their terminal, and which accounts they touched (fold.h)
//   (b) absorb    the touched accounts' figures into their shares; whole figures, so again is
//                 harmless
//   (c) fan out   an account's new version into the dirty sets of the terminals that hold it
//   (d) forget    what was touched
//   (e) decide    errands: written by the account before any inbox has them. Grants and recalls;
//                 and orders to erase, to whoever holds an account that is forgotten (erasures.h)
//   (f) deliver   each into its terminal's inbox, once by its key, and then its number to the
//   errand
//
// While any open life has not yet exchanged with a head office that came back from an old backup
// (RECOVERING), nothing is decided or delivered: what was forgotten comes back from the journals
// first.
//
// Threads: none; the thread that owns the Database. Requires: no transaction is open, save where it
// says so. Throws StorageError.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sync/office/accounts.h"
#include "sync/office/erasures.h"
#include "sync/office/mailbox.h"
#include "sync/office/meetings.h"
#include "sync/office/office_store.h"
#include "sync/office/registrations_desk.h"
#include "sync/office/shares.h"
#include "sync/snapshot.h"
#include "terminal/books/clock.h"

namespace vip::sync {

struct DownlinkPage {
  std::string id;  // empty: no states, nothing to confirm
  std::vector<InboxEntry> inbox;
  std::vector<terminal::HeardOf> states;
  bool more = false;      // than a page holds
  bool snapshot = false;  // so much more that a snapshot is worth its while
};

// How much is told at once; other figures than these are for tests, which want many pages of few.
struct TellingLimits {
  int states_a_page = 100;
  int worth_a_snapshot = 1000;  // so many accounts that are to be told come quicker by a snapshot
  int rows_a_snapshot_page = static_cast<int>(rows_a_blob);
};

struct WantAnswer {
  bool known = false;  // the card
  Points coming;       // on its way to this terminal, by entries of its inbox
  Points asked;        // recalled from others, not back yet
  Points balance;      // of the account, as far as head office knows
};

class RightsDesk {
 public:
  // `keys`: to say how members are addressed; null: they are not. Requires: all outlive this.
  RightsDesk(terminal::Database& database, OfficeStore& store, const SealKeys* keys = nullptr,
             const TellingLimits& limits = {});

  // (b) to (f) for what the fold of this epoch touched.
  void carry_over(std::uint32_t tid, std::uint32_t epoch, std::int64_t now);
  // R4: the account's member is forgotten, on head office's own order. False where no such account
  // is known. Again is harmless.
  bool erase(card::Number card, std::int64_t now);
  // All of it for everybody: after a start, a closed epoch, the end of RECOVERING.
  void sweep(std::int64_t now);

  // A member stands at this terminal and needs `points` there; 0: only to be told of the account.
  WantAnswer want(std::uint32_t tid, std::uint32_t epoch, card::Number card, Points points,
                  std::int64_t now);

  // What goes down with the next answer. `consumed`: the terminal's own word of its inbox.
  DownlinkPage page(std::uint32_t tid, std::uint32_t epoch, terminal::InboxNo consumed);
  void confirmed(std::uint32_t tid, std::string_view page);

  // Whether an entry of the inbox may leave for this life; whether states of accounts wait for it.
  bool has_entries(std::uint32_t tid, std::uint32_t epoch, terminal::InboxNo consumed);
  bool has_states(std::uint32_t tid, std::uint32_t epoch);
  // Terminals that got entries since it was asked last.
  std::set<std::uint32_t> take_stirred() { return std::exchange(stirred_, {}); }

  // An entry of head office's own: a list, a block.
  void post_entry(std::uint32_t tid, std::uint32_t epoch, const InboxEntry& entry);

  // A new life of this store is to be told of every account that lives there or that an earlier
  // life held. It is done bit by bit: page() goes on where it stopped, and a snapshot that was
  // installed is the end of it. Of accounts whose members are forgotten it is to erase them.
  void welcome(std::uint32_t tid, std::uint32_t epoch, std::int64_t now);
  // Those accounts, some after others. `at_end`: there are no more.
  struct Place {
    std::uint32_t epoch = 0;  // an earlier life, whose accounts come now; 0: those that live there
    card::Number after;
    bool at_end = false;
  };
  std::vector<card::Number> to_tell(std::uint32_t tid, std::uint32_t epoch, Place& place, int most);
  // The snapshot that this life is handed out, and that it says it has installed.
  void handed_out(std::uint32_t tid, std::uint32_t epoch, std::string_view snapshot);
  void installed(std::uint32_t tid, std::uint32_t epoch, std::string_view snapshot);
  // What is told of an account to this life.
  terminal::HeardOf state_of(card::Number account, std::uint32_t tid, std::uint32_t epoch);

  bool recovering();
  terminal::InboxNo inbox_length(std::uint32_t tid, std::uint32_t epoch);

  Shares& shares() { return shares_; }
  Erasures& erasures() { return erasures_; }
  Meetings& meetings() { return meetings_; }

 private:
  std::vector<card::Number> touched(std::uint32_t tid, std::uint32_t epoch, int most);
  void carry_over_touched(std::uint32_t tid, std::uint32_t epoch, std::int64_t now);
  void carry_over_erasings(std::uint32_t tid, std::uint32_t epoch, std::int64_t now);
  void carry_over_purchases(std::uint32_t tid, std::uint32_t epoch);
  void forget(const std::vector<Erasures::Forgotten>& fresh);
  void fan_out(const std::vector<card::Number>& accounts, std::uint32_t origin);
  void decide(const std::vector<card::Number>& accounts, std::int64_t now);
  struct Plan {
    std::vector<Errand> errands;
    std::vector<Wanted> satisfied;  // these wants have what they asked for, or it is on its way
  };
  Plan plan(card::Number root, std::int64_t now);
  std::vector<Errand> orders_to_erase(card::Number root, const std::vector<Share>& shares);
  void deliver();
  std::optional<Place> untold(std::uint32_t tid, std::uint32_t epoch);
  void put_untold(std::uint32_t tid, std::uint32_t epoch, const Place& place);
  void tell_more(std::uint32_t tid, std::uint32_t epoch, Place& place);
  const terminal::Policy& policy_at(std::uint32_t tid, std::uint32_t epoch, std::int64_t now);
  std::int64_t lineage();
  std::int64_t backups();  // how many were made
  std::int64_t covered();  // entries older than this backup may leave

  terminal::Database& database_;
  OfficeStore& store_;
  Shares shares_;
  Mailbox mailbox_;
  RegistrationsDesk registrations_;
  Erasures erasures_;
  Meetings meetings_;
  const SealKeys* keys_;
  const TellingLimits limits_;
  OfficeBooks policies_;
  terminal::Zone zone_;
  terminal::Statement get_touched_;
  terminal::Statement forget_touched_;
  terminal::Statement consumed_;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> policies_of_;
  std::set<std::uint32_t> stirred_;
};

}  // namespace vip::sync
