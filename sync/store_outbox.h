// StoreOutbox: the outbox of a terminal's own store.
//
// What head office says is carried out by the counter's own acts (terminal/counter/rights.h).
//
// Threads: the one that owns the store.
#pragma once

#include "sync/outbox.h"
#include "terminal/books/store.h"
#include "terminal/counter/counter.h"

namespace vip::sync {

class StoreOutbox final : public Outbox {
 public:
  // Requires: `store` outlives this.
  explicit StoreOutbox(terminal::Store& store);

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
  // A piece of it: looks at no more than so many events, in one transaction. False: it is done.
  bool settle_some(std::int64_t now, Seq events);

 private:
  terminal::Desk desk(std::int64_t now) const;
  void consume(const terminal::Desk& desk, const InboxEntry& entry);
  terminal::Store& store_;
};

}  // namespace vip::sync
