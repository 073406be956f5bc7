#include "sync/office/fold.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "cardformat/bytes.h"
#include "terminal/books/ledger.h"

namespace vip::sync {
namespace {

using terminal::Database;
using terminal::Event;
using terminal::EventProblem;
using terminal::Reading;

constexpr int events_a_transaction = 500;

// A correction is the one figure that no rule bounds. This many points are beyond any chain's, and
// leave room for a million such events within an amount.
constexpr Points largest_correction(1'000'000'000'000);

std::string_view word(EventProblem problem) {
  switch (problem) {
    case EventProblem::malformed:
      return "malformed";
    case EventProblem::unknown_kind:
      return "unknown_kind";
    case EventProblem::unknown_version:
      return "unknown_version";
    case EventProblem::bad_field:
      return "bad_field";
  }
  return "malformed";
}

bool out_of_bounds(const Event& event) {
  const auto* correct = std::get_if<terminal::CorrectEvent>(&event.act);
  return correct != nullptr &&
         (correct->delta > largest_correction || correct->delta < -largest_correction);
}

}  // namespace

void create_fold_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE parked(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,
      reason TEXT NOT NULL, PRIMARY KEY(tid, epoch, seq)) WITHOUT ROWID;
  )");
  create_day_totals_table(database);
  create_month_table(database);
  create_erasure_tables(database);
  create_meeting_tables(database);
}

Fold::Fold(Database& database, const std::optional<PublicKey>& policy_key)
    : books_(database),
      policy_key_(policy_key),
      park_(database, "INSERT INTO parked(tid, epoch, seq, kind, reason) VALUES(?,?,?,?,?)"),
      all_parked_(database,
                  "SELECT tid, epoch, seq, kind, reason FROM parked ORDER BY tid, epoch, seq"),
      days_(database),
      months_(database),
      erasures_(database),
      meetings_(database) {}

void Fold::enter(std::uint32_t tid, std::uint32_t epoch) {
  tid_ = tid;
  epoch_ = epoch;
  books_.enter(tid, epoch);
}

void Fold::one(Seq seq, std::string_view body) {
  const auto event = terminal::decode(body);
  if (!event) return park(seq, "", word(event.error()));
  const std::string_view kind = kind_name(event->act);
  // Whatever becomes of it, its entry of the inbox is consumed.
  const terminal::InboxNo inbox = inbox_of(event->act);
  const auto park_this = [&](std::string_view reason) {
    if (inbox > books_.inbox()) books_.put_inbox(inbox);
    park(seq, kind, reason);
  };
  if (out_of_bounds(*event)) return park_this("bad_field");
  if (!signed_policy(*event)) return park_this("policy_signature");
  const auto posted = terminal::post(seq, *event, books_);
  if (!posted) return park_this(posted.error().what);
  if (const auto* grant = std::get_if<terminal::GrantAcceptedEvent>(&event->act)) {
    books_.put_accepted(*grant);
  }

  if (const auto* erase = std::get_if<terminal::EraseEvent>(&event->act)) {
    erasures_.take(tid_, epoch_, seq, event->stamp.at, *erase);
  }
  if (const auto* sale = std::get_if<terminal::SaleEvent>(&event->act)) {
    meetings_.take(tid_, epoch_, seq, event->stamp.at, *sale);
  }

  terminal::Tally part;
  part.add(*event);
  days_.add(tid_, epoch_, event->stamp.day, part);
  months_.add(tid_, epoch_, seq, *event);
}

void Fold::end() { books_.write_touched(); }

bool Fold::signed_policy(const Event& event) const {
  const auto* adopted = std::get_if<terminal::PolicyAdoptedEvent>(&event.act);
  if (adopted == nullptr || !policy_key_) return true;
  const auto bytes = read_hex(adopted->signature);
  const auto signature = bytes ? array_of<64>(*bytes) : std::nullopt;
  return signature && adopted->key == hex(*policy_key_) &&
         seal_holds(*policy_key_, adopted->document, *signature);
}

void Fold::park(Seq seq, std::string_view kind, std::string_view reason) {
  park_.bind(1, tid_)
      .bind(2, epoch_)
      .bind(3, static_cast<std::int64_t>(seq))
      .bind(4, kind)
      .bind(5, reason)
      .run();
}

std::vector<Parked> Fold::parked() {
  std::vector<Parked> parked;
  const Reading reading(all_parked_);
  while (all_parked_.step()) {
    parked.push_back({static_cast<std::uint32_t>(all_parked_.integer(0)),
                      static_cast<std::uint32_t>(all_parked_.integer(1)),
                      static_cast<Seq>(all_parked_.integer(2)), std::string(all_parked_.text(3)),
                      std::string(all_parked_.text(4))});
  }
  return parked;
}

void fold_stored(Database& database, OfficeStore& store, Fold& fold, std::uint32_t tid,
                 std::uint32_t epoch_number) {
  for (;;) {
    auto epoch = store.epoch(tid, epoch_number);
    if (!epoch || epoch->folded == epoch->acked) return;
    terminal::Transaction transaction(database);
    fold.enter(tid, epoch_number);
    const Seq first = epoch->folded + 1;
    store.each_event(tid, epoch_number, first, [&](Seq seq, std::string_view body, const Digest&) {
      fold.one(seq, body);
      epoch->folded = seq;
      return seq + 1 < first + events_a_transaction;
    });
    fold.end();
    store.put(*epoch);
    transaction.commit();
  }
}

void fold_all_stored(Database& database, OfficeStore& store, Fold& fold) {
  for (const Terminal& terminal : store.terminals()) {
    for (const Epoch& epoch : store.epochs(terminal.tid)) {
      fold_stored(database, store, fold, terminal.tid, epoch.genesis.epoch);
    }
  }
}

}  // namespace vip::sync
