// `vip-office policy simulate`: a draft on what the chain did. Figures are worked out by hand from
// the clauses.
#include "sync/office/policy_simulation.h"

#include <doctest/doctest.h>

#include <string>

#include "sync/office/report.h"
#include "terminal/policy/policy_reader.h"
#include "tests/sync/books_agree.h"

namespace vip::sync {
namespace {

using terminal::Clause;
using test::Chain;
using test::Json;
using test::Shop;

struct World {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  std::string card = a.issue();  // on a receipt of 1,000.00 of another store

  // One article at its ordinary price; `paid` as the till was told.
  Json buy(Shop& shop, const std::string& with, std::int64_t price, std::int64_t paid,
           const std::string& more = "") {
    const std::string number = "T-" + std::to_string(++receipts);
    const Json sold =
        shop.act("sale.commit", R"("lane":1,"receipt_no":")" + number + "\"," +
                                    (with.empty() ? "" : R"("card":")" + with + "\",") + more +
                                    R"("expected_paid":)" + std::to_string(paid) +
                                    R"(,"lines":[{"sku":"1","qty":1,"unit_price":)" +
                                    std::to_string(price) + "}]");
    REQUIRE_MESSAGE(sold.at("ok").get<bool>(), sold.dump());
    return sold.at("result");
  }
  void later(int days) { chain.now += days * std::int64_t{86'400}; }

  PolicySimulation with(const std::string& draft, std::optional<Day> from = std::nullopt,
                        std::optional<Day> to = std::nullopt) {
    for (int i = 0; i < 2; ++i) {
      REQUIRE(a.exchange());
      REQUIRE(b.exchange());
    }
    const auto policy =
        terminal::read_policy(*terminal::read_json(draft), terminal::Head::optional);
    REQUIRE(policy);
    const auto books = chain.books();
    std::uint64_t last = 0;
    std::uint64_t whole = 0;
    auto done = simulate_policy(books->store, books->fold.parked(), {*policy, from, to},
                                [&](std::uint64_t so_far, std::uint64_t total) {
                                  CHECK(so_far == last + 1);
                                  last = so_far;
                                  whole = total;
                                });
    CHECK(last == whole);
    return done;
  }
  int receipts = 0;
};

ClauseFigures of(const ReplayFigures& figures, Clause clause) {
  const auto found = figures.clauses.find(clause);
  return found == figures.clauses.end() ? ClauseFigures{} : found->second;
}

TEST_CASE("D1, A4: a dearer rate, and what is given back for it") {
  World world;
  const Json sold = world.buy(world.a, world.card, 10'000, 9'000);
  world.buy(world.a, world.card, 20'000, 18'000);
  const Json back = world.a.act("sale.return", R"("sale":")" + sold.at("sale").get<std::string>() +
                                                   R"(","lines":[{"line":0,"qty":1}])");
  REQUIRE_MESSAGE(back.at("ok").get<bool>(), back.dump());
  const auto done = world.with(R"({"rates":{"member":{"pays":"0.95"}}})");
  CHECK(done.before.sales == 2);
  CHECK(done.before.gross == Fen(30'000));
  CHECK(done.before.paid == Fen(27'000));
  CHECK(done.after.paid == Fen(28'500));
  CHECK(done.before.refunded == Fen(9'000));
  CHECK(done.after.refunded == Fen(9'500));
  CHECK(of(done.before, Clause::D1) == ClauseFigures{2, Fen(3'000)});
  CHECK(of(done.after, Clause::D1) == ClauseFigures{2, Fen(1'500)});
  CHECK(done.before.stores.at(terminal::tid_of_store("S01")).net() == Fen(18'000));
  CHECK(done.after.stores.at(terminal::tid_of_store("S01")).net() == Fen(19'000));
  CHECK(done.before.priced_otherwise == 0);
}

TEST_CASE("P1, D2: points that come sooner make the next purchase cheaper") {
  World world;
  world.a.sell(world.card, 15'000);               // 1 point and 50.00; at 1 per 50.00: 3
  world.buy(world.a, world.card, 10'000, 9'000);  // 140.00: another; D2: 85.00, 1 and 35.00
  const auto done = world.with(R"({"rates":{"level":{"points":3}},"points":{"per":5000}})");
  CHECK(done.before.paid == Fen(24'000));
  CHECK(done.after.paid == Fen(23'500));
  CHECK(done.before.earned == Points(2));
  CHECK(done.after.earned == Points(4));
  CHECK(of(done.before, Clause::D1) == ClauseFigures{1, Fen(1'000)});
  CHECK(of(done.after, Clause::D1) == ClauseFigures{});
  CHECK(of(done.after, Clause::D2) == ClauseFigures{1, Fen(1'500)});
}

TEST_CASE("G2: a gift that the points do not reach any more") {
  World world;
  world.a.gift("G2", 2);
  world.a.sell(world.card, 15'000);
  world.buy(world.a, world.card, 10'000, 9'000);  // 240.00: 2 points; at 1 per 200.00: 1
  REQUIRE(world.a.redeem(world.card, "G2").at("ok") == true);
  const auto done = world.with(R"({"points":{"per":20000}})");
  CHECK(done.before.gifts == 1);
  CHECK(done.before.redeemed == Points(2));
  CHECK(done.before.gifts_out_of_reach == 0);
  CHECK(done.after.gifts == 0);
  CHECK(done.after.redeemed == Points(0));
  CHECK(done.after.gifts_out_of_reach == 1);
  CHECK(done.after.earned == Points(1));
}

TEST_CASE("P4: what a return takes back is not there for a gift") {
  World world;
  world.a.gift("G2", 2);
  const Json large = world.a.sell(world.card, 30'000).at("result");
  world.a.sell(world.card, 20'000);  // 500.00: 5 points; at 1 per 200.00: 2
  const Json back = world.a.act("sale.return", R"("sale":")" + large.at("sale").get<std::string>() +
                                                   R"(","lines":[{"line":0,"qty":1}])");
  REQUIRE_MESSAGE(back.at("ok").get<bool>(), back.dump());  // 200.00 are left: 2; 1
  REQUIRE(world.a.redeem(world.card, "G2").at("ok") == true);
  const auto done = world.with(R"({"points":{"per":20000}})");
  CHECK(done.before.taken == Points(3));
  CHECK(done.before.gifts == 1);
  CHECK(done.after.earned == Points(2));
  CHECK(done.after.taken == Points(1));
  CHECK(done.after.gifts_out_of_reach == 1);
}

TEST_CASE("E1, E3: who is given no card buys without one") {
  for (const char* draft :
       {R"({"join":{"single":150000}})", R"({"join":{"unverified_receipts":false}})"}) {
    CAPTURE(draft);
    World world;
    world.buy(world.a, world.card, 10'000, 9'000);
    const auto done = world.with(draft);
    CHECK(done.before.cards_issued == 1);
    CHECK(done.before.cards_refused == 0);
    CHECK(done.before.sales_with_benefits == 1);
    CHECK(done.after.cards_issued == 0);
    CHECK(done.after.cards_refused == 1);
    CHECK(done.after.sales_with_benefits == 0);
    CHECK(done.after.paid == Fen(10'000));
  }
}

TEST_CASE("E8, A31: the purchase that qualified earns, when the draft says so") {
  // Only purchases of the day of issue earn.
  for (const int days : {0, 1}) {
    CAPTURE(days);
    World world;
    const Json sold = world.buy(world.a, "", 120'000, 120'000, R"("phone":"13912345678",)");
    world.later(days);
    const Json issued = world.a.act(
        "card.issue", R"("proof":{"sales":[")" + sold.at("sale").get<std::string>() +
                          R"("]},"registration":{"surname":"李","form":"mr","phone":"13912345678",)"
                          R"("birthday":"1980-01-02","consent":true})");
    REQUIRE_MESSAGE(issued.at("ok").get<bool>(), issued.dump());
    const auto done = world.with(R"({"join":{"qualifying_purchase_earns":true}})");
    CHECK(done.before.earned == Points(0));
    CHECK(done.after.earned == Points(days == 0 ? 12 : 0));
    CHECK(done.after.paid == done.before.paid);
  }
}

TEST_CASE("D3, A29: one use a birthday") {
  World world;
  world.later(179);  // 2027-05-20
  for (int i = 0; i < 2; ++i) {
    world.buy(world.a, world.card, 10'000, 6'000, R"("birthday_document_shown":true,)");
  }
  const auto done = world.with(R"({"rates":{"birthday":{"pays":"0.60","max_uses":1}}})");
  CHECK(done.before.paid == Fen(12'000));
  CHECK(done.after.paid == Fen(15'000));
  CHECK(of(done.before, Clause::D3) == ClauseFigures{2, Fen(8'000)});
  CHECK(of(done.after, Clause::D3) == ClauseFigures{1, Fen(4'000)});
  CHECK(of(done.after, Clause::D1) == ClauseFigures{1, Fen(1'000)});
}

TEST_CASE("C2, C4: a longer term, and no time for grace") {
  World world;
  world.a.sell(world.card, 15'000);                // 1 point and 50.00
  world.later(732);                                // 2028-11-23: the day after the last
  world.buy(world.a, world.card, 10'000, 10'000);  // C3
  const Json renewed = world.a.act("card.renew", R"("card":")" + world.card + '"');
  REQUIRE_MESSAGE(renewed.at("ok").get<bool>(), renewed.dump());
  const auto next = renewed.at("result").at("card").get<std::string>();
  world.buy(world.a, next, 10'000, 9'000);

  const auto longer = world.with(R"({"card":{"months":36}})");
  CHECK(longer.before.paid == Fen(34'000));
  CHECK(longer.before.earned == Points(1));
  CHECK(longer.before.renewed == 1);
  CHECK(longer.after.paid == Fen(33'000));  // both at D1, on the old card
  CHECK(longer.after.earned == Points(3));  // 140.00 and 130.00 with what was carried
  CHECK(longer.after.renewed == 0);
  CHECK(longer.after.renewals_too_early == 1);

  const auto no_grace = world.with(R"({"card":{"grace_days":0}})");
  CHECK(no_grace.after.paid == Fen(35'000));
  CHECK(no_grace.after.renewals_too_late == 1);
  CHECK(no_grace.after.renewed == 0);
}

TEST_CASE("C7: points of a lost card are void") {
  World world;
  world.a.sell(world.card, 15'000);
  REQUIRE(world.a.act("card.block", R"("card":")" + world.card + R"(","reason":"lost")").at("ok") ==
          true);
  const Json replaced = world.a.act("card.replace", R"("card":")" + world.card + '"');
  REQUIRE(replaced.at("ok") == true);
  world.a.sell(replaced.at("result").at("card").get<std::string>(), 15'000);
  const auto done = world.with(R"({"card":{"replacement_points":"void"}})");
  CHECK(done.before.earned == Points(3));  // 50.00 were carried
  CHECK(done.before.voided == Points(0));
  CHECK(done.after.earned == Points(2));
  CHECK(done.after.voided == Points(1));
}

TEST_CASE("what a store had not heard of is not the policy's doing") {
  World world;
  REQUIRE(world.a.exchange());
  test::hear_of(world.b, world.card);
  world.a.sell(world.card, 300'000);  // 30 points
  world.later(1);
  world.buy(world.b, world.card, 10'000, 9'000);  // B does not know: D1
  const auto done = world.with("{}");
  CHECK(done.before == done.after);
  CHECK(done.before.paid == Fen(308'500));  // D2
  CHECK(done.before.priced_otherwise == 1);
  CHECK(done.stores.size() == 2);
}

TEST_CASE("from a day on, to a day") {
  World world;
  world.buy(world.a, world.card, 10'000, 9'000);
  world.later(1);
  world.buy(world.a, world.card, 20'000, 18'000);
  world.later(1);
  world.buy(world.a, world.card, 40'000, 36'000);
  const auto day = *Day::from_civil(2026, 11, 23);
  const auto done = world.with(R"({"rates":{"member":{"pays":"0.95"}}})", day, day);
  CHECK(done.from == day);
  CHECK(done.to == day);
  CHECK(done.before.paid == Fen(18'000));
  CHECK(done.after.paid == Fen(19'000));
  // 90.00 of the day before are carried as they were: 270.00, 280.00.
  CHECK(done.before.earned == Points(2));
  CHECK(done.after.earned == Points(2));
  const auto open = world.with(R"({"rates":{"member":{"pays":"0.95"}}})", day);
  CHECK(open.after.paid == Fen(57'000));
}

TEST_CASE("as it was is what the report says; a draft of the same makes no difference") {
  World world;
  world.a.gift("G2", 2);
  const Json sold = world.buy(world.a, world.card, 50'000, 45'000);
  world.a.act("sale.return", R"("sale":")" + sold.at("sale").get<std::string>() +
                                 R"(","lines":[{"line":0,"qty":1}])");
  world.buy(world.a, world.card, 70'000, 63'000,
            R"("coupons":[{"id":"K1","amount":2000}],"choice":"member",)");
  world.buy(world.a, "", 30'000, 30'000);
  world.a.redeem(world.card, "G2");
  const auto done = world.with("{}");
  CHECK(done.before == done.after);
  const auto books = world.chain.books();
  const Report report = make_report(books->database, books->store);
  CHECK(done.before.paid == report.total.paid);
  CHECK(done.before.refunded == report.total.refunded);
  CHECK(done.before.earned == report.total.earned);
  CHECK(done.before.taken == report.total.taken);
  CHECK(done.before.redeemed == report.total.redeemed);
  CHECK_FALSE(done.presence_differs);
  CHECK(world.with(R"({"presence":["scan"]})").presence_differs);
  CHECK(
      world.with(R"({"rates":{"birthday":{"pays":"0.60","leap_day":"03-01"}}})").leap_day_differs);
}

TEST_CASE("nothing happened, nothing is said") {
  Chain chain;
  const auto books = chain.books();
  const auto done = simulate_policy(books->store, {}, {}, [](std::uint64_t, std::uint64_t) {});
  CHECK(done.events == 0);
  CHECK_FALSE(done.from);
}

}  // namespace
}  // namespace vip::sync
