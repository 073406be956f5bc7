#include "sync/wire.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "cardformat/bytes.h"

namespace vip::sync {
namespace {

ExchangeHeader header_of(Seq from, Seq through) {
  ExchangeHeader header;
  header.tid = 12;
  header.epoch = 3;
  header.from = from;
  header.through = through;
  header.last = through + 5;
  header.head.fill(0xab);
  header.signature.fill(0xcd);
  header.session = "s";
  return header;
}

TEST_CASE("what is signed: VIP-S1, tid, epoch, through, head, big-endian, 54 bytes") {
  const std::string text = signed_text(header_of(881, 1380));
  CHECK(text.size() == 54);
  CHECK(text.substr(0, 6) == "VIP-S1");
  CHECK(hex(text.substr(6)) ==
        "0000000c"
        "00000003"
        "0000000000000564"
        "abababababababababababababababababababababababababababababababab");
}

TEST_CASE("a request comes back as it was written, byte for byte") {
  const Lines events = {R"({"k":"sale"})", "not json at all", "\xff\x01"};
  const std::string text = write_request(header_of(7, 9), events);
  const auto read = read_request(text);
  REQUIRE(read);
  CHECK(read->header == header_of(7, 9));
  CHECK(read->events == events);
  CHECK(text.substr(0, text.find('\n')) ==
        R"({"v":1,"tid":12,"epoch":3,"from":7,"through":9,"last":14,"head":")" +
            hex(header_of(7, 9).head) + R"(","sig":")" + hex(header_of(7, 9).signature) +
            R"(","sess":"s"})");
  CHECK(read_request(write_request(header_of(7, 6), {}))->events.empty());
}

