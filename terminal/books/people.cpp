#include "terminal/books/people.h"

#include <algorithm>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/ensure.h"
#include "cardformat/seal.h"
#include "cardformat/wipe.h"
#include "terminal/books/registration_text.h"

namespace vip::terminal {
namespace {

// An answer that names more people than this is a list. Lists are under one key, owner 0, and each
// erasing takes all of them.
constexpr std::size_t most_named = 8;

constexpr std::string_view columns =
    "SELECT p.id, p.record, k.wrapped FROM person p LEFT JOIN person_key k ON k.id=p.id WHERE ";

constexpr const char* known_columns =
    "SELECT id, phone IS NOT NULL, customer IS NOT NULL FROM person WHERE ";

std::string select(std::string_view where) { return std::string(columns) + std::string(where); }

// A person's record: fields one after the other, each a tag, two bytes of length and its bytes.
// Tags are on disks: add, never renumber.
enum class Tag : std::uint8_t {
  phone = 1,
  customer,
  surname,
  given_name,
  form,
  birthday,
  note,
  consent_at,
  salt,
  consent_version,
  messages_at,
  guardian_at,
  no_messages
};

void add_field(std::string& record, Tag tag, std::string_view value) {
  ensure(value.size() < 1 << 16, "a field of a record is short");
  record += static_cast<char>(tag);
  record += static_cast<char>(value.size() >> 8U);
  record += static_cast<char>(value.size() & 0xffU);
  record += value;
}

void add_number(std::string& record, Tag tag, std::int64_t value) {
  std::string bytes;
  append_u64(bytes, static_cast<std::uint64_t>(value));
  add_field(record, tag, bytes);
}

std::string record_of(const Person& person) {
  std::string record;
  record.reserve(192);
  if (person.phone) add_field(record, Tag::phone, *person.phone);
  if (person.customer) add_field(record, Tag::customer, *person.customer);
  if (person.registration) {
    const Registration& form = *person.registration;
    add_field(record, Tag::surname, form.surname);
    add_field(record, Tag::given_name, form.given_name);
    add_number(record, Tag::form, static_cast<std::int64_t>(form.form));
    add_number(record, Tag::birthday, std::int64_t{form.birthday.number()});
    add_field(record, Tag::note, form.note);
    const Consent& consent = person.consent;
    add_number(record, Tag::consent_at, consent.at);
    if (!consent.version.empty()) add_field(record, Tag::consent_version, consent.version);
    if (consent.messages_at != 0) add_number(record, Tag::messages_at, consent.messages_at);
    if (consent.no_messages) add_number(record, Tag::no_messages, 1);
    if (consent.guardian_at != 0) add_number(record, Tag::guardian_at, consent.guardian_at);
    add_field(record, Tag::salt, person.salt);
  }
  return record;
}

[[noreturn]] void damaged(PersonId id) {
  throw StorageError(StorageError::Kind::damaged,
                     "the record of person " + std::to_string(id) + " is damaged");
}

Person person_of(PersonId id, std::string_view record) {
  Person person{.id = id};
  Registration form;
  bool registered = false;
  while (!record.empty()) {
    if (record.size() < 3) damaged(id);
    const auto tag = static_cast<Tag>(record[0]);
    const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(record[1])) << 8U |
                             static_cast<unsigned char>(record[2]);
    if (record.size() < 3 + size) damaged(id);
    const std::string_view value = record.substr(3, size);
    const auto number = [&] {
      if (size != 8) damaged(id);
      return static_cast<std::int64_t>(u64_at(value, 0));
    };
    switch (tag) {
      case Tag::phone:
        person.phone = std::string(value);
        break;
      case Tag::customer:
        person.customer = std::string(value);
        break;
      case Tag::surname:
        form.surname = value;
        registered = true;
        break;
      case Tag::given_name:
        form.given_name = value;
        break;
      case Tag::form:
        form.form = static_cast<Form>(number());
        break;
      case Tag::birthday: {
        const auto birthday = Day::from_number(number());
        if (!birthday) damaged(id);
        form.birthday = *birthday;
        break;
      }
      case Tag::note:
        form.note = value;
        break;
      case Tag::consent_at:
        person.consent.at = number();
        break;
      case Tag::consent_version:
        person.consent.version = value;
        break;
      case Tag::messages_at:
        person.consent.messages_at = number();
        break;
      case Tag::no_messages:
        person.consent.no_messages = number() == 1;
        break;
      case Tag::guardian_at:
        person.consent.guardian_at = number();
        break;
      case Tag::salt:
        person.salt = value;
        break;
      default:
        damaged(id);
    }
    record.remove_prefix(3 + size);
  }
  if (registered) {
    form.phone = person.phone.value_or(std::string());
    person.registration = std::move(form);
  }
  return person;
}

void bind_optional(Statement& statement, int index, const std::optional<std::string>& bytes) {
  if (bytes) {
    statement.bind_blob(index, *bytes);
  } else {
    statement.bind_null(index);
  }
}

// Whose keys an answer is under, as its row says it: eight bytes each.
std::string owners_text(std::span<const KeyOwner> owners) {
  std::string text;
  for (const KeyOwner owner : owners) append_u64(text, static_cast<std::uint64_t>(owner));
  return text;
}

std::vector<KeyOwner> owners_of(std::string_view text) {
  std::vector<KeyOwner> owners;
  for (std::size_t at = 0; at + 8 <= text.size(); at += 8) {
    owners.push_back(static_cast<KeyOwner>(u64_at(text, at)));
  }
  return owners;
}

}  // namespace

