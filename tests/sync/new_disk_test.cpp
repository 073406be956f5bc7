// A store's disk dies; a new one is told of all its members by a snapshot over a line that breaks
// (design 7, bootstrap): two real programs, real HTTPS, a proxy that cuts.
#include <doctest/doctest.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "tests/folder.h"
#include "tests/sync/programs.h"

namespace vip {
namespace {

using sync::test::Json;
using sync::test::Office;
using sync::test::Store;

// So many members of this store, and the card of the last.
std::string register_members(Store& store, int count) {
  std::string card;
  for (int i = 0; i < count; ++i) {
    const std::string phone = std::to_string(13'900'000'000 + i);
    const Json issued =
        store.call("card.issue", {{"proof",
                                   {{"receipts", Json::array({{{"receipt_no", "S09-" + phone},
                                                               {"date", "2026-11-01"},
                                                               {"paid", 100000}}})}}},
                                  {"registration",
                                   {{"surname", "王"},
                                    {"form", "ms"},
                                    {"phone", phone},
                                    {"birthday", "1990-05-20"},
                                    {"consent", true}}}});
    REQUIRE_MESSAGE(issued["ok"] == true, issued.dump());
    card = issued["result"]["card"];
  }
  return card;
}

TEST_CASE("design 7: a new disk is told of 1100 members over a line that breaks, and goes on") {
  const Folder folder;
  Office office((folder.path() / "office").string());
  std::string card;
  {
    Store a(office, folder.path(), "S01");
    card = register_members(a, 1100);
    const Json sold = a.call(
        "sale.commit",
        {{"lane", 1},
         {"receipt_no", "S01-1"},
         {"card", card},
         {"expected_paid", 50'000},
         {"lines",
          Json::array(
              {{{"sku", "A17"}, {"qty", 1}, {"special_price", true}, {"unit_price", 50'000}}})}});
    REQUIRE_MESSAGE(sold["ok"] == true, sold.dump());
    REQUIRE(a.exchange()["ok"] == true);
    a.hang_up();
  }
  office.kill();
  office.ask({"epoch", "close", "--store", "S01"});
  office.serve();

  Store next(office, folder.path(), "S01", 2);
  const auto states = [&next] {
    const Json shown = next.exchange();
    return shown["ok"] == true ? shown["result"]["snapshot_accounts"].get<std::int64_t>() : -1;
  };
  // Cut within its first pages, again and again: what came stays, and the last try needs less.
  std::int64_t broken = 0;
  std::int64_t last = -1;
  for (const std::int64_t bytes : {4'000, 12'000, 20'000, 30'000}) {
    next.line().mend();
    next.line().break_after_down(bytes);
    last = states();
    broken = next.line().broken();
    if (last >= 0) break;
  }
  CHECK(broken >= 1);
  next.line().mend();
  if (last < 0) last = states();
  CHECK(last >= 0);
  CHECK(last <= 1'100);

  // Everybody is there, and what head office granted of the old disk's points.
  const Json shown = next.ask("card.show", {{"card", card}});
  REQUIRE_MESSAGE(shown["ok"] == true, shown.dump());
  CHECK(shown["result"]["points"]["balance"] == 5);
  office.ask({"verify"});
  next.hang_up();
  CHECK(next.verify() == 0);
}

TEST_CASE("design 8, P1: a dead disk's last sales come back from a lane's copies") {
  const Folder folder;
  Office office((folder.path() / "office").string());
  const auto file = folder.path() / "lane1.copies";
  std::int64_t paid = 0;
  {
    Store a(office, folder.path(), "S01");
    a.sell(5);
    REQUIRE(a.exchange()["ok"] == true);
    a.line().cut();
    a.sell(20);
    paid = a.paid();
    std::ofstream(file) << a.ask("sync.copies", {{"most", 500}}).dump() << '\n';
    a.hang_up();  // and is never heard of again
  }
  office.kill();
  const Json recovered =
      office.ask({"epoch", "recover", "--store", "S01", "--from", file.string()});
  CHECK(recovered["recovered"] == 20);
  office.ask({"epoch", "close", "--store", "S01"});
  office.serve();
  Store next(office, folder.path(), "S01", 2);
  CHECK(next.exchange()["ok"] == true);
  CHECK(office.ask({"report"})["stores"][0]["paid"] == paid);
  office.ask({"verify"});
}

}  // namespace
}  // namespace vip
