// Service: the door over HTTP (HTTP.md), for lanes, the cashier's page and monitors.
//
// One thread serves connections and knows who asks; the store's thread carries out
// (store_thread.h); what needs the network is elsewhere's (elsewhere.h). None waits for another: a
// request goes in, and its answer is sent when it comes.
//
// Shutdown: nobody new comes in, what was begun is answered, what was taken in is carried out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/devices/scanner_source.h"
#include "terminal/door/opened_store.h"
#include "terminal/http/http_server.h"
#include "terminal/service/elsewhere.h"

namespace vip::terminal::service {

struct ServiceSettings {
  std::filesystem::path data;
  std::string address = "127.0.0.1";    // an IP address
  std::uint16_t port = 7410;            // 0: any free one
  std::vector<std::string> hosts;       // further names that are ours
  std::vector<ScannerSource> scanners;  // beside those of vip.toml; for every page
  std::optional<http::Tls> tls;         // required where the address is no loopback one
  http::Limits limits;
};

class Service {
 public:
  // Listens when it returns, and answers once run() runs. Throws std::runtime_error where the
  // address cannot be listened on, StorageError where the store cannot be read.
  Service(ServiceSettings settings, std::unique_ptr<OpenedStore> store,
          const MakeElsewhere& elsewhere);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  std::uint16_t port() const;
  std::string url() const;  // "http://127.0.0.1:7410"

  // Until stop(), or until SIGTERM or SIGINT where `until_signal`.
  void run(bool until_signal);
  void stop();  // from any thread

  // A scanner that this machine reads itself delivered this, any bytes. `lane`: for that lane's
  // pages alone; empty: for all. While run() runs the service does so for its own scanners.
  void scanned(std::string_view raw, const std::string& lane = {});
  StoreThread& store();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vip::terminal::service
