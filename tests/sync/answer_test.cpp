// Answers that are not head office's to this terminal, and certificates that have expired: refused
// by a named reason, nothing taken in, the journal as it was.
#include <doctest/doctest.h>

#include <string>

#include "tests/sync/chain.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::Shop;

std::string plain(const TransportAnswer& answer) {
  return answer.content_encoding.empty() ? answer.body : *unpack(answer.body, answer_limit);
}

struct World {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  std::string card = a.issue();
  World() {
    a.sell(card, 100'000);
    REQUIRE(a.exchange());
    a.sell(card, 10'000);
  }
};

TEST_CASE(
    "a forged answer: whatever it acknowledges or grants, it is refused and nothing taken in") {
  World world;
  const SyncState before = StoreOutbox(world.a.store()).state();
  world.a.line().spoil = [&](TransportAnswer& answer) {
    auto forged = *read_answer(plain(answer));
    forged.inbox.push_back(
        {.number = 1,
         .what = GrantEntry{{1, 1}, *card::read_number(world.card), Points(1000), Fen(0)}});
    answer.body = write_answer(forged);
    answer.content_encoding.clear();
  };
  auto refused = world.a.exchange();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == ExchangeError::not_trusted);
  CHECK(refused.error().word == "bad_signature");

  // Signed, but by somebody else.
  const SigningKey other = SigningKey::generate();
  world.a.line().spoil = [&](TransportAnswer& answer) {
    const auto read = *read_answer(plain(answer));
    answer.body = write_answer(read, StoreOutbox(world.a.store()).identity(),
                               [&](std::string_view text) { return other.sign(text); });
    answer.content_encoding.clear();
  };
  CHECK(world.a.exchange().error().word == "bad_signature");
  CHECK(StoreOutbox(world.a.store()).state() == before);
  CHECK(world.a.right(world.card) == Points(11));

  world.a.line().spoil = nullptr;
  CHECK(world.a.exchange());
}

TEST_CASE("another terminal's answer, right as it is, is none for this one") {
  World world;
  TransportAnswer of_b;
  world.b.line().spoil = [&](TransportAnswer& answer) { of_b = answer; };
  REQUIRE(world.b.exchange());
  world.a.line().spoil = [&](TransportAnswer& answer) { answer = of_b; };
  CHECK(world.a.exchange().error().word == "bad_signature");
}

TEST_CASE("an expired certificate brings its events, and is given nothing") {
  World world;
  auto& chain = world.chain;
  StoreOutbox outbox(world.b.store());
  const auto card = *card::read_number(world.card);
  REQUIRE(ask_for_points(outbox, world.b.line(), card, Points(0)));
  chain.now += 181 * 86'400;
  world.b.gift("G1", 1);
  const auto done = world.b.exchange();
  REQUIRE(done);
  CHECK(done->sent == 1);
  CHECK_FALSE(world.b.store().books().card(card));  // it was not told
  const auto refused = ask_for_points(outbox, world.b.line(), card, Points(3));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().word == "certificate_expired");
}

}  // namespace
}  // namespace vip::sync
