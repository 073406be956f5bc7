// The store's tables, and the number of their version.
//
// meta, journal         what the terminal is, and everything that happened, in order
// account, card, sale,  the ledger: derived from the journal by ledger.h's post(), rebuilt and
// gift, receipt_used,     compared by verify
// anomaly, handover,
// id_check,
// anomaly_state,
// month_close
// operator, audit       staff, derived in the same way (staff_book.h); their credentials in
//                         operator_secret
// person, remark,       people's data, encrypted, behind People alone (R3, R4); nothing of it is in
// answer                  the journal
// person_key, keyring   the keys that they are under, wrapped by the terminal's (vault.h)
// printed               how often a receipt went to a printer (printed.h)
// greeted               whom a list of greetings named, for what (greeted.h)
// history_line          where an import finds the sale line that a return gives back
#pragma once

#include "terminal/books/sqlite.h"

namespace vip::terminal {

// Rises with each change of the tables; stored as SQLite's user_version.
// 2: staff. 3: people's data is encrypted; printed. 4: anomalies settled, months closed, greeted.
inline constexpr int schema_version = 4;
// SQLite's application_id: "VIPT".
inline constexpr int application_id = 0x56495054;

void create_tables(Database& database);         // everything of a store
void create_ledger_tables(Database& database);  // the derived ones alone: verify's second set

// Throws StorageError: newer_version, or damaged where this is no store of ours.
void check_version(Database& database);

// Brings the tables of an older store up to this version, and says which it had. What is derived in
// new tables the caller fills; what was kept in the clear waits under other names (encrypting.h).
// Requires: an open transaction, check_version() passed.
int upgrade_tables(Database& database);

}  // namespace vip::terminal
