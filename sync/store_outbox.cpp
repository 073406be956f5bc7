#include "sync/store_outbox.h"

#include <algorithm>
#include <string>
#include <variant>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/ensure.h"
#include "terminal/counter/member_desk.h"
#include "terminal/counter/rights.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

constexpr std::string_view meta_name = "sync";
// Up to which event what exceeds the target was released.
constexpr std::string_view settled_name = "settled";
// So many events are looked at for registrations at once.
constexpr Seq most_looked_at = 20'000;

std::optional<OfficeSeals> seals_of(const std::string& text) {
  const auto bytes = read_hex(text);
  if (!bytes || bytes->size() != 64) return std::nullopt;
  return OfficeSeals{*array_of<32>(bytes->substr(0, 32)), *array_of<32>(bytes->substr(32))};
}

}  // namespace

StoreOutbox::StoreOutbox(terminal::Store& store) : store_(store) {}

TerminalName StoreOutbox::identity() {
  const terminal::Genesis& genesis = store_.identity().genesis;
  return {genesis.tid, genesis.epoch};
}

std::optional<PublicKey> StoreOutbox::office_key() {
  const auto text = store_.meta("policy_key");
  const auto bytes = text ? read_hex(*text) : std::nullopt;
  return bytes ? array_of<32>(*bytes) : std::nullopt;
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

RegistrationsToSend StoreOutbox::registrations(Seq from, Seq through, const OfficeSeals& to,
                                               std::size_t most) {
  RegistrationsToSend found;
  found.through = std::min(through, from - 1 + most_looked_at);
  store_.journal().each(from, [&](const terminal::Journal::Entry& entry) {
    if (entry.seq > found.through) return false;
    // Most events have none; to look for the word is cheaper than to read them all.
    if (entry.body.find("\"reg\":") == std::string::npos) return true;
    const auto event = terminal::decode(entry.body);
    const auto about = event ? registration_of(*event) : std::nullopt;
    const auto text = about ? store_.people().registration_text(about->person) : std::nullopt;
    if (!text || hex(sha256(*text)) != about->hash) return true;  // corrected or erased since
    if (auto sealed = seal_registration(to, identity(), entry.seq, about->hash, *text)) {
      found.sealed.push_back(std::move(*sealed));
    }
    if (found.sealed.size() < most) return true;
    found.through = entry.seq;
    return false;
  });
  return found;
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
    state.page = fields.optional_text("page", 64).value_or("");
    state.registered = static_cast<Seq>(fields.integer("regs", 0, Fen::max, 0));
    state.seals = seals_of(fields.optional_text("seals", 128).value_or(""));
    fields.finish();
  }
  if (!json || !problems.empty()) {
    throw terminal::StorageError(terminal::StorageError::Kind::damaged,
                                 "what is remembered of head office is damaged");
  }
  return state;
}

terminal::InboxNo StoreOutbox::inbox() { return store_.books().inbox(); }

terminal::Desk StoreOutbox::desk(std::int64_t now) const {
  // A training store lives in the time that it is told (A37).
  const std::int64_t mark = store_.time_mark();
  const std::int64_t at = store_.is_told_the_time() ? mark : std::max(now, mark);
  return {store_, {.at = at, .day = store_.zone().day_of(at), .staff = "", .lane = ""}};
}

void StoreOutbox::consume(const terminal::Desk& desk, const InboxEntry& entry) {
  struct Consuming {
    const terminal::Desk& desk;
    terminal::InboxNo inbox;

    void operator()(const GrantEntry& e) {
      accept_grant(desk, inbox, e.grant, e.account, e.points, e.carry);
    }
    void operator()(const RecallEntry& e) { answer_recall(desk, inbox, e.account, e.points); }
    void operator()(const BlockEntry& e) { block_by_order(desk, inbox, e.card, e.reason); }
    void operator()(const LiftEntry& e) { lift_by_order(desk, inbox, e.card); }
    void operator()(const EraseEntry& e) { erase_told(desk, e.account, inbox); }
    void operator()(const ListEntry& e) {
      accept_list(desk, {inbox, e.list, e.document, e.key, e.signature});
    }
    void operator()(const UnknownEntry& e) { refuse_entry(desk, inbox, e.kind, "unknown_kind"); }
  };
  std::visit(Consuming{desk, entry.number}, entry.what);
}

void StoreOutbox::apply(const ExchangeAnswer& answer, const SyncState& state) {
  terminal::JsonWriter json;
  json.begin_object().field("acked", state.acked).field("safe", state.safe);
  json.field("sess", state.session).field("lineage_number", state.lineage.number);
  json.field("lineage_id", state.lineage.id).field("heard_at", state.heard_at);
  if (!state.page.empty()) json.field("page", state.page);
  if (state.seals) {
    json.field("regs", state.registered);
    json.field("seals", hex(state.seals->form) + hex(state.seals->address));
  }
  json.end_object();
  terminal::Unit unit(store_);
  // A locked store (design 8) records nothing, and so takes nothing in.
  if (!store_.locked()) {
    unit.run([&] {
      const terminal::Desk now = desk(state.heard_at);
      // States first: nobody is granted points of an account that it has not heard of.
      for (const terminal::HeardOf& heard : answer.states) store_.heard().put(heard);
      for (const InboxEntry& entry : answer.inbox) {
        if (entry.number == store_.books().inbox() + 1) consume(now, entry);
      }
      return true;
    });
  }
  store_.set_meta(meta_name, json.str());
  store_.set_meta("acked", std::to_string(state.acked));  // what `status` counts with
  unit.commit();
}

void StoreOutbox::settle(std::int64_t now) {
  constexpr Seq events_a_unit = 500;
  while (settle_some(now, events_a_unit)) {
  }
}

bool StoreOutbox::settle_some(std::int64_t now, Seq events) {
  if (store_.locked()) return false;
  const Seq last = store_.journal().last().seq;
  Seq settled = 0;
  if (const auto text = store_.meta(settled_name)) settled = std::stoull(*text);
  if (settled >= last) return false;
  terminal::Unit unit(store_);
  unit.run([&] {
    settled = release_surplus(desk(now), settled, events);
    store_.set_meta(settled_name, std::to_string(settled));
    return true;
  });
  unit.commit();
  return settled < last;
}

}  // namespace vip::sync
