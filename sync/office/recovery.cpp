#include "sync/office/recovery.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "sync/wire.h"
#include "terminal/books/chain.h"
#include "terminal/json/fields.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

using terminal::Fields;
using terminal::Json;

constexpr std::size_t line_limit = 64 * 1024 * 1024;  // a whole answer of large events
constexpr Seq events_a_transaction = 500;

struct Copy {
  std::string body;
  Digest head{};
  friend bool operator==(const Copy&, const Copy&) = default;
};
using Copies = std::map<Seq, Copy>;

Unexpected<RecoveryFailure> fail(RecoveryError error, Seq at = 0) {
  return Unexpected{RecoveryFailure{error, at}};
}

// Takes one copy in; no value: it is none.
enum class Taken : std::uint8_t { yes, differs };
std::optional<Taken> take(const Json& json, std::uint32_t epoch, Copies& copies, Seq& at) {
  if (!json.is_object()) return std::nullopt;
  terminal::Problems problems;
  Fields in(json, "", problems);
  const auto its_epoch = in.integer("epoch", 1, 0x7fffffff);
  const auto seq = in.integer("seq", 1, Fen::max);
  const auto bytes = read_hex(in.text("head", 64, 64).value_or(""));
  const auto head = bytes ? array_of<32>(*bytes) : std::nullopt;
  const Json* body = in.value("body");
  if (!problems.empty() || !head || body == nullptr || !body->is_string()) return std::nullopt;
  if (static_cast<std::uint32_t>(*its_epoch) != epoch) return Taken::yes;
  at = static_cast<Seq>(*seq);
  const Copy copy{body->get<std::string>(), *head};
  if (copy.body.empty() || copy.body.size() > event_limit ||
      copy.body.find('\n') != std::string::npos) {
    return std::nullopt;
  }
  const auto [place, fresh] = copies.emplace(at, copy);
  return fresh || place->second == copy ? Taken::yes : Taken::differs;
}

Result<Copies, RecoveryFailure> read_copies(std::string_view text, std::uint32_t epoch) {
  Copies copies;
  Seq number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto json = terminal::read_json(line, line_limit);
    if (!json || !json->is_object()) return fail(RecoveryError::malformed, number);
    const auto result = json->find("result");
    const Json* answer = result != json->end() ? &*result : nullptr;
    if (answer != nullptr &&
        (!answer->is_object() || !answer->contains("copies") || !answer->at("copies").is_array())) {
      return fail(RecoveryError::malformed, number);
    }
    Seq at = 0;
    const auto add = [&](const Json& one) -> std::optional<RecoveryFailure> {
      const auto taken = take(one, epoch, copies, at);
      if (!taken) return RecoveryFailure{RecoveryError::malformed, number};
      if (*taken == Taken::differs) return RecoveryFailure{RecoveryError::another_history, at};
      return std::nullopt;
    };
    if (answer == nullptr) {
      if (const auto wrong = add(*json)) return Unexpected{*wrong};
      continue;
    }
    for (const Json& one : answer->at("copies")) {
      if (const auto wrong = add(one)) return Unexpected{*wrong};
    }
  }
  return copies;
}

}  // namespace

Result<Recovered, RecoveryFailure> recover_events(terminal::Database& database, OfficeStore& store,
                                                  Fold& fold, RightsDesk& rights,
                                                  const TerminalName& who, std::string_view text,
                                                  std::int64_t now) {
  auto epoch = store.epoch(who.tid, who.epoch);
  if (!epoch) return fail(RecoveryError::unknown);
  if (epoch->state == EpochState::frozen) return fail(RecoveryError::frozen);
  const auto copies = read_copies(text, who.epoch);
  if (!copies) return Unexpected{copies.error()};

  Recovered done{.before = epoch->acked, .through = epoch->acked, .head = epoch->head};
  if (!copies->empty()) done.last_copy = copies->rbegin()->first;
  // What is here already says whether they are of this history.
  for (const auto& [seq, copy] : *copies) {
    if (seq > epoch->acked) break;
    if (store.body(who.tid, who.epoch, seq) != copy.body || store.hash(*epoch, seq) != copy.head) {
      return fail(RecoveryError::another_history, seq);
    }
  }
  // All of them are judged before any is stored.
  Digest head = epoch->head;
  auto next = copies->find(epoch->acked + 1);
  for (; next != copies->end() && next->first == done.through + 1; ++next) {
    head = terminal::chain_next(head, who.tid, who.epoch, next->first, next->second.body);
    if (head != next->second.head) return fail(RecoveryError::broken_chain, next->first);
    done.through = next->first;
  }
  done.head = head;
  for (Seq first = done.before + 1; first <= done.through; first += events_a_transaction) {
    const Seq through = std::min(first + events_a_transaction - 1, done.through);
    terminal::Transaction transaction(database);
    for (Seq seq = first; seq <= through; ++seq) {
      const Copy& copy = copies->at(seq);
      store.append(who.tid, who.epoch, seq, copy.body, copy.head);
    }
    epoch->acked = through;
    epoch->head = copies->at(through).head;
    epoch->last = std::max(epoch->last, through);
    store.put(who.tid, who.epoch, Segment{first, through, epoch->head, unsigned_yet, now});
    store.put(*epoch);
    transaction.commit();
  }
  fold_stored(database, store, fold, who.tid, who.epoch);
  rights.carry_over(who.tid, who.epoch, now);
  return done;
}

}  // namespace vip::sync
