// OfficeStore: what head office knows of terminals: who they are, their lives, their journals.
//
// One SQLite file. Tables come in two families (design: head office): those here begin with `tid`;
// those of accounts begin with the account (accounts.h). An event is in the journal before anything
// is made of it, byte for byte as it came, and never changes again.
//
// An epoch is one life of a terminal's disk. What is kept of it:
//
//   acked     events 1 .. acked of its journal are here (X1), `head` is the chain over them (K1)
//   folded    events 1 .. folded have had their effect on the accounts, or are parked
//   session   the word given with the last answer; `session_before` the one before it, still good
//             because an answer may be lost
//
// Errors: StorageError (terminal/books/sqlite.h). Nothing here is a transaction by itself; the
// caller holds one.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/digest.h"
#include "cardformat/seal.h"
#include "terminal/books/chain.h"
#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

using terminal::Seq;

// Written out on disk: add, never renumber.
enum class EpochState : std::uint8_t {
  open = 1,
  frozen,  // two histories under one name: a person must look (F1)
  closed
};
std::string_view name(EpochState state);

// Why a person must look. Written out on disk: add, never renumber.
enum class OfficeAnomalyKind : std::uint8_t {
  fork = 1,      // two bodies for one position (F1)
  clone,         // a request that knows none of the last two sessions
  rewound,       // the terminal has fewer events than it already sent
  broken_chain,  // a right signature over a head that the events do not lead to
};
std::string_view name(OfficeAnomalyKind kind);

struct Terminal {
  std::uint32_t tid = 0;
  std::string store;        // "S01"
  std::uint32_t epoch = 0;  // the latest
};

struct Epoch {
  terminal::Genesis genesis;  // tid, epoch, lineage, key, nonce
  EpochState state = EpochState::open;
  Seq acked = 0;
  Digest head{};
  Seq last = 0;  // what the terminal said it had, when it was last heard
  Seq folded = 0;
  std::string session;
  std::string session_before;
  std::string code_hash;       // of the one-time code that opened it, hex
  std::int64_t opened_at = 0;  // seconds since 1970
  std::int64_t heard_at = 0;   // 0: never
  Seq safe = 0;                // 1 .. safe are in the latest backup
  // Not heard of since head office came back from an old backup (RECOVERING); its session is not
  // asked for, once, after any restore.
  bool recovering = false;
  bool session_lost = false;
  Seq registered = 0;  // registrations of events 1 .. registered are here (registrations_desk.h)
};

// Of a piece of a journal that is only the beginning of what was signed: the next piece is signed,
// and its chain goes through this one.
inline constexpr Signature unsigned_yet{};

// A signed piece of a journal, as evidence.
struct Segment {
  Seq first = 0;
  Seq through = 0;
  Digest head{};
  Signature signature{};
  std::int64_t received_at = 0;  // seconds since 1970
  std::int64_t arrival = 0;      // order in which head office stored them, of all terminals; from 1
};

struct OfficeAnomaly {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  std::int64_t number = 0;  // 1, 2, ... per epoch
  OfficeAnomalyKind kind = OfficeAnomalyKind::fork;
  Seq about = 0;
  std::int64_t at = 0;
};

inline constexpr int office_version = 4;

void create_office_tables(terminal::Database& database);
// Brings the books of an earlier program up to this version, in one transaction; nothing where they
// are. Throws StorageError as check_office_version() does.
void upgrade_office_books(const std::string& path);
// Throws StorageError: newer_version, or damaged where this is no head office.
void check_office_version(terminal::Database& database);

class OfficeStore {
 public:
  // Requires: the tables are there; `database` outlives this.
  explicit OfficeStore(terminal::Database& database);
  ~OfficeStore();

  std::optional<std::string> meta(std::string_view name);
  void set_meta(std::string_view name, std::string_view value);

  std::optional<Terminal> terminal(std::uint32_t tid);
  std::vector<Terminal> terminals();  // by store
  void put(const Terminal& terminal);

  std::optional<Epoch> epoch(std::uint32_t tid, std::uint32_t epoch);
  std::vector<Epoch> epochs(std::uint32_t tid);
  void put(const Epoch& epoch);

  // Requires: seq is acked + 1 of that epoch; nothing overwrites.
  void append(std::uint32_t tid, std::uint32_t epoch, Seq seq, std::string_view body,
              const Digest& hash);
  std::optional<std::string> body(std::uint32_t tid, std::uint32_t epoch, Seq seq);
  // h(seq); h(0) is the genesis'. No value where there is no such event.
  std::optional<Digest> hash(const Epoch& epoch, Seq seq);
  // In order, from `first` on. Stops where `visit` says false.
  void each_event(std::uint32_t tid, std::uint32_t epoch, Seq first,
                  const std::function<bool(Seq, std::string_view body, const Digest&)>& visit);

  // Gives it the next arrival number, whatever it says.
  void put(std::uint32_t tid, std::uint32_t epoch, const Segment& segment);
  std::vector<Segment> segments(std::uint32_t tid, std::uint32_t epoch);

  void raise(std::uint32_t tid, std::uint32_t epoch, OfficeAnomalyKind kind, Seq about,
             std::int64_t at);
  std::vector<OfficeAnomaly> anomalies();

  // The epoch that a one-time code opened, where it was used already.
  std::optional<Epoch> opened_by(std::string_view code_hash);

 private:
  struct Statements;
  std::unique_ptr<Statements> sql_;
};

}  // namespace vip::sync
