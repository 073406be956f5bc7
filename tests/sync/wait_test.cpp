// Waiting for news (long poll): who has nothing to say hears at once of what head office has for
// them.
#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "tests/sync/chain.h"
#include "tests/sync/office_at_work.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::Shop;

// A wait that was sent, and its answer when it comes.
class Wait {
 public:
  Wait(Chain& chain, Shop& shop) {
    StoreOutbox outbox(shop.store());
    const TerminalName who = outbox.identity();
    chain.office().answer_later(
        {"POST", std::string(wait_path), "",
         write_wait({who.tid, who.epoch, outbox.inbox(), outbox.state().page}),
         shop.line().certificate()},
        chain.now, [this](HttpAnswer answer) {
          ++answers;
          status = answer.status;
          if (const auto reply = read_wait_reply(answer.body)) news = reply->news;
          if (const auto refusal = read_refusal(answer.body)) word = refusal->word;
        });
  }
  int answers = 0;
  int status = 0;
  std::optional<bool> news;
  std::string word;
};

// 40 points at A; B holds the account too.
struct World {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  std::string card = a.issue();
  World() {
    a.sell(card, 400'000);
    REQUIRE(a.exchange());
    ask(0);
    REQUIRE(b.exchange());
    REQUIRE(a.exchange());
  }
  void ask(std::int64_t points) {
    StoreOutbox outbox(b.store());
    REQUIRE(ask_for_points(outbox, b.line(), *card::read_number(card), Points(points)));
  }
};

TEST_CASE(
    "G5: a recall reaches a store that waits at once, and the member at another gets points") {
  World world;
  auto& [chain, a, b, card] = world;
  Wait wait(chain, a);
  CHECK(wait.answers == 0);
  CHECK(chain.office().waiting() == 1);
  chain.office().wake(chain.now);
  CHECK(wait.answers == 0);  // nothing is there
  world.ask(30);
  chain.office().wake(chain.now);
  CHECK(wait.answers == 1);
  CHECK(wait.news == true);
  CHECK(chain.office().waiting() == 0);
  REQUIRE(a.exchange());
  REQUIRE(b.exchange({.settle = false}));  // the member stands there
  CHECK(b.right(card) == Points(30));
  // What was there before it waits is said at once.
  world.ask(40);
  Wait late(chain, a);
  CHECK(late.news == true);
}

TEST_CASE("a wait ends after 25 s, and tells whether states of accounts wait") {
  World world;
  auto& [chain, a, b, card] = world;
  b.sell(card, 5'000);
  Wait quiet(chain, a);
  chain.now += HeadOffice::longest_wait_s - 1;
  chain.office().wake(chain.now);
  CHECK(quiet.answers == 0);
  chain.now += 1;
  chain.office().wake(chain.now);
  CHECK(quiet.news == false);

  Wait wait(chain, a);
  // A card that is lost is told of as a state; states come together.
  REQUIRE(b.act("card.block", R"("card":")" + card + R"(","reason":"lost")")["ok"] == true);
  REQUIRE(b.exchange());
  chain.office().wake(chain.now);
  const bool at_once = wait.answers == 1;  // its points may have moved as well
  chain.now += HeadOffice::longest_wait_s;
  chain.office().wake(chain.now);
  CHECK(wait.news == true);
  CHECK((at_once || wait.answers == 1));
  REQUIRE(a.exchange());
  CHECK(a.ask("card.show", R"("card":")" + card + '"').at("result").at("state") == "blocked");
}

TEST_CASE("who waits while head office stops is told; who may not wait is told why") {
  World world;
  auto& [chain, a, b, card] = world;
  Wait wait(chain, a);
  chain.office().release();
  CHECK(wait.news == false);
  CHECK(chain.office().waiting() == 0);
  const auto answer = [&](std::string body, const std::optional<std::string>& certificate) {
    HttpAnswer got;
    chain.office().answer_later({"POST", std::string(wait_path), "", std::move(body), certificate},
                                chain.now, [&](HttpAnswer made) { got = std::move(made); });
    const auto refusal = read_refusal(got.body);
    return std::to_string(got.status) + " " + (refusal ? refusal->word : "");
  };
  const TerminalName own = StoreOutbox(a.store()).identity();
  const std::string good = write_wait({own.tid, own.epoch, 0, ""});
  CHECK(answer(good, std::nullopt) == "401 no_certificate");
  CHECK(answer("", a.line().certificate()) == "400 malformed");
  CHECK(answer(good, b.line().certificate()) == "403 wrong_terminal");
  chain.now += 181 * 86'400;
  CHECK(answer(good, a.line().certificate()) == "403 certificate_expired");
}

TEST_CASE("over a real line: the answer comes when it is time, on the connection that waited") {
  test::OfficeAtWork office;
  test::TestTerminal terminal("S01");
  HttpTransport line(line_of(terminal.enrol_at(office)));
  std::thread later([&office] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    office.now += HeadOffice::longest_wait_s + 1;
  });
  const auto news = wait_for_news(terminal, line);
  later.join();
  REQUIRE(news);
  CHECK_FALSE(*news);
}

}  // namespace
}  // namespace vip::sync
