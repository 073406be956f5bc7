// Bootstrap: the terminal's half of a snapshot (snapshot.h): its manifest, the pages that are not
// here yet, each checked and taken in before the next is asked for.
//
// What was taken in stays: who is cut off goes on with the page that is missing. States that came
// by other ways meanwhile are newer, and stay as well (precedence).
//
// Threads: as exchange_all(); with limits.ahead the line, `pause` and whatever the line asks are
// used by another thread while a page is taken in, never by both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cardformat/result.h"
#include "sync/exchange.h"
#include "sync/outbox.h"
#include "sync/transport.h"

namespace vip::sync {

struct Bootstrapped {
  // Of the snapshot that is installed, whole: to be said with the next exchange. No value: head
  // office is making it, or it gave way.
  std::optional<std::string> id;
  int retry_s = 0;         // to come back after so many seconds
  std::size_t pages = 0;   // that were fetched
  std::size_t states = 0;  // in them
};

// Throws StorageError of the outbox.
Result<Bootstrapped, ExchangeFailure> take_snapshot(Outbox& outbox, Transport& transport,
                                                    const Pause& pause,
                                                    const ExchangeLimits& limits = {});

}  // namespace vip::sync
