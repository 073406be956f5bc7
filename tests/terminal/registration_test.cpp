#include "terminal/rules/registration.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/show.h"

namespace vip::terminal {
namespace {

using namespace std::string_literals;

Day day(std::string_view text) { return read_day(text).value(); }

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST_CASE("E5, A35: a phone is eleven digits from 1, +86 or 0086 and spaces dropped") {
  for (const char* text :
       {"13800138000", "138 0013 8000", " 13800138000 ", "+8613800138000", "+86 138 0013 8000",
        "008613800138000", "0086 138 0013 8000", "+ 86 13800138000"}) {
    CAPTURE(text);
    CHECK(read_phone(text) == "13800138000");
  }
  for (const char* text : {"",
                           " ",
                           "1",
                           "1380013800",
                           "138001380000",
                           "23800138000",
                           "03800138000",
                           "138-0013-8000",
                           "1380013800a",
                           "+8513800138000",
                           "8613800138000",
                           "+861380013800",
                           "+86138001380000",
                           "00861380013800",
                           "0086138001380000",
                           "++8613800138000",
                           "13800138000\n",
                           "13800138000\t",
                           "１３８００１３８０００",
                           "+86+8613800138000",
                           "+8600861380013"}) {
    CAPTURE(text);
    CHECK_FALSE(read_phone(text).has_value());
  }
  CHECK_FALSE(read_phone("1380013\0000"s).has_value());
  CHECK_FALSE(read_phone(std::string(1'000'000, '1')).has_value());
}

TEST_CASE("E5, A35: a name is 1 to 40 characters without controls") {
  struct Row {
    const char* name;
    std::string text;
    bool is_name;
  };
  const Row rows[] = {
      {"one character", "王", true},
      {"Latin", "O'Neill-Smith", true},
      {"inner spaces", "van der Berg", true},
      {"empty", "", false},
      {"spaces only", " \t ", false},
      {"wide spaces only", "\u3000\u00A0", false},
      {"40 letters", std::string(40, 'a'), true},
      {"41 letters", std::string(41, 'a'), false},
      {"40 characters of three bytes", repeated("王", 40), true},
      {"41 characters of three bytes", repeated("王", 41), false},
      {"40 characters of four bytes", repeated("𠮷", 40), true},
      {"41 characters of four bytes", repeated("𠮷", 41), false},
      {"40 letters and spaces around", "  " + std::string(40, 'a') + "\u3000", true},
      {"a line end inside", "王\n五", false},
      {"a zero byte", "王\0五"s, false},
      {"delete", "a\x7F", false},
      {"C1 control", "a\u0085b", false},
      {"line separator", "a\u2028b", false},
      {"direction override", "a\u202Eb", false},
      {"not UTF-8", "\xFF", false},
      {"cut off", "王\xE7\x8E", false},
      {"a surrogate", "\xED\xA0\x80", false},
      {"longer than it needs to be", "\xC0\x80", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(is_name(row.text) == row.is_name);
  }
}

TEST_CASE("trimmed takes spaces off both ends and leaves those inside") {
  CHECK(trimmed("  a b \t") == "a b");
  CHECK(trimmed("\u3000王 五\u00A0 ") == "王 五");
  CHECK(trimmed("a") == "a");
  CHECK(trimmed("").empty());
}

RegistrationEntries entries() {
  return {.surname = "王",
          .given_name = "小明",
          .form = "ms",
          .phone = "+86 138 0013 8000",
          .birthday = "1990-05-01",
          .consent = true};
}

TEST_CASE("E5, A35: a form in order, with what was written put in order") {
  RegistrationEntries written = entries();
  written.surname = " 王 ";
  const auto form = read_registration(written, day("2026-11-22"));
  REQUIRE(form.has_value());
  CHECK(form->surname == "王");
  CHECK(form->given_name == "小明");
  CHECK(form->form == Form::ms);
  CHECK(form->phone == "13800138000");
  CHECK(form->birthday == day("1990-05-01"));

  written.given_name.reset();
  CHECK_FALSE(read_registration(written, day("2026-11-22"))->given_name.has_value());
}

TEST_CASE("E5, A35, A53: the first missing or malformed field is named") {
  using Change = void (*)(RegistrationEntries&);
  struct Row {
    const char* name;
    Change change;
    const char* field;
    bool date_outside;
  };
  const Row rows[] = {
      {"no surname", [](auto& e) { e.surname.reset(); }, "surname", false},
      {"empty surname", [](auto& e) { e.surname = " "; }, "surname", false},
      {"surname before phone",
       [](auto& e) {
         e.surname = "";
         e.phone = "";
       },
       "surname", false},
      {"empty given name", [](auto& e) { e.given_name = ""; }, "given_name", false},
      {"no form", [](auto& e) { e.form.reset(); }, "form", false},
      {"another form", [](auto& e) { e.form = "dr"; }, "form", false},
      {"no phone", [](auto& e) { e.phone.reset(); }, "phone", false},
      {"ten digits", [](auto& e) { e.phone = "1380013800"; }, "phone", false},
      {"no birthday", [](auto& e) { e.birthday.reset(); }, "birthday", false},
      {"not a date", [](auto& e) { e.birthday = "1990/05/01"; }, "birthday", false},
      {"no such day", [](auto& e) { e.birthday = "1990-02-29"; }, "birthday", false},
      {"tomorrow", [](auto& e) { e.birthday = "2026-11-23"; }, "birthday", false},
      {"A53: before 1900", [](auto& e) { e.birthday = "1899-12-31"; }, "birthday", true},
      {"A53: after 2199", [](auto& e) { e.birthday = "2200-01-01"; }, "birthday", true},
      {"no consent", [](auto& e) { e.consent.reset(); }, "consent", false},
      {"consent refused", [](auto& e) { e.consent = false; }, "consent", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    RegistrationEntries written = entries();
    row.change(written);
    const auto form = read_registration(written, day("2026-11-22"));
    REQUIRE_FALSE(form.has_value());
    CHECK(form.error().field == row.field);
    CHECK(form.error().date_outside == row.date_outside);
  }
}

TEST_CASE("E5: born today, born on the first day there is") {
  RegistrationEntries written = entries();
  written.birthday = "2026-11-22";
  CHECK(read_registration(written, day("2026-11-22")).has_value());
  written.birthday = "1900-01-01";
  CHECK(read_registration(written, day("2026-11-22")).has_value());
}

TEST_CASE("S2: surname and form of address, in Chinese and in English") {
  CHECK(address_zh("王", Form::ms) == "王女士");
  CHECK(address_zh("欧阳", Form::mr) == "欧阳先生");
  CHECK(address_zh("Smith", Form::mr) == "Smith先生");
  CHECK(address_en("王", Form::ms) == "Ms Wang");
  CHECK(address_en("欧阳", Form::mr) == "Mr Ouyang");
  CHECK(address_en("Smith", Form::ms) == "Ms Smith");
  CHECK(address_en("陳", Form::ms) == "Ms 陳");
}

TEST_CASE("forms of address by name, and by number for ever") {
  CHECK(name(Form::ms) == "ms");
  CHECK(name(Form::mr) == "mr");
  CHECK(form_named("ms") == Form::ms);
  CHECK(form_named("mr") == Form::mr);
  CHECK_FALSE(form_named("Ms").has_value());
  CHECK(static_cast<int>(Form::ms) == 1);
  CHECK(static_cast<int>(Form::mr) == 2);
}

}  // namespace
}  // namespace vip::terminal
