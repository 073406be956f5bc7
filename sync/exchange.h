// Exchange: the terminal's half. Takes what head office lacks from the outbox, sends it, and writes
// down what head office says of it (sync/PROTOCOL.md).
//
// A lost answer is nothing special: the same events go again, head office skips what it has.
// Nothing is ever taken out of the journal here. An answer of an older lineage than the one known
// is passed over; one of a newer lineage is believed even where it goes back (T1, design:
// precedence).
//
// Threads: one exchange at a time; the thread that talks to head office. It sleeps only through
// `pause`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "cardformat/result.h"
#include "sync/outbox.h"
#include "sync/transport.h"

namespace vip::sync {

struct ExchangeLimits {
  std::size_t events = 500;  // a batch; head office may ask for fewer
  std::size_t bytes = 256 * 1024;
  int attempts = 4;           // of one request, while the line fails
  int pause_limit_ms = 8000;  // longest single wait
  bool settle = true;         // release what exceeds the target; not while a member waits (want)
  bool snapshot = true;       // take one where head office offers it; likewise
  // While one page of it is taken in the next is fetched and read, by a thread of its own.
  bool ahead = false;
  // Asked between its pages; true: somebody waits, the rest of it comes with the next run. May be
  // empty.
  std::function<bool()> give_way = {};
};

// What one run did.
struct Exchanged {
  Seq sent = 0;                     // events sent that head office did not have
  int requests = 0;                 // answered ones
  std::size_t snapshot_states = 0;  // accounts that came by a snapshot
  int again_s = 0;                  // a snapshot is not whole yet: come back after that; 0: it is
  Traffic traffic;                  // bytes on the line
  SyncState state;                  // afterwards
  Seq last = 0;                     // of the journal, when it ended
  std::int64_t window_begin = 0;    // of the next nightly run
  std::int64_t window_end = 0;
  std::int64_t policy = 0;  // latest published; 0: none
};

enum class ExchangeError : std::uint8_t {
  unreachable = 1,  // nobody answers, or the line breaks each time; everything waits as it was
  busy,             // head office asked to wait longer than this run does
  not_trusted,      // a certificate was not accepted, on one side or the other
  refused,          // head office will not have it: `word` says why; a person must look
  not_understood    // an answer that is no answer of ours
};

struct ExchangeFailure {
  ExchangeError error = ExchangeError::unreachable;
  std::string word;               // head office's, where refused: "fork", "frozen", ...
  std::string detail;             // for people, in English
  int retry_after_s = 0;          // busy: not before that
  std::optional<Seq> acked = {};  // refused: what head office has, where it said so
};

using Pause = std::function<void(int milliseconds)>;

// One exchange, and more until head office has everything and this terminal what waited for it.
// Throws StorageError of the outbox.
Result<Exchanged, ExchangeFailure> exchange_all(Outbox& outbox, Transport& transport,
                                                std::int64_t now, const Pause& pause,
                                                const ExchangeLimits& limits = {});

// Asks head office for points for a member who stands here; they come with an exchange. One
// request, without a second attempt: the caller has a budget.
Result<WantReply, ExchangeFailure> ask_for_points(Outbox& outbox, Transport& transport,
                                                  card::Number card, Points points);

// Waits until head office has something for this terminal, or until it has waited long enough
// (some 25 s): true where it has. One request, for a line of its own that may take that long.
Result<bool, ExchangeFailure> wait_for_news(Outbox& outbox, Transport& transport);

// How long to wait before the next attempt, fully jittered: uniform in [0, min(limit, 250 * 2^n)].
int backoff_ms(int attempt, int limit_ms, std::uint32_t random);

// When the nightly run begins: uniform in [begin, end), so that all stores together ask evenly.
// Requires: begin < end.
std::int64_t moment_in(std::int64_t begin, std::int64_t end, std::uint32_t random);

}  // namespace vip::sync
