// Two stores and head office on disks in memory, and a line that always works: for tests that tell
// a story of their own, in which the disks alone may fail.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "sync/exchange.h"
#include "sync/store_outbox.h"
#include "sync/transport.h"
#include "tests/simulation/chain.h"
#include "tests/simulation/machines.h"

namespace vip::simulation {

// To head office, which is near. An answer that died with it is a lost one.
class ShortLine final : public sync::Transport {
 public:
  ShortLine(OfficeMachine& office, TerminalMachine& terminal, std::int64_t now)
      : office_(office), terminal_(terminal), now_(now) {}
  Result<sync::TransportAnswer, sync::TransportFailure> send(
      const sync::TransportRequest& request) override {
    const auto answer = office_.answer({.method = request.method,
                                        .path = request.path,
                                        .content_encoding = request.content_encoding,
                                        .body = request.body,
                                        .certificate = terminal_.certificate_der()},
                                       now_);
    if (!answer) {
      return Unexpected{sync::TransportFailure{sync::TransportError::lost, "nobody answers"}};
    }
    return sync::TransportAnswer{answer->status, answer->content_encoding, answer->body,
                                 answer->retry_after_s};
  }
  sync::Traffic traffic() const override { return {}; }

 private:
  OfficeMachine& office_;
  TerminalMachine& terminal_;
  std::int64_t now_;
};

class TwoStores {
 public:
  TwoStores()
      : office_(chain().office(), disk_of(chain().office().path())),
        home_("S01", site(0).directory, disk_of(site(0).directory), now_),
        other_("S02", site(1).directory, disk_of(site(1).directory), now_) {
    chain().reset();
    office_.start();
    home_.take_certificate(site(0).certificate_der);
    other_.take_certificate(site(1).certificate_der);
    home_.open();
    other_.open();
  }

  OfficeMachine& office() { return office_; }
  TerminalMachine& home() { return home_; }
  TerminalMachine& other() { return other_; }
  std::int64_t now() const { return now_; }

  // A member of the first store.
  std::string issue() {
    const std::string n = std::to_string(++requests_);
    const auto issued = home_.ask(
        "card.issue",
        R"({"request_id":"r-)" + n +
            R"(","operator":2001,"proof":{"receipts":[{"receipt_no":"S99-)" + n +
            R"(","date":"2026-11-01","paid":100000}]},"registration":{"surname":"王","form":"ms",)"
            R"("phone":"1380000000)" +
            n + R"(","birthday":"1990-05-20","consent":true}})");
    REQUIRE(issued);
    const std::string field = R"("card":")";
    const std::size_t at = issued->text.find(field);
    REQUIRE(at != std::string::npos);
    return issued->text.substr(at + field.size(), 16);
  }
  void sell(const std::string& card, std::int64_t fen) {
    const std::string n = std::to_string(++requests_);
    const std::string price = std::to_string(fen);
    const auto sold =
        home_.ask("sale.commit", R"({"request_id":"r-)" + n +
                                     R"(","operator":1001,"lane":1,"receipt_no":"T-)" + n +
                                     R"(","expected_paid":)" + price + R"(,"card":")" + card +
                                     R"(","lines":[{"sku":"1","qty":1,"unit_price":)" + price +
                                     R"(,"special_price":true}]})");
    REQUIRE(sold);
    REQUIRE(sold->text.starts_with(R"({"ok":true)"));
  }

  // One exchange, without a second attempt; `settle`: what is too much here is released.
  auto exchange(TerminalMachine& terminal, bool settle = true) {
    sync::StoreOutbox outbox(terminal.store());
    ShortLine line(office_, terminal, now_);
    sync::ExchangeLimits limits;
    limits.settle = settle;
    limits.attempts = 1;
    return sync::exchange_all(
        outbox, line, now_, [](int) {}, limits);
  }
  void want(TerminalMachine& terminal, const std::string& card, int points) {
    sync::StoreOutbox outbox(terminal.store());
    ShortLine line(office_, terminal, now_);
    REQUIRE(sync::ask_for_points(outbox, line, *card::read_number(card), Points(points)));
  }
  // Events of the first store in the books of head office.
  std::uint64_t acked() {
    const auto& genesis = home_.store().identity().genesis;
    return office_.eye().books.store.epoch(genesis.tid, genesis.epoch)->acked;
  }

 private:
  static Chain& chain() {
    static Chain made;  // once in a process
    return made;
  }
  static const Chain::Site& site(std::size_t index) { return chain().sites()[index]; }
  static Disk& disk_of(const std::filesystem::path& directory) {
    return MemoryDisks::at_work().mount(directory.string());
  }

  std::int64_t now_ = first_moment + 12 * 3600;
  int requests_ = 0;
  OfficeMachine office_;
  TerminalMachine home_;
  TerminalMachine other_;
};

}  // namespace vip::simulation
