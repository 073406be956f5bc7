// Staff book: who may act here, how their PIN stands, and who did what with people's data.
//
// Its two tables, `operator` and `audit`, follow from the journal: apply() is called for every
// event that is recorded, and by verify for every event of the journal, and the two must agree. So
// a wrong PIN is counted in the journal: neither killing the program nor setting the clock forgets
// it. Credentials (pin.h) are the exception: they lie in the table `operator_secret`, and the
// journal holds their print, so that an exchanged one is told from the right one.
//
// A training store knows 1001 (cashier) and 2001 (manager) from the start, without a PIN (A37).
//
// Durability: what the caller's transaction has. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/books/clock.h"
#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"
#include "terminal/staff/acts.h"
#include "terminal/staff/pin.h"

namespace vip::terminal {

struct Operator {
  std::string number;
  Role role = Role::cashier;
  bool active = true;
  std::optional<card::Number> card;  // their own, as a member
  std::string credential;            // its print; empty: no PIN, which only training knows
  std::int64_t failures = 0;         // wrong PINs in a row
  SteadyTime failed;                 // the last of them

  bool has_pin() const { return !credential.empty(); }
  friend bool operator==(const Operator& a, const Operator& b) { return a.number == b.number; }
};

// After every fifth wrong PIN in a row, half an hour.
inline constexpr std::int64_t tries = 5;
inline constexpr std::int64_t lock_seconds = 30 * 60;
// What is left of it; 0: not locked.
std::int64_t locked_for(const Operator& who, const SteadyTime& now);

// The operators that a training store begins with.
std::optional<Operator> training_operator(std::string_view number);

// What of an event belongs into the audit, if anything.
std::optional<AuditKind> audit_kind_of(const Act& act);

void create_staff_tables(Database& database);         // the derived ones
void create_staff_secret_tables(Database& database);  // credentials

class StaffBook {
 public:
  // `training`: 1001 and 2001 are known. Requires: the derived tables are there.
  StaffBook(Database& database, bool training);

  void apply(Seq seq, const Event& event);

  std::optional<Operator> find(std::string_view number);
  std::vector<Operator> all();  // by number
  bool has_manager();           // somebody who may enrol others

  struct AuditRow {
    Seq seq = 0;
    Day day;
    AuditKind kind = AuditKind::look;
    std::string staff;
  };
  struct AuditWish {
    Day from;
    Day through;
    std::optional<AuditKind> kind;
    std::optional<std::string> staff;
    Seq after = 0;
    std::int64_t most = 100;
  };
  std::vector<AuditRow> audit(const AuditWish& wish);
  std::int64_t looks(std::string_view staff, Day day);  // R3: members seen in full

 private:
  void put(const Operator& row);

  Database& database_;
  bool training_;
  Statement get_, put_, add_audit_, count_looks_;
};

// Credentials. Requires: create_staff_secret_tables() was called.
class StaffSecrets {
 public:
  explicit StaffSecrets(Database& database);
  std::optional<Credential> find(std::string_view number);
  void put(std::string_view number, const Credential& credential);

 private:
  Statement get_, put_;
};

}  // namespace vip::terminal
