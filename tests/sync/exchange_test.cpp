#include "sync/exchange.h"

#include <doctest/doctest.h>

#include <string>

#include "sync/office/verify.h"
#include "sync/packing.h"
#include "sync/page.h"
#include "tests/sync/office_at_work.h"

namespace vip::sync {
namespace {

using test::exchange;
using test::OfficeAtWork;
using test::TestTerminal;
using test::TroubledLine;

// One request that the exchange itself would never make, and the word that comes back.
std::string word_of(Transport& line, const TransportRequest& request) {
  const auto answer = line.send(request);
  if (!answer) return answer.error().detail;
  const auto refusal = read_refusal(answer->body);
  return refusal ? std::to_string(answer->status) + " " + refusal->word
                 : std::to_string(answer->status);
}

TransportRequest post(std::string body, std::string encoding = "") {
  return {.method = "POST",
          .path = std::string(exchange_path),
          .body = std::move(body),
          .content_encoding = std::move(encoding)};
}

// The request that a terminal would send for these events, to be spoilt.
std::string request_of(TestTerminal& terminal, Seq from, Seq through) {
  ExchangeHeader header;
  header.tid = terminal.genesis().tid;
  header.epoch = terminal.genesis().epoch;
  header.from = from;
  header.through = through;
  header.last = terminal.last();
  header.head = terminal.head_at(through);
  header.session = terminal.state().session;
  header.signature = terminal.sign(signed_text(header));
  const auto events = terminal.segment(from, through + 1 - from, 1 << 30);
  return write_request(header, Lines(events.begin(), events.end()));
}

TEST_CASE("X1, K1: a journal arrives byte for byte, in batches, and has its effect once") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  for (int i = 0; i < 1200; ++i) terminal.add(test::sale("R" + std::to_string(i), 2, 150));
  HttpTransport line(line_of(terminal.enrol_at(office)));

  const auto done = exchange(terminal, line);
  REQUIRE(done);
  CHECK(done->sent == 1200);
  CHECK(done->requests == 3);
  CHECK(done->state.acked == 1200);
  CHECK(done->state.safe == 1200);
  CHECK(done->traffic.sent > 0);
  CHECK(terminal.state() == done->state);

  const auto books = office.books();
  Seq seen = 0;
  books->store.each_event(terminal.genesis().tid, 1, 1,
                          [&](Seq seq, std::string_view body, const Digest& head) {
                            CHECK(body == terminal.events()[seq - 1]);
                            CHECK(head == terminal.head_at(seq));
                            return ++seen > 0;
                          });
  CHECK(seen == 1200);
  CHECK(books->database.integer("SELECT sum(sales) FROM day_total") == 1200);
  CHECK(books->database.integer("SELECT sum(paid) FROM day_total") == 360'000);
  CHECK(books->database.integer("SELECT count(*) FROM parked") == 0);

  // Nothing new: one request, and nothing changes.
  const auto again = exchange(terminal, line);
  REQUIRE(again);
  CHECK(again->sent == 0);
  CHECK(again->requests == 1);
  CHECK(office.count("SELECT sum(sales) FROM day_total") == 1200);
}

TEST_CASE("a batch ends at its bytes as well as at its events") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  for (int i = 0; i < 10; ++i) terminal.add(std::string(1000, 'x'));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  const auto done = exchange(terminal, line, {.bytes = 3003});
  REQUIRE(done);
  CHECK(done->requests == 4);  // 3, 3, 3, 1
  CHECK(done->state.acked == 10);
}

TEST_CASE("a lost answer: the same events go again and are skipped, with the same answer") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  for (int i = 0; i < 10; ++i) terminal.add(test::sale("R" + std::to_string(i), 1, 100));
  HttpTransport real(line_of(terminal.enrol_at(office)));
  int lost = 0;
  TroubledLine line(real, [&lost](auto answer) -> Result<TransportAnswer, TransportFailure> {
    if (lost++ < 2) return Unexpected{TransportFailure{TransportError::lost, "cut"}};
    return answer;
  });
  const auto done = exchange(terminal, line);
  REQUIRE(done);
  CHECK(line.requests == 3);
  CHECK(done->state.acked == 10);
  CHECK(office.count("SELECT count(*) FROM journal") == 10);
  CHECK(office.count("SELECT sum(sales) FROM day_total") == 10);
  // And the terminal is no stranger afterwards.
  terminal.add(test::sale("R10", 1, 100));
  CHECK(exchange(terminal, real)->state.acked == 11);
}