std::string registration_hash(std::string_view salt, const Registration& form) {
  std::string text = registration_text(salt, form);
  const Digest digest = sha256(text);
  wipe(text);
  return hex(digest);
}

void create_people_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE person(
      id INTEGER PRIMARY KEY, phone BLOB UNIQUE, customer BLOB UNIQUE, record BLOB NOT NULL);
    CREATE TABLE remark(seq INTEGER PRIMARY KEY, about INTEGER NOT NULL, box BLOB NOT NULL);
    CREATE TABLE answer(
      id TEXT PRIMARY KEY, print BLOB NOT NULL, named BLOB NOT NULL, box BLOB NOT NULL);
    CREATE INDEX answer_list ON answer(id) WHERE named=x'0000000000000000';
  )");
}

People::People(Database& database, Vault& vault)
    : database_(database),
      vault_(vault),
      by_id_(database, select("p.id=?")),
      by_phone_(database, select("p.phone=?")),
      by_customer_(database, select("p.customer=?")),
      known_phone_(database, known_columns + std::string("phone=?")),
      known_customer_(database, known_columns + std::string("customer=?")),
      last_id_(database, "SELECT coalesce(max(id), 0) FROM person"),
      add_(database, "INSERT INTO person(id, phone, customer, record) VALUES(?1,?2,?3,?4)"),
      set_(database, "UPDATE person SET phone=?2, customer=?3, record=?4 WHERE id=?1"),
      blank_(database, "UPDATE person SET phone=NULL, customer=NULL, record=x'' WHERE id=?"),
      drop_lists_(database, "UPDATE answer SET box=x'' WHERE named=x'0000000000000000'"),
      bury_(database, "INSERT OR REPLACE INTO tombstone(id, key_name) VALUES(?,?)"),
      put_remark_(database, "INSERT INTO remark(seq, about, box) VALUES(?,?,?)"),
      get_remark_(database, "SELECT about, box FROM remark WHERE seq=?"),
      get_answer_(database, "SELECT print, named, box FROM answer WHERE id=?"),
      put_answer_(database, "INSERT INTO answer(id, print, named, box) VALUES(?,?,?,?)") {}

void People::names(PersonId id) {
  if (named_.size() > most_named) return;
  if (std::find(named_.begin(), named_.end(), id) == named_.end()) named_.push_back(id);
}

std::optional<Person> People::read(Statement& row) {
  if (!row.step()) return std::nullopt;
  const PersonId id = row.integer(0);
  if (row.is_null(2)) damaged(id);  // its key is gone, and was not destroyed by us
  const std::string place = std::to_string(id);
  auto record = vault_.open({"person", "record", place}, id, row.blob(2), row.blob(1));
  if (!record) return Person{.id = id, .erased = true};
  names(id);
  Person person = person_of(id, *record);
  wipe(*record);
  return person;
}