TEST_CASE("a header that is not exactly right is refused, and says where") {
  const std::string good = write_request(header_of(7, 7), {"e"});
  const auto with = [&good](const std::string& is, const std::string& becomes) {
    std::string text = good;
    const std::size_t at = text.find(is);
    REQUIRE(at != std::string::npos);
    return text.replace(at, is.size(), becomes);
  };
  REQUIRE(read_request(good));
  struct Row {
    const char* name;
    std::string text;
    const char* what;
  };
  const Row rows[] = {
      {"nothing", "", "the request was cut off"},
      {"no line feed", good.substr(0, good.size() - 1), "the request was cut off"},
      {"another version", with(R"("v":1)", R"("v":2)"), "/v"},
      {"tid 0", with(R"("tid":12)", R"("tid":0)"), "/tid"},
      {"tid of 33 bits", with(R"("tid":12)", R"("tid":4294967296)"), "/tid"},
      {"no epoch", with(R"("epoch":3,)", ""), "/epoch"},
      {"from 0", with(R"("from":7)", R"("from":0)"), "/from"},
      {"a float", with(R"("from":7)", R"("from":7.0)"), "/from"},
      {"through below from - 1", with(R"("from":7)", R"("from":9)"), "/through"},
      {"last below through", with(R"("last":12)", R"("last":6)"), "/through"},
      {"upper-case hex", with("ab", "AB"), "/head"},
      {"short hex", with("ab", ""), "/head"},
      {"no hex", with("cd", "xy"), "/sig"},
      {"a key twice", with(R"("tid":12)", R"("tid":12,"tid":12)"), ""},
      {"null for left out", with(R"("sess":"s")", R"("sess":null)"), "/sess"},
      {"no object", "[]\ne\n", ""},
      {"an event too few", with("\ne\n", "\n"), "the request has 0 events"},
      {"an event too many", good + "e\n", "the request has 2 events"},
      {"an empty event", with("\ne\n", "\n\n"), "an event is empty"},
      {"a huge event", with("\ne\n", "\n" + std::string(event_limit + 1, 'x') + "\n"),
       "an event is empty or too long"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto read = read_request(row.text);
    REQUIRE_FALSE(read);
    CHECK(read.error().what.starts_with(row.what));
  }
}

TEST_CASE("registrations follow the events, within the range that the header says") {
  const std::string sealed(64, 's');
  const std::vector<SealedRegistration> two{{3, sealed, sealed}, {9, sealed, sealed}};
  ExchangeHeader header = header_of(7, 9);
  header.registrations_from = 3;
  header.registrations_through = 9;
  const std::string text = write_request(header, {"e", "f", "g"}, two);
  const auto read = read_request(text);
  REQUIRE(read);
  CHECK(read->header == header);
  CHECK(read->events == Lines{"e", "f", "g"});
  CHECK(read->registrations == two);
  const auto refused = [&](const std::string& regs) {
    std::string changed = text;
    const std::string is = R"("regs":[3,9,2])";
    return !read_request(changed.replace(changed.find(is), is.size(), R"("regs":)" + regs));
  };
  CHECK_FALSE(refused("[3,9,2]"));
  CHECK(refused("[3,9,1]"));  // a line too many
  CHECK(refused("[3,9,3]"));
  CHECK(refused("[4,9,2]"));   // the first is before its range
  CHECK(refused("[3,8,2]"));   // the last is after it
  CHECK(refused("[3,10,2]"));  // beyond the events
  CHECK(refused("[0,9,2]"));
  CHECK(refused("[3,2,0]"));
  CHECK(refused("[3,9]"));
  CHECK(refused("[3,9,-1]"));
  CHECK(refused("[3,9,9223372036854775806]"));
  CHECK(refused("{}"));
  const std::vector<SealedRegistration> twice{{3, sealed, sealed}, {3, sealed, sealed}};
  CHECK_FALSE(read_request(write_request(header, {"e", "f", "g"}, twice)));
}

TEST_CASE("a field that this version does not know is passed over") {
  std::string text = write_request(header_of(7, 7), {"e"});
  text.replace(text.find(R"("v":1)"), 5, R"("v":1,"later":212,"clock":{"q":1})");
  CHECK(read_request(text)->header == header_of(7, 7));
}

TEST_CASE("answers, refusals and enrolments come back as they were written") {
  const ExchangeAnswer answer{.lineage = {2, std::string(32, '9')},
                              .acked = 1380,
                              .safe = 1204,
                              .session = "abc",
                              .time = 1'795'003'200,
                              .window_begin = 1'795'024'800,
                              .window_end = 1'795'032'000,
                              .max_events = 500,
                              .policy = 41};
  CHECK(*read_answer(write_answer(answer)) == answer);
  ExchangeAnswer full = answer;
  full.page = "2-918";
  full.more = true;
  const auto card = card::Number::from_value(9156000000000018);
  const Day day = *Day::from_civil(2026, 11, 22);
  full.inbox = {
      {.number = 213, .what = GrantEntry{{1, 4}, card, Points(3), Fen(5000)}},
      {.number = 214, .what = RecallEntry{card, Points(4)}},
      {.number = 215, .what = BlockEntry{card, terminal::BlockReason::frozen}},
      {.number = 216, .what = LiftEntry{card}},
      {.number = 217,
       .what = ListEntry{"blanks", "{\n\"x\"}", std::string(64, 'a'), std::string(128, 'b')}},
      {.number = 218, .must = false, .what = UnknownEntry{"dance"}}};
  full.states = {{.lineage = 2,
                  .version = 7,
                  .at = answer.time,
                  .home = true,
                  .told = {.account = card,
                           .points = Points(-1),
                           .accumulated = Points(40),
                           .cards = {{.number = card, .issued = day, .last_day = day}}},
                  .where = {{"S01", Points(40), 1'795'003'200}, {"", Points(3), 0}},
                  .address_zh = "王女士",
                  .address_en = "Ms Wang"}};
  CHECK(*read_answer(write_answer(full)) == full);
  const WantRequest want{12, 3, card, Points(30)};
  CHECK(*read_want(write_want(want)) == want);
  const WantReply reply{true, Points(30), Points(4)};
  CHECK(*read_want_reply(write_want_reply(reply)) == reply);
  ExchangeAnswer safer = answer;
  safer.safe = answer.acked + 1;
  CHECK_FALSE(read_answer(write_answer(safer)));

  const WireRefusal refusal{"gap", "events before these are missing", 880};
  CHECK(*read_refusal(write_refusal(refusal)) == refusal);
  CHECK_FALSE(read_refusal(write_answer(answer)));
  CHECK_FALSE(read_answer(write_refusal(refusal)));

  EnrolRequest request{.code = "7K3MQ9XW2RTA",
                       .store = "S01",
                       .training = true,
                       .certificate_request = "-----BEGIN\nabc\n-----END\n"};
  request.genesis = {.tid = 12, .epoch = 1, .lineage = 0xffffffffffffffff};
  request.genesis.key.fill(7);
  request.genesis.nonce.fill(8);
  const auto read = read_enrol_request(write_enrol_request(request));
  REQUIRE(read);
  CHECK(read->code == request.code);
  CHECK(read->store == "S01");
  CHECK(read->training);
  CHECK(read->genesis.lineage == 0xffffffffffffffff);
  CHECK(read->genesis.key == request.genesis.key);
  CHECK(read->genesis.nonce == request.genesis.nonce);
  CHECK(read->certificate_request == request.certificate_request);
}

TEST_CASE("an answer that was cut off says so, whatever it is") {
  const std::string page = write_refusal({"gap", "", 880});
  const auto read = read_refusal(page.substr(0, page.rfind('{')));
  REQUIRE_FALSE(read);
  CHECK(read.error().what == "the answer was cut off: its trailer is missing");
}

TEST_CASE("any bytes are read without harm") {
  CHECK(rc::check("requests and pages", [](const std::string& text) {
    static_cast<void>(read_request(text));
    static_cast<void>(read_request(text + "\n"));
    static_cast<void>(read_enrol_request(text + "\n"));
    RC_ASSERT_FALSE(read_answer(text).has_value());
  }));
}

}  // namespace
}  // namespace vip::sync
