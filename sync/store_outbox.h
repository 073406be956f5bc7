// StoreOutbox: the outbox of a terminal's own store, on the thread that owns it or on another.
//
// Where a service has the store open, each call is a short piece of work on the store's own thread,
// in the queue with the checkouts' requests; what takes longer goes by pieces, so that no checkout
// waits for more than a hundred rows. The page in which they came is remembered as taken in with
// the last piece: a crash in between makes head office send it again, which is harmless.
//
// What head office says is carried out by the counter's own acts (terminal/counter/rights.h).
//
// Threads: one. Throws StorageError, also where the service is stopping.
#pragma once

#include <limits>

#include "sync/outbox.h"
#include "terminal/books/store.h"
#include "terminal/service/store_thread.h"

namespace vip::sync {

class StoreOutbox final : public Outbox {
 public:
  // For the thread that owns the store. Requires: `store` outlives this.
  explicit StoreOutbox(terminal::Store& store) : store_(&store) {}
  // For another thread. Requires: `thread` outlives this.
  explicit StoreOutbox(terminal::service::StoreThread& thread)
      : thread_(&thread), pieces_{.rows = 100, .settled = 100, .seals = 10} {}

  TerminalName identity() override;
  std::optional<PublicKey> office_key() override;
  Seq last() override;
  std::vector<std::string> segment(Seq from, std::size_t max_events,
                                   std::size_t max_bytes) override;
  RegistrationsToSend registrations(Seq from, Seq through, const OfficeSeals& to,
                                    std::size_t most) override;
  Digest head_at(Seq seq) override;
  Signature sign(std::string_view text) override;
  SyncState state() override;
  terminal::InboxNo inbox() override;
  void apply(const ExchangeAnswer& answer, const SyncState& state) override;
  SnapshotProgress snapshot() override;
  void install(const std::vector<terminal::HeardOf>& states, const SnapshotProgress& progress,
               bool last_page) override;
  void settle(std::int64_t now) override;

 private:
  // How much is done at once.
  struct Pieces {
    std::size_t rows = std::numeric_limits<std::size_t>::max();  // of an answer, one transaction
    std::size_t settled = 500;                                   // events looked at for a surplus
    // Registrations that are sealed: each takes about a millisecond.
    std::size_t seals = std::numeric_limits<std::size_t>::max();
  };
  template <class Ask>
  auto ask(Ask question);

  // One of the two.
  terminal::Store* store_ = nullptr;
  terminal::service::StoreThread* thread_ = nullptr;
  Pieces pieces_;
};

}  // namespace vip::sync
