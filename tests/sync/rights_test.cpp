// Points in two places at once (design 6): its table step by step, and what goes with it, with real
// stores and a real head office in one process.
#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "sync/office/timeline.h"
#include "sync/want.h"
#include "tests/sync/books_agree.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::DirectLine;
using test::Json;
using test::Shop;

// One line of the table: free, right A, right B, true total.
struct Held {
  std::int64_t free, a, b, total;
  friend bool operator==(const Held&, const Held&) = default;
};
std::ostream& operator<<(std::ostream& out, const Held& held) {
  return out << held.free << " | " << held.a << " | " << held.b << " | " << held.total;
}
// As it truly is: the terminals' own books, and head office's free points.
Held held(const Chain& chain, Shop& a, Shop& b, const std::string& card) {
  const std::int64_t net = a.account(card).net().count() + b.account(card).net().count();
  return {chain.standing(card).free.count(), a.right(card).count(), b.right(card).count(), net};
}

// A member of A with 40 points, all at home, whom B has heard of.
struct World {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  std::string card;

  World() {
    for (Shop* shop : {&a, &b}) shop->gift("G30", 30);
    card = a.issue();
    a.sell(card, 400'000);
    REQUIRE(a.exchange());
    test::hear_of(b, card);  // she was at B before
  }
  void check_books() { test::check_books(chain, {&a, &b}); }
};

TEST_CASE("design 6: the table, step by step") {
  World world;
  auto& [chain, a, b, card] = world;
  CHECK(held(chain, a, b, card) == Held{0, 40, 0, 40});

  // Both lines cut; A: earns 5, redeems 30.
  a.line().cut = b.line().cut = true;
  CHECK(a.sell(card, 50'000)["result"]["points"]["earned"] == 5);
  CHECK(a.redeem(card, "G30")["ok"] == true);
  CHECK(held(chain, a, b, card) == Held{0, 15, 0, 15});

  // B: customer buys for 350.00, earns 3.
  CHECK(b.sell(card, 35'000)["result"]["points"]["earned"] == 3);
  CHECK(held(chain, a, b, card) == Held{0, 15, 3, 18});
  CHECK_FALSE(b.exchange());
  CHECK(b.right(card) == Points(3));  // nothing leaves while nobody is there to take it

  // B: gift for 30? Refused, G5: "3 here, 40 as of last night".
  const Json refused = b.redeem(card, "G30");
  CHECK(refused["refusal"]["clause"] == "G5");
  CHECK(refused["refusal"]["word"] == "points_elsewhere");
  CHECK(refused["refusal"]["facts"]["here"] == 3);
  CHECK(refused["refusal"]["facts"]["elsewhere"] == 40);
  CHECK(refused["refusal"]["facts"]["balance"] == 43);
  CHECK(held(chain, a, b, card) == Held{0, 15, 3, 18});

  // A exchanges; answer lost; sends the same again: skipped, same answer.
  a.line().cut = b.line().cut = false;
  int sent = 0;
  a.line().trouble = [&](const TransportRequest&) {
    return sent++ == 0 ? DirectLine::Trouble::answer_lost : DirectLine::Trouble::none;
  };
  REQUIRE(a.exchange());
  a.line().trouble = nullptr;
  CHECK(sent == 2);
  CHECK(held(chain, a, b, card) == Held{0, 15, 3, 18});
  CHECK(chain.right(card, "S01") == Points(15));

  // B exchanges: releases 3 and the carry of 50.00; head office grants both to A.
  CHECK(b.carry(card) == Fen(5'000));
  REQUIRE(b.exchange());
  CHECK(b.right(card) == Points(0));
  CHECK(b.carry(card) == Fen(0));
  REQUIRE(a.exchange());
  CHECK(held(chain, a, b, card) == Held{0, 18, 0, 18});
  CHECK(a.carry(card) == Fen(5'000));

  // Card reported lost at A: blocked, A releases 18; new card, same account; grant A 18.
  CHECK(a.act("card.block", R"("card":")" + card + R"(","reason":"lost")")["ok"] == true);
  REQUIRE(a.exchange());
  CHECK(held(chain, a, b, card) == Held{18, 0, 0, 18});
  const Json replaced = a.act("card.replace", R"("card":")" + card + '"');
  REQUIRE(replaced["ok"] == true);
  const std::string new_card = replaced["result"]["card"];
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  CHECK(held(chain, a, b, new_card) == Held{0, 18, 0, 18});
  CHECK(a.carry(new_card) == Fen(5'000));
  world.check_books();
}

TEST_CASE("design 6, P2: a carry that passes 100.00 by a grant becomes a point there") {
  World world;
  auto& [chain, a, b, card] = world;
  a.sell(card, 6'000);
  b.sell(card, 7'000);
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  REQUIRE(a.exchange());
  CHECK(a.right(card) == Points(41));
  CHECK(a.carry(card) == Fen(3'000));
  CHECK(b.carry(card) == Fen(0));
  CHECK(held(chain, a, b, card) == Held{0, 41, 0, 41});
  world.check_books();
}

TEST_CASE(
    "D2: at another store the accumulated points are the last statement and what it saw since") {
  World world;
  auto& [chain, a, b, card] = world;
  const auto rate_at_b = [&] {
    return world.b.ask("sale.quote", R"("card":")" + world.card +
                                         R"(","lines":[{"sku":"1","qty":1,"unit_price":10000}])");
  };
  Json quote = rate_at_b()["result"];
  CHECK(quote["points"]["accumulated"] == 40);
  CHECK(quote["rate"]["clause"] == "D2");
  // A takes 15 back by a return that B has not heard of: too favourable once, and no more.
  const Json sale = a.sell(card, 10'000);
  CHECK(rate_at_b()["result"]["points"]["accumulated"] == 40);
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  CHECK(rate_at_b()["result"]["points"]["accumulated"] == 41);
  world.check_books();
}

TEST_CASE("C6, B1: a block reaches the other store with its next exchange, and stays") {
  World world;
  auto& [chain, a, b, card] = world;
  a.act("card.block", R"("card":")" + card + R"(","reason":"stolen")");
  CHECK(b.sell(card, 10'000)["result"]["points"]["earned"] == 1);  // not heard yet
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  const Json sale = b.sell(card, 10'000);
  CHECK(sale["result"]["warnings"][0]["word"] == "card_blocked");
  CHECK_FALSE(sale["result"].contains("points"));
  const Json refused = b.redeem(card, "G30");
  CHECK(refused["refusal"]["word"] == "card_blocked");
  REQUIRE(b.exchange());
  CHECK(held(chain, a, b, card) == Held{41, 0, 0, 41});
  world.check_books();
}

TEST_CASE(
    "P4, A10: what a return at another store cannot cover is owed there, and paid by a grant") {
  World world;
  auto& [chain, a, b, card] = world;
  const Json sale = b.sell(card, 35'000);
  REQUIRE(b.exchange());  // releases 3 and 50.00
  REQUIRE(a.exchange());
  CHECK(held(chain, a, b, card) == Held{0, 43, 0, 43});
  const std::string id = sale["result"]["sale"];
  const Json back = b.act("sale.return", R"("sale":")" + id + R"(","lines":[{"line":0,"qty":1}])");
  CHECK(back["result"]["points"]["taken"] == 4);
  CHECK(back["result"]["points"]["owed"] == 4);
  CHECK(b.account(card).owed == Points(4));
  for (int i = 0; i < 3; ++i) {
    REQUIRE(b.exchange());
    REQUIRE(a.exchange());
  }
  // A gave 4 back, B's debt is paid; the carries are one again: 50.00 + 50.00 made a point.
  CHECK(b.account(card).owed == Points(0));
  CHECK(held(chain, a, b, card) == Held{0, 40, 0, 40});
  CHECK(a.carry(card) + b.carry(card) == Fen(0));
  world.check_books();
}

TEST_CASE(
    "C6, A45: any store blocks a card, the issuing store alone replaces it, and the points move") {
  World world;
  auto& [chain, a, b, card] = world;
  b.sell(card, 35'000);
  CHECK(b.act("card.block", R"("card":")" + card + R"(","reason":"lost")")["ok"] == true);
  const Json refused = b.act("card.replace", R"("card":")" + card + '"');
  CHECK(refused["refusal"]["clause"] == "C6");
  CHECK(refused["refusal"]["word"] == "not_issuing_store");
  REQUIRE(b.exchange());  // the block, 3 points and 50.00
  CHECK(held(chain, a, b, card) == Held{3, 40, 0, 43});
  REQUIRE(a.exchange());  // hears of the block
  const Json replaced = a.act("card.replace", R"("card":")" + card + '"');
  REQUIRE(replaced["ok"] == true);
  const std::string new_card = replaced["result"]["card"];
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  CHECK(held(chain, a, b, new_card) == Held{0, 43, 0, 43});
  CHECK(b.sell(card, 10'000)["result"]["warnings"][0]["word"] == "card_replaced");
  CHECK(b.sell(new_card, 10'000)["result"]["points"]["earned"] == 1);
  world.check_books();
}

TEST_CASE(
    "C4, C5: a card is renewed at another store, where the new account lives; nothing moves") {
  World world;
  auto& [chain, a, b, card] = world;
  chain.now += 740 * 86'400;  // past its last day, within the grace period
  a.enrol();                  // certificates are younger than that
  b.enrol();
  const Json renewed = b.act("card.renew", R"("card":")" + card + '"');
  REQUIRE(renewed["ok"] == true);
  const std::string new_card = renewed["result"]["card"];
  b.sell(new_card, 20'000);
  REQUIRE(b.exchange());
  REQUIRE(a.exchange());
  CHECK(b.right(new_card) == Points(2));
  CHECK(a.right(card) == Points(40));
  const Json again = a.act("card.renew", R"("card":")" + card + '"');
  CHECK(again["refusal"]["word"] == "already_renewed");
  world.check_books();
}

// A want at B whose budget is so many pauses; at each, `meanwhile` happens.
bool want(World& world, Points points, int pauses, const std::function<void()>& meanwhile) {
  StoreOutbox outbox(world.b.store());
  const WantBudget budget{.left_ms = [&] { return std::int64_t{pauses}; },
                          .pause =
                              [&](int) {
                                --pauses;
                                meanwhile();
                              }};
  return fetch_points(
      outbox, world.b.line(), *card::read_number(world.card), points,
      [&] { return world.b.right(world.card); }, world.chain.now, budget);
}

TEST_CASE("want: free points come at once, and are redeemed where the member stands") {
  World world;
  auto& [chain, a, b, card] = world;
  // 40 points free: A's life is over.
  chain.close();
  {
    OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
    REQUIRE(close_epoch(books.database, books.store, books.rights, terminal::tid_of_store("S01"), 1,
                        true, chain.now));
  }
  chain.open();
  CHECK(chain.standing(card).free == Points(40));
  CHECK(want(world, Points(30), 1, [] {}));
  CHECK(b.right(card) == Points(30));
  CHECK(b.redeem(card, "G30")["ok"] == true);
  CHECK(chain.standing(card).free == Points(10));
  CHECK(b.balance(card) == Points(10));
  CHECK(b.findings().empty());
  CHECK(chain.findings().empty());
}

TEST_CASE("want: points of a store that is online are recalled and granted within the budget") {
  World world;
  auto& [chain, a, b, card] = world;
  b.sell(card, 35'000);
  CHECK(want(world, Points(30), 5, [&] { REQUIRE(world.a.exchange()); }));
  CHECK(b.right(card) == Points(30));
  CHECK(a.right(card) == Points(13));
  CHECK(b.redeem(card, "G30")["ok"] == true);
  for (int i = 0; i < 2; ++i) {
    REQUIRE(b.exchange());
    REQUIRE(a.exchange());
  }
  CHECK(held(chain, a, b, card) == Held{0, 13, 0, 13});
  world.check_books();
}

TEST_CASE("want: a store that is dark keeps its points; here and elsewhere are said") {
  World world;
  auto& [chain, a, b, card] = world;
  a.line().cut = true;
  b.sell(card, 35'000);
  int waited = 0;
  CHECK_FALSE(want(world, Points(30), 5, [&] { ++waited; }));
  CHECK(waited == 5);
  const Json refused = b.redeem(card, "G30");
  CHECK(refused["refusal"]["word"] == "points_elsewhere");
  CHECK(refused["refusal"]["facts"]["here"] == 3);
  CHECK(refused["refusal"]["facts"]["elsewhere"] == 40);
  CHECK(a.redeem(card, "G30")["ok"] == true);  // A's points are A's, whatever was asked of it
  a.line().cut = false;
  chain.now += 60;  // the member is gone
  for (int i = 0; i < 3; ++i) {
    REQUIRE(a.exchange());
    REQUIRE(b.exchange());
  }
  CHECK(held(chain, a, b, card) == Held{0, 13, 0, 13});
  world.check_books();
}

TEST_CASE("want: nobody at head office, an unknown card: said at once, nothing moved") {
  World world;
  auto& [chain, a, b, card] = world;
  b.line().cut = true;
  CHECK_FALSE(want(world, Points(30), 5, [] { FAIL("nothing to wait for"); }));
  b.line().cut = false;
  StoreOutbox outbox(b.store());
  const auto reply =
      ask_for_points(outbox, b.line(), *card::read_number("9156000000000018"), Points(30));
  REQUIRE(reply);
  CHECK_FALSE(reply->known);
}

TEST_CASE("I1: an answer that comes twice, or not at all, moves nothing twice") {
  World world;
  auto& [chain, a, b, card] = world;
  const auto troubles = {DirectLine::Trouble::answer_lost, DirectLine::Trouble::twice,
                         DirectLine::Trouble::request_lost};
  for (const auto trouble : troubles) {
    b.sell(card, 10'000);
    for (Shop* shop : {&b, &a}) {
      int requests = 0;
      shop->line().trouble = [&](const TransportRequest&) {
        return requests++ % 2 == 0 ? trouble : DirectLine::Trouble::none;
      };
      REQUIRE(shop->exchange());
      shop->line().trouble = nullptr;
    }
  }
  REQUIRE(b.exchange());
  REQUIRE(a.exchange());
  CHECK(held(chain, a, b, card) == Held{0, 43, 0, 43});
  world.check_books();
}

TEST_CASE("X1: what a crash of head office leaves between two steps, the next start finishes") {
  for (const char* undo :
       {// after (a): the fold; nothing was carried over yet
        "INSERT OR IGNORE INTO touched SELECT tid, epoch, account FROM holding;"
        "DELETE FROM share; DELETE FROM dirty; DELETE FROM errand; DELETE FROM inbox;",
        // after (b): shares are there, nobody was told, nothing decided
        "UPDATE account SET fanned=0; DELETE FROM dirty; DELETE FROM errand;"
        "DELETE FROM inbox;",
        // after (e): decided, and not delivered
        "UPDATE errand SET inbox=0; DELETE FROM inbox;",
        // between the inbox and the errand's number
        "UPDATE errand SET inbox=0;"}) {
    CAPTURE(undo);
    World world;
    auto& [chain, a, b, card] = world;
    b.sell(card, 35'000);
    REQUIRE(b.exchange());
    chain.close();
    {
      OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
      books.database.execute(undo);
    }
    chain.open();
    REQUIRE(a.exchange());
    REQUIRE(b.exchange());
    CHECK(held(chain, a, b, card) == Held{0, 43, 0, 43});
    CHECK(b.balance(card) == Points(43));
    world.check_books();
  }
}

}  // namespace
}  // namespace vip::sync