TEST_CASE("an answer that was cut off is thrown away whole, and asked for again") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  terminal.add(test::gift("G1"));
  HttpTransport real(line_of(terminal.enrol_at(office)));
  int cut = 0;
  TroubledLine line(real, [&cut](auto answer) -> Result<TransportAnswer, TransportFailure> {
    if (cut++ == 0) answer->body.resize(answer->body.size() / 2);
    return answer;
  });
  CHECK(exchange(terminal, line)->state.acked == 1);
  CHECK(line.requests == 2);

  // Every answer is cut: it is never taken for one, and what is remembered stays as it was.
  terminal.add(test::gift("G2"));
  const SyncState before = terminal.state();
  TroubledLine broken(real, [](auto answer) -> Result<TransportAnswer, TransportFailure> {
    answer->body.pop_back();
    return answer;
  });
  const auto failed = exchange(terminal, broken);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().error == ExchangeError::not_understood);
  CHECK(terminal.state() == before);
  CHECK(exchange(terminal, real)->state.acked == 2);
}

TEST_CASE("nobody there: everything waits as it was") {
  OfficeAtWork office;
  TestTerminal terminal("S01");
  terminal.add(test::gift("G1"));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  office.stop();
  const auto failed = exchange(terminal, line);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().error == ExchangeError::unreachable);
  CHECK(terminal.state() == SyncState{});
}

TEST_CASE("gap: head office has less than was acknowledged, and gets it again") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  for (int i = 0; i < 8; ++i) terminal.add(test::gift("G" + std::to_string(i)));
  terminal.set_state({.acked = 5, .safe = 0});
  HttpTransport line(line_of(terminal.enrol_at(office)));
  const auto done = exchange(terminal, line);
  REQUIRE(done);
  CHECK(done->state.acked == 8);
  CHECK(office.count("SELECT count(*) FROM journal") == 8);
}

TEST_CASE("F1: two bodies for one position freeze the epoch, and what was stored stays") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  for (int i = 0; i < 5; ++i) terminal.add(test::gift("G" + std::to_string(i)));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  REQUIRE(exchange(terminal, line));
  TestTerminal clone = terminal;
  terminal.add(test::gift("true"));
  clone.add(test::gift("other"));
  REQUIRE(exchange(terminal, line));

  const auto forked = exchange(clone, line);
  REQUIRE_FALSE(forked);
  CHECK(forked.error().error == ExchangeError::refused);
  CHECK(forked.error().word == "fork");
  CHECK(office.count("SELECT count(*) FROM journal") == 6);
  CHECK(office.count("SELECT count(*) FROM gift WHERE id='true'") == 1);
  CHECK(office.count("SELECT count(*) FROM gift WHERE id='other'") == 0);
  CHECK(office.count("SELECT count(*) FROM office_anomaly WHERE kind=1 AND about=6") == 1);

  terminal.add(test::gift("later"));
  CHECK(exchange(terminal, line).error().word == "frozen");
  CHECK(office.count("SELECT count(*) FROM journal") == 6);
}

TEST_CASE("F1: another head signed for the last event is a fork as well") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  TestTerminal clone = terminal;
  terminal.add(test::gift("true"));
  clone.add(test::gift("other"));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  REQUIRE(exchange(terminal, line));
  clone.set_state(terminal.state());
  CHECK(exchange(clone, line).error().word == "fork");
}

TEST_CASE(
    "a request that knows neither of the last two sessions is a clone; it freezes if it brings "
    "events") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  HttpTransport line(line_of(terminal.enrol_at(office)));
  TestTerminal old = terminal;
  for (int i = 0; i < 3; ++i) {
    terminal.add(test::gift("G" + std::to_string(i)));
    REQUIRE(exchange(terminal, line));
  }
  // An old request that was held up on its way brings nothing new.
  old.add(terminal.events()[0]);
  CHECK(exchange(old, line).error().word == "clone");
  terminal.add(test::gift("G3"));
  CHECK(exchange(terminal, line)->state.acked == 4);
  // A second history does, although each of its bytes is right so far.
  for (int i = 1; i < 4; ++i) old.add(terminal.events()[static_cast<std::size_t>(i)]);
  old.add(test::gift("G4"));
  CHECK(exchange(old, line).error().word == "clone");
  CHECK(exchange(terminal, line).error().word == "frozen");
}

