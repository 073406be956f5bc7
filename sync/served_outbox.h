// ServedOutbox: the outbox of a store that a service has open: each call is a short piece of work
// on the store's own thread, in the queue with the checkouts' requests.
//
// What head office tells is taken in by pieces, so that no checkout waits for more than a hundred
// rows. The page that they came in is remembered as taken in with the last piece: a crash in
// between makes head office send it again, which is harmless.
//
// Threads: one, not the store's. Throws StorageError also where the service is stopping.
#pragma once

#include "sync/outbox.h"
#include "sync/store_outbox.h"
#include "terminal/service/store_thread.h"

namespace vip::sync {

class ServedOutbox final : public Outbox {
 public:
  static constexpr std::size_t most_rows = 100;  // in one transaction
  static constexpr std::size_t most_seals = 10;  // at once: they take about a millisecond

  // Requires: `thread` outlives this.
  explicit ServedOutbox(terminal::service::StoreThread& thread) : thread_(thread) {}

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
  void settle(std::int64_t now) override;

 private:
  template <class Ask>
  auto ask(Ask question);

  terminal::service::StoreThread& thread_;
};

}  // namespace vip::sync
