// S8: where a receipt's bytes go, and what is said when they do not.
#include "terminal/receipt/printer.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "terminal/receipt/serial_line.h"
#include "tests/folder.h"

namespace vip::terminal {
namespace {

using Kind = PrinterTarget::Kind;

TEST_CASE("S8: targets are read as they are written, and nothing else is") {
  struct Row {
    const char* text;
    Kind kind;
    const char* where;
    int port;
    const char* written;
  };
  const Row rows[] = {
      {"none", Kind::none, "", 9100, "none"},
      {"tcp://192.168.1.50", Kind::tcp, "192.168.1.50", 9100, "tcp://192.168.1.50:9100"},
      {"tcp://192.168.1.50:9101", Kind::tcp, "192.168.1.50", 9101, "tcp://192.168.1.50:9101"},
      {"tcp://[::1]:9101", Kind::tcp, "::1", 9101, "tcp://[::1]:9101"},
      {"tcp://::1", Kind::tcp, "::1", 9100, "tcp://[::1]:9100"},
      {"usb:/dev/usb/lp0", Kind::usb, "/dev/usb/lp0", 9100, "usb:/dev/usb/lp0"},
      {"serial:/dev/ttyS0", Kind::serial, "/dev/ttyS0", 9100, "serial:/dev/ttyS0"},
      {"file:/tmp/r", Kind::file, "/tmp/r", 9100, "file:/tmp/r"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto target = read_printer_target(row.text);
    REQUIRE(target.has_value());
    CHECK(target->kind == row.kind);
    CHECK(target->where == row.where);
    CHECK(target->port == row.port);
    CHECK(target->text() == row.written);
  }
  for (const char* wrong : {"", "tcp", "tcp://", "tcp://printer.local", "tcp://1.2.3.4:0",
                            "tcp://1.2.3.4:65536", "tcp://1.2.3.4:", "tcp://1.2.3.4:91x",
                            "usb:", "usb:lp0", "file:r", "lpt:/dev/lp0", "None"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_printer_target(wrong).has_value());
  }
  CHECK(is_serial_speed(115200));
  CHECK_FALSE(is_serial_speed(9601));
}

TEST_CASE("S8: into a file, one receipt after the other; nowhere is a place too") {
  const Folder folder;
  const PrinterTarget file{.kind = Kind::file, .where = folder.path("spool").string()};
  CHECK(print(file, "one\n").has_value());
  CHECK(print(file, "two\n").has_value());
  CHECK(read_all(folder.path("spool")) == "one\ntwo\n");
  CHECK(print(PrinterTarget{}, "gone").has_value());
}

// A printer of the network: takes one connection and what comes.
class NetworkPrinter {
 public:
  NetworkPrinter() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(socket_, 1) == 0);
    REQUIRE(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    target = {.kind = Kind::tcp, .where = "127.0.0.1", .port = ntohs(address.sin_port)};
  }
  ~NetworkPrinter() { stop(); }
  NetworkPrinter(const NetworkPrinter&) = delete;
  NetworkPrinter& operator=(const NetworkPrinter&) = delete;

  std::string take() const {
    const int line = accept(socket_, nullptr, nullptr);
    std::string all;
    char part[4096];
    for (ssize_t got; (got = read(line, part, sizeof part)) > 0;) {
      all.append(part, static_cast<std::size_t>(got));
    }
    close(line);
    return all;
  }
  void stop() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }

  PrinterTarget target;

 private:
  int socket_;
};

TEST_CASE("S8: over the network, all of it") {
  const NetworkPrinter printer;
  const std::string receipt(300'000, 'r');
  std::string taken;
  std::thread paper([&] { taken = printer.take(); });
  const auto done = print(printer.target, receipt);
  paper.join();
  CHECK(done.has_value());
  CHECK(taken == receipt);
}

TEST_CASE("S8: a printer that is not there is an answer, and nothing came out") {
  NetworkPrinter printer;
  printer.stop();
  const auto refused = print(printer.target, "r");
  REQUIRE_FALSE(refused.has_value());
  CHECK_FALSE(refused.error().began);
  CHECK_FALSE(refused.error().detail.empty());
  const auto missing = print({.kind = Kind::usb, .where = "/dev/nobody/lp0"}, "r");
  REQUIRE_FALSE(missing.has_value());
  CHECK_FALSE(missing.error().began);
}

TEST_CASE("S8: a printer that takes nothing more holds nobody for ever, and part may be out") {
  NetworkPrinter printer;  // connected by the system, and never read
  printer.target.timeout_ms = 200;
  const auto stuck = print(printer.target, std::string(50'000'000, 'r'));
  REQUIRE_FALSE(stuck.has_value());
  CHECK(stuck.error().began);
}

TEST_CASE("S8: a device that takes no byte is an answer, and nothing came out") {
  const auto full = print({.kind = Kind::usb, .where = "/dev/full"}, "r");
  REQUIRE_FALSE(full.has_value());
  CHECK_FALSE(full.error().began);
}

TEST_CASE("S8: over a serial line, every byte as it is") {
  const int line = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(line >= 0);
  REQUIRE(grantpt(line) == 0);
  REQUIRE(unlockpt(line) == 0);
  const PrinterTarget target{.kind = Kind::serial, .where = ptsname(line), .baud = 115200};
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  std::string taken;
  std::thread paper([&] {
    char part[64];
    while (taken.size() < all.size()) {
      const ssize_t got = read(line, part, sizeof part);
      if (got > 0) taken.append(part, static_cast<std::size_t>(got));
    }
  });
  const auto done = print(target, all);
  paper.join();
  close(line);
  CHECK(done.has_value());
  CHECK(taken == all);
}

}  // namespace
}  // namespace vip::terminal
