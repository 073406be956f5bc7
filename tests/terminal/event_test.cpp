#include "terminal/books/event.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace vip::terminal {
namespace {

const card::Number card_a = card::Number::from_value(9156000000000018);
const card::Number card_b = card::Number::from_value(9156000000000026);
const Day day = *Day::from_civil(2026, 11, 22);

Act full_sale() {
  SaleEvent sale{.receipt_no = "T-1",
                 .person = 3,
                 .choice = Way::coupon,
                 .way = Way::coupon,
                 .paid = {Fen(9000), Fen(0)},
                 .clauses = {Clause::D6, Clause::D5},
                 .policy_version = 2};
  sale.basket.lines = {
      {.sku = "69", .name = "口红", .qty = 2, .unit_price = Fen(5000)},
      {.sku = "70", .name = "", .qty = 1, .unit_price = Fen(0), .special_price = true}};
  sale.basket.coupons = {{.id = "C1", .amount = Fen(1000)}, {.id = "C2", .amount = Fen(1)}};
  sale.basket.coupons[1].lines = {0, 1};
  sale.member = MemberPart{.card = card_a,
                           .account = card_b,
                           .facts = {.accumulated = Points(31),
                                     .balance = Points(-4),
                                     .carry = Fen(9999),
                                     .birthday_today = true,
                                     .birthday_document_shown = true,
                                     .birthday_uses = 1,
                                     .birthday_amount = Fen(7)},
                           .earned = Points(1),
                           .carry_after = Fen(8999)};
  return sale;
}

std::vector<Act> one_of_each_kind() {
  return {
      IssueEvent{
          .card = card_a,
          .person = 3,
          .last_day = day,
          .proof = {.sales = {4, 5}, .receipts = {{"S09-1", day, Fen(100000)}}},
          .qualified_by = Clause::E2,
          .registration_hash = std::string(64, 'a'),
          .referrer = card_b,
          .earnings =
              {{.sale = 4, .net = Fen(12345), .earned = Points(1), .carry_after = Fen(2345)}}},
      full_sale(),
      SaleEvent{.receipt_no = "H-1",
                .basket = {.lines = {{.sku = "1", .name = "x", .qty = 1, .unit_price = Fen(5)}}},
                .paid = {Fen(5)},
                .clauses = {Clause::none},
                .withheld = Withheld{card_a, Clause::C3},
                .history = Happened{1'290'000'000, day}},
      ReturnEvent{.sale = 2,
                  .lines = {{.line = 1, .qty = 3, .refund = Fen(1)}},
                  .receipt_no = "R-1",
                  .taken = Points(2),
                  .carry_after = Fen(3),
                  .owed_after = Points(4)},
      RedeemEvent{.card = card_a, .account = card_b, .gift = "G", .points = Points(10)},
      BlockEvent{.card = card_a, .reason = BlockReason::frozen},
      ReplaceEvent{.old_card = card_a,
                   .new_card = card_b,
                   .account = card_a,
                   .points = ReplacementPoints::void_},
      RenewEvent{.old_card = card_a, .new_card = card_b, .last_day = day},
      CloseEvent{.card = card_a},
      CorrectEvent{.card = card_a, .account = card_b, .delta = Points(-5), .second_staff = "1001"},
      IdCheckEvent{.card = card_a, .passed = true},
      HandoverEvent{.card = card_a, .item = Handover::magazine, .issue = "2026-11"},
      GiftPutEvent{{.id = "G",
                    .name = "礼品",
                    .points = Points(3),
                    .stock = 4,
                    .first_day = day,
                    .last_day = day}},
      PolicyAdoptedEvent{.document = R"({"version":2})", .key = "ab", .signature = "cd"},
      MemberEditEvent{.person = 3, .registration_hash = std::string(64, 'b')},
      TimeStepEvent{.wall_clock = 1'700'000'000},
      AnomalyEvent{.kind = AnomalyKind::false_receipt,
                   .clause = Clause::E3,
                   .card = card_a,
                   .about = 7,
                   .count = 2},
      AnomalyStateEvent{.anomaly = 7, .state = AnomalyState::punished},
      MonthCloseEvent{.month = *Day::from_civil(2026, 11, 1), .registrations = 12},
      OperatorEvent{.change = OperatorChange::added,
                    .number = "3001",
                    .role = Role::manager,
                    .card = card_a,
                    .credential = "0123456789abcdef"},
      OperatorEvent{.change = OperatorChange::pin_wrong,
                    .number = "3001",
                    .boot = "1a2b3c4d",
                    .boot_seconds = 77},
      AuditEvent{.kind = AuditKind::copied,
                 .method = "member.export",
                 .word = "w",
                 .card = card_b,
                 .person = 4,
                 .second_staff = "2001",
                 .count = 3},
      BlockEvent{.card = card_a, .reason = BlockReason::frozen, .inbox = 3},
      ToldEvent{.account = card_a,
                .points = Points(-3),
                .accumulated = Points(40),
                .cards = {{.number = card_a,
                           .state = CardState::replaced,
                           .blocked_for = BlockReason::lost,
                           .issued = day,
                           .last_day = day,
                           .replaced_by = card_b},
                          {.number = card_b, .issued = day, .last_day = day}}},
      GrantAcceptedEvent{.inbox = 4,
                         .grant = {.lineage = 2, .number = 7},
                         .account = card_a,
                         .points = Points(3),
                         .carry = Fen(5000),
                         .earned = Points(1),
                         .carry_after = Fen(2)},
      ReleaseEvent{.account = card_a, .points = Points(3), .carry = Fen(5000)},
      ReleaseEvent{.account = card_a, .points = Points(0), .carry = Fen(0), .inbox = 5},
      LiftEvent{.card = card_a, .inbox = 6},
      RangeAcceptedEvent{
          .inbox = 7, .list = "blanks", .document = "{\n}", .key = "ab", .signature = "cd"},
      NackEvent{.inbox = 8, .kind = "dance", .why = "unknown_kind"},
      AnomalyStateEvent{.anomaly = 4, .state = AnomalyState::punished},
      EraseEvent{.person = 3, .reason = EraseReason::asked, .accounts = {card_a, card_b}},
      EraseEvent{.person = 0, .reason = EraseReason::told, .accounts = {card_a}, .inbox = 9},
  };
}

TEST_CASE("design 4: an event of every kind is written, and read again the same") {
  std::vector<bool> seen(std::variant_size_v<Act>, false);
  for (const Act& act : one_of_each_kind()) {
    const Event event{{.at = 1'795'000'000, .day = day, .staff = "1001", .lane = "3"}, act};
    const std::string body = encode(event);
    CAPTURE(body);
    const auto read = decode(body);
    REQUIRE(read.has_value());
    CHECK(*read == event);
    CHECK(encode(*read) == body);
    CHECK(body.find('\n') == std::string::npos);
    seen[act.index()] = true;
  }
  for (std::size_t kind = 0; kind < seen.size(); ++kind) {
    CAPTURE(kind);
    CHECK(seen[kind]);
  }
}

TEST_CASE("design 4: bytes on disk are the documented ones, and stay") {
  const Event event{{.at = 1'795'000'000, .day = day, .staff = "1001"}, CloseEvent{card_a}};
  CHECK(
      encode(event) ==
      R"({"k":"close","v":1,"t":1795000000,"d":"2026-11-22","op":"1001","card":9156000000000018})");
}

TEST_CASE("design 4: hostile bodies are refused, each for its own reason") {
  struct Row {
    const char* body;
    EventProblem problem;
  };
  const Row rows[] = {
      {"", EventProblem::malformed},
      {"[]", EventProblem::malformed},
      {"{\"k\":\"close\"", EventProblem::malformed},
      {"{}", EventProblem::unknown_kind},
      {R"({"k":7,"v":1})", EventProblem::unknown_kind},
      {R"({"k":"gift","v":1})", EventProblem::unknown_kind},
      {R"({"k":"close"})", EventProblem::unknown_version},
      {R"({"k":"close","v":2,"t":1,"d":"2026-11-22","card":9156000000000018})",
       EventProblem::unknown_version},
      {R"({"k":"close","v":1,"t":1,"d":"2026-11-22"})", EventProblem::bad_field},
      {R"({"k":"close","v":1,"t":1,"d":"2026-02-30","card":9156000000000018})",
       EventProblem::bad_field},
      {R"({"k":"close","v":1,"t":1.5,"d":"2026-11-22","card":9156000000000018})",
       EventProblem::bad_field},
      {R"({"k":"close","v":1,"t":1,"d":"2026-11-22","card":10000000000000000})",
       EventProblem::bad_field},
      {R"({"k":"close","v":1,"t":1,"d":"2026-11-22","card":-1})", EventProblem::bad_field},
      {R"({"k":"close","v":1,"t":1,"d":"2026-11-22","card":9156000000000018,"more":1})",
       EventProblem::bad_field},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    const auto read = decode(row.body);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error() == row.problem);
  }
}

TEST_CASE("design 4: an event cut short anywhere is no event") {
  for (const Act& act : one_of_each_kind()) {
    const std::string body = encode({{.at = 1, .day = day}, act});
    for (std::size_t length = 0; length < body.size(); ++length) {
      CHECK_FALSE(decode(body.substr(0, length)).has_value());
    }
  }
}

}  // namespace
}  // namespace vip::terminal
