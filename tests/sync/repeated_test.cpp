// I1, L1, C1: answers that come twice or never, and points that are promised to a life that has
// never held the account.
#include <doctest/doctest.h>

#include <filesystem>
#include <optional>
#include <string>

#include "sync/office/timeline.h"
#include "tests/folder.h"
#include "tests/sync/chain.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::DirectLine;
using test::Shop;

struct World {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  std::string card;

  World() {
    card = a.issue();
    a.sell(card, 400'000);
    REQUIRE(a.exchange().has_value());
    StoreOutbox outbox(b.store());
    REQUIRE(ask_for_points(outbox, b.line(), *card::read_number(card), Points(0))->known);
    REQUIRE(b.exchange().has_value());
  }
};

TEST_CASE("I1: an entry of the inbox that comes again is not consumed again") {
  World world;
  auto& [chain, a, b, card] = world;
  StoreOutbox outbox(a.store());
  const SyncState state = outbox.state();
  ExchangeAnswer answer;
  InboxEntry entry;
  entry.number = outbox.inbox() + 1;
  entry.what = RecallEntry{*card::read_number(card), Points(4)};
  answer.inbox.push_back(entry);
  outbox.apply(answer, state);
  CHECK(a.right(card) == Points(36));
  const Seq events = a.store().journal().last().seq;
  outbox.apply(answer, state);
  CHECK(a.right(card) == Points(36));
  CHECK(a.store().journal().last().seq == events);
  // Nor one that comes before its turn.
  answer.inbox.front().number += 2;
  outbox.apply(answer, state);
  CHECK(a.right(card) == Points(36));
  CHECK(outbox.inbox() == entry.number);
}

TEST_CASE("C1: a state whose answer was lost is told again") {
  World world;
  auto& [chain, a, b, card] = world;
  CHECK(b.balance(card) == Points(40));
  a.sell(card, 100'000);
  REQUIRE(a.exchange().has_value());
  b.line().trouble = [](const TransportRequest&) { return DirectLine::Trouble::answer_lost; };
  CHECK_FALSE(b.exchange().has_value());
  b.line().trouble = nullptr;
  REQUIRE(b.exchange().has_value());
  CHECK(b.store().heard().of(*card::read_number(card))->told.points == Points(50));
}

TEST_CASE("L1: what was promised to a life that never held the account is not promised again") {
  World world;
  auto& [chain, a, b, card] = world;
  chain.close();
  {
    OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
    REQUIRE(close_epoch(books.database, books.store, books.rights, terminal::tid_of_store("S01"), 1,
                        true, chain.now)
                .has_value());
  }
  chain.open();
  Shop next(chain, "S01", 2);
  // Head office looks at the account twice before the new life has said a word.
  for (int i = 0; i < 2; ++i) {
    b.sell(card, 10'000);
    REQUIRE(b.exchange().has_value());
    CHECK(chain.standing(card).shortfall == Points(0));
  }
  for (int i = 0; i < 3; ++i) {
    REQUIRE(next.exchange().has_value());
    REQUIRE(b.exchange().has_value());
  }
  CHECK(next.right(card) == Points(42));
  CHECK(b.right(card) == Points(0));
  CHECK(chain.findings() == std::vector<std::string>{});
}

// Makes a copy of head office's books, and later brings it back.
struct Copy {
  explicit Copy(Chain& of) : chain(of) {
    chain.close();
    {
      OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
      take_backup(chain.directory(), books.database, books.store, file());
    }
    chain.open();
  }
  Restored come_back() {
    chain.close();
    const auto restored = restore_books(chain.directory(), file());
    REQUIRE(restored.has_value());
    chain.open();
    return *restored;
  }
  std::filesystem::path file() const { return place.path() / "copy"; }

  Chain& chain;
  Folder place;
};

TEST_CASE("T1: after head office came back every holder is told again, in the new timeline") {
  World world;
  auto& [chain, a, b, card] = world;
  Copy copy(chain);
  const Restored restored = copy.come_back();
  REQUIRE(b.exchange().has_value());
  CHECK(b.store().heard().of(*card::read_number(card))->lineage == restored.lineage);
}

TEST_CASE(
    "C1: a store that head office forgot is told again once it is heard to hold the account") {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  const std::string card = a.issue();
  a.sell(card, 400'000);
  REQUIRE(a.exchange().has_value());
  Copy copy(chain);
  // What comes now head office will have forgotten.
  StoreOutbox outbox(b.store());
  REQUIRE(ask_for_points(outbox, b.line(), *card::read_number(card), Points(0))->known);
  REQUIRE(b.exchange().has_value());
  copy.come_back();
  a.sell(card, 100'000);
  REQUIRE(a.exchange().has_value());
  SUBCASE("from an act that moves nothing at all") { CHECK(b.sell(card, 0).at("ok") == true); }
  SUBCASE("and though nobody did anything there but ask") {}
  REQUIRE(b.exchange().has_value());
  REQUIRE(a.exchange().has_value());
  REQUIRE(b.exchange().has_value());
  CHECK(b.store().heard().of(*card::read_number(card))->told.points == Points(50));
}

TEST_CASE("F1: a request that was held up since before a restore makes nobody a clone") {
  Chain chain;
  Shop a{chain, "S01"};
  const std::string card = a.issue();
  REQUIRE(a.exchange().has_value());
  Copy copy(chain);
  for (int i = 0; i < 3; ++i) a.sell(card, 10'000);
  std::optional<TransportRequest> held;
  a.line().trouble = [&](const TransportRequest& request) {
    held = request;
    return DirectLine::Trouble::request_lost;
  };
  CHECK_FALSE(a.exchange().has_value());
  a.line().trouble = nullptr;
  REQUIRE(a.exchange().has_value());
  copy.come_back();
  // A gap; one event, for which head office asks no session; one more, in the new session.
  int requests = 0;
  a.line().trouble = [&](const TransportRequest&) {
    return ++requests <= 3 ? DirectLine::Trouble::none : DirectLine::Trouble::request_lost;
  };
  CHECK_FALSE(a.exchange({.events = 1}).has_value());
  a.line().trouble = nullptr;
  REQUIRE(chain.count("SELECT acked FROM epoch") < a.store().journal().last().seq);

  const auto answer = a.line().send(*held);
  REQUIRE(answer.has_value());
  CHECK(answer->status == 409);
  CHECK(chain.count("SELECT count(*) FROM office_anomaly") == 0);
  REQUIRE(a.exchange().has_value());
  CHECK(chain.count("SELECT acked FROM epoch") == a.store().journal().last().seq);
}

TEST_CASE("P1: what was safe is not safe any more once head office came back from before it") {
  Chain chain;
  Shop a{chain, "S01"};
  const std::string card = a.issue();
  REQUIRE(a.exchange().has_value());
  const Seq first = a.store().journal().last().seq;
  Copy old_copy(chain);
  for (int i = 0; i < 3; ++i) a.sell(card, 10'000);
  REQUIRE(a.exchange().has_value());
  const Copy new_copy(chain);
  REQUIRE(a.exchange().has_value());
  StoreOutbox outbox(a.store());
  REQUIRE(outbox.state().safe == first + 3);
  REQUIRE(old_copy.come_back().recovering);
  REQUIRE(a.exchange().has_value());
  CHECK(outbox.state().acked == first + 3);
  CHECK(outbox.state().safe == first);
}

TEST_CASE("T1: an answer of a timeline that was given up is passed over") {
  Chain chain;
  Shop a{chain, "S01"};
  const std::string card = a.issue();
  REQUIRE(a.exchange().has_value());
  Copy copy(chain);
  TransportAnswer old_answer;
  a.line().spoil = [&](TransportAnswer& answer) { old_answer = answer; };
  REQUIRE(a.exchange().has_value());
  a.line().spoil = nullptr;
  const Restored restored = copy.come_back();
  REQUIRE(a.exchange().has_value());
  StoreOutbox outbox(a.store());
  const std::string session = outbox.state().session;
  a.line().spoil = [&](TransportAnswer& answer) { answer = old_answer; };
  CHECK_FALSE(a.exchange().has_value());
  CHECK(outbox.state().lineage.number == restored.lineage);
  CHECK(outbox.state().session == session);
  a.line().spoil = nullptr;
  CHECK(a.exchange().has_value());
}

}  // namespace
}  // namespace vip::sync
