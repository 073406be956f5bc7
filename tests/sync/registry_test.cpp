// The monthly registries at head office: what is there, what is late and by how many days (R1, R2),
// and books of an earlier program, which had none of it.
#include "sync/office/registry.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/sync/chain.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::Shop;

constexpr std::int64_t a_day = 86'400;

Day day(int year, int month, int of_month) { return *Day::from_civil(year, month, of_month); }

StoreRegistry registry_on(const Chain& chain, Day on, const OpeningKey* key = nullptr) {
  const auto books = chain.books();
  const Registry made = make_registry(*books, day(2026, 11, 1), on, "S01", key);
  REQUIRE(made.stores.size() == 1);
  return made.stores.front();
}

void close_month(Shop& shop, std::int64_t at, std::int64_t registrations) {
  terminal::Unit unit(shop.store());
  unit.run([&] {
    terminal::Event event;
    event.stamp = {.at = at, .day = day(2026, 11, 30), .staff = "2001", .lane = ""};
    event.act = terminal::MonthCloseEvent{day(2026, 11, 1), registrations};
    shop.store().record(event);
    return true;
  });
  unit.commit();
}

TEST_CASE("R2: running, then waiting until the 2nd, then late by days, then complete") {
  Chain chain;  // it is 2026-11-22
  Shop a(chain, "S01");
  const std::string card = a.issue();
  a.issue();
  REQUIRE(a.exchange());
  StoreRegistry november = registry_on(chain, day(2026, 11, 30));
  CHECK(november.state == RegistryState::running);
  CHECK(november.due == day(2026, 12, 2));
  REQUIRE(november.rows.size() == 2);
  CHECK(november.rows[0].card.text() == card);
  CHECK(november.rows[0].kind == "issue");
  CHECK(november.rows[0].clause == "E1");
  CHECK(november.rows[0].staff == "2001");
  CHECK(november.rows[0].form == FormState::sealed);
  CHECK(november.rows[0].last_day == day(2028, 11, 22));
  CHECK(registry_on(chain, day(2026, 12, 1)).state == RegistryState::waiting);
  CHECK(registry_on(chain, day(2026, 12, 2)).state == RegistryState::waiting);
  november = registry_on(chain, day(2026, 12, 3));
  CHECK(november.state == RegistryState::late);
  CHECK(november.days_late == 1);
  CHECK(registry_on(chain, day(2026, 12, 12)).days_late == 10);

  // The store is heard of in December, with nothing waiting: November is all here.
  chain.now += 12 * a_day;
  REQUIRE(a.exchange());
  november = registry_on(chain, day(2026, 12, 4));
  CHECK(november.state == RegistryState::complete);
  CHECK(november.days_late == 0);
}

TEST_CASE("R1: a month that the store closed is complete when all that it counted is here") {
  Chain chain;
  Shop a(chain, "S01");
  a.issue();
  a.issue();
  close_month(a, chain.now, 3);  // one more than was sent
  REQUIRE(a.exchange());
  CHECK(registry_on(chain, day(2026, 12, 1)).state == RegistryState::waiting);
  CHECK(registry_on(chain, day(2026, 12, 5)).state == RegistryState::late);
  CHECK(registry_on(chain, day(2026, 12, 5)).closed == 3);
  close_month(a, chain.now, 2);
  REQUIRE(a.exchange());
  CHECK(registry_on(chain, day(2026, 11, 30)).state == RegistryState::complete);
  CHECK(chain.findings().empty());  // and verify makes the same rows of the journals
}

TEST_CASE("R4: forms are opened with their key alone, and one that does not fit is said") {
  Chain chain;
  Shop a(chain, "S01");
  a.issue();
  a.issue();
  REQUIRE(a.exchange());
  const auto key = people_key(people_key_file(chain.path()));
  REQUIRE(key);
  StoreRegistry opened = registry_on(chain, day(2026, 11, 22), &*key);
  CHECK(opened.rows[0].form == FormState::opened);
  CHECK(opened.rows[0].registration->phone == "13800000001");
  CHECK(opened.rows[1].registration->phone == "13800000002");
  const OpeningKey other = OpeningKey::generate();
  CHECK(registry_on(chain, day(2026, 11, 22), &other).rows[0].form == FormState::unreadable);

  chain.close();
  {
    terminal::Database books(chain.directory().books_path(), terminal::Database::Mode::open_shared);
    books.execute(
        "UPDATE registration SET form=(SELECT form FROM registration WHERE person=1) WHERE "
        "person=2; DELETE FROM registration WHERE person=1");
  }
  chain.open();
  opened = registry_on(chain, day(2026, 11, 22), &*key);
  CHECK(opened.rows[0].form == FormState::missing);
  CHECK(opened.rows[1].form == FormState::unreadable);  // it belongs beside another event
  CHECK(opened.forms_missing == 1);
}

TEST_CASE("R1: replacements and renewals stand in the registry as what they are") {
  Chain chain;
  Shop a(chain, "S01");
  const std::string card = a.issue();
  a.act("card.block", R"("card":")" + card + R"(","reason":"lost")");
  const auto replaced = a.act("card.replace", R"("card":")" + card + '"');
  REQUIRE_MESSAGE(replaced.at("ok").get<bool>(), replaced.dump());
  REQUIRE(a.exchange());
  const StoreRegistry november = registry_on(chain, day(2026, 11, 22));
  REQUIRE(november.rows.size() == 2);
  CHECK(november.rows[0].kind == "issue");
  CHECK(november.rows[1].kind == "replace");
}

TEST_CASE("books of an earlier program are brought up to this one, and registrations come") {
  Chain chain;
  Shop a(chain, "S01");
  a.issue();
  close_month(a, chain.now, 1);
  REQUIRE(a.exchange());
  chain.close();
  {  // as version 1 had them
    terminal::Database books(chain.directory().books_path(), terminal::Database::Mode::open_shared);
    books.execute(
        "DROP TABLE registration; DROP TABLE erased; DROP TABLE member; DROP TABLE month_close; "
        "DROP INDEX card_of_person; ALTER TABLE epoch DROP COLUMN registered; "
        "PRAGMA user_version=1");
  }
  // A command that only reads opens them as well.
  CHECK(registry_on(chain, day(2026, 11, 30)).closed == 1);
  chain.open();
  CHECK(registry_on(chain, day(2026, 11, 30)).forms_missing == 1);
  REQUIRE(a.exchange());
  CHECK(registry_on(chain, day(2026, 11, 30)).state == RegistryState::complete);
  CHECK(chain.findings().empty());
}

}  // namespace
}  // namespace vip::sync
