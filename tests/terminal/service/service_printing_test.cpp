// Printers that hold their line, are gone, or wait in a row, while lanes go on selling (S8).
//
// Order, not time: a printer here takes nothing until the test takes it out, so an answer that
// comes before that cannot have waited for it.
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "terminal/service/printers.h"
#include "tests/folder.h"
#include "tests/terminal/service/device_shop.h"
#include "tests/terminal/service/full_device.h"

namespace vip::terminal::service {
namespace {

class Shop : public DeviceShop {
 public:
  using DeviceShop::DeviceShop;

  std::string sell(const std::string& n) const {
    const http::Reply reply = served->call(
        "sale.commit",
        R"({"request_id":"r)" + n + R"(","operator":2001,"lane":"1","receipt_no":"R)" + n +
            R"(","expected_paid":100,"lines":[{"sku":"1","qty":1,"unit_price":100}]})");
    return word_of(reply);
  }
  // A lane that asks, and does not wait for its answer.
  std::unique_ptr<http::HttpClient> asks(const std::string& body) const {
    return DeviceShop::asks({.path = "/v1/receipt/print",
                             .fields = {{"Authorization", "Bearer training"}},
                             .body = body});
  }
  std::int64_t times_printed(const std::string& n) const {
    const Json shown = json_of(served->call("receipt.show", R"({"receipt_no":"R)" + n + "\"}"));
    return shown.at("result").at("times_printed").get<std::int64_t>();
  }
  std::unique_ptr<http::HttpClient> listens() const {
    auto line = DeviceShop::listens("Authorization", "Bearer training");
    line->receive_some();
    return line;
  }
};

TEST_CASE("S8: a printer that takes nothing keeps nobody but who asked it") {
  const Folder devices(in_memory());
  const FullDevice printer(devices.path("lp0"));
  const Shop shop("[printer]\ntarget = \"usb:" + devices.path("lp0").string() +
                  "\"\ntimeout_ms = 30000\n");
  REQUIRE(shop.sell("1") == "ok");
  const auto events = shop.listens();
  const auto waits = shop.asks(R"({"receipt_no":"R1","request_id":"p1"})");
  // The same again while it is under way: no second paper.
  while (shop.times_printed("1") == 0) {
  }
  CHECK(word_of(shop.served->call("receipt.print", R"({"receipt_no":"R1","request_id":"p1"})")) ==
        "print_under_way");
  // Other lanes quote and sell, each answered before a byte was printed.
  for (int i = 2; i < 30; ++i) {
    CHECK(shop.served->call("sale.quote", R"({"lines":[{"sku":"1","qty":1,"unit_price":100}]})")
              .status == 200);
    CHECK(shop.sell(std::to_string(i)) == "ok");
  }
  CHECK(shop.served->call("status", "{}").status == 200);
  std::string paper = printer.drain();  // and only now it can print
  const auto answer = waits->receive();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(json_of(*answer).at("result").at("was_printed") == true);
  CHECK(json_of(*answer).at("result").at("copy") == false);
  paper += printer.drain();
  CHECK(paper.find("R1") != std::string::npos);
  CHECK(heard(*events, "event: printer").find("\"was_printed\":true") != std::string::npos);
  // And now that it is done, the same request is the same answer.
  const Json again =
      json_of(shop.served->call("receipt.print", R"({"receipt_no":"R1","request_id":"p1"})"));
  CHECK(again.at("replayed") == true);
  CHECK(shop.times_printed("1") == 1);
}

// A network printer whose line is taken: it listens, and nobody there ever accepts.
class DeafPrinter {
 public:
  DeafPrinter() : line_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ensure(bind(line_, reinterpret_cast<sockaddr*>(&address), size) == 0 && listen(line_, 1) == 0 &&
               getsockname(line_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
           "a printer listens");
    port_ = ntohs(address.sin_port);
  }
  ~DeafPrinter() { hang_up(); }
  DeafPrinter(const DeafPrinter&) = delete;
  DeafPrinter& operator=(const DeafPrinter&) = delete;
  void hang_up() {
    if (line_ >= 0) close(line_);
    line_ = -1;
  }
  std::string target() const { return "tcp://127.0.0.1:" + std::to_string(port_); }

 private:
  int line_;
  std::uint16_t port_ = 0;
};

