// R4: an erasing reaches every store that holds something of the member, and head office, and stays
// done whatever comes back: old copies, late disks, restored books.
#include "sync/office/erasures.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sync/office/timeline.h"
#include "tests/sync/books_agree.h"

namespace vip::sync {
namespace {

using terminal::EraseEvent;
using terminal::EraseReason;
using terminal::Json;
using test::Chain;
using test::DirectLine;
using test::Shop;

// What a store's journal says of erasings, in order.
std::vector<EraseEvent> erasings(Shop& shop) {
  std::vector<EraseEvent> found;
  shop.store().journal().each(1, [&](const terminal::Journal::Entry& entry) {
    const auto event = terminal::decode(entry.body);
    if (const auto* erase = std::get_if<EraseEvent>(&event->act)) found.push_back(*erase);
    return true;
  });
  return found;
}

std::string file_text(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A member of S01 whom S02 knows how to address.
struct World {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  Folder copies;
  std::string card = a.issue();

  World() {
    REQUIRE(a.exchange());
    meet(b);
    REQUIRE(addressed_at(b) == "王女士");
    REQUIRE(chain.count("SELECT count(*) FROM registration") == 1);
  }
  card::Number account() const { return *card::read_number(card); }
  void meet(Shop& shop) { test::hear_of(shop, card); }
  std::string addressed_at(Shop& shop) const {
    const auto heard = shop.store().heard().of(account());
    return heard ? heard->address_zh : "never heard of";
  }
  void erase_at_home() {
    const Json erased = a.act("member.erase", R"("card":")" + card + '"');
    REQUIRE_MESSAGE(erased.at("ok").get<bool>(), erased.dump());
  }
  void erase_at_head_office() {
    chain.close();
    {
      OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
      REQUIRE(books.rights.erase(account(), chain.now));
    }
    chain.open();
  }
  void copy_of(Shop& shop, const char* name) {
    shop.close();
    std::filesystem::copy(shop.path(), copies.path() / name,
                          std::filesystem::copy_options::recursive);
    shop.open();
  }
  // Everything of the directory, also what was kept beside the database.
  void put_back(Shop& shop, const char* name) {
    shop.close();
    for (const auto& entry : std::filesystem::directory_iterator(shop.path())) {
      std::filesystem::remove_all(entry.path());
    }
    std::filesystem::copy(copies.path() / name, shop.path(),
                          std::filesystem::copy_options::recursive);
    shop.open();
  }
  void check_books() { test::check_books(chain, {&a, &b}); }
};

TEST_CASE("R4: erased at home, and so at head office and at every store that was told of them") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  world.erase_at_home();
  CHECK(chain.count("SELECT count(*) FROM registration") == 1);  // nobody has heard of it yet
  REQUIRE(a.exchange());
  CHECK(chain.count("SELECT count(*) FROM registration") == 0);
  CHECK(chain.count("SELECT count(*) FROM forgotten") == 1);
  CHECK(world.addressed_at(b) == "王女士");
  REQUIRE(b.exchange());
  CHECK(world.addressed_at(b).empty());
  const auto there = erasings(b);
  REQUIRE(there.size() == 1);
  CHECK(there[0] ==
        EraseEvent{
            .person = 0, .reason = EraseReason::told, .accounts = {world.account()}, .inbox = 1});
  CHECK(b.store().heard().addresses() == 0);
  CHECK(file_text(b.path() / "erased").find('-' + std::to_string(world.account().value()) + ' ') !=
        std::string::npos);
  // The order was answered: nobody is asked again, and home was never asked.
  CHECK(chain.count("SELECT count(*) FROM errand WHERE kind=3 AND done=1") == 1);
  CHECK(chain.count("SELECT count(*) FROM errand WHERE kind=3 AND done=0") == 0);
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  CHECK(erasings(a).size() == 1);
  CHECK(erasings(b).size() == 1);
  CHECK(chain.count("SELECT count(*) FROM erasing") == 0);
  world.check_books();
}

TEST_CASE("R4: erased by head office's order, and the card is closed where it lives") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  world.erase_at_head_office();
  CHECK(chain.count("SELECT count(*) FROM registration") == 0);
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  const auto home = erasings(a);
  REQUIRE(home.size() == 1);
  CHECK(home[0].person == 1);
  CHECK(home[0].reason == EraseReason::told);
  CHECK(a.store().people().find(1)->erased);
  CHECK(a.ask("member.find", R"("phone":"13800000001")").at("error").at("code") == "not_found");
  CHECK(a.ask("card.show", R"("card":")" + card + '"').at("result").at("state") == "closed");
  CHECK(world.addressed_at(b).empty());
  CHECK(chain.count("SELECT count(*) FROM errand WHERE kind=3 AND done=1") == 2);
  world.check_books();
}

TEST_CASE("R4: a store that meets the card later has nothing of the member to be told") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  world.erase_at_home();
  REQUIRE(a.exchange());
  Shop c(chain, "S03");
  world.meet(c);
  CHECK(world.addressed_at(c).empty());
}

TEST_CASE("R4: a disk of before the erasing gets the order again") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  world.copy_of(b, "before");
  world.erase_at_home();
  REQUIRE(a.exchange());
  int requests = 0;  // the order arrives; that it was carried out is never said
  b.line().trouble = [&](const auto&) {
    return ++requests == 1 ? DirectLine::Trouble::none : DirectLine::Trouble::request_lost;
  };
  CHECK_FALSE(b.exchange());
  b.line().trouble = nullptr;
  REQUIRE(erasings(b).size() == 1);