TEST_CASE("a terminal with fewer events than it sent was rewound, and is frozen") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  HttpTransport line(line_of(terminal.enrol_at(office)));
  terminal.add(test::gift("G0"));
  TestTerminal rewound = terminal;
  terminal.add(test::gift("G1"));
  REQUIRE(exchange(terminal, line));
  rewound.set_state({.acked = 1, .safe = 1, .session = terminal.state().session});
  CHECK(exchange(rewound, line).error().word == "rewound");
  CHECK(exchange(terminal, line).error().word == "frozen");
}

TEST_CASE("each refusal for its own reason, with nothing stored") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  for (int i = 0; i < 3; ++i) terminal.add(test::gift("G" + std::to_string(i)));
  const Enrolment enrolment = terminal.enrol_at(office);
  HttpTransport line(line_of(enrolment));

  const std::string good = request_of(terminal, 1, 3);
  SUBCASE("no certificate") {
    HttpTransportSettings nobody = line_of(enrolment);
    nobody.certificate.reset();
    HttpTransport anonymous(nobody);
    CHECK(word_of(anonymous, post(good)) == "401 no_certificate");
  }
  SUBCASE("another terminal's certificate") {
    const TestTerminal other("S02");
    HttpTransport theirs(line_of(other.enrol_at(office)));
    CHECK(word_of(theirs, post(good)) == "403 wrong_terminal");
  }
  SUBCASE("another path, another method, another encoding") {
    CHECK(word_of(line, {.path = "/sync/v1/other"}) == "404 unknown_path");
    CHECK(word_of(line, {.method = "GET", .path = std::string(exchange_path)}) ==
          "405 unknown_method");
    CHECK(word_of(line, post(good, "gzip")) == "415 encoding");
  }
  SUBCASE("a tampered body: not the events that were signed") {
    std::string tampered = good;
    tampered[tampered.find("G1") + 1] = '7';
    CHECK(word_of(line, post(tampered)) == "409 broken_chain");
    CHECK(office.count("SELECT count(*) FROM office_anomaly WHERE kind=4") == 1);
  }
  SUBCASE("a signature by another key") {
    TestTerminal thief = terminal;
    thief.use_key(std::make_shared<SigningKey>(SigningKey::generate()));
    CHECK(word_of(line, post(request_of(thief, 1, 3))) == "403 bad_signature");
  }
  SUBCASE("a signature over another position") {
    std::string moved = good;
    const std::string is = R"("through":3)";
    moved.replace(moved.find(is), is.size(), R"("through":2)");
    moved.resize(moved.rfind('\n', moved.size() - 2) + 1);
    CHECK(word_of(line, post(moved)) == "403 bad_signature");
  }
  SUBCASE("cut bodies") {
    CHECK(word_of(line, post("")) == "400 malformed");
    CHECK(word_of(line, post(good.substr(0, good.size() - 1))) == "400 malformed");
    CHECK(word_of(line, post(good.substr(0, good.rfind('\n', good.size() - 2) + 1))) ==
          "400 malformed");
    const std::string packed = pack(good);
    CHECK(word_of(line, post(packed.substr(0, packed.size() - 3), "zstd")) == "400 malformed");
    CHECK(word_of(line, post(good, "zstd")) == "400 malformed");
  }
  SUBCASE("a bomb, and too much of anything") {
    CHECK(word_of(line, post(pack(std::string(request_limit + 1, '\n')), "zstd")) ==
          "413 too_large");
    CHECK(word_of(line, post(pack(std::string(512 * 1024 * 1024, '\0')), "zstd")) ==
          "413 too_large");
    CHECK(word_of(line, post(std::string(request_limit + 1, '\n'))).starts_with("413"));
  }
  SUBCASE("a gap") { CHECK(word_of(line, post(request_of(terminal, 2, 3))) == "409 gap"); }
  CHECK(office.count("SELECT count(*) FROM journal") == 0);
  CHECK(exchange(terminal, line)->state.acked == 3);
}

