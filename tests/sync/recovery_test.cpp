// A disk dies with events that never arrived; its lanes have copies (design 8, P1).
#include "sync/office/recovery.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "sync/office/timeline.h"
#include "sync/sync_answers.h"
#include "tests/sync/chain.h"

namespace vip::sync {
namespace {

using terminal::Json;
using test::Chain;
using test::Shop;

constexpr std::uint32_t first_life = 1;

// 40 points at head office; then, with the line cut, 5 earned and 30 redeemed.
struct World {
  Chain chain;
  Shop a{chain, "S01"};
  std::string card = a.issue();
  terminal::Seq arrived = 0;

  World() {
    a.gift("G30", 30);
    a.sell(card, 400'000);
    REQUIRE(a.exchange());
    REQUIRE(a.exchange());
    arrived = a.store().journal().last().seq;
    a.line().cut = true;
    a.sell(card, 50'000);
    REQUIRE(a.redeem(card, "G30")["ok"] == true);
  }
  Json copies(const std::string& request = "{}") {
    return terminal::read_json(sync::copies(a.store(), request).text).value();
  }
  // As lines of a lane's file.
  std::vector<std::string> lines(const std::string& request = "{}") {
    std::vector<std::string> lines;
    const Json answer = copies(request);
    for (const Json& one : answer["result"]["copies"]) lines.push_back(one.dump());
    return lines;
  }
  Result<Recovered, RecoveryFailure> recover(const std::string& file) {
    chain.close();
    OfficeBooksOpen books(chain.directory(), terminal::Database::Mode::open_shared);
    const auto done = recover_events(books.database, books.store, books.fold, books.rights,
                                     {terminal::tid_of_store("S01"), first_life}, file, chain.now);
    return done;
  }
  std::int64_t acked() const {
    return chain.count("SELECT acked FROM epoch WHERE epoch=1 AND tid=" +
                       std::to_string(terminal::tid_of_store("S01")));
  }
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

TEST_CASE("sync.copies: what is not safe, byte for byte, with its heads") {
  World world;
  const Json answer = world.copies();
  const Json& result = answer["result"];
  CHECK(result["store"] == "S01");
  CHECK(result["epoch"] == 1);
  CHECK(result["safe"] == world.arrived);
  const auto last = world.a.store().journal().last();
  CHECK(result["last"] == last.seq);
  REQUIRE(result["copies"].size() == last.seq - world.arrived);
  CHECK(result["copies"][0]["seq"] == world.arrived + 1);
  CHECK(result["copies"][0]["body"] == world.a.store().journal().at(world.arrived + 1)->body);
  CHECK(result["copies"].back()["head"] == hex(last.head));
  CHECK(world.copies(R"({"from":1,"most":2})")["result"]["copies"].size() == 2);
  CHECK(world.copies(R"({"from":1,"most":2})")["result"]["copies"][1]["seq"] == 2);
  CHECK(world.copies(R"({"from":0})")["error"]["pointer"] == "/from");
  CHECK(world.copies(R"({"most":501})")["error"]["pointer"] == "/most");
  CHECK(world.copies(R"({"form":1})")["error"]["pointer"] == "/form");
}

TEST_CASE("P1: the disk is dead, the lanes have the rest: nothing is lost, nothing spent twice") {
  World world;
  auto lines = world.lines();
  std::swap(lines.front(), lines.back());  // in any order, and more than once
  lines.push_back(lines.front());
  const auto done = world.recover(joined(lines) + "\n" + world.copies().dump() + "\n");
  REQUIRE(done);
  const auto last = world.a.store().journal().last();
  CHECK(done->before == world.arrived);
  CHECK(done->through == last.seq);
  CHECK(done->head == last.head);
  CHECK(done->last_copy == last.seq);
  {
    OfficeBooksOpen books(world.chain.directory(), terminal::Database::Mode::open_shared);
    REQUIRE(close_epoch(books.database, books.store, books.rights, terminal::tid_of_store("S01"),
                        first_life, false, world.chain.now));
  }
  world.chain.open();
  CHECK(world.chain.standing(world.card).net == Points(15));
  CHECK(world.chain.standing(world.card).shortfall == Points(0));
  Shop next(world.chain, "S01", 2);
  REQUIRE(next.exchange());
  CHECK(next.right(world.card) == Points(15));
  // The disk turns up after all: it has nothing new, and nothing counts twice.
  world.a.line().cut = false;
  CHECK(world.a.exchange().error().word == "closed");
  CHECK(world.chain.standing(world.card).net == Points(15));
  CHECK(next.findings().empty());
  CHECK(world.chain.findings().empty());
  CHECK(world.chain.count("SELECT count(*) FROM parked") == 0);
}

TEST_CASE("a copy is missing: what stands before it is taken, and the rest when it is found") {
  World world;
  world.a.sell(world.card, 10'000);
  const auto lines = world.lines();
  REQUIRE(lines.size() >= 3);
  const auto without = std::vector<std::string>{lines.front(), lines.back()};
  const auto some = world.recover(joined(without));
  REQUIRE(some);
  CHECK(some->through == world.arrived + 1);
  CHECK(some->last_copy == world.a.store().journal().last().seq);
  const auto rest = world.recover(joined(lines));
  REQUIRE(rest);
  CHECK(rest->before == world.arrived + 1);
  CHECK(rest->through == world.a.store().journal().last().seq);
  const auto again = world.recover(joined(lines));
  REQUIRE(again);
  CHECK(again->before == again->through);
}

TEST_CASE("copies that are none, altered, or of another history: nothing is taken") {
  World world;
  const auto own = world.lines();
  const auto known = world.lines(R"({"from":1,"most":1})").front();
  const auto changed = [](const std::string& line, const std::function<void(Json&)>& change) {
    Json json = terminal::read_json(line).value();
    change(json);
    return json.dump();
  };
  const auto other_body = [](Json& json) { json["body"] = json["body"].get<std::string>() + " "; };
  struct Row {
    const char* name;
    std::string file;
    RecoveryError error;
  };
  const Row rows[] = {
      {"no JSON", "hello\n", RecoveryError::malformed},
      {"no head", changed(own[0], [](Json& j) { j.erase("head"); }), RecoveryError::malformed},
      {"an empty event", changed(own[0], [](Json& j) { j["body"] = ""; }),
       RecoveryError::malformed},
      {"two lines in an event", changed(own[0], [](Json& j) { j["body"] = "{\n}"; }),
       RecoveryError::malformed},
      {"an answer without copies", R"({"ok":true,"result":{}})", RecoveryError::malformed},
      {"differs from what arrived", changed(known, other_body) + "\n" + joined(own),
       RecoveryError::another_history},
      {"two lanes disagree", joined(own) + changed(own[0], other_body),
       RecoveryError::another_history},
      {"altered", changed(own[0], other_body) + "\n" + own[1], RecoveryError::broken_chain},
      {"altered later", own[0] + "\n" + changed(own[1], other_body), RecoveryError::broken_chain},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto done = world.recover(row.file);
    REQUIRE_FALSE(done);
    CHECK(done.error().error == row.error);
    CHECK(world.acked() == static_cast<std::int64_t>(world.arrived));
  }
  // Of another life of the store: passed over.
  const auto other = world.recover(changed(own[0], [](Json& j) { j["epoch"] = 2; }));
  REQUIRE(other);
  CHECK(other->through == world.arrived);
}

}  // namespace
}  // namespace vip::sync
