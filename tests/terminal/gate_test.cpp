#include "terminal/door/gate.h"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "terminal/counter/verify.h"
#include "tests/folder.h"
#include "tests/terminal/staffed_store.h"

namespace vip::terminal {
namespace {

const std::string manager = StaffedStore::manager;
const std::string cashier = StaffedStore::cashier;
const std::string second = StaffedStore::second;

std::string sale(int number, const std::string& more = "") {
  const std::string price = "100000";
  return R"(,"lane":1,"receipt_no":"R-)" + std::to_string(number) + R"(","expected_paid":)" +
         price + R"(,"lines":[{"sku":"A","qty":1,"unit_price":)" + price +
         R"(,"special_price":true}])" + more;
}

std::int64_t events(StaffedStore& store) {
  return static_cast<std::int64_t>(store.store().journal().last().seq);
}

TEST_CASE("a store in earnest has no staff until its first manager enrols themselves") {
  const Folder folder;
  REQUIRE(create_store(folder.path(), {.store = "S01"}));
  Store store(folder.path(), *Zone::named("Asia/Shanghai"));
  Door door(store, Config{});
  const auto word = [&](const std::string& method, const std::string& request) {
    return StaffedStore::word_of(read_json(door.call(method, request).text).value());
  };
  CHECK(word("gift.redeem", R"({"request_id":"1","operator":2001,"gift":"g","card":"1"})") ==
        "operator_unknown");
  CHECK(word("operator.add", R"({"request_id":"2","operator":1,"number":1,"role":"cashier",)"
                             R"("new_pin":"481937"})") == "first_manager");
  CHECK(word("operator.add", R"({"request_id":"3","operator":1,"number":2,"role":"manager",)"
                             R"("new_pin":"481937"})") == "first_manager");
  CHECK(word("operator.add", R"({"request_id":"4","operator":1,"number":1,"role":"manager",)"
                             R"("new_pin":"123456"})") == "request.invalid");
  CHECK(word("operator.add", R"({"request_id":"5","operator":1,"number":1,"role":"manager",)"
                             R"("new_pin":"481937"})") == "ok");
  CHECK(word("operator.add", R"({"request_id":"6","operator":2,"number":2,"role":"manager",)"
                             R"("new_pin":"481937"})") == "operator_unknown");
}

TEST_CASE("R3: what an operator does takes their PIN or their session") {
  StaffedStore store;
  CHECK(store.word("sale.commit", R"("operator":3002)" + sale(1)) == "pin_needed");
  CHECK(store.word("sale.commit", cashier + sale(1)) == "ok");
  const std::string session = store.ask("operator.login", cashier).at("result").at("session");
  const std::string with = R"("operator":3002,"session":")" + session + '"';
  CHECK(store.word("sale.commit", with + sale(2)) == "ok");
  CHECK(store.word("sale.commit", R"("operator":3001,"session":")" + session + '"' + sale(3)) ==
        "session_unknown");
  CHECK(store.word("gift.put", with + R"(,"gift":{"id":"g","name":"g","points":1,"stock":1,)"
                                      R"("first_day":"2026-01-01","last_day":"2099-01-01"})") ==
        "manager_needed");
  CHECK(store.word_of(store.ask("operator.logout", with)) == "ok");
  CHECK(store.word("sale.commit", with + sale(4)) == "session_unknown");
  // A program that ends takes its sessions with it.
  const std::string other = store.ask("operator.login", cashier).at("result").at("session");
  store.close();
  store.open();
  CHECK(store.word("sale.commit", R"("operator":3002,"session":")" + other + '"' + sale(5)) ==
        "session_unknown");
}

TEST_CASE("R3: manager acts ask for the PIN again, whatever session is open") {
  StaffedStore store;
  const std::string session = store.ask("operator.login", manager).at("result").at("session");
  const std::string with = R"("operator":3001,"session":")" + session + '"';
  const std::string gift = R"(,"gift":{"id":"g","name":"g","points":1,"stock":1,)"
                           R"("first_day":"2026-01-01","last_day":"2099-01-01"})";
  CHECK(store.word("gift.put", with + gift) == "pin_again");
  CHECK(store.word("gift.put", with + R"(,"pin":"481937")" + gift) == "ok");
  CHECK(StaffedStore::word_of(store.ask("audit.list", with)) == "pin_again");
  CHECK(StaffedStore::word_of(store.ask("audit.list", "\"kind\":\"look\"")) == "manager_needed");
  CHECK(StaffedStore::word_of(store.ask("audit.list", cashier)) == "manager_needed");
  CHECK(StaffedStore::word_of(store.ask("audit.list", manager)) == "ok");
}

