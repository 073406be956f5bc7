// Downlink: what head office tells a terminal beside the answer's header: entries of its inbox, and
// states of accounts (sync/PROTOCOL.md, sections 5 and 6).
//
// The inbox is small, ordered and gapless per epoch. Every entry is consumed by exactly one event
// of the terminal's journal. An entry of a kind that a terminal does not know is read as
// UnknownEntry and consumed by a `nack`; `must` says whether head office minds.
//
// States come in any order; (lineage, version) decides (terminal/books/heard.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "cardformat/result.h"
#include "terminal/books/event.h"
#include "terminal/books/heard.h"

namespace vip::sync {

struct GrantEntry {
  terminal::GrantId grant;
  card::Number account;
  Points points;
  Fen carry;
  friend bool operator==(const GrantEntry&, const GrantEntry&) = default;
};
struct RecallEntry {  // a request: the terminal answers with a release, of nothing perhaps
  card::Number account;
  Points points;
  friend bool operator==(const RecallEntry&, const RecallEntry&) = default;
};
struct BlockEntry {  // C6: by head office
  card::Number card;
  terminal::BlockReason reason = terminal::BlockReason::frozen;
  friend bool operator==(const BlockEntry&, const BlockEntry&) = default;
};
struct LiftEntry {  // A45
  card::Number card;
  friend bool operator==(const LiftEntry&, const LiftEntry&) = default;
};
struct EraseEntry {  // R4: whatever is held of the account's member
  card::Number account;
  friend bool operator==(const EraseEntry&, const EraseEntry&) = default;
};
struct ListEntry {  // number ranges, blanks: what it means, its name says
  std::string list;
  std::string document;
  std::string key;        // Ed25519, hex
  std::string signature;  // over the document's bytes, hex
  friend bool operator==(const ListEntry&, const ListEntry&) = default;
};
struct UnknownEntry {
  std::string kind;
  friend bool operator==(const UnknownEntry&, const UnknownEntry&) = default;
};

struct InboxEntry {
  terminal::InboxNo number = 0;
  bool must = true;  // to be understood
  std::variant<GrantEntry, RecallEntry, BlockEntry, LiftEntry, ListEntry, EraseEntry, UnknownEntry>
      what;
  friend bool operator==(const InboxEntry&, const InboxEntry&) = default;
};

// One line each, without its line feed.
std::string write_entry(const InboxEntry& entry);
std::string write_state(const terminal::HeardOf& state);

// A line of a page. `lineage` and `at` of a state are the answer's, and are 0 here. No value: a
// line of a later version of the protocol, to be passed over; Done: not a line of ours.
using DownlinkLine = std::variant<InboxEntry, terminal::HeardOf>;
Result<std::optional<DownlinkLine>, Done> read_downlink(std::string_view line);

}  // namespace vip::sync
