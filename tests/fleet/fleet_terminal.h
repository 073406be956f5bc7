// FleetTerminal: a store's terminal as head office sees one, in a few hundred bytes: its real keys,
// certificate and chain, the real exchange; and a journal that is told again from a template
// instead of being kept.
//
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cardformat/seal.h"
#include "sync/enrolment.h"
#include "sync/outbox.h"
#include "tests/fleet/template_journal.h"

namespace vip::fleet {

class FleetTerminal final : public sync::Outbox {
 public:
  // Requires: the template outlives this.
  FleetTerminal(const TemplateJournal& journal, std::uint32_t number);

  const std::string& store() const { return store_; }
  const terminal::Genesis& genesis() const { return genesis_; }
  // Its journal has so many events from now on. Requires: not fewer than before, nor more than the
  // template has.
  void grow_to(terminal::Seq last) { last_ = last; }
  void enrolled(sync::Enrolment enrolment) { enrolment_ = std::move(enrolment); }
  const std::optional<sync::Enrolment>& enrolment() const { return enrolment_; }

  sync::TerminalName identity() override { return {genesis_.tid, genesis_.epoch}; }
  std::optional<PublicKey> office_key() override;
  sync::Seq last() override { return last_; }
  std::vector<std::string> segment(sync::Seq from, std::size_t max_events,
                                   std::size_t max_bytes) override;
  sync::RegistrationsToSend registrations(sync::Seq, sync::Seq through, const sync::OfficeSeals&,
                                          std::size_t) override {
    return {through, {}};  // a registration is somebody's, and here is nobody
  }
  Digest head_at(sync::Seq seq) override;
  Signature sign(std::string_view text) override { return key_.sign(text); }
  sync::SyncState state() override { return state_; }
  terminal::InboxNo inbox() override { return 0; }
  void apply(const sync::ExchangeAnswer& answer, const sync::SyncState& state) override;
  sync::SnapshotProgress snapshot() override { return {}; }
  void install(const std::vector<terminal::HeardOf>&, const sync::SnapshotProgress&,
               bool) override {}
  void settle(std::int64_t) override {}

 private:
  const TemplateJournal& journal_;
  std::uint32_t number_;
  std::string store_;
  SigningKey key_;
  terminal::Genesis genesis_;
  std::optional<sync::Enrolment> enrolment_;
  sync::Seq last_ = 0;
  sync::SyncState state_;
  // Heads that are known: after what was acknowledged, and the latest that was asked for.
  std::pair<sync::Seq, Digest> acked_;
  std::pair<sync::Seq, Digest> latest_;
};

}  // namespace vip::fleet
