#include "sync/office/exchange_desk.h"

#include <charconv>
#include <utility>
#include <vector>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "cardformat/seal.h"
#include "sync/snapshot.h"

namespace vip::sync {
namespace {

constexpr std::int64_t max_events = 500;
constexpr std::size_t session_bytes = 16;

// The nightly run: 02:00 to 04:00 in China, where the stores are (UTC+8, no summer time).
constexpr std::int64_t night_begins_s = 2 * 3600 - 8 * 3600;
constexpr std::int64_t night_lasts_s = 2 * 3600;

std::int64_t next_night(std::int64_t now) {
  constexpr std::int64_t day = 86'400;
  const std::int64_t since = ((now - night_begins_s) % day + day) % day;
  return now - since + day;
}

Unexpected<Refused> refuse(int status, std::string word, std::string detail,
                           std::optional<Seq> acked = std::nullopt) {
  return Unexpected{Refused{status, {std::move(word), std::move(detail), acked}}};
}

// h after each event sent, from the stored h before the first of them.
std::vector<Digest> chain_over(const ExchangeRequest& request, const Digest& before) {
  std::vector<Digest> heads;
  Digest head = before;
  Seq seq = request.header.from;
  for (const std::string_view event : request.events) {
    head = terminal::chain_next(head, request.header.tid, request.header.epoch, seq++, event);
    heads.push_back(head);
  }
  return heads;
}

}  // namespace

ExchangeDesk::ExchangeDesk(terminal::Database& database, OfficeStore& store, Fold& fold,
                           RightsDesk& rights, RegistrationsDesk& registrations,
                           const SealKeys& keys, const IntakeLimits& limits)
    : database_(database),
      store_(store),
      fold_(fold),
      rights_(rights),
      registrations_(registrations),
      keys_(keys),
      limits_(limits) {}

Result<ExchangeAnswer, Refused> ExchangeDesk::exchange(const TerminalName& who,
                                                       std::string_view text, std::int64_t now,
                                                       Downlink downlink) {
  const auto request = read_request(text);
  if (!request) return refuse(400, "malformed", request.error().what);
  const ExchangeHeader& header = request->header;
  if (who != TerminalName{header.tid, header.epoch}) {
    return refuse(403, "wrong_terminal", "the certificate is " + urn_of(who));
  }
  auto epoch = store_.epoch(header.tid, header.epoch);
  if (!epoch) return refuse(403, "unknown_terminal", "this epoch was never opened here");
  if (epoch->state == EpochState::frozen) {
    return refuse(409, "frozen", "a person at head office must look at it", epoch->acked);
  }
  if (!seal_holds(epoch->genesis.key, signed_text(header), header.signature)) {
    return refuse(403, "bad_signature", "not signed by this epoch's journal key");
  }

  // After a restore nobody's session is known here: each life is believed until it has heard of the
  // new one, because the answer that tells it may be lost, and an old request may come before it.
  const bool knows_session = header.session == epoch->session;
  if (!knows_session && !epoch->session_lost && header.session != epoch->session_before) {
    // An old request that was held up on its way says nothing new: this life has told of as many
    // events since, though not all of them may be here where a restore took some away. A second
    // history that goes on says more.
    if (header.last <= epoch->last) {
      return refuse(409, "clone", "neither of the last two sessions", epoch->acked);
    }
    return freeze(*epoch, OfficeAnomalyKind::clone, header.through, now,
                  "neither of the last two sessions");
  }
  if (header.last < epoch->acked) {
    if (!knows_session) return refuse(409, "rewound", "an old request", epoch->acked);
    return freeze(*epoch, OfficeAnomalyKind::rewound, header.last, now,
                  "the terminal has fewer events than it already sent");
  }
  if (header.from > epoch->acked + 1) {
    return refuse(409, "gap", "events before these are missing here", epoch->acked);
  }

  const auto before = store_.hash(*epoch, header.from - 1);
  ensure(before.has_value(), "what is acknowledged is stored");
  const std::vector<Digest> heads = chain_over(*request, *before);
  if ((heads.empty() ? *before : heads.back()) != header.head) {
    if (heads.empty()) {
      return freeze(*epoch, OfficeAnomalyKind::fork, header.through, now,
                    "another head was signed for the last event here");
    }
    terminal::Transaction transaction(database_);
    store_.raise(header.tid, header.epoch, OfficeAnomalyKind::broken_chain, header.through, now);
    transaction.commit();
    return refuse(409, "broken_chain", "the events do not lead to the head that was signed",
                  epoch->acked);
  }
  for (Seq seq = header.from; seq <= std::min(epoch->acked, header.through); ++seq) {
    if (store_.body(header.tid, header.epoch, seq) != request->events[seq - header.from]) {
      return freeze(*epoch, OfficeAnomalyKind::fork, seq, now,
                    "event " + std::to_string(seq) + " was sent before with other bytes");
    }
  }

  const Seq first_new = epoch->acked + 1;
  const Seq through = taken_through(*request, first_new);
  terminal::Transaction transaction(database_);
  for (Seq seq = first_new; seq <= through; ++seq) {
    const std::size_t at = seq - header.from;
    store_.append(header.tid, header.epoch, seq, request->events[at], heads[at]);
  }
  if (through >= first_new) {
    epoch->acked = through;
    epoch->head = heads[through - header.from];
    const Signature signature = through == header.through ? header.signature : unsigned_yet;
    store_.put(header.tid, header.epoch, Segment{first_new, through, epoch->head, signature, now});
  }
  // An old request that was held up knows less than what was heard since.
  epoch->last = knows_session ? header.last : std::max(epoch->last, header.last);
  epoch->heard_at = now;
  if (knows_session) {
    // Who still knows only the session before is told the present one again: an answer was lost, or
    // a request was doubled on its way, and neither may make the terminal a stranger.
    epoch->session_before = std::exchange(epoch->session, hex(random_bytes(session_bytes)));
    epoch->session_lost = false;
  }
  registrations_.take(*epoch, *request);
  store_.put(*epoch);
  transaction.commit();
  rights_.confirmed(header.tid, header.page);
  rights_.installed(header.tid, header.epoch, header.snapshot);
  fold_stored(database_, store_, fold_, header.tid, header.epoch);
  rights_.carry_over(header.tid, header.epoch, now);
  if (epoch->state == EpochState::closed) {  // its late events count; it is given nothing any more
    return refuse(409, "closed", "this life of the terminal was closed; enrol a new one",
                  epoch->acked);
  }
  recovered(header, now);
  ExchangeAnswer reply = answer(*store_.epoch(header.tid, header.epoch), now);
  if (downlink == Downlink::none) return reply;
  DownlinkPage page = rights_.page(header.tid, header.epoch, header.inbox);
  reply.page = std::move(page.id);
  reply.inbox = std::move(page.inbox);
  reply.states = std::move(page.states);
  reply.more = page.more;
  reply.snapshot = page.snapshot;
  return reply;
}

// The last event that is taken of those sent.
Seq ExchangeDesk::taken_through(const ExchangeRequest& request, Seq first_new) const {
  const ExchangeHeader& header = request.header;
  std::size_t bytes = 0;
  Seq through = first_new - 1;
  while (through < header.through && through + 1 - first_new < limits_.events) {
    bytes += request.events[through + 1 - header.from].size();
    if (bytes > limits_.bytes && through >= first_new) break;
    ++through;
  }
  return through;
}

// Whatever an old backup did not know of this life is known again: all of its events are here, and
// with them every entry of its inbox that was ever consumed.
void ExchangeDesk::recovered(const ExchangeHeader& header, std::int64_t now) {
  auto epoch = store_.epoch(header.tid, header.epoch);
  if (!epoch->recovering || epoch->acked != header.last ||
      rights_.inbox_length(header.tid, header.epoch) != header.inbox) {
    return;
  }
  epoch->recovering = false;
  terminal::Transaction transaction(database_);
  store_.put(*epoch);
  transaction.commit();
  if (!rights_.recovering()) rights_.sweep(now);
}

std::optional<Refused> ExchangeDesk::not_served(const TerminalName& who, std::uint32_t tid,
                                                std::uint32_t number) {
  if (who != TerminalName{tid, number}) {
    return refuse(403, "wrong_terminal", "the certificate is " + urn_of(who)).reason;
  }
  const auto epoch = store_.epoch(tid, number);
  if (!epoch) {
    return refuse(403, "unknown_terminal", "this epoch was never opened here").reason;
  }
  if (epoch->state != EpochState::open) {
    return refuse(409, std::string(name(epoch->state)), "a person at head office must look at it")
        .reason;
  }
  return std::nullopt;
}

Result<WantReply, Refused> ExchangeDesk::want(const TerminalName& who, std::string_view text,
                                              std::int64_t now) {
  const auto request = read_want(text);
  if (!request) return refuse(400, "malformed", request.error().what);
  if (auto refused = not_served(who, request->tid, request->epoch)) {
    return Unexpected{std::move(*refused)};
  }
  const WantAnswer answer =
      rights_.want(request->tid, request->epoch, request->card, request->points, now);
  return WantReply{answer.known, answer.coming, answer.asked};
}

Result<WaitRequest, Refused> ExchangeDesk::wait(const TerminalName& who, std::string_view text) {
  auto request = read_wait(text);
  if (!request) return refuse(400, "malformed", request.error().what);
  if (auto refused = not_served(who, request->tid, request->epoch)) {
    return Unexpected{std::move(*refused)};
  }
  rights_.confirmed(request->tid, request->page);
  return std::move(*request);
}

std::optional<Refused> ExchangeDesk::may_fetch(const TerminalName& who, std::string_view text) {
  const auto asks = read_snapshot_request(text);
  if (!asks) return refuse(400, "malformed", asks.error().what).reason;
  return not_served(who, asks->tid, asks->epoch);
}

Lineage ExchangeDesk::lineage() {
  Lineage lineage;
  const std::string number = store_.meta("lineage_number").value_or("1");
  std::from_chars(number.data(), number.data() + number.size(), lineage.number);
  lineage.id = store_.meta("lineage_id").value_or("");
  return lineage;
}

Unexpected<Refused> ExchangeDesk::freeze(Epoch& epoch, OfficeAnomalyKind kind, Seq about,
                                         std::int64_t now, std::string_view detail) {
  terminal::Transaction transaction(database_);
  if (epoch.state == EpochState::open) epoch.state = EpochState::frozen;
  store_.put(epoch);
  store_.raise(epoch.genesis.tid, epoch.genesis.epoch, kind, about, now);
  transaction.commit();
  return refuse(409, std::string(name(kind)), std::string(detail), epoch.acked);
}

ExchangeAnswer ExchangeDesk::answer(const Epoch& epoch, std::int64_t now) {
  ExchangeAnswer answer;
  answer.lineage = lineage();
  answer.acked = epoch.acked;
  // Without a second copy of the books nothing is safer than committed; terminals keep everything
  // for 35 days all the same.
  answer.safe = store_.meta("safe").value_or("committed") == "committed" ? epoch.acked : epoch.safe;
  answer.session = epoch.session;
  answer.time = now;
  answer.window_begin = next_night(now);
  answer.window_end = answer.window_begin + night_lasts_s;
  answer.max_events = max_events;
  answer.registered = epoch.registered;
  answer.seals = keys_.seals();
  const std::string policy = store_.meta("policy_version").value_or("0");
  std::from_chars(policy.data(), policy.data() + policy.size(), answer.policy);
  return answer;
}

}  // namespace vip::sync
