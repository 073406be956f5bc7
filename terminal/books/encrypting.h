// Encrypting: what a store of before kept in the clear comes under keys, once, when it is opened.
//
// The old tables are set aside under other names in the transaction that makes the new ones; their
// rows are moved a thousand at a time, each batch in a transaction of its own, so that a crash at
// any point leaves every row in exactly one of the two and the next opening goes on. When all are
// moved the file is written anew (VACUUM) and its log cut to nothing: no page, free or used, keeps
// what stood there. Where there is no room for that the store opens all the same and tries again
// next time; `status` says so.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "terminal/books/event.h"
#include "terminal/books/people.h"
#include "terminal/books/terminal_books.h"

namespace vip::terminal {

class Heard;
class Journal;

// Requires: an open transaction; the tables of a store of version 1 or 2.
void set_plain_tables_aside(Database& database);

struct PlainRows {
  Database& database;
  Journal& journal;
  TerminalBooks& books;
  People& people;
  Heard& heard;
};
// Moves what was set aside. Throws StorageError.
void encrypt_plain_rows(const PlainRows& rows);

// Whether the file still has to be written anew.
bool must_be_cleaned(Database& database);
// Requires: everything was moved. False: there was no room.
bool clean_after_encrypting(Database& database);

// Whose data an event is about, of persons of this store.
std::vector<PersonId> people_of(const Act& act, TerminalBooks& books);

}  // namespace vip::terminal
