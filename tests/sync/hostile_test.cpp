// Hostile peers: what tests of the exchange, of answers and of the line do not show already. Each
// is refused by a named reason, nothing of it is taken in, and the journal is what it was.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "sync/office/timeline.h"
#include "tests/sync/chain.h"
#include "tests/sync/office_at_work.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::DirectLine;
using test::Shop;

std::string plain(const TransportAnswer& answer) {
  return answer.content_encoding.empty() ? answer.body : *unpack(answer.body, answer_limit);
}

// A store with a member of 11 points, of which one sale is not sent yet.
struct World {
  Chain chain;
  Shop a{chain, "S01"};
  std::string card = a.issue();
  World() {
    a.sell(card, 100'000);
    REQUIRE(a.exchange());
    a.sell(card, 10'000);
  }

  // Head office says what it is told to, under its real key.
  void office_says(std::function<void(ExchangeAnswer&)> lie) {
    a.line().spoil = [this, lie = std::move(lie)](TransportAnswer& answer) {
      if (answer.status != 200) return;
      auto told = *read_answer(plain(answer));
      lie(told);
      answer.body = write_answer(
          told, StoreOutbox(a.store()).identity(),
          [this](std::string_view text) { return chain.directory().office_key().sign(text); });
      answer.content_encoding.clear();
    };
  }
};

TEST_CASE("a head office that lies under its own key is refused, and nothing is taken in") {
  struct Row {
    const char* name;
    std::function<void(ExchangeAnswer&)> lie;
  };
  const Row rows[] = {
      {"acknowledges what was never sent", [](ExchangeAnswer& a) { a.acked += 1; }},
      {"acknowledges everything there could ever be",
       [](ExchangeAnswer& a) { a.acked = 1'000'000'000; }},
      {"takes back what it had", [](ExchangeAnswer& a) { a.acked = a.safe = a.registered = 0; }},
      {"is safer than sure", [](ExchangeAnswer& a) { a.safe = a.acked + 1; }},
      {"has registrations of events that it lacks",
       [](ExchangeAnswer& a) { a.registered = a.acked + 1; }},
      {"speaks from a timeline that was given up", [](ExchangeAnswer& a) { a.lineage.number = 0; }},
      {"asks for no events at all", [](ExchangeAnswer& a) { a.max_events = 0; }},
      {"gives no session", [](ExchangeAnswer& a) { a.session.clear(); }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    World world;
    StoreOutbox outbox(world.a.store());
    const SyncState before = outbox.state();
    const Digest head = outbox.head_at(outbox.last());
    const Seq last = outbox.last();
    world.office_says(row.lie);
    const auto refused = world.a.exchange();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error == ExchangeError::not_understood);
    CHECK(outbox.state() == before);
    CHECK(outbox.last() == last);
    CHECK(outbox.head_at(last) == head);
    CHECK(world.a.right(world.card) == Points(11));
    CHECK(world.a.findings().empty());
    world.a.line().spoil = nullptr;
    REQUIRE(world.a.exchange());
    CHECK(outbox.state().acked == last);
    CHECK(world.chain.findings().empty());
  }
}

TEST_CASE("I1: grants that are not the next ones of the inbox are passed over") {
  World world;
  const auto grant = [&](terminal::InboxNo number) {
    return InboxEntry{
        .number = number,
        .what = GrantEntry{{1, 1}, *card::read_number(world.card), Points(1000), Fen(0)}};
  };
  world.office_says([&](ExchangeAnswer& answer) {
    answer.inbox = {grant(2), grant(7), grant(1'000'000)};
    answer.more = false;
  });
  REQUIRE(world.a.exchange());
  CHECK(world.a.right(world.card) == Points(11));
  CHECK(StoreOutbox(world.a.store()).inbox() == 0);
}

TEST_CASE("a replayed answer of yesterday is refused") {
  World world;
  TransportAnswer of_yesterday;
  world.a.line().spoil = [&](TransportAnswer& answer) { of_yesterday = answer; };
  REQUIRE(world.a.exchange());
  world.a.line().spoil = nullptr;
  world.a.sell(world.card, 20'000);
  REQUIRE(world.a.exchange());
  StoreOutbox outbox(world.a.store());
  const SyncState before = outbox.state();
  world.a.line().spoil = [&](TransportAnswer& answer) { answer = of_yesterday; };
  const auto refused = world.a.exchange();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == ExchangeError::not_understood);
  CHECK(outbox.state() == before);
}

TEST_CASE("an answer that unpacks to gigabytes, is half a frame, or is a web page") {
  struct Row {
    const char* name;
    std::function<void(TransportAnswer&)> spoil;
  };
  const Row rows[] = {
      {"a bomb",
       [](TransportAnswer& answer) {
         answer.body = pack(std::string(256 * 1024 * 1024, '\n'));
         answer.content_encoding = "zstd";
       }},
      {"half a frame",
       [](TransportAnswer& answer) {
         answer.body = pack(plain(answer));
         answer.body.resize(answer.body.size() / 2);
         answer.content_encoding = "zstd";
       }},
      {"an encoding that was not asked for",
       [](TransportAnswer& answer) { answer.content_encoding = "br"; }},
      {"a web page",
       [](TransportAnswer& answer) {
         answer.body = "<html><body>Sign in to the shop's network</body></html>";
         answer.content_encoding.clear();
       }},
      {"a line twice",
       [](TransportAnswer& answer) {
         const std::string page = plain(answer);
         answer.body = page.substr(0, page.find('\n') + 1) + page;
         answer.content_encoding.clear();
       }},
      {"nothing at all", [](TransportAnswer& answer) { answer.body.clear(); }},
      {"a status that is none of ours", [](TransportAnswer& answer) { answer.status = 302; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    World world;
    StoreOutbox outbox(world.a.store());
    const SyncState before = outbox.state();
    world.a.line().spoil = row.spoil;
    const auto refused = world.a.exchange();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error == ExchangeError::not_understood);
    CHECK(outbox.state() == before);
    world.a.line().spoil = nullptr;
    CHECK(world.a.exchange());
    CHECK(world.chain.findings().empty());
  }
}

TEST_CASE("revoked: of a frozen life nothing is taken, of a closed one only its late events") {
  World world;
  {
    world.chain.close();
    OfficeBooksOpen books(world.chain.directory(), terminal::Database::Mode::open_shared);
    auto epoch = books.store.epoch(terminal::tid_of_store("S01"), 1);
    epoch->state = EpochState::frozen;
    terminal::Transaction transaction(books.database);
    books.store.put(*epoch);
    transaction.commit();
  }
  world.chain.open();
  const std::int64_t stored = world.chain.count("SELECT count(*) FROM journal");
  auto refused = world.a.exchange();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().word == "frozen");
  StoreOutbox outbox(world.a.store());
  const auto card = *card::read_number(world.card);
  CHECK(ask_for_points(outbox, world.a.line(), card, Points(1)).error().word == "frozen");
  CHECK(world.chain.count("SELECT count(*) FROM journal") == stored);

  {
    world.chain.close();
    OfficeBooksOpen books(world.chain.directory(), terminal::Database::Mode::open_shared);
    CHECK(close_epoch(books.database, books.store, books.rights, terminal::tid_of_store("S01"), 1,
                      true, world.chain.now));
  }
  world.chain.open();
  refused = world.a.exchange();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().word == "closed");
  CHECK(ask_for_points(outbox, world.a.line(), card, Points(1)).error().word == "closed");
  CHECK(world.chain.count("SELECT count(*) FROM journal") > stored);
  CHECK(world.chain.findings().empty());
}

TEST_CASE("a request that is sent twenty times over has its effect once") {
  World world;
  TransportRequest kept;
  world.a.line().trouble = [&](const TransportRequest& request) {
    kept = request;
    return DirectLine::Trouble::none;
  };
  REQUIRE(world.a.exchange());
  world.a.line().trouble = nullptr;
  const std::int64_t stored = world.chain.count("SELECT count(*) FROM journal");
  const std::int64_t paid = world.chain.count("SELECT sum(paid) FROM day_total");
  for (int i = 0; i < 20; ++i) {
    const auto answer = world.a.line().send(kept);
    REQUIRE(answer);
    CHECK((answer->status == 200 || answer->status == 409));
  }
  CHECK(world.chain.count("SELECT count(*) FROM journal") == stored);
  CHECK(world.chain.count("SELECT sum(paid) FROM day_total") == paid);
  CHECK(world.chain.count("SELECT count(*) FROM epoch WHERE state<>1") == 0);
  CHECK(world.a.exchange());  // and the store goes on as before
}

// A caller that opens a connection and then says nothing, or one byte.
class Sluggard {
 public:
  Sluggard(std::uint16_t port, bool speaks) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    if (speaks) REQUIRE(::send(socket_, "\x16", 1, MSG_NOSIGNAL) == 1);
  }
  ~Sluggard() { ::close(socket_); }
  Sluggard(const Sluggard&) = delete;
  Sluggard& operator=(const Sluggard&) = delete;

 private:
  int socket_;
};

TEST_CASE("callers that say nothing, or say it slowly, stop nobody else") {
  const test::OfficeAtWork office;
  const std::string address = office.address();
  const auto port = static_cast<std::uint16_t>(std::atoi(address.c_str() + address.rfind(':') + 1));
  std::vector<std::unique_ptr<Sluggard>> crowd;
  for (int i = 0; i < 100; ++i) crowd.push_back(std::make_unique<Sluggard>(port, i % 2 == 0));
  test::TestTerminal terminal("S01");
  for (int i = 0; i < 20; ++i) terminal.add(test::sale(std::to_string(i), 1, 100));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  const auto done = test::exchange(terminal, line);
  REQUIRE(done);
  CHECK(done->state.acked == 20);
}

}  // namespace
}  // namespace vip::sync
