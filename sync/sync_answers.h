// Sync answers: what sync.enrol, sync.run and sync.status say, whoever carries them out: the
// command line in its own process (sync_methods.h) or the service's agent (agent.h).
//
// Threads: what takes a Store, on the thread that owns it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/result.h"
#include "sync/enrolment.h"
#include "sync/exchange.h"
#include "terminal/books/store.h"
#include "terminal/door/door.h"

namespace vip::sync {

// What is wrong with a request that asks for nothing but the method.
std::optional<terminal::Reply> wrong_plain_request(std::string_view request);

// Of sync.enrol: what the store is, comes from the store.
struct EnrolWish {
  std::string office;
  std::string code;
  std::optional<std::string> authority_fingerprint;
};
Result<EnrolWish, terminal::Reply> read_enrol_wish(std::string_view request);
EnrolmentWanted wanted_of(const EnrolWish& request, const terminal::Store& store);
// Writes down whose policies are adopted from now on. Throws StorageError.
terminal::Reply enrolled(terminal::Store& store, const Enrolment& enrolment);
terminal::Reply enrol_failed(const EnrolmentFailure& failure);

terminal::Reply not_enrolled();
terminal::Reply exchanged(const terminal::Zone& zone, const Exchanged& done);
// The earlier life of this store is not the one that head office knows (earlier_life.h).
terminal::Reply person_needed(const std::string& word, const std::string& store);
terminal::Reply exchange_failed(const ExchangeFailure& failure, Seq waiting);

// Events that head office has not acknowledged.
Seq waiting_in(terminal::Store& store);

// What the agent is doing, beside what the store knows.
struct Doing {
  bool running = false;
  std::int64_t next_at = 0;  // seconds since 1970; 0: none is planned
  int failures = 0;          // in a row
  std::string last_error;    // JSON, the error of an answer; empty: the last one went through
};
// The result of sync.status, and what it was made from.
struct SyncStatus {
  std::string json;
  Seq waiting = 0;
  std::int64_t oldest_at = 0;  // 0: nothing waits
  std::int64_t heard_at = 0;   // 0: never
};
SyncStatus sync_status(terminal::Store& store, const std::optional<Enrolment>& enrolment,
                       const std::optional<Doing>& doing);

// sync.copies: events that would be lost with this disk, for a lane to keep until they are safe
// (design 7 and 8; where the disk died, head office takes them: recovery.h in sync/office).
//   {"from"?: 1205, "most"?: 100}
//   → {"store":"S01","epoch":3,"safe":1204,"last":1612,"copies":[{"epoch":3,"seq":1205,
//      "head":"<64 hex>","body":"<the event, byte for byte>"},…]}
// Left out, `from` is the first that is not safe. What a lane has up to `safe` it may forget.
terminal::Reply copies(terminal::Store& store, std::string_view request);

// {"ok":true,"result":…}
terminal::Reply ok_reply(std::string_view result);

}  // namespace vip::sync
