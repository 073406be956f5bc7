#include "sync/store_outbox.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/folder.h"
#include "tests/sync/office_at_work.h"

namespace vip::sync {
namespace {

using test::OfficeAtWork;

// A store of its own, with gifts on its poster: nothing but journal and key matter here.
class RealStore {
 public:
  RealStore() {
    terminal::create_store(place_.path(), {.store = "S01", .training = true, .seed = 7});
    open();
  }
  void open() {
    store_.reset();
    store_ =
        std::make_unique<terminal::Store>(place_.path(), *terminal::Zone::named("Asia/Shanghai"));
  }
  void add(int gifts) {
    terminal::Unit unit(*store_);
    for (int i = 0; i < gifts; ++i) {
      unit.run([&] {
        terminal::Event event;
        event.stamp = {.at = 1'795'003'200, .day = *Day::from_civil(2026, 11, 18)};
        event.act = test::gift("G" + std::to_string(++number_));
        store_->record(event);
        return true;
      });
    }
    unit.commit();
  }
  terminal::Store& operator*() { return *store_; }
  const std::filesystem::path& path() const { return place_.path(); }

 private:
  Folder place_;
  std::unique_ptr<terminal::Store> store_;
  int number_ = 0;
};

TEST_CASE("segments are the journal's own bytes, within the limits, at least one event") {
  RealStore store;
  store.add(10);
  StoreOutbox outbox(*store);
  CHECK(outbox.last() == 10);
  const auto all = outbox.segment(1, 500, 1 << 20);
  REQUIRE(all.size() == 10);
  Digest head = outbox.head_at(0);
  CHECK(head == chain_start((*store).identity().genesis));
  for (Seq seq = 1; seq <= 10; ++seq) {
    head = terminal::chain_next(head, outbox.identity().tid, 1, seq, all[seq - 1]);
    CHECK(head == outbox.head_at(seq));
  }
  CHECK(outbox.segment(4, 3, 1 << 20).size() == 3);
  CHECK(outbox.segment(4, 3, 1 << 20).front() == all[3]);
  CHECK(outbox.segment(1, 500, all[0].size() + 1).size() == 1);
  CHECK(outbox.segment(1, 500, 1).size() == 1);
  CHECK(outbox.segment(11, 500, 1 << 20).empty());
}

TEST_CASE("what is signed holds under the key with which the journal begins") {
  RealStore store;
  StoreOutbox outbox(*store);
  CHECK(seal_holds((*store).identity().genesis.key, "text", outbox.sign("text")));
}

TEST_CASE("what head office said is remembered over a restart") {
  RealStore store;
  CHECK(StoreOutbox(*store).state() == SyncState{});
  const SyncState state{.acked = 7,
                        .safe = 5,
                        .session = "abc",
                        .lineage = {2, std::string(32, '9')},
                        .heard_at = 1'795'003'200};
  StoreOutbox(*store).apply({}, state);
  store.open();
  CHECK(StoreOutbox(*store).state() == state);
}

TEST_CASE("a real store's journal arrives, and what was sent stays where it is") {
  const OfficeAtWork office;
  RealStore store;
  store.add(7);
  const auto enrolled = enrol(store.path(), {.office = office.address(),
                                             .code = office.code_for("S01"),
                                             .authority_fingerprint = std::nullopt,
                                             .store = "S01",
                                             .genesis = (*store).identity().genesis,
                                             .training = true});
  REQUIRE(enrolled);
  StoreOutbox outbox(*store);
  HttpTransport line(line_of(*read_enrolment(store.path())));
  const auto done = exchange_all(outbox, line, 0, test::no_pause());
  REQUIRE(done);
  CHECK(done->sent == 7);
  CHECK(outbox.last() == 7);
  CHECK(office.count("SELECT count(*) FROM gift") == 7);
  store.add(1);
  CHECK(exchange_all(outbox, line, 0, test::no_pause())->sent == 1);
}

}  // namespace
}  // namespace vip::sync
