// Outbox: the terminal's books as the exchange needs them, and what is remembered of head office.
//
// The seam between the exchange, which owns no data, and the counter, which owns all of it (design:
// the map). Each call is short; none waits for the network. Events are handed out as the bytes that
// were written, never made again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/digest.h"
#include "cardformat/seal.h"
#include "sync/certificate.h"
#include "sync/wire.h"

namespace vip::sync {

// What the terminal remembers of the last answer that arrived. Durable.
struct SyncState {
  Seq acked = 0;  // head office has 1 .. acked
  Seq safe = 0;   // and would have 1 .. safe after losing its primary
  std::string session;
  Lineage lineage{.number = 0, .id = ""};  // number 0: never heard of head office
  std::int64_t heard_at = 0;               // seconds since 1970, this terminal's clock; 0: never
  std::string page;                        // last one applied, to be confirmed; empty: none
  Seq registered = 0;                      // head office has the registrations of 1 .. registered
  std::optional<OfficeSeals> seals;        // to whom they are sealed; none: it takes none
  friend bool operator==(const SyncState&, const SyncState&) = default;
};

// Registrations of events from one on, through another: all that there are.
struct RegistrationsToSend {
  Seq through = 0;
  std::vector<SealedRegistration> sealed;
};

// How far a snapshot was installed (snapshot.h).
struct SnapshotProgress {
  std::int64_t lineage = 0;       // of what was installed
  std::vector<std::string> done;  // SHA-256 of its pages, bytes
  friend bool operator==(const SnapshotProgress&, const SnapshotProgress&) = default;
};

class Outbox {
 public:
  virtual ~Outbox() = default;

  virtual TerminalName identity() = 0;
  // Whose answers are believed; no value: not known here, the line's certificate must do.
  virtual std::optional<PublicKey> office_key() = 0;
  virtual Seq last() = 0;

  // Events from `from` on, in order: at most so many and so many bytes together, but at least one
  // where there is one. Requires: from >= 1.
  virtual std::vector<std::string> segment(Seq from, std::size_t max_events,
                                           std::size_t max_bytes) = 0;
  // Registrations of the events from `from` to at most `through`, so many of them at most; the
  // result says how far it looked. Only the newest form of a person is kept, so an older event may
  // have none.
  virtual RegistrationsToSend registrations(Seq from, Seq through, const OfficeSeals& to,
                                            std::size_t most) = 0;
  // h(seq); h(0) begins the chain. Requires: seq <= last().
  virtual Digest head_at(Seq seq) = 0;
  virtual Signature sign(std::string_view text) = 0;

  virtual SyncState state() = 0;
  virtual terminal::InboxNo inbox() = 0;  // last entry that the journal consumed

  // Takes an answer in: states of accounts, entries of the inbox that are next (each with its
  // event), and what is remembered of it. One transaction: all of it or nothing, durable when it
  // returns. Again is harmless. Throws terminal::StorageError.
  virtual void apply(const ExchangeAnswer& answer, const SyncState& state) = 0;
  virtual SnapshotProgress snapshot() = 0;
  // Takes in a page of a snapshot, and remembers how far it came; all of it before, where it is
  // done by pieces. Again is harmless. Durable where it is said to be the last one; of those before
  // it a power cut may take the last ones back, and they are fetched again. Throws
  // terminal::StorageError.
  virtual void install(const std::vector<terminal::HeardOf>& states,
                       const SnapshotProgress& progress, bool last_page) = 0;
  // Releases what this terminal holds beyond its target (design 6). Asked once head office has
  // answered, so that nothing leaves while nobody is there to take it. Throws
  // terminal::StorageError.
  virtual void settle(std::int64_t now) = 0;
};

}  // namespace vip::sync