TEST_CASE("R3: five wrong PINs lock; killing the program changes nothing, the right PIN neither") {
  StaffedStore store;
  const std::string wrong = R"("operator":3002,"pin":"604184")";
  for (int left = 4; left >= 1; --left) {
    const Json answer = store.ask("operator.login", wrong);
    CHECK(StaffedStore::word_of(answer) == "pin_wrong");
    CHECK(answer.at("error").at("facts").at("left") == left);
    if (left == 2) {  // no farewell: what was answered is on the disk
      store.close();
      store.open();
    }
  }
  CHECK(StaffedStore::word_of(store.ask("operator.login", wrong)) == "operator_locked");
  const std::int64_t before = events(store);
  store.close();
  store.open();
  CHECK(StaffedStore::word_of(store.ask("operator.login", cashier)) == "operator_locked");
  CHECK(store.word("sale.commit", cashier + sale(1)) == "operator_locked");
  CHECK(events(store) <= before + 2);  // asking a locked door again and again fills no journal
  const std::int64_t full = events(store);
  for (int i = 0; i < 20; ++i) store.ask("operator.login", cashier);
  CHECK(events(store) <= full + 2);
  // Their own lock nobody ends; another manager does.
  CHECK(store.word("operator.unlock", manager + R"(,"number":3001)") == "own_approval");
  CHECK(store.word("operator.unlock", manager + R"(,"number":3002)") == "ok");
  CHECK(StaffedStore::word_of(store.ask("operator.login", cashier)) == "ok");
  CHECK(verify(store.store()).findings.empty());
}

TEST_CASE("R3: setting the clock ends no lock") {
  StaffedStore store(true);  // told the time, in training: a lock counts by what it is told
  const std::string wrong = R"("operator":3002,"pin":"604184")";
  const auto at = [](const char* time) {
    return std::string(R"(,"at":"2026-11-22T)") + time + R"(+08:00")";
  };
  for (int i = 0; i < 5; ++i) store.ask("operator.login", wrong + at("10:00:00"));
  CHECK(StaffedStore::word_of(store.ask("operator.login", cashier + at("10:29:59"))) ==
        "operator_locked");
  CHECK(StaffedStore::word_of(store.ask("operator.login", cashier + at("09:00:00"))) ==
        "operator_locked");
  CHECK(StaffedStore::word_of(store.ask("operator.login", cashier + at("10:30:00"))) == "ok");
}

TEST_CASE("R3: nobody approves their own, and a cashier is not approved by a cashier") {
  StaffedStore store(true);
  store.must("sale.commit", cashier + sale(1, R"(,"phone":"13800000001")"));
  const std::string card =
      store
          .must("card.issue", cashier +
                                  R"(,"proof":{"phone":"13800000001"},"registration":{"surname":)"
                                  R"("王","form":"ms","phone":"13800000001","birthday":)"
                                  R"("1990-05-20","consent":true})")
          .at("card");
  const std::string of = R"(,"reason":"lost","card":")" + card + '"';
  CHECK(store.word("card.replace", cashier + of) == "approval_needed");
  CHECK(store.word("card.replace",
                   cashier + of + R"(,"second_operator":3002,"second_pin":"604183")") ==
        "own_approval");
  CHECK(store.word("card.replace", cashier + of + R"(,"second_operator":3001)") == "pin_needed");
  CHECK(store.word("card.replace",
                   cashier + of + R"(,"second_operator":3001,"second_pin":"111111")") ==
        "pin_wrong");
  store.must("operator.add", manager + R"(,"number":3004,"role":"cashier","new_pin":"850264")");
  CHECK(store.word("card.replace",
                   cashier + of + R"(,"second_operator":3004,"second_pin":"850264")") ==
        "manager_needed");
  // P8: a correction takes two, and the second proves it.
  const std::string delta = R"(,"delta":5,"reason":"goodwill","card":")" + card + '"';
  CHECK(store.word("points.correct", manager + delta + R"(,"second_operator":3001)") ==
        "second_operator_needed");
  CHECK(store.word("points.correct", manager + delta + R"(,"second_operator":3003)") ==
        "pin_needed");
  CHECK(store.word("points.correct",
                   manager + delta + R"(,"second_operator":3003,"second_pin":"926538")") == "ok");
  CHECK(store.word("points.correct", cashier + delta + "," + second) == "ok");
  CHECK(store.word("points.correct",
                   cashier + delta + R"(,"second_operator":3004,"second_pin":"850264")") ==
        "manager_needed");
  // Their own role nobody changes.
  CHECK(store.word("operator.edit", manager + R"(,"number":3001,"role":"privacy")") ==
        "own_approval");
  CHECK(store.word("operator.edit", manager + R"(,"number":3003,"active":false)") == "ok");
  CHECK(store.word("sale.commit", R"("operator":3003,"pin":"926538")" + sale(2)) == "operator_off");
  CHECK(store.word("card.replace", cashier + of + "," + second) == "ok");
  const Json seen = store.ask("audit.list", manager + R"(,"kind":"approval","by":3002)");
  REQUIRE(seen.at("result").at("entries").size() == 2);
  CHECK(seen.at("result").at("entries")[1].at("method") == "card.replace");
  CHECK(seen.at("result").at("entries")[1].at("second_operator") == "3001");
}

