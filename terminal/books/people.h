// People: personal data, and nothing else in the terminal has any (R3, R4).
//
// Names, phones, birthdays, notes and free texts live here, apart from the journal, behind this one
// class: a person is a number everywhere else. Answers given are kept here too, because an answer
// may address a member by name.
//
// All of it is encrypted at rest under keys of the vault (vault.h): one record for each person
// under their own key; an answer under the keys of everybody whose data was read for it, so that
// erasing one of them destroys it; a remark under the key of whom it is about. Phones and customer
// keys of the former system are found through HMACs. What was changed or moved on the disk is a
// StorageError, damaged, when it is read.
//
// Durability: what the caller's transaction has. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/day.h"
#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"
#include "terminal/people/vault.h"
#include "terminal/rules/registration.h"

namespace vip::terminal {

// The form of E5, every field checked.
struct Registration {
  std::string surname;
  std::string given_name;  // may be empty
  Form form = Form::ms;
  std::string phone;  // eleven digits
  Day birthday;
  std::string note;  // may be empty
  friend bool operator==(const Registration&, const Registration&) = default;
};

// What the member agreed to, and when (E5, S6). Times are seconds since 1970, 0: not given.
struct Consent {
  std::int64_t at = 0;           // to the use of the data
  std::string version;           // of the text that was shown; may be empty
  std::int64_t messages_at = 0;  // to messages: a consent of its own
  bool no_messages = false;      // they were asked, and want none
  std::int64_t guardian_at = 0;  // of whoever answers for a member under fourteen
  friend bool operator==(const Consent&, const Consent&) = default;
};

// Somebody known here: a prospect (phone or a former system's customer key alone) or a member.
struct Person {
  PersonId id = 0;
  std::optional<std::string> phone;
  std::optional<std::string> customer;  // key of the former system (history.import)
  std::optional<Registration> registration;
  Consent consent;
  std::string salt;     // of the hash that the journal keeps; 16 bytes, or empty
  bool erased = false;  // R4: nothing else is known any more
};

// What the journal keeps of a form: SHA-256 over the salt and its fields, hex. Head office and
// verify work it out again.
std::string registration_hash(std::string_view salt, const Registration& form);

void create_people_tables(Database& database);

class People {
 public:
  // Requires: `database` and `vault` outlive this.
  People(Database& database, Vault& vault);

  std::optional<Person> find(PersonId id);
  std::optional<Person> with_phone(std::string_view phone);
  std::optional<Person> with_customer(std::string_view customer);

  // Who is found there, without opening their record: for imports of hundreds of thousands.
  struct Known {
    PersonId id = 0;
    bool has_phone = false;
    bool has_customer = false;
  };
  std::optional<Known> known_phone(std::string_view phone);
  std::optional<Known> known_customer(std::string_view customer);

  // The person with that phone, made if there is none (E3: a prospect).
  PersonId prospect(std::string_view phone);
  PersonId customer(std::string_view key);
  void set_phone(PersonId id, std::string_view phone);
  void set_customer(PersonId id, std::string_view key);
  // Everybody who is not erased, in the order of their numbers.
  void each(const std::function<void(const Person&)>& visit);

  // Returns the salted hash that the journal keeps. Requires: the phone is this person's, or
  // nobody's.
  std::string register_person(PersonId id, const Registration& registration,
                              const Consent& consent);
  // What that hash is over (registration_text.h): what head office is sent, sealed, for this
  // person. No value where nobody is registered under this number.
  std::optional<std::string> registration_text(PersonId id);

  // R4: destroys the person's key and whatever would find them; a member of another store is minus
  // their account. Answers that are lists of people go with it. A tombstone stays (tombstones.h);
  // what the log still holds is for the caller: Database::clean_log().
  void erase(KeyOwner id);

  // Free text of staff, beside the event it belongs to; `about` whom, 0: nobody in particular.
  void remark(Seq seq, std::string_view text, PersonId about);
  std::optional<std::string> remark(Seq seq);  // none either where whom it was about was erased

  // Answers kept for repetition (A19). Whose data is read from here on is in the answer, as far as
  // anybody knows.
  void begin_answer() { named_.clear(); }
  struct Answer {
    bool same = false;                // the method and content that it was given to
    std::optional<std::string> text;  // none: a member whom it named was erased
  };
  // `fingerprint`: of method and content.
  std::optional<Answer> answer(std::string_view request_id, std::string_view fingerprint);
  void keep_answer(std::string_view request_id, std::string_view fingerprint,
                   std::string_view text);

  // Opens everything and tells what does not open, or is not what it says it is.
  void check(const std::function<void(const std::string& where, const std::string& what)>& tell);

  // For the upgrade of a store that was not encrypted: what stood there, as it stood.
  // `named`: whom the answer is about; `list`: of many.
  void bring_in(const Person& person);
  void bring_in(std::string_view request_id, std::string_view fingerprint, std::string_view text,
                std::span<const PersonId> named, bool list);

 private:
  std::optional<Person> read(Statement& row);
  std::optional<Known> known(Statement& row, const std::string& index);
  PersonId add(Person person);
  void write(const Person& person);
  void names(PersonId id);
  bool is_held(PersonId id);

  Database& database_;
  Vault& vault_;
  Statement by_id_, by_phone_, by_customer_;
  Statement known_phone_, known_customer_;
  Statement last_id_, add_, set_, blank_, drop_lists_, bury_;
  Statement put_remark_, get_remark_;
  Statement get_answer_, put_answer_;
  std::vector<KeyOwner> named_;  // whose data was read since begin_answer()
};

}  // namespace vip::terminal
