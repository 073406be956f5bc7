#include "terminal/counter/verify.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/terminal/training_store.h"

namespace vip::terminal {
namespace {

// A store with a card, two sales and a return.
void trade(TrainingStore& store) {
  const std::string card = store.issue();
  store.sell(card, 3, 15'000);
  const Json second = store.sell(card, 1, 20'000);
  store.act("sale.return", R"("sale":")" + second.at("result").at("sale").get<std::string>() +
                               R"(","lines":[{"line":0,"qty":1}])");
}

TEST_CASE("X1: an honest day's books are found clean") {
  TrainingStore store;
  trade(store);
  const Verified verified = verify(store.store());
  CHECK(verified.events == 4);
  CHECK(verified.findings.empty());
}

TEST_CASE("X1: whatever is changed behind the program's back is found") {
  struct Row {
    const char* name;
    const char* sql;
    const char* what;  // one of the findings is this
  };
  const Row rows[] = {
      {"points given", "UPDATE account SET points=points+1", "ledger"},
      {"points given, with the books made to fit",
       "UPDATE account SET points=points+1, earned=earned+1, accumulated=accumulated+1", "ledger"},
      {"a law broken", "UPDATE account SET points=points+1", "law"},
      {"money moved in a sale", "UPDATE sale SET paid=paid-1 WHERE seq=2", "ledger"},
      {"a sale's row gone", "DELETE FROM sale WHERE seq=3", "ledger"},
      {"a card prolonged", "UPDATE card SET last_day=last_day+365", "ledger"},
      {"an event's figures changed",
       "UPDATE journal SET body=CAST(replace(CAST(body AS TEXT), '45000', '44000') AS BLOB) "
       "WHERE seq=2",
       "chain"},
      {"an event no longer readable", "UPDATE journal SET body=x'7b7d' WHERE seq=2", "event"},
      {"an event gone from the middle", "DELETE FROM journal WHERE seq=2", "chain"},
      {"the last event gone", "DELETE FROM journal WHERE seq=4", "anchor"},
      {"a hash changed", "UPDATE journal SET hash=zeroblob(32) WHERE seq=3", "chain"},
      {"a member's record gone", "DELETE FROM person", "person"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    TrainingStore store;
    trade(store);
    store.close();
    {
      Database database(store.database().string(), Database::Mode::open);
      database.execute(row.sql);
      REQUIRE(database.changes() >= 1);
    }
    store.open();
    const Verified verified = verify(store.store());
    CHECK(std::any_of(verified.findings.begin(), verified.findings.end(),
                      [&](const Finding& finding) { return finding.what == row.what; }));
  }
}

TEST_CASE(
    "X1: books that are traded with while they are verified are clean, up to the last event") {
  TrainingStore store;
  trade(store);
  const std::string card = store.issue();
  for (int i = 0; i < 600; ++i) store.sell(card, 1, 1'000);
  const Seq before = store.store().journal().last().seq;
  int steps = 0;
  const Verified verified = verify(store.store(), [&](Seq) {
    ++steps;
    CHECK(store.sell(card, 1, 1'000).at("ok").get<bool>());
    if (steps % 3 == 0) store.issue();  // rows before, among and behind those compared
  });
  CHECK(steps > 15);
  CHECK(verified.findings.empty());
  CHECK(verified.events > before);
  CHECK(verified.events == store.store().journal().last().seq);
}

TEST_CASE("X1: what is wrong is found among trade as well, and in whichever step it stands") {
  TrainingStore store;
  const std::string card = store.issue();
  for (int i = 0; i < 1'100; ++i) store.sell(card, 1, 1'000);
  store.close();
  {
    Database database(store.database().string(), Database::Mode::open);
    database.execute("UPDATE sale SET paid=paid-1 WHERE seq=1050");
    REQUIRE(database.changes() == 1);
  }
  store.open();
  const Verified verified =
      verify(store.store(), [&](Seq) { static_cast<void>(store.sell(card, 1, 1'000)); });
  REQUIRE(verified.findings.size() == 1);
  CHECK(verified.findings[0].what == "ledger");
  CHECK(verified.findings[0].where.starts_with("sale row "));
  CHECK(verified.findings[0].detail.starts_with("stored 1050|"));  // its seq
}

TEST_CASE("R3: a member's form of before, put back, is found") {
  TrainingStore store;
  const std::string card = store.issue();
  Database& database = store.store().database();
  database.execute("CREATE TABLE aside AS SELECT * FROM person");
  const Json edited = store.act(
      "member.edit", R"("card":")" + card + R"(","registration":{"birthday":"1991-11-22"})");
  REQUIRE(edited.at("ok").get<bool>());
  CHECK(verify(store.store()).findings.empty());
  database.execute("UPDATE person SET record=(SELECT record FROM aside)");
  const Verified verified = verify(store.store());
  REQUIRE(verified.findings.size() == 1);
  CHECK(verified.findings[0].what == "person");
  CHECK(verified.findings[0].where == "person 1");
}

TEST_CASE("design 4: a journal that lost confirmed events is not written to") {
  TrainingStore store;
  trade(store);
  store.close();
  Database(store.database().string(), Database::Mode::open)
      .execute("DELETE FROM journal WHERE seq=4");
  store.open();
  CHECK(store.store().locked());
  const Json answer = store.sell("9156000000000018", 1, 100);
  CHECK_FALSE(answer.at("ok").get<bool>());
  CHECK(answer.at("error").at("word") == "storage_behind_anchor");
  CHECK(store.store().journal().last().seq == 3);
}

}  // namespace
}  // namespace vip::terminal