TEST_CASE("R3: a member in full takes a reason, is written down, and has its limit for a day") {
  StaffedStore store(true);
  const std::string day = R"("at":"2026-11-22T10:00:00+08:00",)";
  store.must("sale.commit", day + cashier + sale(1, R"(,"phone":"13800000001")"));
  const std::string look = day + cashier + R"(,"phone":"13800000001","reason":"asked by phone")";
  for (int i = 0; i < 20; ++i) {
    const Json answer = store.ask("member.show", look);
    REQUIRE(StaffedStore::word_of(answer) == "ok");
    CHECK(answer.at("result").at("phone") == "13800000001");
  }
  CHECK(StaffedStore::word_of(store.ask("member.show", look)) == "look_cap");
  CHECK(StaffedStore::word_of(
            store.ask("member.show", R"("at":"2026-11-23T10:00:00+08:00",)" + cashier +
                                         R"(,"phone":"13800000001","reason":"asked")")) == "ok");
  CHECK(StaffedStore::word_of(store.ask(
            "member.show", R"("phone":"13800000001","reason":"asked")")) == "manager_needed");
  const Json masked = store.ask("member.show", R"("phone":"13800000001")");
  CHECK(masked.at("result").at("phone") == "138****0001");
  const Json seen = store.ask("audit.list", manager + R"(,"from":"2026-11-22","kind":"look")");
  CHECK(seen.at("result").at("count") == 21);
  CHECK(seen.dump().find("13800000001") == std::string::npos);  // R3: no personal data in it
  const Json refused =
      store.ask("audit.list", manager + R"(,"from":"2026-11-22","kind":"refusal","by":3002)");
  CHECK(refused.at("result").at("entries")[0].at("word") == "look_cap");
  CHECK(verify(store.store()).findings.empty());
}

TEST_CASE("R3: a member taken out in full counts as seen in full") {
  StaffedStore store(true);
  const std::string day = R"("at":"2026-11-22T10:00:00+08:00",)";
  store.must("sale.commit", day + cashier + sale(1, R"(,"phone":"13800000001")"));
  const std::string word = R"("operator":2001)";  // a training store's own manager, without a PIN
  const std::string copy = day + word + R"(,"phone":"13800000001","reason":"asked for it")";
  for (int i = 0; i < 20; ++i) {
    REQUIRE(StaffedStore::word_of(store.ask("member.export", copy)) == "ok");
  }
  CHECK(StaffedStore::word_of(store.ask("member.export", copy)) == "look_cap");
  CHECK(StaffedStore::word_of(store.ask("member.show", copy)) == "look_cap");
  CHECK(StaffedStore::word_of(
            store.ask("member.export", day + word + R"(,"phone":"13800000001")")) == "ok");
}

TEST_CASE("R3: exports have their limit for a day and operator, whatever they are of") {
  StaffedStore store(true);
  const std::string day = R"("at":"2026-11-22T10:00:00+08:00",)";
  const std::string word = R"("operator":2001)";
  for (int i = 0; i < 25; ++i) {
    REQUIRE(StaffedStore::word_of(store.ask("member.affected", day + word)) == "ok");
    REQUIRE(StaffedStore::word_of(store.ask("report.day", day + word + R"(,"format":"csv")")) ==
            "ok");
  }
  CHECK(StaffedStore::word_of(store.ask("member.affected", day + word)) == "copy_cap");
  CHECK(StaffedStore::word_of(store.ask("report.day", day + word + R"(,"format":"csv")")) ==
        "copy_cap");
  CHECK(StaffedStore::word_of(store.ask("report.day", day + word)) == "ok");
  const std::string other = R"("operator":3003,"pin":"926538")";
  CHECK(StaffedStore::word_of(store.ask("member.affected", day + other)) == "ok");
  CHECK(StaffedStore::word_of(
            store.ask("member.affected", R"("at":"2026-11-23T10:00:00+08:00",)" + word)) == "ok");
  const Json refused =
      store.ask("audit.list", word + R"(,"from":"2026-11-22","kind":"refusal","by":2001)");
  CHECK(refused.at("result").at("entries")[0].at("word") == "copy_cap");
  CHECK(verify(store.store()).findings.empty());
}

