// EnrolmentDesk: a terminal's first contact, in the manner of EST (RFC 7030).
//
// The terminal brings a one-time code, a request for a certificate, and the facts with which its
// journal begins. What comes of it is an open epoch and a certificate that carries (tid, epoch).
// The same request may come again until the code ends, because an answer may be lost: it opens
// nothing new. Any other use of a used code is refused.
//
//   malformed           400
//   training_store      403  a training store at a head office in earnest
//   earnest_store       403  the other way round
//   code_unknown        403  never given out, or no code at all
//   code_used           403  by another terminal, or too long ago
//   code_expired        403
//   store_differs       403  the code was given out for another store, or the tid is not the
//   store's epoch_taken         409  this store has another life under that number already, or an
//   open one bad_request         400  the certificate request is none, or not P-256, or not proved
//
// A terminal renews its certificate with the one that it has, also where that has expired, for a
// year: a store that was dark comes back by itself. Only an open life is renewed, so who was closed
// or frozen is not:
//
//   malformed 400 · wrong_terminal 403 · unknown_terminal 403 · frozen, closed 409 ·
//   certificate_expired 403  more than a year ago · bad_request 400
//
// Threads: none; the thread that owns the books.
#pragma once

#include <cstdint>
#include <string_view>

#include "cardformat/result.h"
#include "sync/office/exchange_desk.h"
#include "sync/office/office_directory.h"
#include "sync/office/office_store.h"
#include "sync/wire.h"

namespace vip::sync {

class EnrolmentDesk {
 public:
  // Requires: all outlive this.
  EnrolmentDesk(const OfficeDirectory& directory, terminal::Database& database, OfficeStore& store);

  // Durable when it returns an answer. Throws StorageError: ask again.
  Result<EnrolAnswer, Refused> enrol(std::string_view text, std::int64_t now);
  // The next life of a store that shows it is the one that is known here: the certificate is the
  // present life's, all that it has is here, and the code is the session that it was told last.
  // What is due is closed and opened in steps that may be repeated:
  //
  //   malformed 400 · wrong_terminal 403 · unknown_terminal 403 · certificate_expired 403 ·
  //   frozen 409 · session_old 409 · events_missing 409 · epoch_taken 409 · closed 409 ·
  //   bad_request 400
  Result<EnrolAnswer, Refused> next(RightsDesk& rights, const TerminalName& who, std::int64_t until,
                                    std::string_view text, std::int64_t now);
  // `who` and `until` are of the certificate that was shown. Writes nothing.
  Result<EnrolAnswer, Refused> renew(const TerminalName& who, std::int64_t until,
                                     std::string_view text, std::int64_t now);

 private:
  EnrolAnswer answer_with(const TerminalName& name, const Certificate& certificate);

  const OfficeDirectory& directory_;
  terminal::Database& database_;
  OfficeStore& store_;
};

// For `terminal add`: the store's name, or another store, stands in the way of this one.
enum class StoreObjection : std::uint8_t {
  bad_name = 1,  // 1 to 16 letters, digits, '-' and '_'
  tid_taken      // another store's name gives the same tid: choose another name
};
// Writes down a new code and returns it.
Result<std::string, StoreObjection> give_out_code(const OfficeDirectory& directory,
                                                  OfficeStore& store, std::string_view store_name,
                                                  std::int64_t now);

}  // namespace vip::sync