  world.put_back(b, "before");
  REQUIRE(world.addressed_at(b) == "王女士");
  REQUIRE(b.exchange());
  CHECK(world.addressed_at(b).empty());
  CHECK(erasings(b).size() == 1);
  world.check_books();
}

TEST_CASE("R4: the home store's next life is told as well, whatever disk it stands on") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  world.erase_at_home();
  REQUIRE(a.exchange());
  chain.close();
  {
    OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
    REQUIRE(close_epoch(books.database, books.store, books.rights, terminal::tid_of_store("S01"), 1,
                        true, chain.now));
  }
  chain.open();
  Shop again(chain, "S01", 2);
  REQUIRE(again.exchange());
  CHECK(erasings(again).size() == 1);
  REQUIRE(again.exchange());
  CHECK(erasings(again).size() == 1);
  CHECK(again.findings().empty());
  CHECK(chain.findings().empty());
}

TEST_CASE("R4: head office come back from an old copy hears of it again, and tells it again") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  chain.office().back_up(copies.path() / "office");
  world.erase_at_home();
  REQUIRE(a.exchange());
  chain.office().back_up(copies.path() / "newer");  // the order may leave
  REQUIRE(b.exchange());
  REQUIRE(erasings(b).size() == 1);

  chain.close();
  REQUIRE(restore_books(chain.directory(), copies.path() / "office"));
  chain.open();
  REQUIRE(chain.count("SELECT count(*) FROM registration") == 1);
  REQUIRE(a.exchange());
  CHECK(chain.count("SELECT count(*) FROM registration") == 0);
  for (int i = 0; i < 2; ++i) {
    REQUIRE(b.exchange());
    chain.office().back_up(copies.path() / "newest");
    REQUIRE(a.exchange());
  }
  REQUIRE(b.exchange());
  CHECK(chain.count("SELECT count(*) FROM errand WHERE kind=3 AND done=1") == 1);
  CHECK(erasings(b).size() == 2);
  CHECK(world.addressed_at(b).empty());
  world.check_books();
}

TEST_CASE("R4: a form that comes late, or again, is not taken any more") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  StoreOutbox outbox(a.store());
  const auto kept = outbox.registrations(1, outbox.last(), *outbox.state().seals, 10);
  REQUIRE(kept.sealed.size() == 1);
  world.erase_at_home();
  REQUIRE(a.exchange());
  chain.close();
  {  // as if it had never had any
    terminal::Database books(chain.directory().books_path(), terminal::Database::Mode::open_shared);
    books.execute("UPDATE epoch SET registered=0");
  }
  chain.open();
  const SyncState state = outbox.state();
  ExchangeHeader header;
  header.tid = outbox.identity().tid;
  header.epoch = 1;
  header.from = state.acked + 1;
  header.through = state.acked;
  header.last = state.acked;
  header.head = outbox.head_at(state.acked);
  header.session = state.session;
  header.signature = outbox.sign(signed_text(header));
  header.registrations_from = 1;
  header.registrations_through = state.acked;
  const auto answer = a.line().send({.method = "POST",
                                     .path = std::string(exchange_path),
                                     .body = write_request(header, {}, kept.sealed),
                                     .content_encoding = ""});
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(chain.count("SELECT max(registered) FROM epoch") == static_cast<std::int64_t>(state.acked));
  CHECK(chain.count("SELECT count(*) FROM registration") == 0);
}

TEST_CASE("R4: a store has nobody forgotten but its own members") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  {
    terminal::Unit unit(b.store());
    unit.run([&] {
      const terminal::Desk desk{
          b.store(), {.at = chain.now, .day = b.store().zone().day_of(chain.now), .staff = "2001"}};
      terminal::record(desk, EraseEvent{.accounts = {world.account()}});
      return true;
    });
    unit.commit();
  }
  REQUIRE(b.exchange());
  REQUIRE(a.exchange());
  CHECK(chain.count("SELECT count(*) FROM forgotten") == 0);
  CHECK(chain.count("SELECT count(*) FROM erasing") == 0);
  CHECK(chain.count("SELECT count(*) FROM registration") == 1);
  CHECK_FALSE(a.store().people().find(1)->erased);
}

TEST_CASE("R4: books of an earlier program learn from their journals who was erased") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  world.erase_at_home();
  REQUIRE(a.exchange());
  chain.close();
  {  // as version 2 had them: the event was there, and had no effect
    terminal::Database books(chain.directory().books_path(), terminal::Database::Mode::open_shared);
    books.execute(
        "DROP TABLE erasing; DROP TABLE forgotten; DELETE FROM erased; DELETE FROM inbox; "
        "DELETE FROM errand WHERE kind=3; PRAGMA user_version=2");
  }
  chain.open();
  CHECK(chain.count("SELECT count(*) FROM erased") == 1);
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  CHECK(world.addressed_at(b).empty());
  world.check_books();
}

TEST_CASE("X1: what a crash of head office leaves of an erasing, the next start finishes") {
  World world;
  auto& [chain, a, b, copies, card] = world;
  world.erase_at_home();
  REQUIRE(a.exchange());
  chain.close();
  {  // after the event was folded, before anything was decided
    terminal::Database books(chain.directory().books_path(), terminal::Database::Mode::open_shared);
    books.execute(
        "DELETE FROM inbox; DELETE FROM errand WHERE kind=3; DELETE FROM forgotten; "
        "INSERT INTO erasing SELECT tid, epoch, " +
        std::to_string(world.account().value()) + ", seq, 0, 0 FROM erased");
  }
  chain.open();
  REQUIRE(b.exchange());
  CHECK(world.addressed_at(b).empty());
  world.check_books();
}

}  // namespace
}  // namespace vip::sync
