// A42, C7: a replacement that a store met before anybody told whose it is has an account of its own
// there; head office joins the two, and no point is lost, doubled or spent twice.
#include <doctest/doctest.h>

#include <string>

#include "sync/want.h"
#include "terminal/counter/blank_desk.h"
#include "tests/show.h"
#include "tests/sync/books_agree.h"

namespace vip::sync::test {
namespace {

// The till of a store that was never connected is shown a card whose signature holds: what goes
// into its journal is what blank_desk.h says.
void meet(Shop& shop, const std::string& card, std::int64_t at) {
  terminal::Store& store = shop.store();
  const Day today = store.zone().day_of(at);
  const terminal::CardRow met = terminal::first_met(
      {.number = *card::read_number(card), .last_day = plus_days(today, 500)}, today);
  terminal::Unit unit(store);
  unit.run([&] {
    store.record(
        {.stamp = {.at = at, .day = today, .staff = "2001"}, .act = terminal::told_by_itself(met)});
    return true;
  });
  unit.commit();
}

struct World {
  Chain chain;
  Shop home{chain, "S01"};
  Shop other{chain, "S02"};
  std::string old_card;
  std::string card;  // its replacement

  World() {
    old_card = home.issue();
    home.sell(old_card, 400'000);
    REQUIRE(home.act("card.block", R"("card":")" + old_card + R"(","reason":"lost")").at("ok") ==
            true);
    const Json replaced = home.act("card.replace", R"("card":")" + old_card + '"');
    REQUIRE(replaced.at("ok") == true);
    card = replaced.at("result").at("card").get<std::string>();
    meet(other, card, chain.now);
    REQUIRE(other.sell(card, 35'000).at("ok") == true);  // 3 points, and 50.00
  }

  void settle() {
    for (int round = 0; round < 4; ++round) {
      REQUIRE(home.exchange().has_value());
      REQUIRE(other.exchange().has_value());
      chain.now += 60;
    }
  }
  void check(std::int64_t points, std::int64_t fen) {
    CHECK(chain.standing(card).net == Points(points));
    CHECK(home.account(card).right == Points(points));
    CHECK(home.account(card).carry == Fen(fen));
    CHECK(other.account(card).right == Points(0));
    CHECK(other.account(card).carry == Fen(0));
    CHECK(home.balance(card) == Points(points));
    CHECK(other.balance(card) == Points(points));
    test::check_books(chain, {&home, &other});
  }
};

TEST_CASE("what the replacement earned at a store that did not know it comes home") {
  SUBCASE("its home is heard first") {
    World world;
    REQUIRE(world.home.exchange().has_value());
    world.settle();
    world.check(43, 5'000);
  }
  SUBCASE("the other store is heard first") {
    World world;
    REQUIRE(world.other.exchange().has_value());
    REQUIRE(world.other.exchange().has_value());
    world.settle();
    world.check(43, 5'000);
  }
  SUBCASE("carries of both make a point: 350.00 there, 50.00 at home") {
    World world;
    world.home.sell(world.card, 5'000);
    world.settle();
    world.check(44, 0);
  }
}

TEST_CASE("the store that met it buys and earns on, and is sent what a member wants there") {
  World world;
  world.settle();
  REQUIRE(world.other.sell(world.card, 10'000).at("ok") == true);
  world.settle();
  world.check(44, 5'000);

  world.other.gift("G", 30);
  CHECK(world.other.redeem(world.card, "G").at("ok") == false);  // no right here yet
  StoreOutbox outbox(world.other.store());
  int pauses = 0;
  const WantBudget budget{.left_ms = [&] { return pauses < 4 ? 1 : 0; },
                          .pause =
                              [&](int) {
                                ++pauses;
                                REQUIRE(world.home.exchange().has_value());
                              }};
  REQUIRE(fetch_points(
      outbox, world.other.line(), *card::read_number(world.card), Points(30),
      [&] { return world.other.right(world.card); }, world.chain.now, budget));
  const Json given = world.other.redeem(world.card, "G");
  CHECK(given.at("ok") == true);
  world.settle();
  world.check(14, 5'000);
}

TEST_CASE("P4: what a return there cannot take is paid by the account's points at home") {
  World world;
  world.settle();  // all is at home
  REQUIRE(world.other.act("sale.return", R"("receipt_no":"S02-1","lines":[{"line":0,"qty":1}])")
              .at("ok") == true);
  world.settle();
  world.check(40, 0);
}

TEST_CASE("C6: blocked at the store that met it, the card is blocked everywhere") {
  SUBCASE("after its home was heard") {
    World world;
    world.settle();
    REQUIRE(world.other.act("card.block", R"("card":")" + world.card + R"(","reason":"stolen")")
                .at("ok") == true);
    world.settle();
    const Json shown = world.home.ask("card.show", R"("card":")" + world.card + '"');
    CHECK(shown.at("result").at("state") == "blocked");
  }
  SUBCASE("before it was") {
    World world;
    REQUIRE(world.other.act("card.block", R"("card":")" + world.card + R"(","reason":"stolen")")
                .at("ok") == true);
    REQUIRE(world.other.exchange().has_value());
    world.settle();
    const Json shown = world.home.ask("card.show", R"("card":")" + world.card + '"');
    CHECK(shown.at("result").at("state") == "blocked");
    CHECK(world.chain.standing(world.card).net == Points(43));
    CHECK(world.chain.findings() == std::vector<std::string>{});
  }
}

TEST_CASE("C6: replaced again at home, both stores know it, and the third card has all of it") {
  World world;
  world.settle();
  REQUIRE(
      world.home.act("card.block", R"("card":")" + world.card + R"(","reason":"lost")").at("ok") ==
      true);
  const Json replaced = world.home.act("card.replace", R"("card":")" + world.card + '"');
  REQUIRE(replaced.at("ok") == true);
  const std::string third = replaced.at("result").at("card").get<std::string>();
  world.settle();
  CHECK(world.other.ask("card.show", R"("card":")" + world.card + '"').at("result").at("state") ==
        "replaced");
  const Json shown = world.other.ask("card.show", R"("card":")" + third + '"');
  REQUIRE(shown.at("ok") == true);
  CHECK(shown.at("result").at("points").at("balance") == 43);
  world.card = third;
  world.check(43, 5'000);
}

}  // namespace
}  // namespace vip::sync::test
