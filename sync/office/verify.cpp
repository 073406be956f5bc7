#include "sync/office/verify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/seal.h"
#include "sync/office/accounts.h"
#include "sync/office/fold.h"
#include "sync/office/registrations_desk.h"
#include "sync/office/shares.h"
#include "sync/wire.h"
#include "terminal/books/ledger.h"

namespace vip::sync {
namespace {

using terminal::Database;
using terminal::Statement;

constexpr std::size_t most_findings = 100;

class Check {
 public:
  Check(Database& database, OfficeStore& store, const std::optional<PublicKey>& policy_key)
      : database_(database), store_(store), policy_key_(policy_key) {}

  Verified run() {
    for (const Terminal& terminal : store_.terminals()) {
      for (const Epoch& epoch : store_.epochs(terminal.tid)) check_journal(terminal, epoch);
    }
    Database rebuilt(":memory:", Database::Mode::create);
    create_account_tables(rebuilt);
    create_share_tables(rebuilt);
    create_registration_tables(rebuilt);
    create_fold_tables(rebuilt);
    rebuild(rebuilt);
    for (const char* table : {"holding", "card", "sale", "receipt_used", "gift", "adopted_policy",
                              "store_anomaly", "handover", "id_check", "inbox_consumed", "accepted",
                              "parked", "day_total", "month_close"}) {
      compare(table, rebuilt);
    }
    check_laws();
    check_shares();
    return std::move(done_);
  }

 private:
  void find(std::string finding) {
    if (done_.findings.size() < most_findings) done_.findings.push_back(std::move(finding));
  }

  void check_journal(const Terminal& terminal, const Epoch& epoch) {
    ++done_.epochs;
    const terminal::Genesis& genesis = epoch.genesis;
    const std::string where =
        "store " + terminal.store + " epoch " + std::to_string(genesis.epoch) + ": ";
    const auto segments = store_.segments(genesis.tid, genesis.epoch);
    auto segment = segments.begin();
    Digest head = chain_start(genesis);
    Seq last = 0;
    bool whole = true;
    store_.each_event(
        genesis.tid, genesis.epoch, 1, [&](Seq seq, std::string_view body, const Digest& hash) {
          if (seq != last + 1) {
            find(where + "event " + std::to_string(last + 1) + " is missing");
            whole = false;
            return false;
          }
          last = seq;
          ++done_.events;
          head = terminal::chain_next(head, genesis.tid, genesis.epoch, seq, body);
          if (head != hash) {
            find(where + "event " + std::to_string(seq) + " is not the one that was stored");
            whole = false;
            return false;
          }
          if (segment != segments.end() && segment->through == seq) {
            check_segment(where, genesis, *segment++, head);
          }
          return true;
        });
    if (!whole) return;
    if (last != epoch.acked) {
      find(where + std::to_string(epoch.acked) + " events are acknowledged, " +
           std::to_string(last) + " are stored");
    } else if (head != epoch.head) {
      find(where + "the head is not the end of the chain");
    }
    check_cover(where, segments, last);
    if (epoch.folded > epoch.acked) find(where + "more events had effect than are stored");
  }

  void check_segment(const std::string& where, const terminal::Genesis& genesis,
                     const Segment& segment, const Digest& head) {
    if (segment.signature == unsigned_yet) {
      if (segment.head != head) {
        find(where + "the head after event " + std::to_string(segment.through) +
             " is not the chain's");
      }
      return;
    }
    ++done_.segments;
    ExchangeHeader header;
    header.tid = genesis.tid;
    header.epoch = genesis.epoch;
    header.through = segment.through;
    header.head = segment.head;
    if (segment.head != head || !seal_holds(genesis.key, signed_text(header), segment.signature)) {
      find(where + "the signature over event " + std::to_string(segment.through) +
           " does not hold");
    }
  }

  // Every event stands in exactly one signed segment.
  void check_cover(const std::string& where, const std::vector<Segment>& segments, Seq last) {
    Seq covered = 0;
    for (const Segment& segment : segments) {
      if (segment.first != covered + 1 || segment.through < segment.first) break;
      covered = segment.through;
    }
    if (covered != last) {
      find(where + "event " + std::to_string(covered + 1) + " stands in no signed segment");
    }
  }

  // In the order of arrival, so that the first of two that claim one card is the first again.
  void rebuild(Database& rebuilt) {
    struct Arrival {
      std::uint32_t tid;
      std::uint32_t epoch;
      Seq first;
      Seq through;
    };
    std::map<std::int64_t, Arrival> arrivals;
    for (const Terminal& terminal : store_.terminals()) {
      for (const Epoch& epoch : store_.epochs(terminal.tid)) {
        for (const Segment& s : store_.segments(terminal.tid, epoch.genesis.epoch)) {
          const Seq through = std::min(s.through, epoch.folded);
          if (s.first <= through) {
            arrivals.emplace(s.arrival,
                             Arrival{terminal.tid, epoch.genesis.epoch, s.first, through});
          }
        }
      }
    }
    Fold fold(rebuilt, policy_key_);
    for (const auto& [number, arrival] : arrivals) {
      terminal::Transaction transaction(rebuilt);
      fold.enter(arrival.tid, arrival.epoch);
      store_.each_event(arrival.tid, arrival.epoch, arrival.first,
                        [&, last = arrival.through](Seq seq, std::string_view body, const Digest&) {
                          if (seq <= last) fold.one(seq, body);
                          return seq < last;
                        });
      transaction.commit();
    }
  }

