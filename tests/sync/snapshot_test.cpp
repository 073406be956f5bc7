// Snapshots: a new life of a store is told of all its accounts in pages that are named by what is
// in them (design 7, bootstrap; E1).
#include "sync/snapshot.h"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sync/bootstrap.h"
#include "sync/office/timeline.h"
#include "tests/sync/books_agree.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::DirectLine;
using test::Shop;

constexpr int members = 1'050;  // two pages

// A store with members of its own and a customer of another store; then its disk is gone.
struct World {
  Chain chain;
  Shop b{chain, "S02"};
  std::string visitor = b.issue();
  std::string first;  // by their numbers: the first page has this one
  std::string last;   // and the last page this one, whose member has 40 points
  std::unique_ptr<Shop> old = std::make_unique<Shop>(chain, "S01");

  World() {
    b.sell(visitor, 100'000);
    REQUIRE(b.exchange());
    for (int i = 0; i < members; ++i) {
      const std::string card = old->issue();
      if (first.empty() || card < first) first = card;
      if (card > last) last = card;
    }
    old->sell(last, 400'000);
    REQUIRE(old->exchange());
    test::hear_of(*old, visitor);
    old->sell(visitor, 30'000);
    REQUIRE(old->exchange());
    REQUIRE(b.exchange());
    chain.close();
    {
      OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
      REQUIRE(close_epoch(books.database, books.store, books.rights, tid(), 1, false, chain.now));
    }
    chain.open();
  }
  static std::uint32_t tid() { return terminal::tid_of_store("S01"); }
  std::int64_t untold() const {
    return chain.count("SELECT count(*) FROM dirty WHERE tid=" + std::to_string(tid()));
  }
};

bool is_blob(const TransportRequest& request) { return request.path.starts_with(blob_path); }

std::optional<terminal::HeardOf> heard(Shop& shop, const std::string& card) {
  const auto number = *card::read_number(card);
  const auto account = shop.store().heard().account_of(number);
  return account ? shop.store().heard().of(*account) : std::nullopt;
}

TEST_CASE("design 7, E1: all accounts come at once, no rights with them; the grants follow") {
  World world;
  Shop next(world.chain, "S01", 2);
  int blobs = 0;
  next.line().trouble = [&](const TransportRequest& request) {
    if (is_blob(request)) ++blobs;
    return DirectLine::Trouble::none;
  };
  StoreOutbox outbox(next.store());
  const auto taken = take_snapshot(outbox, next.line(), [](int) {});
  REQUIRE(taken);
  CHECK(taken->id.has_value());
  CHECK(taken->pages == 2);  // of 1000 and 51
  CHECK(taken->states == members + 1);
  REQUIRE(heard(next, world.last).has_value());
  CHECK(heard(next, world.last)->told.points == Points(40));
  CHECK(next.right(world.last) == Points(0));
  const auto done = next.exchange();
  REQUIRE(done);
  CHECK(done->snapshot_states == 0);  // they are here
  CHECK(done->again_s == 0);
  // What the store had, it has: 40 of the member, released by the closed life and granted anew.
  CHECK(next.right(world.last) == Points(40));
  CHECK(next.balance(world.last) == Points(40));
  const auto member = heard(next, world.first);
  REQUIRE(member.has_value());
  CHECK(member->home);
  CHECK(member->address_zh == "王女士");
  // The visitor: 10 at S02 and 3 that the old disk gave; told, and not at home here.
  const auto visitor = heard(next, world.visitor);
  REQUIRE(visitor.has_value());
  CHECK_FALSE(visitor->home);
  CHECK(visitor->told.points == Points(13));

  REQUIRE(next.exchange());
  CHECK(world.untold() == 0);
  CHECK(StoreOutbox(next.store()).snapshot() == SnapshotProgress{});
  CHECK(blobs == 2);  // once
  // It is a holder of what its earlier life held: a block of the visitor's card reaches it.
  CHECK(world.b.act("card.block", R"("card":")" + world.visitor + R"(","reason":"lost")")["ok"] ==
        true);
  REQUIRE(world.b.exchange());
  REQUIRE(next.exchange());
  CHECK(heard(next, world.visitor)->told.cards.front().state == terminal::CardState::blocked);
  CHECK(next.findings().empty());
  CHECK(world.chain.findings().empty());
}

TEST_CASE("cut off, it goes on with the page that is missing; so it does where head office fell") {
  bool ahead = false;
  SUBCASE("a page after the other") {}
  SUBCASE("the next one fetched while one is taken in") { ahead = true; }
  CAPTURE(ahead);
  World world;
  Shop next(world.chain, "S01", 2);
  int blobs = 0;
  int cut_from = 2;
  next.line().trouble = [&](const TransportRequest& request) {
    if (!is_blob(request)) return DirectLine::Trouble::none;
    return ++blobs >= cut_from ? DirectLine::Trouble::answer_lost : DirectLine::Trouble::none;
  };
  CHECK(next.exchange({.attempts = 2, .ahead = ahead}).error().error == ExchangeError::unreachable);
  CHECK(blobs == 3);  // a page, and two attempts at the next
  CHECK(heard(next, world.first).has_value());
  CHECK(StoreOutbox(next.store()).snapshot().done.size() == 1);

  // Head office makes it anew: a page that is the same has the same name.
  world.chain.close();
  world.chain.open();
  next.open();
  blobs = 0;
  cut_from = 100;
  const auto done = next.exchange({.ahead = ahead});
  REQUIRE(done);
  CHECK(blobs == 1);
  CHECK(done->snapshot_states == members + 1 - 1'000);
  CHECK(next.right(world.last) == Points(40));
  CHECK(world.chain.findings().empty());
}

TEST_CASE("give_way: who waits goes first, between two pages") {
  World world;
  Shop next(world.chain, "S01", 2);
  int asked = 0;
  const auto some = next.exchange({.give_way = [&asked] { return ++asked == 2; }});
  REQUIRE(some);
  CHECK(some->again_s == 1);
  CHECK(some->snapshot_states == 1'000);
  const auto rest = next.exchange();
  REQUIRE(rest);
  CHECK(rest->snapshot_states == members + 1 - 1'000);
}

TEST_CASE("precedence: what changed while the pages were under way stays as it came later") {
  World world;
  Shop next(world.chain, "S01", 2);
  bool once = true;
  next.line().trouble = [&](const TransportRequest& request) {
    if (is_blob(request) && std::exchange(once, false)) {
      world.b.sell(world.visitor, 20'000);
      REQUIRE(world.b.exchange());
    }
    return DirectLine::Trouble::none;
  };
  REQUIRE(next.exchange());
  CHECK(heard(next, world.visitor)->told.points == Points(15));
}

TEST_CASE("a snapshot that is not what head office signed is refused, and nothing of it stays") {
  struct Row {
    const char* name;
    std::function<void(TransportAnswer&, const SigningKey& office)> spoil;
  };
  const auto plain = [](TransportAnswer& answer) {
    if (!answer.content_encoding.empty()) answer.body = *unpack(answer.body, answer_limit);
    answer.content_encoding.clear();
  };
  const Row rows[] = {
      {"a byte of a page",
       [](TransportAnswer& a, const SigningKey&) {
         if (a.body.starts_with("\x28\xb5\x2f\xfd") && a.content_encoding.empty()) {
           a.body[a.body.size() / 2] ^= 1;
         }
       }},
      {"a page that is cut",
       [](TransportAnswer& a, const SigningKey&) {
         if (a.body.starts_with("\x28\xb5\x2f\xfd") && a.content_encoding.empty()) {
           a.body.pop_back();
         }
       }},
      {"a manifest under another key",
       [&](TransportAnswer& a, const SigningKey&) {
         plain(a);
         const TerminalName who{World::tid(), 2};
         const auto read = read_manifest(a.body, who, std::nullopt);
         if (!read || !read->manifest) return;
         const SigningKey other = SigningKey::generate();
         a.body = write_manifest(*read->manifest,
                                 [&](std::string_view text) { return other.sign(text); });
       }},
      {"another terminal's manifest",
       [&](TransportAnswer& a, const SigningKey& office) {
         plain(a);
         const auto read = read_manifest(a.body, {World::tid(), 2}, std::nullopt);
         if (!read || !read->manifest) return;
         SnapshotManifest other = *read->manifest;
         other.of.epoch = 1;
         a.body = write_manifest(other, [&](std::string_view text) { return office.sign(text); });
       }},
      {"a page that says it has more rows",
       [&](TransportAnswer& a, const SigningKey& office) {
         plain(a);
         const auto read = read_manifest(a.body, {World::tid(), 2}, std::nullopt);
         if (!read || !read->manifest) return;
         SnapshotManifest other = *read->manifest;
         other.pages.front().rows -= 1;
         a.body = write_manifest(other, [&](std::string_view text) { return office.sign(text); });
       }},
  };
  World world;
  Shop next(world.chain, "S01", 2);
  for (const Row& row : rows) {
    CAPTURE(row.name);
    next.line().spoil = [&](TransportAnswer& answer) {
      row.spoil(answer, world.chain.directory().office_key());
    };
    const auto done = next.exchange({.attempts = 2});
    REQUIRE_FALSE(done);
    CHECK(done.error().error == ExchangeError::not_understood);
    CHECK_FALSE(heard(next, world.first).has_value());
    CHECK(StoreOutbox(next.store()).snapshot() == SnapshotProgress{});
  }
  next.line().spoil = nullptr;
  REQUIRE(next.exchange());
  CHECK(heard(next, world.first).has_value());
}

TEST_CASE("whose pages they are: another terminal, nobody, a closed life get none of them") {
  World world;
  Shop next(world.chain, "S01", 2);
  std::string name;
  next.line().trouble = [&](const TransportRequest& request) {
    if (is_blob(request)) name = request.path;
    return DirectLine::Trouble::none;
  };
  REQUIRE(next.exchange());
  const auto ask = [&](const std::string& method, const std::string& path, const std::string& body,
                       const std::optional<std::string>& certificate) {
    const HttpAnswer answer =
        world.chain.office().answer({method, path, "", body, certificate}, world.chain.now);
    const auto refusal = read_refusal(answer.body);
    return std::to_string(answer.status) + (refusal ? " " + refusal->word : "");
  };
  const std::string own = write_snapshot_request({World::tid(), 2});
  const std::string before = write_snapshot_request({World::tid(), 1});
  const std::string& at_b = world.b.line().certificate();
  CHECK(ask("GET", name, "", next.line().certificate()) == "200");
  CHECK(ask("GET", name, "", at_b) == "404 unknown_blob");
  CHECK(ask("GET", name, "", std::nullopt) == "401 no_certificate");
  CHECK(ask("GET", name.substr(0, name.size() - 1), "", next.line().certificate()) ==
        "404 unknown_blob");
  CHECK(ask("POST", name, "", next.line().certificate()) == "405 unknown_method");
  CHECK(ask("POST", std::string(snapshot_path), own, at_b) == "403 wrong_terminal");
  CHECK(ask("POST", std::string(snapshot_path), own, std::nullopt) == "401 no_certificate");
  CHECK(ask("POST", std::string(snapshot_path), "{}\n", at_b) == "400 malformed");
  CHECK(ask("POST", std::string(snapshot_path), before, world.old->line().certificate()) ==
        "409 closed");
}

TEST_CASE("C1: what the closed life brings late is news to the life that came after it") {
  Chain chain;
  Shop home(chain, "S02");
  Shop old(chain, "S01");
  const std::string card = home.issue();
  home.sell(card, 100'000);
  REQUIRE(home.exchange());
  test::hear_of(old, card);
  old.sell(card, 10'000);
  REQUIRE(old.exchange());
  old.line().cut = true;
  old.sell(card, 50'000);  // 5 more, on the disk that is thought dead
  chain.close();
  {
    OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
    REQUIRE(
        close_epoch(books.database, books.store, books.rights, World::tid(), 1, true, chain.now));
  }
  chain.open();
  Shop next(chain, "S01", 2);
  REQUIRE(next.exchange());
  CHECK(heard(next, card)->told.points == Points(11));
  old.line().cut = false;
  CHECK(old.exchange().error().word == "closed");
  REQUIRE(next.exchange());
  CHECK(heard(next, card)->told.points == Points(16));
}

}  // namespace
}  // namespace vip::sync
