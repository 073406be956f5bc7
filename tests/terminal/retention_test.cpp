#include "terminal/door/retention.h"

#include <doctest/doctest.h>

#include <string>

#include "terminal/counter/verify.h"
#include "terminal/door/opened_store.h"
#include "tests/terminal/staffed_store.h"

namespace vip::terminal {
namespace {

constexpr std::int64_t day = 86'400;

void buy(StaffedStore& store, const std::string& phone) {
  store.must("sale.commit", std::string(StaffedStore::cashier) + R"(,"lane":1,"receipt_no":"R)" +
                                phone + R"(","phone":")" + phone + R"(","expected_paid":100,)" +
                                R"("lines":[{"sku":"1","qty":1,"unit_price":100}])");
}

struct Told {
  std::int64_t erased = 0;
  std::int64_t rounds = 0;
  std::int64_t counted = 0;  // in the rounds' evidence
};
Told told(Store& store) {
  Told told;
  store.journal().each(1, [&](const Journal::Entry& entry) {
    const auto event = decode(entry.body);
    if (const auto* erase = std::get_if<EraseEvent>(&event->act)) {
      CHECK(erase->reason == EraseReason::unseen);
      CHECK(event->stamp.staff.empty());
      ++told.erased;
    }
    const auto* audit = std::get_if<AuditEvent>(&event->act);
    if (audit != nullptr && audit->method == "member.forget_unseen") {
      ++told.rounds;
      told.counted += audit->count;
    }
    return true;
  });
  return told;
}

TEST_CASE("R4: once a day, by itself, who was not seen for long is forgotten, and it is told") {
  StaffedStore store;
  for (int i = 0; i < 60; ++i) buy(store, std::to_string(13'700'000'000 + i));
  const std::int64_t now = store.store().time_mark();
  const Config::Retention keep{.prospect_days = 30, .member_days = 30};
  const auto all_day = [&](std::int64_t at) {
    for (int i = 0; i < 5; ++i) forget_some(store.store(), keep, at);
  };
  all_day(now);
  CHECK(told(store.store()).erased == 0);
  CHECK(told(store.store()).rounds == 1);
  all_day(now + 30 * day);  // the last day on which they are still known
  CHECK(told(store.store()).erased == 0);
  forget_some(store.store(), keep, now + 31 * day);  // a piece, so that nobody at the counter waits
  CHECK(told(store.store()).erased == 50);
  CHECK(told(store.store()).rounds == 2);
  store.close();  // in the middle of the round
  store.open();
  all_day(now + 31 * day);
  CHECK(told(store.store()).erased == 60);
  CHECK(told(store.store()).rounds == 3);
  CHECK(told(store.store()).counted == 60);
  CHECK_FALSE(store.store().people().with_phone("13700000000"));
  all_day(now + 32 * day);
  CHECK(told(store.store()).rounds == 4);
  CHECK(told(store.store()).counted == 60);
  CHECK(verify(store.store()).findings.empty());
}

TEST_CASE("R4: the store's idle moments are when it is done, once a day") {
  StaffedStore store;
  buy(store, "13700000001");
  store.close();
  for (int i = 0; i < 2; ++i) {
    const auto opened = OpenedStore::open(store.directory(), {});
    REQUIRE(opened);
    (*opened)->idle();
    (*opened)->idle();
    CHECK(told((*opened)->store()).rounds == 1);
  }
}

TEST_CASE("a training store forgets nobody by itself") {
  StaffedStore store(true);
  forget_some(store.store(), {}, store.store().time_mark() + 5000 * day);
  CHECK(told(store.store()).rounds == 0);
}

}  // namespace
}  // namespace vip::terminal