  // Every column of every row as one text, in the order of the primary key.
  static std::string rows_of(Database& database, const std::string& table) {
    Statement columns(database, "SELECT name, pk FROM pragma_table_info('" + table + "')");
    std::string row;
    std::map<std::int64_t, std::string> key;
    while (columns.step()) {
      const std::string name(columns.text(0));
      row += (row.empty() ? "" : "||' '||") + ("'" + name + "='||quote(" + name + ")");
      if (columns.integer(1) > 0) key[columns.integer(1)] = name;
    }
    std::string order;
    for (const auto& [place, name] : key) order += (order.empty() ? "" : ", ") + name;
    return "SELECT " + row + " FROM " + table + " ORDER BY " + order;
  }

  void compare(const std::string& table, Database& rebuilt) {
    Statement stored(database_, rows_of(database_, table));
    Statement made(rebuilt, rows_of(rebuilt, table));
    const auto next = [](Statement& rows) {
      return rows.step() ? std::optional(std::string(rows.text(0))) : std::nullopt;
    };
    auto is = next(stored);
    auto should = next(made);
    while (is || should) {
      ++done_.rows;
      if (is == should) {
        is = next(stored);
        should = next(made);
        continue;
      }
      find(table + ": stored " + is.value_or("nothing") + "; the journals make " +
           should.value_or("nothing"));
      if (done_.findings.size() >= most_findings) return;
      // Whichever row stands first in the order has no partner, or both have one key.
      const auto key_of = [](const std::string& text) { return text.substr(0, text.find(' ')); };
      if (!should || (is && key_of(*is) < key_of(*should))) {
        is = next(stored);
      } else if (!is || key_of(*should) < key_of(*is)) {
        should = next(made);
      } else {
        is = next(stored);
        should = next(made);
      }
    }
  }

  void check_laws() {
    Statement rows(database_,
                   "SELECT account, points, owed, carry, earned, taken, redeemed, corrected, "
                   "voided, granted, released FROM holding ORDER BY account, tid, epoch");
    while (rows.step()) {
      terminal::Account account;
      account.right = Points(rows.integer(1));
      account.owed = Points(rows.integer(2));
      account.carry = Fen(rows.integer(3));
      account.earned = Points(rows.integer(4));
      account.taken = Points(rows.integer(5));
      account.redeemed = Points(rows.integer(6));
      account.corrected = Points(rows.integer(7));
      account.voided = Points(rows.integer(8));
      account.granted = Points(rows.integer(9));
      account.released = Points(rows.integer(10));
      if (!terminal::laws_hold(account)) {
        find("account " +
             card::Number::from_value(static_cast<std::uint64_t>(rows.integer(0))).masked() +
             ": its figures do not add up (H1, N1)");
      }
    }
  }

  // Every share is what its journal makes (but for what is still to be carried over); and of each
  // account the points that somebody has are those that were made (H1).
  void check_shares() {
    Statement differ(database_,
                     "SELECT h.account FROM holding h LEFT JOIN share s ON s.account=h.account AND "
                     "s.tid=h.tid AND s.epoch=h.epoch WHERE NOT EXISTS(SELECT 1 FROM touched t "
                     "WHERE t.tid=h.tid AND t.epoch=h.epoch AND t.account=h.account) AND "
                     "(s.account IS NULL OR (h.points, h.owed, h.carry, h.accumulated, h.spend, "
                     "h.earned, h.taken, h.redeemed, h.corrected, h.voided, h.granted, h.released, "
                     "h.carry_in, h.carry_out) IS NOT (s.points, s.owed, s.carry, s.accumulated, "
                     "s.spend, s.earned, s.taken, s.redeemed, s.corrected, s.voided, s.granted, "
                     "s.released, s.carry_in, s.carry_out)) ORDER BY h.account");
    while (differ.step()) {
      find("account " + masked(differ.integer(0)) + ": its share is not what the journal makes");
    }
    Shares shares(database_);
    Statement accounts(database_, "SELECT DISTINCT account FROM share ORDER BY account");
    while (accounts.step()) {
      const auto account =
          card::Number::from_value(static_cast<std::uint64_t>(accounts.integer(0)));
      check_standing(account, shares.of(account));
    }
  }

  void check_standing(card::Number account, const std::vector<Share>& shares) {
    const Standing standing = standing_of(shares);
    Points somewhere = standing.free - standing.shortfall;
    bool closed = false;
    for (const Share& share : shares) {
      closed = closed || share.closed;
      if (share.closed) continue;
      somewhere += share.figures.right - share.figures.owed + share.on_its_way();
      if (share.on_its_way() < Points(0)) {
        find("account " + account.masked() + ": a terminal accepted more than was promised");
      }
    }
    if (somewhere != standing.net) {
      find("account " + account.masked() + ": points are somewhere that were never made (H1)");
    }
    if (!closed && (standing.shortfall > Points(0) || standing.carry_shortfall > Fen(0))) {
      find("account " + account.masked() + ": more was promised than was free (N1)");
    }
  }

  static std::string masked(std::int64_t number) {
    return card::Number::from_value(static_cast<std::uint64_t>(number)).masked();
  }

  Database& database_;
  OfficeStore& store_;
  std::optional<PublicKey> policy_key_;
  Verified done_;
};

}  // namespace

Verified verify(Database& database, OfficeStore& store,
                const std::optional<PublicKey>& policy_key) {
  return Check(database, store, policy_key).run();
}

}  // namespace vip::sync
