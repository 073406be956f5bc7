#include "sync/store_outbox.h"

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
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
// How far a snapshot was installed: u64 lineage, and 32 bytes a page.
constexpr std::string_view snapshot_name = "snapshot";
// So many events are looked at for registrations at once.
constexpr Seq most_looked_at = 20'000;

std::optional<OfficeSeals> seals_of(const std::string& text) {
  const auto bytes = read_hex(text);
  if (!bytes || bytes->size() != 64) return std::nullopt;
  return OfficeSeals{*array_of<32>(bytes->substr(0, 32)), *array_of<32>(bytes->substr(32))};
}

// A desk at which what head office says is carried out.
terminal::Desk desk_of(terminal::Store& store, std::int64_t now) {
  // A training store lives in the time that it is told (A37).
  const std::int64_t mark = store.time_mark();
  const std::int64_t at = store.is_told_the_time() ? mark : std::max(now, mark);
  return {store, {.at = at, .day = store.zone().day_of(at), .staff = "", .lane = ""}};
}

void consume(const terminal::Desk& desk, const InboxEntry& entry) {
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

TerminalName identity_of(terminal::Store& store) {
  const terminal::Genesis& genesis = store.identity().genesis;
  return {genesis.tid, genesis.epoch};
}

RegistrationsToSend sealed_from(terminal::Store& store, Seq from, Seq through,
                                const OfficeSeals& to, std::size_t most) {
  RegistrationsToSend found;
  found.through = std::min(through, from - 1 + most_looked_at);
  store.journal().each(from, [&](const terminal::Journal::Entry& entry) {
    if (entry.seq > found.through) return false;
    // Most events have none; to look for the word is cheaper than to read them all.
    if (entry.body.find("\"reg\":") == std::string::npos) return true;
    const auto event = terminal::decode(entry.body);
    const auto about = event ? registration_of(*event) : std::nullopt;
    const auto text = about ? store.people().registration_text(about->person) : std::nullopt;
    if (!text || hex(sha256(*text)) != about->hash) return true;  // corrected or erased since
    const auto person = store.people().find(about->person);
    if (auto sealed = seal_registration(to, identity_of(store), entry.seq, about->hash, *text,
                                        person ? person->consent : terminal::Consent{})) {
      found.sealed.push_back(std::move(*sealed));
    }
    if (found.sealed.size() < most) return true;
    found.through = entry.seq;
    return false;
  });
  return found;
}

SyncState read_state(terminal::Store& store) {
  const auto text = store.meta(meta_name);
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

std::string text_of(const SyncState& state) {
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
  return json.take();
}

// Head office tells a store of an account for as long as it knows that the store holds it: by its
// home, or by its journal. A visitor's account is in the journal as soon as it was heard of, or a
// head office that came back from an old copy would have forgotten who asked, and this store would
// never hear of the card's block.
void hear(terminal::Store& store, const terminal::Desk& desk, const terminal::HeardOf& heard) {
  if (store.heard().put(heard) != terminal::Heard::Put::first || heard.home) return;
  store.heard().relied_on(heard.told.account);
  record(desk, heard.told);
}

// A piece of an answer, in one transaction.
void take_in(terminal::Store& store, const ExchangeAnswer& piece, const SyncState& state) {
  terminal::Unit unit(store);
  // A locked store (design 8) records nothing, and so takes nothing in.
  if (!store.locked()) {
    unit.run([&] {
      const terminal::Desk now = desk_of(store, state.heard_at);
      // States first: nobody is granted points of an account that it has not heard of.
      for (const terminal::HeardOf& heard : piece.states) hear(store, now, heard);
      for (const InboxEntry& entry : piece.inbox) {
        if (entry.number == store.books().inbox() + 1) consume(now, entry);
      }
      return true;
    });
  }
  store.set_meta(meta_name, text_of(state));
  store.set_meta("acked", std::to_string(state.acked));  // what `status` counts with
  unit.commit();
}

// A piece of what is to be settled, in one transaction. False: it is done.
bool settle_some(terminal::Store& store, std::int64_t now, Seq events) {
  if (store.locked()) return false;
  const Seq last = store.journal().last().seq;
  Seq settled = 0;
  if (const auto text = store.meta(settled_name)) settled = std::stoull(*text);
  if (settled >= last) return false;
  terminal::Unit unit(store);
  unit.run([&] {
    settled = release_surplus(desk_of(store, now), settled, events);
    store.set_meta(settled_name, std::to_string(settled));
    return true;
  });
  unit.commit();
  return settled < last;
}

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
auto StoreOutbox::ask(Ask question) {
  if (store_ != nullptr) return question(*store_);
  std::optional<std::invoke_result_t<Ask&, terminal::Store&>> answer;
  thread_->run_and_wait([&](terminal::OpenedStore& opened) { answer = question(opened.store()); });
  return std::move(*answer);
}

TerminalName StoreOutbox::identity() { return ask(identity_of); }

std::optional<PublicKey> StoreOutbox::office_key() {
  const auto text = ask([](terminal::Store& store) { return store.meta("policy_key"); });
  const auto bytes = text ? read_hex(*text) : std::nullopt;
  return bytes ? array_of<32>(*bytes) : std::nullopt;
}

Seq StoreOutbox::last() {
  return ask([](terminal::Store& store) { return store.journal().last().seq; });
}

std::vector<std::string> StoreOutbox::segment(Seq from, std::size_t max_events,
                                              std::size_t max_bytes) {
  return ask([&](terminal::Store& store) {
    std::vector<std::string> events;
    std::size_t bytes = 0;
    store.journal().each(from, [&](const terminal::Journal::Entry& entry) {
      bytes += entry.body.size() + 1;
      if (events.size() == max_events || (!events.empty() && bytes > max_bytes)) return false;
      events.push_back(entry.body);
      return true;
    });
    return events;
  });
}

RegistrationsToSend StoreOutbox::registrations(Seq from, Seq through, const OfficeSeals& to,
                                               std::size_t most) {
  RegistrationsToSend found{.through = from - 1, .sealed = {}};
  while (found.through < through && found.sealed.size() < most) {
    const std::size_t few = std::min(pieces_.seals, most - found.sealed.size());
    RegistrationsToSend next = ask([&](terminal::Store& store) {
      return sealed_from(store, found.through + 1, through, to, few);
    });
    found.through = next.through;
    for (SealedRegistration& sealed : next.sealed) found.sealed.push_back(std::move(sealed));
  }
  return found;
}

Digest StoreOutbox::head_at(Seq seq) {
  return ask([&](terminal::Store& store) -> Digest {
    if (seq == 0) return chain_start(store.identity().genesis);
    const auto entry = store.journal().at(seq);
    ensure(entry.has_value(), "a head is asked of an event that is there");
    return entry->head;
  });
}

Signature StoreOutbox::sign(std::string_view text) {
  const auto signature =
      array_of<64>(ask([&](terminal::Store& store) { return store.sign(text); }));
  ensure(signature.has_value(), "an Ed25519 signature has 64 bytes");
  return *signature;
}

SyncState StoreOutbox::state() { return ask(read_state); }

terminal::InboxNo StoreOutbox::inbox() {
  return ask([](terminal::Store& store) { return store.books().inbox(); });
}

void StoreOutbox::apply(const ExchangeAnswer& answer, const SyncState& state) {
  const SyncState before = this->state();
  std::size_t states = 0;
  std::size_t entries = 0;
  bool last = false;
  ExchangeAnswer piece = answer;
  while (!last) {
    piece.states = next_of(answer.states, states, pieces_.rows);
    piece.inbox = next_of(answer.inbox, entries, pieces_.rows - piece.states.size());
    last = states == answer.states.size() && entries == answer.inbox.size();
    ask([&](terminal::Store& store) {
      SyncState remembered = last ? state : before;
      remembered.heard_at = state.heard_at;
      take_in(store, piece, remembered);
      return true;
    });
  }
}

SnapshotProgress StoreOutbox::snapshot() {
  const auto text = ask([](terminal::Store& store) { return store.meta(snapshot_name); });
  SnapshotProgress progress;
  if (!text || text->size() < 8) return progress;
  progress.lineage = static_cast<std::int64_t>(u64_at(*text, 0));
  for (std::size_t at = 8; at + 32 <= text->size(); at += 32) {
    progress.done.push_back(text->substr(at, 32));
  }
  return progress;
}

void StoreOutbox::install(const std::vector<terminal::HeardOf>& states,
                          const SnapshotProgress& progress, bool last_page) {
  std::string text;
  append_u64(text, static_cast<std::uint64_t>(progress.lineage));
  for (const std::string& page : progress.done) text += page;
  std::size_t from = 0;
  bool last = false;
  while (!last) {
    const std::size_t end = from + std::min(pieces_.rows, states.size() - from);
    last = end == states.size();
    using Flush = terminal::Unit::Flush;
    const Flush flush = last && last_page ? Flush::now : Flush::later;
    ask([&](terminal::Store& store) {
      terminal::Unit unit(store, flush);
      if (store.locked()) return false;
      unit.run([&] {
        const terminal::Desk now = desk_of(store, states.empty() ? 0 : states.front().at);
        for (; from < end; ++from) hear(store, now, states[from]);
        return true;
      });
      if (last) store.set_meta(snapshot_name, text);
      unit.commit();
      return true;
    });
    from = end;
  }
}

void StoreOutbox::settle(std::int64_t now) {
  bool more = true;
  while (more) {
    more = ask([&](terminal::Store& store) { return settle_some(store, now, pieces_.settled); });
  }
}

}  // namespace vip::sync
