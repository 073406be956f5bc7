// Head office's past and terminals' ends: safe, lineage, coming back from backups, RECOVERING,
// closed epochs, disks that turn up late (design 7, 8).
#include "sync/office/timeline.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/folder.h"
#include "tests/sync/books_agree.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::Json;
using test::Shop;

struct World {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  Folder backups;
  std::string card;

  World() {
    for (Shop* shop : {&a, &b}) shop->gift("G30", 30);
    card = a.issue();
    a.sell(card, 400'000);
    REQUIRE(a.exchange());
    test::hear_of(b, card);
  }
  std::filesystem::path file(const char* name) const { return backups.path() / name; }
  Restored restore(const char* name) {
    chain.close();
    const auto restored = restore_books(chain.directory(), file(name));
    REQUIRE(restored);
    chain.open();
    return *restored;
  }
  Result<Done, CloseError> close(const std::string& store, std::uint32_t epoch, bool forced) {
    chain.close();
    OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
    const auto closed = close_epoch(books.database, books.store, books.rights,
                                    terminal::tid_of_store(store), epoch, forced, chain.now);
    return closed;
  }
  void at_rest() {
    for (int i = 0; i < 3; ++i) {
      REQUIRE(a.exchange());
      REQUIRE(b.exchange());
    }
  }
  void check_books() { test::check_books(chain, {&a, &b}); }
};

TEST_CASE("safe: once backups are made, a grant leaves only when one covers it") {
  World world;
  auto& [chain, a, b, backups, card] = world;
  chain.office().back_up(world.file("one"));
  b.sell(card, 35'000);
  const auto done = b.exchange();
  REQUIRE(done);
  CHECK(done->state.acked > done->state.safe);
  REQUIRE(a.exchange());
  CHECK(a.right(card) == Points(40));  // 3 and 50.00 are promised, and wait
  chain.office().back_up(world.file("two"));
  REQUIRE(a.exchange());
  CHECK(a.right(card) == Points(43));
  CHECK(b.exchange()->state.safe == b.store().journal().last().seq);
  world.check_books();
}

TEST_CASE("restored from the latest backup: the stores bring the rest, nothing is frozen") {
  World world;
  auto& [chain, a, b, backups, card] = world;
  b.sell(card, 35'000);
  REQUIRE(b.exchange());
  chain.office().back_up(world.file("one"));
  REQUIRE(a.exchange());  // takes the grant
  a.sell(card, 10'000);
  REQUIRE(a.exchange());
  const Restored restored = world.restore("one");
  CHECK(restored.lineage == 2);
  CHECK_FALSE(restored.recovering);
  CHECK(chain.right(card, "S01") == Points(40));
  REQUIRE(a.exchange());
  CHECK(chain.right(card, "S01") == Points(44));
  CHECK(StoreOutbox(a.store()).state().lineage.number == 2);
  world.at_rest();
  CHECK(a.right(card) == Points(44));
  CHECK(b.balance(card) == Points(44));
  world.check_books();
}

TEST_CASE("RECOVERING: from an old backup nobody is granted anything until all were heard of") {
  World world;
  auto& [chain, a, b, backups, card] = world;
  chain.office().back_up(world.file("old"));
  b.sell(card, 35'000);
  REQUIRE(b.exchange());
  chain.office().back_up(world.file("new"));
  REQUIRE(a.exchange());  // accepts grant 1: 3 points and 50.00
  REQUIRE(a.right(card) == Points(43));
  REQUIRE(a.redeem(card, "G30")["ok"] == true);

  CHECK(world.restore("old").recovering);
  b.sell(card, 10'000);
  REQUIRE(b.exchange());  // its releases are known again: 3, and the new 1
  CHECK(chain.count("SELECT count(*) FROM errand") == 0);
  CHECK(chain.standing(card).free == Points(4));
  REQUIRE(a.exchange());  // the forgotten grant is known again; now the last was heard of
  CHECK(chain.count("SELECT count(*) FROM epoch WHERE recovering=1") == 0);
  world.at_rest();
  CHECK(a.right(card) == Points(13));  // the last point is promised, and waits for a backup
  chain.office().back_up(world.file("after"));
  world.at_rest();
  CHECK(a.right(card) == Points(14));
  CHECK(chain.standing(card).free + chain.standing(card).shortfall == Points(0));
  CHECK(chain.count("SELECT count(*) FROM errand WHERE kind=1") == 2);
  world.check_books();
}

TEST_CASE(
    "precedence: after a restore the older version of a state wins over the forgotten newer") {
  World world;
  auto& [chain, a, b, backups, card] = world;
  chain.office().back_up(world.file("old"));
  for (int i = 0; i < 3; ++i) {
    a.sell(card, 10'000);
    REQUIRE(a.exchange());
    REQUIRE(b.exchange());
  }
  CHECK(b.balance(card) == Points(43));
  world.restore("old");
  REQUIRE(b.exchange());
  CHECK(b.balance(card) == Points(40));  // as head office knows it now
  world.at_rest();
  CHECK(b.balance(card) == Points(43));
  world.check_books();
}

TEST_CASE("epoch close, ordinary: the points are free, and go to the store's next life") {
  World world;
  auto& [chain, a, b, backups, card] = world;
  const auto closed = world.close("S01", 1, false);
  CHECK(closed);
  chain.open();
  CHECK(chain.standing(card).free == Points(40));
  CHECK(a.exchange().error().word == "closed");

  Shop next(chain, "S01", 2);
  REQUIRE(next.exchange());
  CHECK(next.right(card) == Points(40));
  CHECK(next.balance(card) == Points(40));
  next.gift("G30", 30);
  CHECK(next.redeem(card, "G30")["ok"] == true);
  // It is the issuing store still (A45).
  CHECK(next.act("card.block", R"("card":")" + card + R"(","reason":"lost")")["ok"] == true);
  CHECK(next.act("card.replace", R"("card":")" + card + '"')["ok"] == true);
  REQUIRE(next.exchange());
  CHECK(next.findings().empty());
  CHECK(chain.findings().empty());
}

TEST_CASE("epoch close, by force: what never arrived counts as lost, until the disk turns up") {
  World world;
  auto& [chain, a, b, backups, card] = world;
  a.line().trouble = [](const TransportRequest&) {
    return test::DirectLine::Trouble::request_lost;
  };
  a.sell(card, 50'000);                          // earns 5
  REQUIRE(a.redeem(card, "G30")["ok"] == true);  // of the 45
  CHECK_FALSE(a.exchange());
  a.line().trouble = nullptr;

  CHECK(world.close("S01", 1, true));
  chain.open();
  CHECK(chain.standing(card).free == Points(40));
  Shop next(chain, "S01", 2);
  REQUIRE(next.exchange());
  next.gift("G30", 30);
  CHECK(next.redeem(card, "G30")["ok"] == true);
  REQUIRE(next.exchange());
  CHECK(next.right(card) == Points(10));

  // The disk turns up: 5 earned, 30 redeemed; free covers none of the 25.
  CHECK(a.exchange().error().word == "closed");
  CHECK(chain.count("SELECT acked FROM epoch WHERE epoch=1 AND tid=" +
                    std::to_string(terminal::tid_of_store("S01"))) ==
        static_cast<std::int64_t>(a.store().journal().last().seq));
  CHECK(chain.standing(card).shortfall == Points(25));
  CHECK(chain.standing(card).net == Points(-15));
  CHECK(chain.standing(card).free == Points(0));
  REQUIRE(next.exchange());
  CHECK(next.right(card) == Points(10));  // nothing takes it away
  CHECK(chain.findings().empty());
}

TEST_CASE("an ordinary close waits for events that the terminal said it has") {
  World world;
  auto& [chain, a, b, backups, card] = world;
  for (int i = 0; i < 3; ++i) a.sell(card, 10'000);
  REQUIRE(a.exchange({.events = 1, .settle = false}));
  CHECK(world.close("S09", 1, false).error() == CloseError::unknown);
  chain.open();
  chain.close();
  {
    OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
    books.database.execute("UPDATE epoch SET last=last+1");
  }
  CHECK(world.close("S01", 1, false).error() == CloseError::events_missing);
  CHECK(world.close("S01", 1, true));
  CHECK(world.close("S01", 1, true).error() == CloseError::closed_before);
}

TEST_CASE("F1: a clone frozen by a person's look: closed, its points are free, the epoch dead") {
  World world;
  auto& [chain, a, b, backups, card] = world;
  chain.close();
  {
    OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
    books.database.execute("UPDATE epoch SET state=2 WHERE tid=" +
                           std::to_string(terminal::tid_of_store("S01")));
  }
  chain.open();
  a.sell(card, 10'000);
  CHECK(a.exchange().error().word == "frozen");
  CHECK(chain.right(card, "S01") == Points(40));
  CHECK(world.close("S01", 1, true));
  chain.open();
  CHECK(chain.standing(card).free == Points(40));
}

TEST_CASE("what is no backup restores nothing") {
  World world;
  CHECK_FALSE(restore_books(world.chain.directory(), world.file("none")));
  write_file(world.file("text"), "this is no database, and it is long enough to look like one");
  CHECK_FALSE(restore_books(world.chain.directory(), world.file("text")));
  CHECK(world.chain.count("SELECT count(*) FROM terminal") == 2);
}

}  // namespace
}  // namespace vip::sync
