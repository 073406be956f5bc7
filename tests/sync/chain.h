// A chain in one process: a real head office on its real books, real stores behind their real
// doors, and between them a line that a test can cut. Only time and line are the test's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "sync/certificate.h"
#include "sync/exchange.h"
#include "sync/files.h"
#include "sync/office/enrolment_desk.h"
#include "sync/office/head_office.h"
#include "sync/office/office_directory.h"
#include "sync/office/verify.h"
#include "sync/one_time_code.h"
#include "sync/packing.h"
#include "sync/store_outbox.h"
#include "terminal/counter/verify.h"
#include "terminal/door/door.h"
#include "terminal/json/strict_json.h"
#include "tests/folder.h"

namespace vip::sync::test {

using terminal::Json;

class Chain {
 public:
  Chain() {
    OfficeDirectory::create(place_.path(), {.training = true}, now);
    directory_.emplace(place_.path());
    open();
  }

  void open() {
    office_.reset();
    office_ = std::make_unique<HeadOffice>(*directory_, [](std::string_view) {});
  }
  void close() { office_.reset(); }
  HeadOffice& office() { return *office_; }
  const OfficeDirectory& directory() const { return *directory_; }
  const std::filesystem::path& path() const { return place_.path(); }

  // The books beside the one that serves them.
  std::unique_ptr<OfficeBooksOpen> books() const {
    return std::make_unique<OfficeBooksOpen>(*directory_, terminal::Database::Mode::read);
  }
  Standing standing(const std::string& card) const {
    const auto open = books();
    return standing_of(shares(*open, card));
  }
  // What head office believes of one store's right.
  Points right(const std::string& card, const std::string& store) const {
    const auto open = books();
    Points right;
    for (const Share& share : shares(*open, card)) {
      if (!share.closed && share.tid == terminal::tid_of_store(store)) right += share.figures.right;
    }
    return right;
  }
  std::int64_t count(std::string_view sql) const { return books()->database.integer(sql); }
  std::vector<std::string> findings() const {
    const auto open = books();
    return verify(open->database, open->store, open->policy_key).findings;
  }

  std::int64_t now = 1'795'312'800;  // 2026-11-22T10:00:00+08:00

 private:
  static std::vector<Share> shares(OfficeBooksOpen& books, const std::string& card) {
    const auto account = books.rights.shares().account_of(*card::read_number(card));
    return account ? books.rights.shares().of(*account) : std::vector<Share>();
  }

  Folder place_{in_memory()};
  std::optional<OfficeDirectory> directory_;
  std::unique_ptr<HeadOffice> office_;
};

// To head office without a network. `trouble` may lose the request or the answer.
class DirectLine final : public Transport {
 public:
  enum class Trouble { none, request_lost, answer_lost, twice };
  DirectLine(Chain& chain, std::string certificate_der)
      : chain_(chain), certificate_(std::move(certificate_der)) {}

  Result<TransportAnswer, TransportFailure> send(const TransportRequest& request) override {
    ++requests;
    if (cut) return Unexpected{TransportFailure{TransportError::unreachable, "cut"}};
    const Trouble now = trouble ? trouble(request) : Trouble::none;
    if (now == Trouble::request_lost) {
      return Unexpected{TransportFailure{TransportError::lost, "lost"}};
    }
    const HttpRequest http{request.method, request.path, request.content_encoding, request.body,
                           certificate_};
    traffic_.sent += request.body.size();
    HttpAnswer answer = chain_.office().answer(http, chain_.now);
    if (now == Trouble::twice) answer = chain_.office().answer(http, chain_.now);
    traffic_.received += answer.body.size();
    if (now == Trouble::answer_lost) {
      return Unexpected{TransportFailure{TransportError::lost, "lost"}};
    }
    TransportAnswer arrived{answer.status, answer.content_encoding, std::move(answer.body),
                            answer.retry_after_s};
    if (spoil) spoil(arrived);
    return arrived;
  }
  Traffic traffic() const override { return traffic_; }
  const std::string& certificate() const { return certificate_; }

  bool cut = false;
  int requests = 0;
  std::function<Trouble(const TransportRequest&)> trouble;
  std::function<void(TransportAnswer&)> spoil;

 private:
  Chain& chain_;
  std::string certificate_;
  Traffic traffic_;
};

class Shop {
 public:
  Shop(Chain& chain, std::string name, std::uint32_t epoch = 1)
      : chain_(chain), name_(std::move(name)) {
    terminal::NewStore wanted{
        .store = name_, .training = true, .seed = epoch + terminal::tid_of_store(name_)};
    wanted.epoch = epoch;
    ensure(terminal::create_store(place_.path(), wanted), "a new store is made");
    open();
    enrol();
  }

