#include "terminal/books/people.h"

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/seal.h"

namespace vip::terminal {
namespace {

constexpr std::string_view columns =
    "id, phone, customer, surname, given_name, form, birthday, note, consent_at";

std::string select(std::string_view where) {
  return "SELECT " + std::string(columns) + " FROM person WHERE " + std::string(where);
}

}  // namespace

People::People(Database& database)
    : database_(database),
      by_id_(database, select("id=?")),
      by_phone_(database, select("phone=?")),
      by_customer_(database, select("customer=?")),
      add_phone_(database, "INSERT INTO person(phone) VALUES(?)"),
      add_customer_(database, "INSERT INTO person(customer) VALUES(?)"),
      set_phone_(database, "UPDATE person SET phone=?2 WHERE id=?1"),
      set_customer_(database, "UPDATE person SET customer=?2 WHERE id=?1"),
      set_registration_(database,
                        "UPDATE person SET phone=?2, surname=?3, given_name=?4, form=?5, "
                        "birthday=?6, note=?7, consent_at=?8, salt=?9 WHERE id=?1"),
      put_remark_(database, "INSERT INTO remark(seq, text) VALUES(?,?)"),
      get_remark_(database, "SELECT text FROM remark WHERE seq=?"),
      get_answer_(database, "SELECT fingerprint, text FROM answer WHERE id=?"),
      put_answer_(database, "INSERT INTO answer(id, fingerprint, text) VALUES(?,?,?)") {}

std::optional<Person> People::read(Statement& row) {
  if (!row.step()) return std::nullopt;
  Person person{.id = row.integer(0)};
  if (!row.is_null(1)) person.phone = std::string(row.text(1));
  if (!row.is_null(2)) person.customer = std::string(row.text(2));
  if (!row.is_null(3)) {
    const auto birthday = Day::from_number(row.integer(6));
    if (!birthday) throw StorageError(StorageError::Kind::damaged, "a stored birthday is no day");
    person.registration = Registration{.surname = std::string(row.text(3)),
                                       .given_name = std::string(row.text(4)),
                                       .form = static_cast<Form>(row.integer(5)),
                                       .phone = person.phone.value_or(std::string()),
                                       .birthday = *birthday,
                                       .note = std::string(row.text(7))};
    person.consent_at = row.integer(8);
  }
  return person;
}

std::optional<Person> People::find(PersonId id) {
  const Reading reading(by_id_);
  by_id_.bind(1, id);
  return read(by_id_);
}

std::optional<Person> People::with_phone(std::string_view phone) {
  const Reading reading(by_phone_);
  by_phone_.bind(1, phone);
  return read(by_phone_);
}

std::optional<Person> People::with_customer(std::string_view customer) {
  const Reading reading(by_customer_);
  by_customer_.bind(1, customer);
  return read(by_customer_);
}

PersonId People::prospect(std::string_view phone) {
  if (const auto known = with_phone(phone)) return known->id;
  add_phone_.bind(1, phone).run();
  return with_phone(phone)->id;
}

PersonId People::customer(std::string_view key) {
  if (const auto known = with_customer(key)) return known->id;
  add_customer_.bind(1, key).run();
  return with_customer(key)->id;
}

void People::set_phone(PersonId id, std::string_view phone) {
  set_phone_.bind(1, id).bind(2, phone).run();
}

void People::set_customer(PersonId id, std::string_view key) {
  set_customer_.bind(1, id).bind(2, key).run();
}

void People::each(const std::function<void(const Person&)>& visit) {
  Statement rows(database_, select("1 ORDER BY coalesce(customer, ''), phone"));
  while (const auto person = read(rows)) visit(*person);
}

std::string People::register_person(PersonId id, const Registration& form,
                                    std::int64_t consent_at) {
  const std::string salt = random_bytes(16);
  std::string text = salt;
  for (const std::string& field :
       {form.surname, form.given_name, std::to_string(static_cast<int>(form.form)), form.phone,
        form.birthday.text(), form.note}) {
    text += std::to_string(field.size()) + ':' + field;
  }
  set_registration_.bind(1, id)
      .bind(2, form.phone)
      .bind(3, form.surname)
      .bind(4, form.given_name)
      .bind(5, static_cast<std::int64_t>(form.form))
      .bind(6, std::int64_t{form.birthday.number()})
      .bind(7, form.note)
      .bind(8, consent_at)
      .bind_blob(9, salt)
      .run();
  return hex(sha256(text));
}

void People::remark(Seq seq, std::string_view text) {
  put_remark_.bind(1, static_cast<std::int64_t>(seq)).bind(2, text).run();
}

std::optional<std::string> People::remark(Seq seq) {
  const Reading reading(get_remark_);
  get_remark_.bind(1, static_cast<std::int64_t>(seq));
  if (!get_remark_.step()) return std::nullopt;
  return std::string(get_remark_.text(0));
}

std::optional<People::Answer> People::answer(std::string_view request_id) {
  const Reading reading(get_answer_);
  get_answer_.bind(1, request_id);
  if (!get_answer_.step()) return std::nullopt;
  return Answer{std::string(get_answer_.blob(0)), std::string(get_answer_.text(1))};
}

void People::keep_answer(std::string_view request_id, std::string_view fingerprint,
                         std::string_view text) {
  put_answer_.bind(1, request_id).bind_blob(2, fingerprint).bind(3, text).run();
}

}  // namespace vip::terminal
