#include "terminal/books/registration_text.h"

#include <doctest/doctest.h>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "terminal/books/store.h"
#include "tests/terminal/training_store.h"

namespace vip::terminal {
namespace {

constexpr std::string_view salt = "0123456789abcdef";

Registration wang() {
  return {.surname = "王",
          .given_name = "芳",
          .form = Form::ms,
          .phone = "13800000001",
          .birthday = *Day::from_civil(1990, 5, 20),
          .note = ""};
}

constexpr std::string_view text = "0123456789abcdef3:王3:芳1:111:1380000000110:1990-05-200:";

TEST_CASE("R4: a registration's text has one form, and comes back as it was") {
  CHECK(registration_text(salt, wang()) == text);
  CHECK(read_registration_text(text) == wang());
  Registration whole = wang();
  whole.given_name = "";
  whole.form = Form::mr;
  whole.note = "3:x\n0:";
  CHECK(read_registration_text(registration_text(salt, whole)) == whole);
}

TEST_CASE("R4: nothing else is a registration's text") {
  const std::string rest = "3:芳1:111:1380000000110:1990-05-200:";
  for (const std::string& wrong :
       {std::string(), std::string(salt), std::string(text) + "0:", std::string(text) + "x",
        std::string(salt) + "03:王" + rest, std::string(salt) + "+3:王" + rest,
        std::string(salt) + "-1:王" + rest, std::string(salt) + "99999999999999999999:王" + rest,
        std::string(salt) + "3王" + rest,
        std::string(salt) + "3:王3:芳1:311:1380000000110:1990-05-200:",
        std::string(salt) + "3:王3:芳1:111:1380000000110:1990-02-300:"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_registration_text(wrong));
  }
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK_FALSE(read_registration_text(text.substr(0, size)));
  }
}

TEST_CASE("R4: the text that a person's hash is over, before and after a correction") {
  TrainingStore shop;
  People& people = shop.store().people();
  Unit unit(shop.store());
  unit.run([&] {
    const PersonId id = people.prospect("13800000001");
    CHECK_FALSE(people.registration_text(id));  // a prospect has registered nothing
    CHECK_FALSE(people.registration_text(id + 1));
    const std::string hash = people.register_person(id, wang(), {});
    const auto first = people.registration_text(id);
    REQUIRE(first);
    CHECK(hex(sha256(*first)) == hash);
    CHECK(read_registration_text(*first) == wang());
    Registration corrected = wang();
    corrected.surname = "汪";
    const std::string hash_after = people.register_person(id, corrected, {});
    CHECK(hash_after != hash);
    CHECK(hex(sha256(*people.registration_text(id))) == hash_after);
    return true;
  });
}

}  // namespace
}  // namespace vip::terminal
