// StoreOutbox: the outbox of a terminal's own store.
//
// Needs nothing of the store but its journal, its key and two of its meta rows; the ledger and the
// people are none of its business.
//
// Threads: the one that owns the store.
#pragma once

#include "sync/outbox.h"
#include "terminal/books/store.h"

namespace vip::sync {

class StoreOutbox final : public Outbox {
 public:
  // Requires: `store` outlives this.
  explicit StoreOutbox(terminal::Store& store);

  TerminalName identity() override;
  Seq last() override;
  std::vector<std::string> segment(Seq from, std::size_t max_events,
                                   std::size_t max_bytes) override;
  Digest head_at(Seq seq) override;
  Signature sign(std::string_view text) override;
  SyncState state() override;
  void acknowledged(const SyncState& state) override;

 private:
  terminal::Store& store_;
};

}  // namespace vip::sync
