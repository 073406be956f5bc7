// Head office's books held against the journals: whole ones pass, and whatever was done to them
// behind the program's back is named.
#include "sync/office/verify.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "tests/sync/office_at_work.h"

namespace vip::sync {
namespace {

using test::exchange;
using test::OfficeAtWork;
using test::TestTerminal;

// Two stores with sales, a gift and something to park, exchanged in turns.
void fill(const OfficeAtWork& office) {
  TestTerminal first("S01");
  TestTerminal second("S02");
  HttpTransport line_of_first(line_of(first.enrol_at(office)));
  HttpTransport line_of_second(line_of(second.enrol_at(office)));
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 5; ++i) {
      const std::string receipt = std::to_string(round) + "-" + std::to_string(i);
      first.add(test::sale(receipt, 2, 150));
      second.add(test::sale(receipt, 3, 1000));
    }
    first.add(test::gift("G" + std::to_string(round)));
    second.add("what is this");
    REQUIRE(exchange(first, line_of_first));
    REQUIRE(exchange(second, line_of_second));
  }
}

Verified verify_of(const OfficeAtWork& office) {
  const auto books = office.books();
  return verify(books->database, books->store, books->policy_key);
}

TEST_CASE("whole books: everything is looked at, and nothing differs") {
  const OfficeAtWork office;
  CHECK(verify_of(office).findings.empty());
  fill(office);
  const Verified verified = verify_of(office);
  CHECK(verified.findings.empty());
  CHECK(verified.epochs == 2);
  CHECK(verified.events == 36);
  CHECK(verified.segments == 6);
  CHECK(verified.rows == 30 + 3 + 3 + 2);  // sales, gifts, parked, days
}

TEST_CASE("what was changed behind the program's back is named") {
  struct Row {
    const char* name;
    const char* sql;
    const char* finding;
  };
  const Row rows[] = {
      {"an event's bytes", "UPDATE journal SET body=replace(body, '1-2', '9-9') WHERE seq=9",
       "store S01 epoch 1: event 9 is not the one that was stored"},
      {"an event is gone", "DELETE FROM journal WHERE seq=3",
       "store S01 epoch 1: event 3 is missing"},
      {"the last events are gone", "DELETE FROM journal WHERE seq>16",
       "store S01 epoch 1: 18 events are acknowledged, 16 are stored"},
      {"a signature", "UPDATE segment SET signature=randomblob(64) WHERE through=12",
       "store S01 epoch 1: the signature over event 12 does not hold"},
      {"a segment is gone", "DELETE FROM segment WHERE through=18",
       "store S01 epoch 1: event 13 stands in no signed segment"},
      {"the head", "UPDATE epoch SET head=randomblob(32)",
       "store S01 epoch 1: the head is not the end of the chain"},
      {"a sale's figure", "UPDATE sale SET paid=301 WHERE receipt_no='0-0'", "sale: stored "},
      {"a row too many", "INSERT INTO receipt_used VALUES(1, 1, 'X', 1, 1, 1)",
       "receipt_used: stored tid=1 "},
      {"a row too few", "DELETE FROM gift WHERE id='G1'", "gift: stored "},
      {"a day's total", "UPDATE day_total SET paid=paid+1", "day_total: stored "},
      {"a parked event waved through", "DELETE FROM parked", "parked: stored nothing"},
      {"points from nowhere",
       "INSERT INTO holding VALUES(1, 1, 9156000000000018, 5, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
       "0, "
       "0, 0)",
       "holding: stored tid=1 "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    OfficeAtWork office;
    fill(office);
    office.stop();
    {
      OfficeBooksOpen books(office.directory(), terminal::Database::Mode::open_shared);
      books.database.execute(row.sql);
    }
    const Verified verified = verify_of(office);
    REQUIRE_FALSE(verified.findings.empty());
    CAPTURE(verified.findings.front());
    CHECK(verified.findings.front().starts_with(row.finding));
  }
}

TEST_CASE(
    "X1: what a crash left between storing and folding has its effect at the next start, once") {
  OfficeAtWork office;
  fill(office);
  office.stop();
  {
    // As it is on the disk when the power goes right after the journal was committed.
    OfficeBooksOpen books(office.directory(), terminal::Database::Mode::open_shared);
    for (const char* table : {"sale", "gift", "parked", "day_total"}) {
      books.database.execute("DELETE FROM " + std::string(table));
    }
    books.database.execute("UPDATE epoch SET folded=0");
  }
  CHECK(office.count("SELECT count(*) FROM sale") == 0);
  office.start();
  CHECK(office.count("SELECT count(*) FROM sale") == 30);
  CHECK(office.count("SELECT sum(paid) FROM day_total") == 15 * 300 + 15 * 3000);
  CHECK(verify_of(office).findings.empty());
}

}  // namespace
}  // namespace vip::sync
