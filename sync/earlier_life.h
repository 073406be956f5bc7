// Earlier life: the first contact of a store in doubt (design 8; terminal/counter/next_life.h).
//
// The life that was laid aside talks to head office with its own certificate, and says what it has.
//
//   its events are head office's, and it knows the present session (it was only moved): it is the
//     one life that head office knows, so head office closes it and opens the next one at once
//   head office refuses it, or the anchor says that events vanished: which copy is the right one, a
//     person must say. They close the old life (vip-office epoch close) and give a code for the
//     next (vip-office terminal add), with which the store enrols again.
//
// A copy of a disk cannot bring that about by itself: whoever has an old one would have the store's
// rights with it. In either case what head office lacks of the old life is sent, before and after,
// and the old life's files go when head office has all of it.
//
// Threads: the thread that talks to head office; the old life's files are its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cardformat/result.h"
#include "sync/enrolment.h"
#include "sync/exchange.h"
#include "terminal/books/store.h"

namespace vip::sync {

// What the store is now; taken on its own thread.
struct LifeNow {
  std::filesystem::path directory;
  terminal::StoreIdentity identity;
  terminal::Zone zone;
  bool provisional = false;
};
LifeNow life_now(const terminal::Store& store);

struct Met {
  bool done = true;        // no old life is left here
  std::string word{};      // why a person is needed: "clone", "behind", ...; empty: nobody is
  terminal::Seq last = 0;  // of the old life
  std::optional<Enrolment> opened{};  // the new life's, where head office opened it
};

// Failure: the line, as of an exchange; everything stays as it was. Throws StorageError.
Result<Met, ExchangeFailure> meet_head_office(const LifeNow& now, std::int64_t time,
                                              const Pause& pause);

}  // namespace vip::sync