  void close() {
    door_.reset();
    store_.reset();
  }
  void open() {
    close();
    store_ =
        std::make_unique<terminal::Store>(place_.path(), *terminal::Zone::named("Asia/Shanghai"));
    door_ = std::make_unique<terminal::Door>(*store_, config_);
  }

  // Adds request id, operator and time to `fields`, and asks.
  Json act(const std::string& method, const std::string& fields) {
    const std::string request = R"({"request_id":"r-)" + std::to_string(++requests_) +
                                R"(","operator":2001,"at":")" + store_->zone().rfc3339(chain_.now) +
                                "\"," + fields + '}';
    return terminal::read_json(door_->call(method, request).text).value();
  }
  Json ask(const std::string& method, const std::string& fields) {
    return terminal::read_json(
               door_
                   ->call(method,
                          R"({"at":")" + store_->zone().rfc3339(chain_.now) + "\"," + fields + '}')
                   .text)
        .value();
  }
  std::string issue() {
    const std::string phone = std::to_string(13'800'000'000 + ++members_);
    const Json answer =
        act("card.issue", R"("proof":{"receipts":[{"receipt_no":"S09-)" + phone +
                              R"(","date":"2026-11-01","paid":100000}]},"registration":{)"
                              R"("surname":"王","form":"ms","phone":")" +
                              phone + R"(","birthday":"1990-05-20","consent":true})");
    ensure(answer.at("ok").get<bool>(), answer.dump().c_str());
    return answer.at("result").at("card").get<std::string>();
  }
  // One line at its special price, which is what is paid (D5).
  Json sell(const std::string& card, std::int64_t price) {
    const std::string number = name_ + "-" + std::to_string(requests_ + 1);
    return act("sale.commit", R"("lane":1,"receipt_no":")" + number + R"(","card":")" + card +
                                  R"(","expected_paid":)" + std::to_string(price) +
                                  R"(,"lines":[{"sku":"1","special_price":true,"qty":1,)"
                                  R"("unit_price":)" +
                                  std::to_string(price) + "}]");
  }
  void gift(const std::string& id, std::int64_t points) {
    act("gift.put", R"("gift":{"id":")" + id + R"(","name":"礼品","points":)" +
                        std::to_string(points) +
                        R"(,"stock":100,"first_day":"2026-01-01","last_day":"2029-12-31"})");
  }
  Json redeem(const std::string& card, const std::string& gift) {
    return act("gift.redeem", R"("card":")" + card + R"(","gift":")" + gift + '"');
  }

  Result<Exchanged, ExchangeFailure> exchange(const ExchangeLimits& limits = {}) {
    StoreOutbox outbox(*store_);
    return exchange_all(
        outbox, *line_, chain_.now, [](int) {}, limits);
  }
  // What the terminal itself holds.
  Points right(const std::string& card) { return account(card).right; }
  Points balance(const std::string& card) { return account(card).balance(); }
  Fen carry(const std::string& card) { return account(card).carry; }
  terminal::Account account(const std::string& card) {
    const auto row = store_->books().card(*card::read_number(card));
    if (!row) return {};
    return store_->books().account(row->account).value_or(terminal::Account{});
  }
  std::vector<terminal::Finding> findings() { return terminal::verify(*store_).findings; }

  terminal::Store& store() { return *store_; }
  terminal::Door& door() { return *door_; }
  DirectLine& line() { return *line_; }
  const std::filesystem::path& path() const { return place_.path(); }

  // At first contact, and again with the same journal for a new certificate.
  void enrol() {
    const std::string code =
        *give_out_code(chain_.directory(), chain_.books()->store, name_, chain_.now);
    const TlsKey key = TlsKey::generate();
    const EnrolRequest request{.code = read_code(code)->secret,
                               .store = name_,
                               .genesis = store_->identity().genesis,
                               .training = true,
                               .certificate_request = make_certificate_request(key, "x")};
    const HttpAnswer answer = chain_.office().answer(
        {"POST", std::string(enrol_path), "", write_enrol_request(request), std::nullopt},
        chain_.now);
    ensure(answer.status == 200, answer.body.c_str());
    const std::string body =
        answer.content_encoding.empty() ? answer.body : *unpack(answer.body, answer_limit);
    const auto read = read_enrol_answer(body);
    ensure(read.has_value(), "an enrolment is answered");
    terminal::Unit unit(*store_);
    store_->set_meta("policy_key", hex(read->office_key));
    unit.commit();
    line_ = std::make_unique<DirectLine>(chain_, Certificate::read_pem(read->certificate)->der());
  }

  Chain& chain_;
  Folder place_{in_memory()};
  std::string name_;
  terminal::Config config_;
  std::unique_ptr<terminal::Store> store_;
  std::unique_ptr<terminal::Door> door_;
  std::unique_ptr<DirectLine> line_;
  int requests_ = 0;
  std::int64_t members_ = 0;
};

}  // namespace vip::sync::test
