// Bytes of events: a card's life after it was issued (event_fields.h).

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "terminal/books/event_fields.h"

namespace vip::terminal {
namespace {

// Names as they are written. Add, never rename.
constexpr std::array<std::string_view, 6> block_reasons = {"",        "lost",   "stolen",
                                                           "damaged", "frozen", "other"};
constexpr std::array<std::string_view, 2> replacement_points = {"move", "void"};
constexpr std::array<std::string_view, 3> handovers = {"", "handbook", "magazine"};

std::optional<ReplacementPoints> replacement_points_named(std::string_view text) {
  for (std::size_t i = 0; i < replacement_points.size(); ++i) {
    if (replacement_points[i] == text) return static_cast<ReplacementPoints>(i);
  }
  return std::nullopt;
}

}  // namespace

void write_fields(EventWriter& out, const BlockEvent& e) {
  out.number("card", e.card);
  out.json.field("why", name(e.reason));
  out.inbox(e.inbox);
}

void read_fields(EventReader& in, BlockEvent& e) {
  e.card = in.card("card");
  e.reason = in.among(block_reason_named(in.text("why")), BlockReason::other);
  e.inbox = in.inbox();
}

void write_fields(EventWriter& out, const LiftEvent& e) {
  out.inbox(e.inbox);
  out.number("card", e.card);
}

void read_fields(EventReader& in, LiftEvent& e) {
  e.card = in.card("card");
  e.inbox = in.inbox();
}

void write_fields(EventWriter& out, const ReplaceEvent& e) {
  out.number("old", e.old_card);
  out.number("new", e.new_card);
  out.number("acct", e.account);
  out.json.field("points", replacement_points[static_cast<std::size_t>(e.points)]);
}

void read_fields(EventReader& in, ReplaceEvent& e) {
  e.old_card = in.card("old");
  e.new_card = in.card("new");
  e.account = in.card("acct");
  e.points = in.among(replacement_points_named(in.text("points")), ReplacementPoints::move);
}

void write_fields(EventWriter& out, const RenewEvent& e) {
  out.number("old", e.old_card);
  out.number("new", e.new_card);
  out.json.field("last", e.last_day.text());
}

void read_fields(EventReader& in, RenewEvent& e) {
  e.old_card = in.card("old");
  e.new_card = in.card("new");
  e.last_day = in.day("last");
}

void write_fields(EventWriter& out, const CloseEvent& e) { out.number("card", e.card); }

void read_fields(EventReader& in, CloseEvent& e) { e.card = in.card("card"); }

void write_fields(EventWriter& out, const CorrectEvent& e) {
  out.number("card", e.card);
  out.number("acct", e.account);
  out.json.field("delta", e.delta.count()).field("op2", e.second_staff);
}

void read_fields(EventReader& in, CorrectEvent& e) {
  e.card = in.card("card");
  e.account = in.card("acct");
  e.delta = in.points(in.find("delta"), -Points::max);
  e.second_staff = in.text("op2");
}

void write_fields(EventWriter& out, const IdCheckEvent& e) {
  out.number("card", e.card);
  out.json.field("ok", e.passed);
}

void read_fields(EventReader& in, IdCheckEvent& e) {
  e.card = in.card("card");
  e.passed = in.boolean("ok");
}

void write_fields(EventWriter& out, const HandoverEvent& e) {
  out.number("card", e.card);
  out.json.field("item", handovers[static_cast<std::size_t>(e.item)]);
  if (!e.issue.empty()) out.json.field("issue", e.issue);
}

void read_fields(EventReader& in, HandoverEvent& e) {
  e.card = in.card("card");
  e.item = in.among(among_names<Handover>(handovers, in.text("item")), Handover::handbook);
  e.issue = in.optional_text("issue");
}

std::string_view name(BlockReason reason) {
  return block_reasons[static_cast<std::size_t>(reason)];
}

std::optional<BlockReason> block_reason_named(std::string_view text) {
  return among_names<BlockReason>(block_reasons, text);
}

}  // namespace vip::terminal
