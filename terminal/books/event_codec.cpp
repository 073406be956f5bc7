// Event's bytes: encode() and decode() (event.h). The fields of each kind are written and read side
// by side, in a file for each family of kinds (event_fields.h).

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <variant>

#include "terminal/books/event_fields.h"

namespace vip::terminal {
namespace {

// Names as they are written, in the order of Act. Add, never rename.
constexpr std::array<std::string_view, std::variant_size_v<Act>> kinds = {
    "issue",          "sale",        "return",         "redeem",         "block",
    "replace",        "renew",       "close",          "correct",        "id_check",
    "handover",       "gift_put",    "policy_adopted", "member_edit",    "time_step",
    "anomaly",        "month_close", "operator",       "audit",          "told",
    "grant_accepted", "release",     "lift",           "range_accepted", "nack",
    "anomaly_state",  "erase"};

// The act of the kind with this index in Act.
template <std::size_t index = 0>
Act read_act(std::size_t kind, EventReader& in) {
  if constexpr (index + 1 < std::variant_size_v<Act>) {
    if (kind != index) return read_act<index + 1>(kind, in);
  }
  std::variant_alternative_t<index, Act> e;
  read_fields(in, e);
  return e;
}

}  // namespace

std::string_view kind_name(const Act& act) { return kinds[act.index()]; }

InboxNo inbox_of(const Act& act) {
  return std::visit(
      [](const auto& e) -> InboxNo {
        if constexpr (requires { e.inbox; }) {
          return e.inbox;
        } else {
          return 0;
        }
      },
      act);
}

std::string encode(const Event& event) {
  EventWriter out;
  out.json.begin_object();
  out.json.field("k", kind_name(event.act)).field("v", 1);
  out.json.field("t", event.stamp.at).field("d", event.stamp.day.text());
  if (!event.stamp.staff.empty()) out.json.field("op", event.stamp.staff);
  if (!event.stamp.lane.empty()) out.json.field("ln", event.stamp.lane);
  std::visit([&](const auto& e) { write_fields(out, e); }, event.act);
  out.json.end_object();
  return out.json.take();
}

Result<Event, EventProblem> decode(std::string_view body) {
  const auto json = read_json(body);
  if (!json || !json->is_object()) return Unexpected{EventProblem::malformed};
  EventReader in(*json);
  const std::string kind = in.text("k");
  const auto found = std::find(kinds.begin(), kinds.end(), kind);
  if (found == kinds.end()) return Unexpected{EventProblem::unknown_kind};
  if (in.integer("v", 0, Fen::max) != 1) return Unexpected{EventProblem::unknown_version};
  Event event;
  event.stamp.at = in.integer("t", -Fen::max, Fen::max);
  event.stamp.day = in.day("d");
  event.stamp.staff = in.optional_text("op");
  event.stamp.lane = in.optional_text("ln");
  event.act = read_act(static_cast<std::size_t>(found - kinds.begin()), in);
  if (!in.good()) return Unexpected{EventProblem::bad_field};
  return event;
}

}  // namespace vip::terminal