std::optional<Person> People::find(PersonId id) {
  const Reading reading(by_id_);
  by_id_.bind(1, id);
  return read(by_id_);
}

std::optional<Person> People::with_phone(std::string_view phone) {
  const Reading reading(by_phone_);
  by_phone_.bind_blob(1, vault_.index("phone", phone));
  auto person = read(by_phone_);
  // Somebody else's index was put into this row.
  if (person && person->phone != phone) damaged(person->id);
  return person;
}

std::optional<Person> People::with_customer(std::string_view customer) {
  const Reading reading(by_customer_);
  by_customer_.bind_blob(1, vault_.index("customer", customer));
  auto person = read(by_customer_);
  if (person && person->customer != customer) damaged(person->id);
  return person;
}

std::optional<People::Known> People::known(Statement& row, const std::string& index) {
  const Reading reading(row);
  if (!row.bind_blob(1, index).step()) return std::nullopt;
  names(row.integer(0));
  return Known{row.integer(0), row.integer(1) != 0, row.integer(2) != 0};
}

std::optional<People::Known> People::known_phone(std::string_view phone) {
  return known(known_phone_, vault_.index("phone", phone));
}

std::optional<People::Known> People::known_customer(std::string_view customer) {
  return known(known_customer_, vault_.index("customer", customer));
}

PersonId People::add(Person person) {
  {
    const Reading reading(last_id_);
    last_id_.step();
    person.id = last_id_.integer(0) + 1;
  }
  bring_in(person);
  names(person.id);
  return person.id;
}

namespace {

struct Written {
  std::optional<std::string> phone, customer;
  std::string record;

  Written(Vault& vault, const Person& person) {
    if (person.phone) phone = vault.index("phone", *person.phone);
    if (person.customer) customer = vault.index("customer", *person.customer);
    const std::string row = std::to_string(person.id);
    std::string text = record_of(person);
    record = vault.close({"person", "record", row}, std::span(&person.id, 1), text);
    wipe(text);
  }
  void bind_to(Statement& statement) const {
    bind_optional(statement, 2, phone);
    bind_optional(statement, 3, customer);
    statement.bind_blob(4, record);
  }
};

}  // namespace

void People::bring_in(const Person& person) {
  vault_.make_key(person.id);
  Written(vault_, person).bind_to(add_.bind(1, person.id));
  add_.run();
}

void People::write(const Person& person) {
  Written(vault_, person).bind_to(set_.bind(1, person.id));
  set_.run();
}

PersonId People::prospect(std::string_view phone) {
  if (const auto known = known_phone(phone)) return known->id;
  return add(Person{.phone = std::string(phone)});
}

PersonId People::customer(std::string_view key) {
  if (const auto known = known_customer(key)) return known->id;
  return add(Person{.customer = std::string(key)});
}

void People::set_phone(PersonId id, std::string_view phone) {
  auto person = find(id);
  ensure(person && !person->erased, "the person is here");
  person->phone = std::string(phone);
  write(*person);
}

void People::set_customer(PersonId id, std::string_view key) {
  auto person = find(id);
  ensure(person && !person->erased, "the person is here");
  person->customer = std::string(key);
  write(*person);
}

void People::each(const std::function<void(const Person&)>& visit) {
  Statement rows(database_, select("1 ORDER BY p.id"));
  while (const auto person = read(rows)) {
    if (!person->erased) visit(*person);
  }
}

std::string People::register_person(PersonId id, const Registration& form, const Consent& consent) {
  auto person = find(id);
  ensure(person && !person->erased, "the person is here");
  person->phone = form.phone;
  person->registration = form;
  person->consent = consent;
  person->salt = random_bytes(registration_salt_bytes);
  write(*person);
  return registration_hash(person->salt, form);
}

std::optional<std::string> People::registration_text(PersonId id) {
  const auto person = find(id);
  if (!person || !person->registration) return std::nullopt;
  return vip::terminal::registration_text(person->salt, *person->registration);
}

bool People::is_held(PersonId id) { return id > 0 && vault_.state(id) == Vault::State::held; }

