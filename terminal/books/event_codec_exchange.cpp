// Bytes of events: what head office says and what is answered (event_fields.h).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "terminal/books/event_fields.h"

namespace vip::terminal {
namespace {

// No card has the number 0.
std::int64_t number_or_0(const std::optional<card::Number>& number) {
  return number ? static_cast<std::int64_t>(number->value()) : 0;
}

}  // namespace

void write_fields(EventWriter& out, const ToldEvent& e) {
  out.number("acct", e.account);
  out.json.field("points", e.points.count()).field("acc", e.accumulated.count());
  out.json.key("cards").begin_array();
  for (const ToldCard& card : e.cards) {
    out.json.begin_array().integer(static_cast<std::int64_t>(card.number.value()));
    out.json.text(name(card.state)).text(card.blocked_for ? name(*card.blocked_for) : "");
    out.json.text(card.issued.text()).text(card.last_day.text());
    out.json.integer(number_or_0(card.replaced_by))
        .integer(number_or_0(card.renewed_by))
        .end_array();
  }
  out.json.end_array();
}

void read_fields(EventReader& in, ToldEvent& e) {
  e.account = in.card("acct");
  e.points = in.points(in.find("points"), -Points::max);
  e.accumulated = in.points(in.find("acc"), -Points::max);
  in.rows("cards", 7, 7, [&](const Json& row) {
    const auto other = [&](const Json& value) -> std::optional<card::Number> {
      const card::Number number = in.card(&value);
      return number.value() == 0 ? std::nullopt : std::optional(number);
    };
    ToldCard card{.number = in.card(&row[0]),
                  .state = in.among(card_state_named(in.text(&row[1])), CardState::active)};
    const std::string reason = in.text(&row[2]);
    if (!reason.empty()) {
      card.blocked_for = in.among(block_reason_named(reason), BlockReason::other);
    }
    card.issued = in.day(&row[3]);
    card.last_day = in.day(&row[4]);
    card.replaced_by = other(row[5]);
    card.renewed_by = other(row[6]);
    e.cards.push_back(card);
    in.require(e.cards.size() <= 1000);
  });
}

void write_fields(EventWriter& out, const GrantAcceptedEvent& e) {
  out.inbox(e.inbox);
  out.json.key("grant").begin_array().integer(e.grant.lineage).integer(e.grant.number).end_array();
  out.number("acct", e.account);
  out.json.field("points", e.points.count()).field("carry", e.carry.count());
  out.json.field("earned", e.earned.count()).field("after", e.carry_after.count());
}

void read_fields(EventReader& in, GrantAcceptedEvent& e) {
  e.inbox = in.inbox();
  in.require(e.inbox != 0);
  const Json* id = in.find("grant");
  in.require(id != nullptr && id->is_array() && id->size() == 2);
  if (id != nullptr && id->is_array() && id->size() == 2) {
    e.grant = {in.number(&(*id)[0], 1, Fen::max), in.number(&(*id)[1], 1, Fen::max)};
  }
  e.account = in.card("acct");
  e.points = in.points(in.find("points"));
  e.carry = in.fen("carry");
  e.earned = in.points(in.find("earned"));
  e.carry_after = in.fen("after");
}

void write_fields(EventWriter& out, const ReleaseEvent& e) {
  out.inbox(e.inbox);
  out.number("acct", e.account);
  out.json.field("points", e.points.count()).field("carry", e.carry.count());
}

void read_fields(EventReader& in, ReleaseEvent& e) {
  e.account = in.card("acct");
  e.points = in.points(in.find("points"));
  e.carry = in.fen("carry");
  e.inbox = in.inbox();
}

void write_fields(EventWriter& out, const RangeAcceptedEvent& e) {
  out.inbox(e.inbox);
  out.json.field("list", e.list).field("doc", e.document);
  out.json.field("key", e.key).field("sig", e.signature);
}

void read_fields(EventReader& in, RangeAcceptedEvent& e) {
  e.inbox = in.inbox();
  e.list = in.text("list");
  e.document = in.text("doc");
  e.key = in.text("key");
  e.signature = in.text("sig");
}

void write_fields(EventWriter& out, const NackEvent& e) {
  out.inbox(e.inbox);
  out.json.field("kind", e.kind).field("why", e.why);
}

void read_fields(EventReader& in, NackEvent& e) {
  e.inbox = in.inbox();
  e.kind = in.text("kind");
  e.why = in.text("why");
}

}  // namespace vip::terminal
