// People: personal data, and nothing else in the terminal has any (R3, R4).
//
// Names, phones, birthdays, notes and free texts live here, apart from the journal, behind this one
// class: a person is a number everywhere else. Answers given are kept here too, because an answer
// may address a member by name.
//
// Not yet encrypted at rest: `status` says so. Whoever holds the disk can read it.
//
// Durability: what the caller's transaction has. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/day.h"
#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"
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

// Somebody known here: a prospect (phone or a former system's customer key alone) or a member.
struct Person {
  PersonId id = 0;
  std::optional<std::string> phone;
  std::optional<std::string> customer;  // key of the former system (history.import)
  std::optional<Registration> registration;
  std::int64_t consent_at = 0;  // seconds since 1970
};

class People {
 public:
  explicit People(Database& database);

  std::optional<Person> find(PersonId id);
  std::optional<Person> with_phone(std::string_view phone);
  std::optional<Person> with_customer(std::string_view customer);

  // The person with that phone, made if there is none (E3: a prospect).
  PersonId prospect(std::string_view phone);
  PersonId customer(std::string_view key);
  void set_phone(PersonId id, std::string_view phone);
  void set_customer(PersonId id, std::string_view key);
  // Everybody, by customer key and then by phone.
  void each(const std::function<void(const Person&)>& visit);

  // Returns the salted hash that the journal keeps: SHA-256 over a random salt and the form, hex.
  // Requires: the phone is this person's, or nobody's.
  std::string register_person(PersonId id, const Registration& registration,
                              std::int64_t consent_at);

  void remark(Seq seq,
              std::string_view text);  // free text of staff, beside the event it belongs to
  std::optional<std::string> remark(Seq seq);

  struct Answer {
    std::string fingerprint;  // of method and content
    std::string text;
  };
  std::optional<Answer> answer(std::string_view request_id);
  void keep_answer(std::string_view request_id, std::string_view fingerprint,
                   std::string_view text);

 private:
  std::optional<Person> read(Statement& row);

  Database& database_;
  Statement by_id_, by_phone_, by_customer_;
  Statement add_phone_, add_customer_, set_phone_, set_customer_, set_registration_;
  Statement put_remark_, get_remark_;
  Statement get_answer_, put_answer_;
};

}  // namespace vip::terminal
