// Device shop: a training store with devices in its vip.toml, served, and who listens to its
// events.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tests/folder.h"
#include "tests/terminal/service/served_store.h"

namespace vip::terminal::service {

class DeviceShop {
 public:
  explicit DeviceShop(const std::string& config) {
    ensure(create_store(folder_.path(), {.store = "S01", .training = true, .seed = 7}),
           "a new store is made");
    folder_.write("vip.toml", config);
    served.emplace(folder_.path());
  }

  // A connection on which this was asked, and whose answer nobody has waited for.
  std::unique_ptr<http::HttpClient> asks(const Wish& wish) const {
    auto line = std::make_unique<http::HttpClient>("127.0.0.1", served->port());
    ensure(line->connect() && line->send(served->written(wish)), "the service listens");
    return line;
  }
  // Who listens to events, under a token or a page's cookie.
  std::unique_ptr<http::HttpClient> listens(std::string field, std::string value) const {
    return asks(
        {.method = "GET", .path = "/events", .fields = {{std::move(field), std::move(value)}}});
  }

 private:
  Folder folder_{in_memory()};

 public:
  std::optional<ServedStore> served;
};

// What arrives, until `until` has; less where the line ends before.
inline std::string heard(http::HttpClient& line, std::string_view until) {
  std::string all;
  while (all.find(until) == std::string::npos) {
    const std::string some = line.receive_some();
    if (some.empty()) break;
    all += some;
  }
  return all;
}

}  // namespace vip::terminal::service