TEST_CASE("another chain's terminal is not let in, and says so") {
  const OfficeAtWork office;
  const OfficeAtWork other;
  TestTerminal terminal("S01");
  terminal.add(test::gift("G1"));
  HttpTransportSettings mixed = line_of(terminal.enrol_at(office));
  mixed.certificate = terminal.enrol_at(other).certificate;
  HttpTransport line(mixed);
  const auto failed = exchange(terminal, line);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().error == ExchangeError::not_trusted);
}

TEST_CASE("413: half as many, until it fits; one event that never fits is named") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  for (int i = 0; i < 40; ++i)
    terminal.add(random_bytes(1).empty() ? "" : std::string(200'000, 'x'));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  const auto done = exchange(terminal, line, {.bytes = 1 << 30});
  REQUIRE(done);
  CHECK(done->state.acked == 40);
}

TEST_CASE("X1: of a long request head office takes the beginning; the rest comes, and is signed") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  for (int i = 0; i < 4500; ++i) terminal.add(test::sale(std::to_string(i), 1, 100));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  const auto done = exchange(terminal, line, {.events = 5000, .bytes = 1 << 22});
  REQUIRE(done);
  CHECK(done->state.acked == 4500);
  CHECK(done->sent == 4500);
  CHECK(done->requests == 6);  // 2000 of 4500 at once, and then 500 at a time, as it asked
  CHECK(office.count("SELECT sum(paid) FROM day_total") == 450'000);
  CHECK(office.count("SELECT max(through-first+1) FROM segment") == 2000);
  CHECK(office.count("SELECT count(*) FROM segment WHERE signature=zeroblob(64)") == 1);
  const auto books = office.books();
  const Verified verified = verify(books->database, books->store, books->policy_key);
  CHECK(verified.findings.empty());
  CHECK(verified.segments == 5);
}

TEST_CASE(
    "an event that head office does not understand or disagrees with is stored, acknowledged, "
    "parked, and does not stop what follows") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  terminal.add("no json");
  terminal.add(R"({"k":"dance","v":1,"t":1795003200,"d":"2026-11-18"})");
  terminal.add(R"({"k":"close","v":9,"t":1795003200,"d":"2026-11-18","card":9156000000000018})");
  terminal::SaleEvent wrong = test::sale("R1", 2, 150);
  wrong.paid[0] = Fen(299);
  terminal.add(wrong);
  terminal.add(terminal::CloseEvent{*card::read_number("9156000000000018")});
  terminal.add(test::sale("R2", 2, 150));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  CHECK(exchange(terminal, line)->state.acked == 6);

  const auto books = office.books();
  const auto parked = books->fold.parked();
  REQUIRE(parked.size() == 5);
  const char* reasons[] = {"malformed", "unknown_kind", "unknown_version", "paid", "card_unknown"};
  for (std::size_t i = 0; i < 5; ++i) {
    CAPTURE(i);
    CHECK(parked[i].seq == i + 1);
    CHECK(parked[i].reason == reasons[i]);
  }
  CHECK(parked[3].kind == "sale");
  CHECK(books->database.integer("SELECT sum(paid) FROM day_total") == 300);
}

TEST_CASE(
    "N1, B1: a till that was tampered with redeems nothing: not without points, not blocked") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  const card::Number good = *card::read_number("9156000000000018");
  const card::Number blocked = *card::read_number("9156000000000052");
  const Day issued = *Day::from_civil(2026, 1, 1);
  const Day last = *Day::from_civil(2027, 12, 31);
  terminal.add(test::gift("G1"));  // for 30 points
  // Others hold 90 points of each account; here are none.
  terminal.add(terminal::ToldEvent{
      good, Points(90), Points(90), {{.number = good, .issued = issued, .last_day = last}}});
  terminal.add(terminal::ToldEvent{blocked,
                                   Points(90),
                                   Points(90),
                                   {{.number = blocked,
                                     .state = terminal::CardState::blocked,
                                     .blocked_for = terminal::BlockReason::lost,
                                     .issued = issued,
                                     .last_day = last}}});
  terminal.add(terminal::RedeemEvent{good, good, "G1", Points(30)});
  terminal.add(terminal::RedeemEvent{blocked, blocked, "G1", Points(30)});
  HttpTransport line(line_of(terminal.enrol_at(office)));
  CHECK(exchange(terminal, line)->state.acked == 5);
  const auto books = office.books();
  const auto parked = books->fold.parked();
  REQUIRE(parked.size() == 2);
  CHECK(parked[0].seq == 4);
  CHECK(parked[0].reason == "points_short");
  CHECK(parked[1].seq == 5);
  CHECK(parked[1].reason == "card_state");
  CHECK(books->database.integer("SELECT sum(redeemed) FROM holding") == 0);
}

