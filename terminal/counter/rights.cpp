#include "terminal/counter/rights.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "cardformat/bytes.h"
#include "cardformat/seal.h"

namespace vip::terminal {
namespace {

bool signed_by_head_office(const Store& store, const std::optional<std::string>& trusted,
                           const RangeAcceptedEvent& list) {
  if (!trusted) return store.identity().training;
  const auto key_bytes = read_hex(*trusted);
  const auto key = key_bytes ? array_of<32>(*key_bytes) : std::nullopt;
  const auto signature_bytes = read_hex(list.signature);
  const auto signature = signature_bytes ? array_of<64>(*signature_bytes) : std::nullopt;
  return key && signature && list.key == *trusted && seal_holds(*key, list.document, *signature);
}

}  // namespace

void refuse_entry(const Desk& desk, InboxNo inbox, std::string kind, std::string why) {
  record(desk, NackEvent{inbox, std::move(kind), std::move(why)});
}

void accept_grant(const Desk& desk, InboxNo inbox, const GrantId& grant, card::Number account,
                  Points points, Fen carry) {
  const auto known = desk.store.books().account(account);
  if (!known) return refuse_entry(desk, inbox, "grant", "account_unknown");
  const Earned joined = join_carry(known->carry, carry, desk.policy().earning);
  record(desk, GrantAcceptedEvent{.inbox = inbox,
                                  .grant = grant,
                                  .account = account,
                                  .points = points,
                                  .carry = carry,
                                  .earned = joined.points,
                                  .carry_after = joined.carry});
}

void answer_recall(const Desk& desk, InboxNo inbox, card::Number account, Points points) {
  const auto known = desk.store.books().account(account);
  if (!known) return refuse_entry(desk, inbox, "recall", "account_unknown");
  record(desk, ReleaseEvent{account, std::min(known->right, points), Fen(0), inbox});
}

void block_by_order(const Desk& desk, InboxNo inbox, card::Number card, BlockReason reason) {
  const auto known = desk.store.books().card(card);
  if (!known) return refuse_entry(desk, inbox, "block", "card_unknown");
  if (known->state != CardState::active && known->state != CardState::blocked) {
    return refuse_entry(desk, inbox, "block", "card_state");
  }
  record(desk, BlockEvent{card, reason, inbox});
}

void lift_by_order(const Desk& desk, InboxNo inbox, card::Number card) {
  if (!desk.store.books().card(card)) return refuse_entry(desk, inbox, "lift", "card_unknown");
  record(desk, LiftEvent{card, inbox});
}

void accept_list(const Desk& desk, RangeAcceptedEvent list) {
  if (!signed_by_head_office(desk.store, desk.store.meta("policy_key"), list)) {
    return refuse_entry(desk, list.inbox, "list", "signature");
  }
  record(desk, std::move(list));
}

Stay stay_of(const Desk& desk, card::Number account) {
  Stay stay;
  const auto heard = desk.store.heard().of(account);
  const auto first = desk.store.books().card(account);
  stay.home = (heard && heard->home) || (first && first->issued_by != 0);
  for (const CardRow& card : desk.store.books().cards_of_account(account)) {
    if (card.state == CardState::active) stay.usable = true;
  }
  return stay;
}

Seq release_surplus(const Desk& desk, Seq after, Seq most) {
  std::set<std::uint64_t> accounts;
  Seq looked_at = after;
  desk.store.journal().each(after + 1, [&](const Journal::Entry& entry) {
    const auto event = decode(entry.body);
    if (!event) throw StorageError(StorageError::Kind::damaged, "the journal is damaged");
    if (const auto account = desk.store.account_of(event->act)) accounts.insert(account->value());
    looked_at = entry.seq;
    return looked_at < after + most;
  });
  for (const std::uint64_t value : accounts) {
    const card::Number id = card::Number::from_value(value);
    const auto account = desk.store.books().account(id);
    if (!account) continue;
    const Surplus over =
        surplus(account->right, account->carry, stay_of(desk, id), desk.policy().rights);
    if (over.any()) record(desk, ReleaseEvent{id, over.points, over.carry, 0});
  }
  return looked_at;
}

}  // namespace vip::terminal
