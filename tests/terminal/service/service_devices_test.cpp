// Scanners that the service reads itself, and customers' displays, at the service as a whole: what
// a page hears, and that nobody waits for a display.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "tests/folder.h"
#include "tests/terminal/devices/played_line.h"
#include "tests/terminal/service/device_shop.h"
#include "tests/terminal/service/full_device.h"

namespace vip::terminal::service {
namespace {

class Shop : public DeviceShop {
 public:
  using DeviceShop::DeviceShop;

  // Of a page of that lane.
  std::string cookie(const std::string& lane) const {
    const http::Reply login =
        served->ask({.path = "/session", .body = R"({"operator":2001,"lane":")" + lane + "\"}"});
    const std::string field(login.field("set-cookie"));
    return field.substr(0, field.find(';'));
  }
  // Which listens.
  std::unique_ptr<http::HttpClient> page(const std::string& lane) const {
    return listens("Cookie", cookie(lane));
  }
  std::int64_t scanners_read() const {
    const http::Reply figures = served->ask({.method = "GET", .path = "/metrics"});
    constexpr std::string_view name = "\nvip_scanners_read ";
    const std::size_t at = figures.body.find(name);
    ensure(at != std::string::npos, "the figure is there");
    return std::stoll(figures.body.substr(at + name.size()));
  }
};

TEST_CASE("a scanner's scan is an event of every page, a lane's scanner's of that lane's alone") {
  const Folder devices(in_memory());
  const PlayedLine shared(devices.path("shared"));
  const PlayedLine second(devices.path("second"));
  const Shop shop("[scanner]\nsource = \"serial:" + devices.path("shared").string() +
                  "\"\n[scanner.lanes]\n2 = \"serial:" + devices.path("second").string() + "\"\n");
  while (shop.scanners_read() < 2) {
  }
  const auto one = shop.page("1");
  const auto two = shop.page("2");
  heard(*one, "event: hello");
  heard(*two, "event: hello");
  second.send("9156900000000012\r\n");
  CHECK(heard(*two, "event: scan").find(R"({"scan":"9156900000000012"})") != std::string::npos);
  shared.send("2891569000018\r\n");
  // The first that lane 1 hears is the shared one's.
  const std::string first = heard(*one, "\n\n\r\n");
  CHECK(first.find(R"({"scan":"2891569000018"})") != std::string::npos);
  CHECK(first.find("9156900000000012") == std::string::npos);
  CHECK(heard(*two, "2891569000018").find("event: scan") != std::string::npos);
  // Bytes that are no text are still an event that is JSON.
  shared.send(
      "\xb0\xc1"
      "A\r");
  CHECK(heard(*one, "event: scan")
            .find("{\"scan\":\"\xef\xbf\xbd\xef\xbf\xbd"
                  "A\"}") != std::string::npos);
}

TEST_CASE("a customers' display says what was answered, and a stuck one keeps nobody") {
  const Folder devices(in_memory());
  const FullDevice stuck(devices.path("vfd2"));
  const std::string shown = devices.path("vfd1").string();
  const Shop shop("[display]\ntarget = \"file:" + shown +
                  "\"\ntimeout_ms = 30000\n[display.lanes]\n2 = \"usb:" +
                  devices.path("vfd2").string() + "\"\n");
  const auto waits_for = [&](std::string_view text) {
    std::string all;
    while (all.find(text) == std::string::npos) all = read_all(shown);
    return all;
  };
  waits_for("\xbb\xb6\xd3\xad\xb9\xe2\xc1\xd9");  // 欢迎光临
  const std::string basket = R"("lines":[{"sku":"1","qty":1,"unit_price":12345}])";
  CHECK(shop.served->call("sale.quote", "{" + basket + "}").status == 200);
  waits_for(
      "\xd3\xa6\xb8\xb6        \xa3\xa4"
      "123.45");  // 应付 ￥123.45
  CHECK(shop.served
            ->call("sale.commit",
                   R"({"request_id":"r1","operator":2001,"lane":"1","receipt_no":"R1",)"
                   R"("expected_paid":12345,)" +
                       basket + "}")
            .status == 200);
  waits_for("\xd0\xbb\xd0\xbb\xbb\xdd\xb9\xcb");  // 谢谢惠顾
  // The other lane's display takes nothing, from the greeting on, and its lane sells as ever.
  const http::Fields lane_2 = {{"Cookie", shop.cookie("2")}};
  for (int i = 0; i < 20; ++i) {
    CHECK(shop.served->ask({.path = "/v1/sale/quote", .fields = lane_2, .body = "{" + basket + "}"})
              .status == 200);
  }
  // Once it takes something again it shows the newest, not everything that it missed.
  std::string all;
  while (all.find("123.45") == std::string::npos) all += stuck.drain();
  CHECK(all.find("123.45") == all.rfind("123.45"));
}

}  // namespace
}  // namespace vip::terminal::service