TEST_CASE("a policy that head office did not sign gives a store no cheaper rates") {
  const OfficeAtWork office(false);
  TestTerminal terminal("S01", false);
  const std::string document =
      R"({"format":1,"version":2,"from":"2026-01-01","points":{"per":5000}})";
  const SigningKey& ours = office.directory().office_key();
  const SigningKey other = SigningKey::generate();
  const auto adopted = [&document](const PublicKey& key, const Signature& signature) {
    return terminal::PolicyAdoptedEvent{
        .document = document, .key = hex(key), .signature = hex(signature)};
  };
  terminal.add(adopted(other.public_key(), other.sign(document)));
  terminal.add(adopted(ours.public_key(), other.sign(document)));
  terminal.add(adopted(ours.public_key(), ours.sign(document + " ")));
  terminal.add(terminal::PolicyAdoptedEvent{.document = document});
  terminal.add(adopted(ours.public_key(), ours.sign(document)));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  CHECK(exchange(terminal, line)->state.acked == 5);
  const auto books = office.books();
  const auto parked = books->fold.parked();
  REQUIRE(parked.size() == 4);
  for (const Parked& event : parked) CHECK(event.reason == "policy_signature");
  CHECK(books->database.integer("SELECT count(*) FROM adopted_policy") == 1);
}

TEST_CASE("head office may ask to wait, and is obeyed") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  terminal.add(test::gift("G1"));
  HttpTransport real(line_of(terminal.enrol_at(office)));
  int busy = 0;
  int retry_after_s = 3;
  TroubledLine line(real, [&](auto answer) -> Result<TransportAnswer, TransportFailure> {
    if (busy++ > 0) return answer;
    TransportAnswer wait;
    wait.status = 503;
    wait.retry_after_s = retry_after_s;
    return wait;
  });
  std::vector<int> pauses;
  const Pause pause = [&pauses](int ms) { pauses.push_back(ms); };
  CHECK(exchange_all(terminal, line, 0, pause)->state.acked == 1);
  REQUIRE(pauses.size() == 2);
  CHECK(pauses[0] == 3000);

  busy = 0;
  retry_after_s = 600;
  const auto later = exchange_all(terminal, line, 0, pause);
  REQUIRE_FALSE(later);
  CHECK(later.error().error == ExchangeError::busy);
}

TEST_CASE("between attempts: a random time from 0 to twice as long as before, up to the limit") {
  CHECK(backoff_ms(0, 8000, 0) == 0);
  CHECK(backoff_ms(0, 8000, 0xffffffff) == 250);
  CHECK(backoff_ms(3, 8000, 0xffffffff) == 2000);
  CHECK(backoff_ms(5, 8000, 0xffffffff) == 8000);
  CHECK(backoff_ms(60, 8000, 0xffffffff) == 8000);
  CHECK(backoff_ms(60, 8000, 0x80000000) == 4000);
}

TEST_CASE("the nightly run begins anywhere in its window, and never outside it") {
  CHECK(moment_in(1000, 8200, 0) == 1000);
  CHECK(moment_in(1000, 8200, 0x80000000) == 4600);
  CHECK(moment_in(1000, 8200, 0xffffffff) == 8199);
  CHECK(moment_in(1000, 1001, 0xffffffff) == 1000);
}

TEST_CASE("T1: an answer of a timeline that was given up is passed over") {
  const OfficeAtWork office;
  TestTerminal terminal("S01");
  terminal.add(test::gift("G1"));
  HttpTransport line(line_of(terminal.enrol_at(office)));
  terminal.set_state({.lineage = {2, std::string(32, '0')}});
  const auto failed = exchange(terminal, line);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().error == ExchangeError::not_understood);
  CHECK(terminal.state().lineage.number == 2);
}

}  // namespace
}  // namespace vip::sync
