#include "terminal/staff/staff_book.h"

#include <doctest/doctest.h>

namespace vip::terminal {
namespace {

const Day today = *Day::from_civil(2026, 11, 22);

struct Book {
  Database database{":memory:", Database::Mode::create};
  StaffBook staff = made();
  Seq seq = 0;

  StaffBook made() {
    create_staff_tables(database);
    return {database, true};
  }
  void happens(Act act, const std::string& by = "2001") {
    staff.apply(++seq, Event{{.at = 1'800'000'000, .day = today, .staff = by}, std::move(act)});
  }
  void wrong(std::int64_t seconds, const std::string& boot = "b1") {
    happens(OperatorEvent{.change = OperatorChange::pin_wrong,
                          .number = "1001",
                          .boot = boot,
                          .boot_seconds = seconds});
  }
};

TEST_CASE("R3: the fifth wrong PIN in a row locks for thirty minutes, and every fifth after it") {
  Book book;
  for (int i = 0; i < 4; ++i) book.wrong(100);
  CHECK(locked_for(*book.staff.find("1001"), {"b1", 100}) == 0);
  book.wrong(100);
  CHECK(locked_for(*book.staff.find("1001"), {"b1", 100}) == 1800);
  CHECK(locked_for(*book.staff.find("1001"), {"b1", 1899}) == 1);
  CHECK(locked_for(*book.staff.find("1001"), {"b1", 1900}) == 0);
  for (int i = 0; i < 4; ++i) book.wrong(2000);
  CHECK(locked_for(*book.staff.find("1001"), {"b1", 2000}) == 0);
  book.wrong(2000);
  CHECK(locked_for(*book.staff.find("1001"), {"b1", 2000}) == 1800);
}

TEST_CASE("R3: a lock counts by a clock that nobody sets, and a restart shortens it never") {
  Book book;
  for (int i = 0; i < 5; ++i) book.wrong(500'000);
  const Operator who = *book.staff.find("1001");
  CHECK(locked_for(who, {"b1", 499'000}) == 1800);  // a clock that steps back gives nothing
  CHECK(locked_for(who, {"b2", 60}) == 1740);       // after a restart: what has passed since
  CHECK(locked_for(who, {"b2", 1799}) == 1);
  CHECK(locked_for(who, {"b2", 1800}) == 0);
}

TEST_CASE("R3: the right PIN, a new one, or another manager ends the count") {
  for (const OperatorChange change :
       {OperatorChange::pin_right, OperatorChange::pin, OperatorChange::unlocked}) {
    Book book;
    for (int i = 0; i < 5; ++i) book.wrong(100);
    book.happens(OperatorEvent{.change = change, .number = "1001", .credential = "x"});
    CAPTURE(name(change));
    CHECK(book.staff.find("1001")->failures == 0);
    CHECK(locked_for(*book.staff.find("1001"), {"b1", 101}) == 0);
  }
}

TEST_CASE("operators follow from their events") {
  Book book;
  CHECK(book.staff.find("1001")->role == Role::cashier);  // A37
  CHECK_FALSE(book.staff.find("1001")->has_pin());
  CHECK(book.staff.find("2001")->role == Role::manager);
  CHECK_FALSE(book.staff.find("3001"));
  const auto own = card::Number::from_value(9156000000000018);
  book.happens(OperatorEvent{.change = OperatorChange::added,
                             .number = "3001",
                             .role = Role::cashier,
                             .card = own,
                             .credential = "c1"});
  book.happens(
      OperatorEvent{.change = OperatorChange::role, .number = "3001", .role = Role::privacy});
  book.happens(OperatorEvent{.change = OperatorChange::off, .number = "3001"});
  const Operator who = *book.staff.find("3001");
  CHECK(who.role == Role::privacy);
  CHECK_FALSE(who.active);
  CHECK(who.card == own);
  CHECK(who.credential == "c1");
  CHECK(book.staff.all().size() == 3);
}

TEST_CASE("R3: what belongs into the audit, and how looks are counted") {
  Book book;
  book.happens(AuditEvent{.kind = AuditKind::look, .method = "member.show", .person = 1});
  book.happens(AuditEvent{.kind = AuditKind::look, .method = "member.show", .person = 1}, "1001");
  book.happens(AuditEvent{.kind = AuditKind::refusal, .method = "m", .word = "w"}, "1001");
  book.happens(GiftPutEvent{});
  book.happens(CorrectEvent{});
  book.happens(MemberEditEvent{.person = 1});
  book.happens(MonthCloseEvent{});  // not a matter of the audit
  book.wrong(1);
  CHECK(book.staff.looks("2001", today) == 1);
  CHECK(book.staff.looks("1001", today) == 1);
  CHECK(book.staff.looks("1001", plus_days(today, 1)) == 0);
  const auto all = book.staff.audit({.from = today, .through = today});
  REQUIRE(all.size() == 7);
  CHECK(all[3].kind == AuditKind::setting);
  CHECK(all[4].kind == AuditKind::approval);
  CHECK(all[5].kind == AuditKind::correction);
  CHECK(all[6].kind == AuditKind::refusal);
  CHECK(all[6].seq == 8);
  CHECK(book.staff.audit({.from = today, .through = today, .kind = AuditKind::look}).size() == 2);
  CHECK(book.staff.audit({.from = today, .through = today, .staff = "1001"}).size() == 2);
  CHECK(book.staff.audit({.from = today, .through = today, .after = 4, .most = 2}).size() == 2);
  CHECK(book.staff.audit({.from = plus_days(today, 1), .through = plus_days(today, 1)}).empty());
}

}  // namespace
}  // namespace vip::terminal