void People::erase(KeyOwner id) {
  if (vault_.state(id) == Vault::State::none) vault_.make_key(id);
  if (vault_.state(id) == Vault::State::destroyed) return;
  bury_.bind(1, id).bind(2, vault_.name_of_key(id)).run();
  vault_.destroy_key(id);
  vault_.renew_list_key();
  blank_.bind(1, id).run();
  drop_lists_.run();
}

void People::remark(Seq seq, std::string_view text, PersonId about) {
  const std::string row = std::to_string(seq);
  if (!is_held(about)) about = 0;
  const std::span<const KeyOwner> owners(&about, about == 0 ? 0 : 1);
  put_remark_.bind(1, static_cast<std::int64_t>(seq))
      .bind(2, about)
      .bind_blob(3, vault_.close({"remark", "box", row}, owners, text))
      .run();
}

std::optional<std::string> People::remark(Seq seq) {
  const Reading reading(get_remark_);
  get_remark_.bind(1, static_cast<std::int64_t>(seq));
  if (!get_remark_.step()) return std::nullopt;
  const PersonId about = get_remark_.integer(0);
  const std::string row = std::to_string(seq);
  return vault_.open({"remark", "box", row}, std::span<const KeyOwner>(&about, about == 0 ? 0 : 1),
                     get_remark_.blob(1));
}

std::optional<People::Answer> People::answer(std::string_view request_id,
                                             std::string_view fingerprint) {
  const Reading reading(get_answer_);
  get_answer_.bind(1, request_id);
  if (!get_answer_.step()) return std::nullopt;
  const bool same = get_answer_.blob(0) == vault_.print(fingerprint);
  if (get_answer_.blob(2).empty()) return Answer{.same = same};
  const std::string row = std::string(request_id) + '\0' + std::string(get_answer_.blob(0));
  return Answer{same, vault_.open({"answer", "box", row}, owners_of(get_answer_.blob(1)),
                                  get_answer_.blob(2))};
}

void People::keep_answer(std::string_view request_id, std::string_view fingerprint,
                         std::string_view text) {
  bring_in(request_id, fingerprint, text, named_, named_.size() > most_named);
}

void People::bring_in(std::string_view request_id, std::string_view fingerprint,
                      std::string_view text, std::span<const PersonId> named, bool list) {
  const std::string print = vault_.print(fingerprint);
  const std::string row = std::string(request_id) + '\0' + print;
  std::vector<KeyOwner> owners;
  if (list) {
    owners = {Vault::lists};
  } else {  // who was erased meanwhile is in no answer
    std::copy_if(named.begin(), named.end(), std::back_inserter(owners),
                 [&](PersonId id) { return is_held(id); });
  }
  put_answer_.bind(1, request_id)
      .bind_blob(2, print)
      .bind_blob(3, owners_text(owners))
      .bind_blob(4, vault_.close({"answer", "box", row}, owners, text))
      .run();
}

void People::check(
    const std::function<void(const std::string& where, const std::string& what)>& tell) {
  const auto try_each = [&](std::string_view table, std::string_view key, const auto& open) {
    Statement rows(database_, "SELECT " + std::string(key) + " FROM " + std::string(table));
    while (rows.step()) {
      const std::string name(rows.text(0));
      try {
        open(rows);
      } catch (const StorageError& error) {
        if (error.kind() != StorageError::Kind::damaged) throw;
        tell(std::string(table) + ' ' + name, error.what());
      }
    }
  };
  Statement index(database_, "SELECT phone, customer FROM person WHERE id=?");
  try_each("person", "id", [&](const Statement& row) {
    const auto person = find(row.integer(0));
    const Reading reading(index);
    index.bind(1, person->id).step();
    const auto agrees = [&](int column, const char* what, const auto& value) {
      return value ? index.blob(column) == vault_.index(what, *value) : index.is_null(column);
    };
    if (!agrees(0, "phone", person->phone) || !agrees(1, "customer", person->customer)) {
      tell("person " + std::to_string(person->id), "it is not found under its own phone or key");
    }
  });
  try_each("remark", "seq",
           [&](const Statement& row) { remark(static_cast<Seq>(row.integer(0))); });
  try_each("answer", "id", [&](const Statement& row) { answer(row.text(0), {}); });
}

}  // namespace vip::terminal
