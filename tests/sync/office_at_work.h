// A head office at work for tests: its real directory, books, desks and HTTPS server, on a thread
// of its own; and terminals that talk to it over real connections with real certificates. Only its
// clock is the test's.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "sync/enrolment.h"
#include "sync/exchange.h"
#include "sync/http_transport.h"
#include "sync/office/enrolment_desk.h"
#include "sync/office/head_office.h"
#include "sync/office/http_server.h"
#include "sync/office/office_directory.h"
#include "sync/outbox.h"
#include "terminal/books/chain.h"
#include "terminal/books/event.h"
#include "tests/folder.h"

namespace vip::sync::test {

class OfficeAtWork {
 public:
  explicit OfficeAtWork(bool training = true) {
    OfficeDirectory::create(place_.path(), {.training = training}, std::time(nullptr));
    directory_.emplace(place_.path());
    start();
  }
  ~OfficeAtWork() { stop(); }

  void start() {
    office_ = std::make_unique<HeadOffice>(*directory_, [](std::string_view) {});
    const auto server = directory_->server(std::time(nullptr));
    HttpSettings settings;
    settings.certificate_pem = server.certificate_pem;
    settings.key_pem = server.key_pem;
    settings.authority_pem = directory_->ca().certificate().pem();
    server_ = std::make_unique<HttpServer>(
        settings, [this](const HttpRequest& request, std::function<void(HttpAnswer)> respond) {
          office_->answer_later(request, now, std::move(respond));
        });
    server_->every(50, [this] { office_->wake(now); });
    thread_ = std::thread([this] { server_->run(false, [this] { office_->release(); }); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
    server_.reset();
    office_.reset();
  }

  const OfficeDirectory& directory() const { return *directory_; }
  std::string address() const { return "https://127.0.0.1:" + std::to_string(server_->port()); }

  // The books, to look at beside the one that serves them.
  std::unique_ptr<OfficeBooksOpen> books() const {
    return std::make_unique<OfficeBooksOpen>(*directory_, terminal::Database::Mode::read);
  }
  // What an SQL query for one integer says.
  std::int64_t count(std::string_view sql) const { return books()->database.integer(sql); }

  std::string code_for(std::string_view store) const {
    return *give_out_code(*directory_, books()->store, store, now);
  }

  std::atomic<std::int64_t> now = std::time(nullptr);

 private:
  Folder place_;
  std::optional<OfficeDirectory> directory_;
  std::unique_ptr<HeadOffice> office_;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

// A journal in memory: what the exchange needs of a terminal, and whatever a test wants in it.
// Copying it is what cloning a disk is.
class TestTerminal final : public Outbox {
 public:
  explicit TestTerminal(std::string store, bool training = true)
      : store_(std::move(store)), training_(training) {
    key_ = std::make_shared<SigningKey>(SigningKey::generate());
    genesis_.tid = terminal::tid_of_store(store_);
    genesis_.key = key_->public_key();
    genesis_.nonce = *array_of<16>(random_bytes(16));
    heads_ = {chain_start(genesis_)};
  }

  void add(std::string body) {
    heads_.push_back(terminal::chain_next(heads_.back(), genesis_.tid, genesis_.epoch,
                                          events_.size() + 1, body));
    events_.push_back(std::move(body));
  }
  void add(const terminal::Act& act) {
    terminal::Event event;
    event.stamp = {.at = 1'795'003'200, .day = *Day::from_civil(2026, 11, 18), .staff = "1001"};
    event.act = act;
    add(encode(event));
  }

  EnrolmentWanted wanted(const OfficeAtWork& office, std::string code) const {
    return {.office = office.address(),
            .code = std::move(code),
            .authority_fingerprint = std::nullopt,
            .store = store_,
            .genesis = genesis_,
            .training = training_};
  }
  // Enrols with a fresh code, in a directory of its own.
  Enrolment enrol_at(const OfficeAtWork& office) const {
    const Folder place;
    return *enrol(place.path(), wanted(office, office.code_for(store_)));
  }

  const terminal::Genesis& genesis() const { return genesis_; }
  const std::vector<std::string>& events() const { return events_; }
  void use_key(std::shared_ptr<SigningKey> key) { key_ = std::move(key); }
  void set_state(SyncState state) { state_ = std::move(state); }

  TerminalName identity() override { return {genesis_.tid, genesis_.epoch}; }
  std::optional<PublicKey> office_key() override { return std::nullopt; }
  Seq last() override { return events_.size(); }
  std::vector<std::string> segment(Seq from, std::size_t max_events,
                                   std::size_t max_bytes) override {
    std::vector<std::string> events;
    std::size_t bytes = 0;
    for (Seq seq = from; seq <= events_.size() && events.size() < max_events; ++seq) {
      bytes += events_[seq - 1].size() + 1;
      if (!events.empty() && bytes > max_bytes) break;
      events.push_back(events_[seq - 1]);
    }
    return events;
  }
  RegistrationsToSend registrations(Seq, Seq through, const OfficeSeals&, std::size_t) override {
    return {through, {}};
  }
  Digest head_at(Seq seq) override { return heads_.at(seq); }
  Signature sign(std::string_view text) override { return key_->sign(text); }
  SyncState state() override { return state_; }
  terminal::InboxNo inbox() override { return 0; }
  void apply(const ExchangeAnswer&, const SyncState& state) override { state_ = state; }
  SnapshotProgress snapshot() override { return {}; }
  void install(const std::vector<terminal::HeardOf>&, const SnapshotProgress&, bool) override {}
  void settle(std::int64_t) override {}

 private:
  std::string store_;
  bool training_;
  terminal::Genesis genesis_;
  std::shared_ptr<SigningKey> key_;
  std::vector<std::string> events_;
  std::vector<Digest> heads_;
  SyncState state_;
};

// The real line, and what a test does to what comes back over it.
class TroubledLine final : public Transport {
 public:
  using Trouble = std::function<Result<TransportAnswer, TransportFailure>(
      Result<TransportAnswer, TransportFailure>)>;
  TroubledLine(Transport& line, Trouble trouble) : line_(line), trouble_(std::move(trouble)) {}

  Result<TransportAnswer, TransportFailure> send(const TransportRequest& request) override {
    ++requests;
    return trouble_(line_.send(request));
  }
  Traffic traffic() const override { return line_.traffic(); }

  int requests = 0;

 private:
  Transport& line_;
  Trouble trouble_;
};

inline Pause no_pause() {
  return [](int) {};
}

inline Result<Exchanged, ExchangeFailure> exchange(TestTerminal& terminal, Transport& line,
                                                   const ExchangeLimits& limits = {}) {
  return exchange_all(terminal, line, 1'795'003'200, no_pause(), limits);
}

inline terminal::GiftPutEvent gift(std::string id) {
  return {.gift = {.id = std::move(id),
                   .name = "Lipstick",
                   .points = Points(30),
                   .stock = 5,
                   .first_day = *Day::from_civil(2026, 1, 1),
                   .last_day = *Day::from_civil(2026, 12, 31)}};
}

// A sale without a card: qty units at price fen each.
inline terminal::SaleEvent sale(std::string receipt_no, std::int64_t qty, std::int64_t price) {
  terminal::SaleEvent event;
  event.receipt_no = std::move(receipt_no);
  terminal::BasketLine line;
  line.sku = "A17";
  line.qty = qty;
  line.unit_price = Fen(price);
  event.basket.lines.push_back(line);
  event.paid.push_back(Fen(qty * price));
  event.clauses.push_back(terminal::Clause::none);
  return event;
}

}  // namespace vip::sync::test
