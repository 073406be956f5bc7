// The laws themselves: what they must not call broken.
#include "tests/simulation/laws.h"

#include <doctest/doctest.h>

#include <string>

#include "sync/exchange.h"
#include "sync/store_outbox.h"
#include "sync/transport.h"
#include "tests/simulation/chain.h"
#include "tests/simulation/machines.h"

namespace vip::simulation {
namespace {

// To head office, which is near and always answers.
class Line final : public sync::Transport {
 public:
  Line(OfficeMachine& office, TerminalMachine& terminal, std::int64_t now)
      : office_(office), terminal_(terminal), now_(now) {}
  Result<sync::TransportAnswer, sync::TransportFailure> send(
      const sync::TransportRequest& request) override {
    const auto answer = office_.answer({.method = request.method,
                                        .path = request.path,
                                        .content_encoding = request.content_encoding,
                                        .body = request.body,
                                        .certificate = terminal_.certificate_der()},
                                       now_);
    REQUIRE(answer);
    return sync::TransportAnswer{answer->status, answer->content_encoding, answer->body,
                                 answer->retry_after_s};
  }
  sync::Traffic traffic() const override { return {}; }

 private:
  OfficeMachine& office_;
  TerminalMachine& terminal_;
  std::int64_t now_;
};

// Two stores and head office on disks that never fail.
class Two {
 public:
  Two()
      : office_(chain_.office(), disk_of(chain_.office().path())),
        home_("S01", chain_.sites()[0].directory, disk_of(chain_.sites()[0].directory), now_),
        other_("S02", chain_.sites()[1].directory, disk_of(chain_.sites()[1].directory), now_) {
    chain_.reset();
    office_.start();
    home_.take_certificate(chain_.sites()[0].certificate_der);
    other_.take_certificate(chain_.sites()[1].certificate_der);
    home_.open();
    other_.open();
    laws_.begins(0, home_);
    laws_.begins(1, other_);
  }

  Laws& laws() { return laws_; }
  OfficeMachine& office() { return office_; }
  TerminalMachine& home() { return home_; }
  TerminalMachine& other() { return other_; }
  std::int64_t now() const { return now_; }

  // Of a member of the first store who has spent 500.00 there: 5 points.
  std::string card_with_five_points() {
    const auto issued = home_.ask(
        "card.issue",
        R"({"request_id":"i","operator":2001,"proof":{"receipts":[{"receipt_no":"S99-1",)"
        R"("date":"2026-11-01","paid":100000}]},"registration":{"surname":"王","form":"ms",)"
        R"("phone":"13800000001","birthday":"1990-05-20","consent":true}})");
    REQUIRE(issued);
    const std::string field = R"("card":")";
    const std::size_t at = issued->text.find(field);
    REQUIRE(at != std::string::npos);
    const std::string card = issued->text.substr(at + field.size(), 16);
    const auto sold = home_.ask(
        "sale.commit",
        R"({"request_id":"s","operator":1001,"lane":1,"receipt_no":"T-1","expected_paid":50000,)"
        R"("card":")" +
            card + R"(","lines":[{"sku":"1","qty":1,"unit_price":50000,"special_price":true}]})");
    REQUIRE(sold);
    REQUIRE(sold->text.starts_with(R"({"ok":true)"));
    laws_.look_at(0, home_);
    return card;
  }
  void exchange(std::size_t index, TerminalMachine& terminal) {
    sync::StoreOutbox outbox(terminal.store());
    Line line(office_, terminal, now_);
    sync::ExchangeLimits limits;
    limits.settle = false;
    REQUIRE(sync::exchange_all(
        outbox, line, now_, [](int) {}, limits));
    laws_.look_at(index, terminal);
    laws_.look_at(index, office_);
  }
  void want(TerminalMachine& terminal, const std::string& card, int points) {
    sync::StoreOutbox outbox(terminal.store());
    Line line(office_, terminal, now_);
    REQUIRE(sync::ask_for_points(outbox, line, *card::read_number(card), Points(points)));
  }

 private:
  static Disk& disk_of(const std::filesystem::path& directory) {
    return MemoryDisks::at_work().mount(directory.string());
  }

  std::int64_t now_ = first_moment + 12 * 3600;
  Chain chain_;
  OfficeMachine office_;
  TerminalMachine home_;
  TerminalMachine other_;
  Laws laws_{2};
};

// The disk of head office was full in the middle of the close: the epoch was closed in its books,
// and operations, who saw an error, did not know.
TEST_CASE("N1: the points of a life that the books say is closed are free, whoever was told so") {
  Two two;
  const std::string card = two.card_with_five_points();
  two.exchange(0, two.home());
  two.home().kill();  // its disk is lost

  const auto life = two.laws().genesis(0);
  two.laws().closing(0);
  two.office().kill();
  REQUIRE(two.office().close_epoch(life.tid, life.epoch, true, two.now()));
  REQUIRE(two.office().start());
  two.laws().came_back(two.office());

  two.want(two.other(), card, 5);
  CHECK_NOTHROW(two.exchange(1, two.other()));
  const auto account = two.other().store().books().account(*card::read_number(card));
  REQUIRE(account);
  CHECK(account->right == Points(5));
}

}  // namespace
}  // namespace vip::simulation