TEST_CASE("X2: a card under its own operator's hand has no benefits, and is an anomaly") {
  StaffedStore store(true);
  store.must("sale.commit", cashier + sale(1, R"(,"phone":"13800000001")"));
  const std::string card =
      store
          .must("card.issue", cashier +
                                  R"(,"proof":{"phone":"13800000001"},"registration":{"surname":)"
                                  R"("王","form":"ms","phone":"13800000001","birthday":)"
                                  R"("1990-05-20","consent":true})")
          .at("card");
  store.must("operator.edit", manager + R"(,"number":3002,"card":")" + card + '"');
  store.must("gift.put", manager + R"(,"gift":{"id":"g","name":"g","points":1,"stock":9,)"
                                   R"("first_day":"2026-01-01","last_day":"2199-01-01"})");
  const std::string shown = R"(,"card":")" + card + '"';
  const Json own = store.must("sale.commit", cashier + sale(2, shown));
  CHECK_FALSE(own.contains("points"));
  CHECK(own.at("warnings")[0].at("word") == "own_card");
  const Json by_another = store.must("sale.commit", manager + sale(3, shown));
  CHECK(by_another.at("points").at("earned") == 10);
  CHECK(store.word("gift.redeem", cashier + R"(,"gift":"g")" + shown) == "own_card");
  CHECK(store.word("points.correct",
                   cashier + R"(,"delta":5,"reason":"r")" + shown + "," + second) == "own_card");
  CHECK(store.word("gift.redeem", manager + R"(,"gift":"g")" + shown) == "ok");
  int said = 0;
  const Json report = store.ask("report.anomalies", "");
  for (const Json& anomaly : report.at("result").at("anomalies")) {
    said += anomaly.at("kind") == "own_card" ? 1 : 0;
  }
  CHECK(said == 3);
  CHECK(verify(store.store()).findings.empty());
}

TEST_CASE("A19: what proves who asks is no part of what was asked, and no hash of it is kept") {
  StaffedStore store;
  const std::string asked = R"("request_id":"x",)";
  CHECK(store.ask("sale.commit", asked + cashier + sale(1)).at("ok") == true);
  const std::string session = store.ask("operator.login", cashier).at("result").at("session");
  const Json again =
      store.ask("sale.commit", asked + R"("operator":3002,"session":")" + session + '"' + sale(1));
  CHECK(again.at("ok") == true);
  CHECK(again.at("replayed") == true);
  // Who cannot prove it gets no answer of before.
  CHECK(StaffedStore::word_of(store.ask("sale.commit", asked + R"("operator":3002)" + sale(1))) ==
        "pin_needed");
}

TEST_CASE("R3: a credential that was exchanged in the database opens nothing") {
  StaffedStore store;
  store.store().database().execute(
      "UPDATE operator_secret SET salt=(SELECT salt FROM operator_secret WHERE number='3002'), "
      "proof=(SELECT proof FROM operator_secret WHERE number='3002') WHERE number='3001'");
  CHECK(StaffedStore::word_of(store.ask("operator.login", R"("operator":3001,"pin":"604183")")) ==
        "credential_damaged");
}

TEST_CASE("R3: a lost key is said plainly, and no other is made in its place") {
  StaffedStore store;
  store.close();
  const auto key = store.directory() / "keys" / "data.key";
  const auto kept = store.directory() / "kept.key";
  const auto kind = [&] {
    try {
      store.open();
    } catch (const StorageError& error) {
      return error.kind();
    }
    store.close();
    return StorageError::Kind::failed;
  };
  std::filesystem::rename(key, kept);
  CHECK(kind() == StorageError::Kind::key_lost);
  CHECK_FALSE(std::filesystem::exists(key));
  std::ofstream(key) << std::string(64, '7') << '\n';
  CHECK(kind() == StorageError::Kind::key_lost);
  std::ofstream(key) << "damaged";
  CHECK(kind() == StorageError::Kind::key_lost);
  std::filesystem::rename(kept, key);
  store.open();
  CHECK(StaffedStore::word_of(store.ask("operator.login", cashier)) == "ok");
}

TEST_CASE("a badge stands beside the PIN at login, and the PIN alone where a session is open") {
  StaffedStore store;
  const std::string badge =
      store
          .must("operator.pin", manager + R"(,"number":3002,"new_pin":"604183",)"
                                          R"("badge_wanted":true)")
          .at("badge");
  CHECK(StaffedStore::word_of(store.ask("operator.login", cashier)) == "pin_wrong");
  const Json opened = store.ask("operator.login", cashier + R"(,"badge":")" + badge + '"');
  REQUIRE(StaffedStore::word_of(opened) == "ok");
  const std::string session = opened.at("result").at("session");
  CHECK(store.word("operator.pin", R"("operator":3002,"session":")" + session +
                                       R"(","pin":"604183","number":3002,"new_pin":"739264")") ==
        "ok");
  CHECK(StaffedStore::word_of(store.ask("operator.login", R"("operator":3002,"pin":"739264",)"
                                                          R"("badge":")" +
                                                              badge + '"')) == "ok");
}

}  // namespace
}  // namespace vip::terminal
