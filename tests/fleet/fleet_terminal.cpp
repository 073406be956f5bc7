#include "tests/fleet/fleet_terminal.h"

#include "cardformat/bytes.h"
#include "terminal/books/chain.h"

namespace vip::fleet {

FleetTerminal::FleetTerminal(const TemplateJournal& journal, std::uint32_t number)
    : journal_(journal),
      number_(number),
      store_("F" + std::to_string(number)),
      key_(SigningKey::generate()) {
  genesis_.tid = terminal::tid_of_store(store_);
  genesis_.key = key_.public_key();
  genesis_.nonce = *array_of<16>(random_bytes(16));
  acked_ = latest_ = {0, chain_start(genesis_)};
}

std::optional<PublicKey> FleetTerminal::office_key() {
  return enrolment_ ? std::optional(enrolment_->office_key) : std::nullopt;
}

std::vector<std::string> FleetTerminal::segment(sync::Seq from, std::size_t max_events,
                                                std::size_t max_bytes) {
  std::vector<std::string> events;
  std::size_t bytes = 0;
  for (sync::Seq seq = from; seq <= last_ && events.size() < max_events; ++seq) {
    std::string event = journal_.event(number_, seq);
    bytes += event.size() + 1;
    if (!events.empty() && bytes > max_bytes) break;
    events.push_back(std::move(event));
  }
  return events;
}

Digest FleetTerminal::head_at(sync::Seq seq) {
  if (seq < latest_.first) latest_ = acked_;
  if (seq < latest_.first) latest_ = {0, chain_start(genesis_)};  // head office was restored
  while (latest_.first < seq) {
    const sync::Seq next = latest_.first + 1;
    latest_ = {next, terminal::chain_next(latest_.second, genesis_.tid, genesis_.epoch, next,
                                          journal_.event(number_, next))};
  }
  return latest_.second;
}

void FleetTerminal::apply(const sync::ExchangeAnswer& answer, const sync::SyncState& state) {
  acked_ = {answer.acked, head_at(answer.acked)};
  state_ = state;
}

}  // namespace vip::fleet
