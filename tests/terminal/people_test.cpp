#include "terminal/books/people.h"

#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/terminal/training_store.h"

namespace vip::terminal {
namespace {

Registration form_of(const std::string& phone, const std::string& given_name) {
  return {.surname = "司马",
          .given_name = given_name,
          .form = Form::mr,
          .phone = phone,
          .birthday = *Day::from_civil(1988, 7, 1),
          .note = "靠窗的座位"};
}

// Three members, with a remark and an answer each; and an answer that names nobody.
void fill(Store& store) {
  Unit unit(store);
  unit.run([&] {
    People& people = store.people();
    for (Seq i = 1; i <= 3; ++i) {
      people.begin_answer();
      const std::string n = std::to_string(i);
      const PersonId id = people.prospect("1391234000" + n);
      people.register_person(id, form_of("1391234000" + n, "测" + n), {.at = 1'772'416'800});
      people.set_customer(id, "former-" + n);
      people.remark(i, "本人要求 " + n, id);
      people.keep_answer("answer-" + n, "print-" + n, R"({"name":"司马测)" + n + R"("})");
    }
    people.begin_answer();
    people.keep_answer("answer-0", "print-0", R"({"ok":true})");
    return true;
  });
  unit.commit();
}

bool is_damaged(const std::function<void()>& read) {
  try {
    read();
    return false;
  } catch (const StorageError& error) {
    return error.kind() == StorageError::Kind::damaged;
  }
}

std::string column(Database& database, const std::string& column, const std::string& where) {
  Statement row(database, "SELECT " + column + " FROM " + where);
  REQUIRE(row.step());
  return std::string(row.blob(0));
}

void put_column(Database& database, const std::string& table, const std::string& column,
                const std::string& where, const std::string& bytes) {
  Statement row(database, "UPDATE " + table + " SET " + column + "=? WHERE " + where);
  row.bind_blob(1, bytes).run();
}

// Everywhere that something encrypted lies, and how it is read.
struct Field {
  std::string table, column, where;
  std::function<void(People&)> read;
};

std::vector<Field> fields() {
  std::vector<Field> all;
  for (int i = 1; i <= 3; ++i) {
    const std::string n = std::to_string(i);
    const auto find = [i](People& people) { people.find(i); };
    const auto remark = [i](People& people) { people.remark(static_cast<Seq>(i)); };
    const auto answer = [n](People& people) { people.answer("answer-" + n, "print-" + n); };
    all.push_back({"person", "record", "id=" + n, find});
    all.push_back({"person_key", "wrapped", "id=" + n, find});
    all.push_back({"remark", "box", "seq=" + n, remark});
    all.push_back({"answer", "box", "id='answer-" + n + "'", answer});
    all.push_back({"answer", "print", "id='answer-" + n + "'", answer});
  }
  all.push_back({"answer", "box", "id='answer-0'",
                 [](People& people) { people.answer("answer-0", "print-0"); }});
  return all;
}

TEST_CASE("R3: what is written of people is read again") {
  TrainingStore store;
  fill(store.store());
  People& people = store.store().people();
  const auto person = people.with_phone("13912340002");
  REQUIRE(person.has_value());
  CHECK(person->id == 2);
  CHECK(person->registration == form_of("13912340002", "测2"));
  CHECK(person->customer == "former-2");
  CHECK(person->consent.at == 1'772'416'800);
  CHECK(people.with_customer("former-3")->id == 3);
  CHECK_FALSE(people.with_phone("13912340009").has_value());
  CHECK(people.remark(1) == "本人要求 1");
  const auto answer = people.answer("answer-3", "print-3");
  REQUIRE(answer.has_value());
  CHECK(answer->same);
  CHECK(answer->text == R"({"name":"司马测3"})");
  CHECK_FALSE(people.answer("answer-3", "another")->same);
  CHECK_FALSE(people.answer("answer-9", "print-9").has_value());
  people.check(
      [](const std::string& where, const std::string& what) { FAIL_CHECK(where << ": " << what); });
}

TEST_CASE("R3: every bit of an encrypted field that flips is found when it is read") {
  TrainingStore store;
  fill(store.store());
  Database& database = store.store().database();
  People& people = store.store().people();
  std::mt19937 dice(20261127);
  const Transaction nothing_stays(database);
  const std::vector<Field> all = fields();
  int missed = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Field& field = all[dice() % all.size()];
    const std::string before =
        column(database, field.column, field.table + " WHERE " + field.where);
    std::string after = before;
    after[dice() % after.size()] ^= static_cast<char>(1U << dice() % 8U);
    put_column(database, field.table, field.column, field.where, after);
    if (!is_damaged([&] { field.read(people); })) ++missed;
    put_column(database, field.table, field.column, field.where, before);
  }
  CHECK(missed == 0);
  for (const Field& field : all) CHECK_FALSE(is_damaged([&] { field.read(people); }));
}

TEST_CASE("R3: an encrypted field that was moved to another row or column is found") {
  TrainingStore store;
  fill(store.store());
  Database& database = store.store().database();
  People& people = store.store().people();
  const Transaction nothing_stays(database);
  const std::vector<Field> all = fields();
  for (const Field& to : all) {
    const std::string own = column(database, to.column, to.table + " WHERE " + to.where);
    for (const Field& from : all) {
      if (&from == &to) continue;
      CAPTURE(to.table + '.' + to.column + ' ' + to.where);
      CAPTURE(from.table + '.' + from.column + ' ' + from.where);
      const std::string other = column(database, from.column, from.table + " WHERE " + from.where);
      put_column(database, to.table, to.column, to.where, other);
      CHECK(is_damaged([&] { to.read(people); }));
    }
    put_column(database, to.table, to.column, to.where, own);
  }
}

TEST_CASE("R3, E6: a phone's index in another row finds nobody else") {
  TrainingStore store;
  fill(store.store());
  Database& database = store.store().database();
  People& people = store.store().people();
  const std::string first = column(database, "phone", "person WHERE id=1");
  const std::string second = column(database, "phone", "person WHERE id=2");
  CHECK(first != second);
  put_column(database, "person", "phone", "id=1", "aside");
  put_column(database, "person", "phone", "id=2", first);
  put_column(database, "person", "phone", "id=1", second);
  CHECK(is_damaged([&] { people.with_phone("13912340001"); }));
  CHECK(is_damaged([&] { people.with_phone("13912340002"); }));
  int told = 0;
  people.check([&](const std::string& where, const std::string&) {
    CHECK((where == "person 1" || where == "person 2"));
    ++told;
  });
  CHECK(told == 2);
}

TEST_CASE("R4: who is erased is in no table any more, and others are as they were") {
  TrainingStore store;
  fill(store.store());
  People& people = store.store().people();
  Unit unit(store.store());
  unit.run([&] {
    people.erase(2);
    return true;
  });
  unit.commit();
  const auto person = people.find(2);
  REQUIRE(person.has_value());
  CHECK(person->erased);
  CHECK_FALSE(person->phone.has_value());
  CHECK_FALSE(person->registration.has_value());
  CHECK_FALSE(people.with_phone("13912340002").has_value());
  CHECK_FALSE(people.with_customer("former-2").has_value());
  CHECK_FALSE(people.remark(2).has_value());
  const auto answer = people.answer("answer-2", "print-2");
  REQUIRE(answer.has_value());
  CHECK(answer->same);
  CHECK_FALSE(answer->text.has_value());
  CHECK(people.find(3)->registration == form_of("13912340003", "测3"));
  CHECK(people.remark(3) == "本人要求 3");
  int left = 0;
  people.each([&](const Person& each) {
    CHECK(each.id != 2);
    ++left;
  });
  CHECK(left == 2);
  people.check(
      [](const std::string& where, const std::string& what) { FAIL_CHECK(where << ": " << what); });
}

TEST_CASE("R4: an answer that names two is destroyed with either, a list with anybody") {
  TrainingStore store;
  fill(store.store());
  People& people = store.store().people();
  Unit unit(store.store());
  unit.run([&] {
    people.begin_answer();
    people.find(1);
    people.find(3);
    people.keep_answer("both", "print", "司马测1 and 司马测3");
    people.begin_answer();
    for (int i = 0; i < 20; ++i) people.prospect("1381234000" + std::to_string(100 + i).substr(1));
    people.keep_answer("list", "print", "all of them");
    CHECK(people.answer("both", "print")->text == "司马测1 and 司马测3");
    CHECK(people.answer("list", "print")->text == "all of them");
    people.erase(3);
    CHECK_FALSE(people.answer("both", "print")->text.has_value());
    CHECK_FALSE(people.answer("list", "print")->text.has_value());
    CHECK(people.answer("answer-1", "print-1")->text.has_value());
    // And what is kept of lists from now on is kept.
    people.begin_answer();
    people.each([](const Person&) {});
    people.keep_answer("next list", "print", "who is left");
    CHECK(people.answer("next list", "print")->text == "who is left");
    return true;
  });
  unit.commit();
}

TEST_CASE("R3: one phone has another index in every store, and one form another record") {
  TrainingStore one;
  TrainingStore other;
  fill(one.store());
  fill(other.store());
  const auto of = [](TrainingStore& store, const char* name) {
    return column(store.store().database(), name, "person WHERE id=1");
  };
  CHECK(of(one, "phone") != of(other, "phone"));
  CHECK(of(one, "customer") != of(other, "customer"));
  CHECK(of(one, "record") != of(other, "record"));
}

}  // namespace
}  // namespace vip::terminal