TEST_CASE("S8: a printer that is gone is said in the answer and to who listens; the sale stands") {
  DeafPrinter printer;
  const Shop shop("[printer]\ntarget = \"" + printer.target() + "\"\n");
  REQUIRE(shop.sell("1") == "ok");
  printer.hang_up();
  const auto events = shop.listens();
  const http::Reply reply = shop.served->call("receipt.print", R"({"receipt_no":"R1"})");
  CHECK(reply.status == 503);
  CHECK(word_of(reply) == "printer_failed");
  const std::string told = heard(*events, "event: printer");
  CHECK(told.find("printer_failed") != std::string::npos);
  CHECK(told.find(printer.target()) != std::string::npos);
  CHECK(shop.times_printed("1") == 0);  // the next one is the original
  CHECK(word_of(shop.served->call("sale.show", R"({"receipt_no":"R1"})")) == "ok");
}

TEST_CASE("S8: a lane's printer that is stuck keeps no other lane's printer waiting") {
  const Folder devices(in_memory());
  const FullDevice stuck(devices.path("lp1"));
  const Shop shop("[printer]\ntarget = \"file:" + devices.path("roll").string() +
                  "\"\ntimeout_ms = 30000\n[printer.lanes]\n1 = \"usb:" +
                  devices.path("lp1").string() + "\"\n");
  REQUIRE(shop.sell("1") == "ok");
  const auto waits = shop.asks(R"({"receipt_no":"R1","lane":"1"})");
  const http::Reply other =
      shop.served->call("receipt.print", R"({"receipt_no":"R1","lane":"2","request_id":"o"})");
  CHECK(other.status == 200);
  CHECK(read_all(devices.path("roll")).find("R1") != std::string::npos);
  stuck.drain();
  const auto answer = waits->receive();
  REQUIRE(answer);
  CHECK(answer->status == 200);
}

TEST_CASE("S8: what goes to one printer goes in order, and too much of it is refused at once") {
  const Folder devices(in_memory());
  const FullDevice printer(devices.path("lp0"));
  const Shop shop("[printer]\ntarget = \"usb:" + devices.path("lp0").string() +
                  "\"\ntimeout_ms = 30000\n");
  constexpr int most = Printers::most_waiting;
  constexpr int more = most + 8;
  for (int i = 0; i < more; ++i) REQUIRE(shop.sell(std::to_string(i)) == "ok");
  std::vector<std::unique_ptr<http::HttpClient>> lanes;
  for (int i = 0; i < more; ++i) {
    const std::string n = std::to_string(i);
    lanes.push_back(shop.asks(R"({"receipt_no":"R)" + n + "\"}"));
    // As many wait as may, and one is being printed, or will be; those after are refused.
    if (i <= most) {
      while (i < most && shop.times_printed(n) == 0) {
      }
      continue;
    }
    const auto answer = lanes.back()->receive();
    REQUIRE(answer);
    CHECK(word_of(*answer) == "printer_failed");
    CHECK(shop.times_printed(n) == 0);
  }
  std::string paper;
  for (std::size_t i = 0; i < Printers::most_waiting; ++i) {
    // Each takes its turn; the device is small, so it is emptied until this one is through.
    std::optional<http::Reply> answer;
    std::thread reading([&] { answer = lanes[i]->receive(); });
    while (paper.find("R" + std::to_string(i) + " ") == std::string::npos) {
      const std::string some = printer.drain();
      paper += some;
      if (some.empty()) std::this_thread::yield();
    }
    reading.join();
    REQUIRE(answer);
    CHECK(answer->status == 200);
  }
}

TEST_CASE("S8: a service that stops answers for the receipt that is being printed") {
  const Folder devices(in_memory());
  const FullDevice printer(devices.path("lp0"));
  Shop shop("[printer]\ntarget = \"usb:" + devices.path("lp0").string() + "\"\ntimeout_ms = 300\n");
  REQUIRE(shop.sell("1") == "ok");
  REQUIRE(shop.sell("2") == "ok");
  const auto first = shop.asks(R"({"receipt_no":"R1"})");
  while (shop.times_printed("1") == 0) {
  }
  const auto second = shop.asks(R"({"receipt_no":"R2"})");
  while (shop.times_printed("2") == 0) {
  }
  shop.served->stop();
  for (const auto* line : {first.get(), second.get()}) {
    const auto answer = const_cast<http::HttpClient*>(line)->receive();
    REQUIRE(answer);
    CHECK(word_of(*answer) == "printer_failed");
  }
  shop.served->start();
  CHECK(shop.times_printed("1") == 0);  // nothing came out of either
  CHECK(shop.times_printed("2") == 0);
}

}  // namespace
}  // namespace vip::terminal::service
