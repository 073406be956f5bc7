// Registry: the stores' monthly registries as far as they are here (R1, R2).
//
// A store's registry of a month is every card that its journals say it gave out then: issued,
// renewed, replaced. It is complete where the store has closed the month and everything that it
// counted is here, with its form; or, where no close came, once the store was heard of after the
// month was over, with nothing waiting. What is not complete is late from the day after the
// policy's (R2).
//
// Forms are sealed. They are opened only where a key is given, and held against the hash in the
// journal.
//
// Threads: none; reads only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/hpke.h"
#include "sync/office/head_office.h"

namespace vip::sync {

enum class RegistryState : std::uint8_t {
  running = 1,  // the month is not over
  complete,
  waiting,  // not complete, and not late yet
  late
};
std::string_view name(RegistryState state);

enum class FormState : std::uint8_t {
  sealed = 1,  // here, not opened
  opened,
  missing,      // not here yet
  erased,       // R4
  unreadable,   // sealed to another key, or changed
  another_text  // not the one that the journal signed for
};
std::string_view name(FormState state);

struct RegistryRow {
  Day day;
  std::string_view kind;  // "issue", "renew", "replace"
  card::Number card;
  Day last_day;
  std::string clause;  // E1, E2; empty for renewals and replacements
  std::string staff;
  FormState form = FormState::missing;
  std::optional<terminal::Registration> registration;  // where opened
  std::optional<terminal::Consent> consent;            // the same
};

struct StoreRegistry {
  std::string store;
  std::uint32_t tid = 0;
  RegistryState state = RegistryState::running;
  Day due;                             // the last day on which it is not late
  std::int64_t days_late = 0;          // 0 unless late
  std::optional<std::int64_t> closed;  // registrations that the store counted as it closed
  std::int64_t heard_at = 0;           // 0: never
  std::int64_t forms_missing = 0;
  std::vector<RegistryRow> rows;
};

struct Registry {
  Day month;                          // its first day
  Day on;                             // as of
  std::vector<StoreRegistry> stores;  // by name; those that were there in that month
};

// `store`: only that one; empty: all. `key`: opens the forms.
Registry make_registry(OfficeBooksOpen& books, Day month, Day on, std::string_view store,
                       const OpeningKey* key);

}  // namespace vip::sync
