#include "sync/served_outbox.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace vip::sync {
namespace {

// The next few of `all`, from `from` on, which then stands behind them.
template <class Row>
std::vector<Row> next_of(const std::vector<Row>& all, std::size_t& from, std::size_t most) {
  const std::size_t count = std::min(most, all.size() - from);
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
  from += count;
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

template <class Ask>
auto ServedOutbox::ask(Ask question) {
  std::optional<decltype(question(std::declval<StoreOutbox&>()))> answer;
  thread_.run_and_wait([&](terminal::OpenedStore& opened) {
    StoreOutbox outbox(opened.store());
    answer = question(outbox);
  });
  return std::move(*answer);
}

TerminalName ServedOutbox::identity() {
  return ask([](StoreOutbox& outbox) { return outbox.identity(); });
}

std::optional<PublicKey> ServedOutbox::office_key() {
  return ask([](StoreOutbox& outbox) { return outbox.office_key(); });
}

Seq ServedOutbox::last() {
  return ask([](StoreOutbox& outbox) { return outbox.last(); });
}

std::vector<std::string> ServedOutbox::segment(Seq from, std::size_t max_events,
                                               std::size_t max_bytes) {
  return ask([&](StoreOutbox& outbox) { return outbox.segment(from, max_events, max_bytes); });
}

RegistrationsToSend ServedOutbox::registrations(Seq from, Seq through, const OfficeSeals& to,
                                                std::size_t most) {
  RegistrationsToSend found{.through = from - 1, .sealed = {}};
  while (found.through < through && found.sealed.size() < most) {
    const std::size_t few = std::min(most_seals, most - found.sealed.size());
    RegistrationsToSend next = ask([&](StoreOutbox& outbox) {
      return outbox.registrations(found.through + 1, through, to, few);
    });
    found.through = next.through;
    for (SealedRegistration& sealed : next.sealed) found.sealed.push_back(std::move(sealed));
  }
  return found;
}

Digest ServedOutbox::head_at(Seq seq) {
  return ask([&](StoreOutbox& outbox) { return outbox.head_at(seq); });
}

Signature ServedOutbox::sign(std::string_view text) {
  return ask([&](StoreOutbox& outbox) { return outbox.sign(text); });
}

SyncState ServedOutbox::state() {
  return ask([](StoreOutbox& outbox) { return outbox.state(); });
}

terminal::InboxNo ServedOutbox::inbox() {
  return ask([](StoreOutbox& outbox) { return outbox.inbox(); });
}

void ServedOutbox::apply(const ExchangeAnswer& answer, const SyncState& state) {
  const SyncState before = this->state();
  std::size_t states = 0;
  std::size_t entries = 0;
  bool last = false;
  ExchangeAnswer piece = answer;
  while (!last) {
    // States first: nobody is granted points of an account that it has not heard of.
    piece.states = next_of(answer.states, states, most_rows);
    piece.inbox = next_of(answer.inbox, entries, most_rows - piece.states.size());
    last = states == answer.states.size() && entries == answer.inbox.size();
    ask([&](StoreOutbox& outbox) {
      SyncState remembered = last ? state : before;
      remembered.heard_at = state.heard_at;
      outbox.apply(piece, remembered);
      return true;
    });
  }
}

void ServedOutbox::settle(std::int64_t now) {
  bool more = true;
  while (more) {
    more = ask([&](StoreOutbox& outbox) { return outbox.settle_some(now, most_rows); });
  }
}

}  // namespace vip::sync
