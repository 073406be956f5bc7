#include "sync/store_outbox.h"

#include <string>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

constexpr std::string_view meta_name = "sync";

}  // namespace

StoreOutbox::StoreOutbox(terminal::Store& store) : store_(store) {}

TerminalName StoreOutbox::identity() {
  const terminal::Genesis& genesis = store_.identity().genesis;
  return {genesis.tid, genesis.epoch};
}

Seq StoreOutbox::last() { return store_.journal().last().seq; }

std::vector<std::string> StoreOutbox::segment(Seq from, std::size_t max_events,
                                              std::size_t max_bytes) {
  std::vector<std::string> events;
  std::size_t bytes = 0;
  store_.journal().each(from, [&](const terminal::Journal::Entry& entry) {
    bytes += entry.body.size() + 1;
    if (events.size() == max_events || (!events.empty() && bytes > max_bytes)) return false;
    events.push_back(entry.body);
    return true;
  });
  return events;
}

Digest StoreOutbox::head_at(Seq seq) {
  if (seq == 0) return chain_start(store_.identity().genesis);
  const auto entry = store_.journal().at(seq);
  ensure(entry.has_value(), "a head is asked of an event that is there");
  return entry->head;
}

Signature StoreOutbox::sign(std::string_view text) {
  const auto signature = array_of<64>(store_.sign(text));
  ensure(signature.has_value(), "an Ed25519 signature has 64 bytes");
  return *signature;
}

SyncState StoreOutbox::state() {
  const auto text = store_.meta(meta_name);
  if (!text) return {};
  const auto json = terminal::read_json(*text);
  terminal::Problems problems;
  SyncState state;
  if (json) {
    terminal::Fields fields(*json, "", problems);
    state.acked = static_cast<Seq>(fields.integer("acked", 0, Fen::max).value_or(0));
    state.safe = static_cast<Seq>(fields.integer("safe", 0, Fen::max).value_or(0));
    state.session = fields.text("sess", 64, 0).value_or("");
    state.lineage.number = fields.integer("lineage_number", 0, Fen::max).value_or(0);
    state.lineage.id = fields.text("lineage_id", 64, 0).value_or("");
    state.heard_at = fields.integer("heard_at", 0, Fen::max).value_or(0);
    fields.finish();
  }
  if (!json || !problems.empty()) {
    throw terminal::StorageError(terminal::StorageError::Kind::damaged,
                                 "what is remembered of head office is damaged");
  }
  return state;
}

void StoreOutbox::acknowledged(const SyncState& state) {
  terminal::JsonWriter json;
  json.begin_object().field("acked", state.acked).field("safe", state.safe);
  json.field("sess", state.session).field("lineage_number", state.lineage.number);
  json.field("lineage_id", state.lineage.id).field("heard_at", state.heard_at).end_object();
  terminal::Unit unit(store_);
  store_.set_meta(meta_name, json.str());
  store_.set_meta("acked", std::to_string(state.acked));  // what `status` counts with
  unit.commit();
}

}  // namespace vip::sync
