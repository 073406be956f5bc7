// ExchangeDesk: head office's half of the exchange (sync/PROTOCOL.md).
//
// Whatever a terminal sends, after this each journal here is exactly the first `acked` events of
// the terminal's, byte for byte, and the chain head is the chain over them (X1, K1). All of a
// request is judged, and of its new events so many are taken as the limits allow, in one
// transaction: a prefix, never a subset, so that no request keeps the others waiting for long. What
// is signed is the head after all of them, so a prefix stands unsigned until the next request
// brings the rest; the chain goes through it. A request is refused with the first of these words
// that applies:
//
//   malformed         400  not a request
//   wrong_terminal    403  the certificate is somebody else's
//   unknown_terminal  403  this epoch was never opened here
//   frozen            409  nothing more is taken of this epoch
//   bad_signature     403  not by the journal key of this epoch
//   clone             409  knows neither of the last two sessions; freezes if it brings events
//   rewound           409  has fewer events than are here; freezes if it knows the last session
//   gap               409  begins after acked + 1
//   fork              409  other bytes for a stored event, or another head for it; freezes
//   broken_chain      409  its events do not lead to the head that it signed
//   closed            409  the epoch is over; its late events were taken all the same
//
// Two histories under one name freeze the epoch (F1): nothing of it is taken any more until a
// person has looked. What was stored before stays and counts.
//
// Threads: none; the thread that owns the books.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/result.h"
#include "sync/certificate.h"
#include "sync/office/fold.h"
#include "sync/office/office_store.h"
#include "sync/office/registrations_desk.h"
#include "sync/office/rights_desk.h"
#include "sync/wire.h"

namespace vip::sync {

// What is told to the other side instead of an answer, with its HTTP status.
struct Refused {
  int status = 400;
  WireRefusal refusal;
};

// How much of one request is taken: about 0.1 s of work, of which nothing depends on how fast this
// machine is.
struct IntakeLimits {
  std::size_t events = 2000;
  std::size_t bytes = 1024 * 1024;  // of events; at least one is taken
};

// What goes down with an answer beside its header.
enum class Downlink : std::uint8_t {
  none = 1,  // upload only: the certificate has expired
  page
};

class ExchangeDesk {
 public:
  // Requires: all outlive this.
  ExchangeDesk(terminal::Database& database, OfficeStore& store, Fold& fold, RightsDesk& rights,
               RegistrationsDesk& registrations, const SealKeys& keys,
               const IntakeLimits& limits = {});

  // `who` is from the certificate; `text` is the request unpacked; `now` in seconds since 1970.
  // Durable when it returns an answer. Throws StorageError: send it again.
  Result<ExchangeAnswer, Refused> exchange(const TerminalName& who, std::string_view text,
                                           std::int64_t now, Downlink downlink = Downlink::page);
  // Who waits for news: judged, and the page that they took in is confirmed.
  Result<WaitRequest, Refused> wait(const TerminalName& who, std::string_view text);
  // Who asks for a snapshot: nothing where it may have one.
  std::optional<Refused> may_fetch(const TerminalName& who, std::string_view text);
  Lineage lineage();
  // A member stands at this terminal and needs points there (design 6).
  Result<WantReply, Refused> want(const TerminalName& who, std::string_view text, std::int64_t now);

 private:
  // Who is served beside an exchange: an open life, by its own certificate.
  std::optional<Refused> not_served(const TerminalName& who, std::uint32_t tid,
                                    std::uint32_t epoch);
  Unexpected<Refused> freeze(Epoch& epoch, OfficeAnomalyKind kind, Seq about, std::int64_t now,
                             std::string_view detail);
  ExchangeAnswer answer(const Epoch& epoch, std::int64_t now);
  Seq taken_through(const ExchangeRequest& request, Seq first_new) const;
  void recovered(const ExchangeHeader& header, std::int64_t now);

  terminal::Database& database_;
  OfficeStore& store_;
  Fold& fold_;
  RightsDesk& rights_;
  RegistrationsDesk& registrations_;
  const SealKeys& keys_;
  IntakeLimits limits_;
};

}  // namespace vip::sync
