// Served store: the service over real sockets on a store of its own, its connections' thread beside
// the test's; asked as any client would.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "cardformat/ensure.h"
#include "terminal/door/opened_store.h"
#include "terminal/http/http_client.h"
#include "terminal/json/strict_json.h"
#include "terminal/service/service.h"
#include "terminal/service/service_file.h"

namespace vip::terminal::service {

// A request as it goes over the line; Host is the service's unless a field says another.
struct Wish {
  std::string method = "POST";
  std::string path = "/v1/status";
  http::Fields fields;
  std::string body = "{}";
};

class ServedStore {
 public:
  // Requires: there is a store in `directory`, and nobody has it open.
  explicit ServedStore(std::filesystem::path directory, const MakeElsewhere& elsewhere = {},
                       http::Limits limits = {})
      : directory_(std::move(directory)), elsewhere_(elsewhere), limits_(limits) {
    start();
  }
  ~ServedStore() { stop(); }
  ServedStore(const ServedStore&) = delete;
  ServedStore& operator=(const ServedStore&) = delete;

  void start() {
    auto store = OpenedStore::open(directory_, {});
    ensure(store.has_value(), "the store opens");
    ServiceSettings settings{.data = directory_, .port = 0};
    settings.limits = limits_;
    service_ = std::make_unique<Service>(std::move(settings), std::move(*store), elsewhere_);
    thread_ = std::thread([this] { service_->run(false); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    service_->stop();
    thread_.join();
    service_.reset();
  }

  std::string host() const { return "127.0.0.1:" + std::to_string(service_->port()); }
  std::uint16_t port() const { return service_->port(); }
  Service& service() { return *service_; }
  http::HttpClient client(std::string token = {}) const {
    return http::HttpClient("127.0.0.1", service_->port(), std::move(token));
  }

  std::string written(const Wish& wish) const {
    std::string text = wish.method + ' ' + wish.path + " HTTP/1.1\r\n";
    bool has_host = false;
    for (const auto& [name, value] : wish.fields) {
      text += name + ": " + value + "\r\n";
      has_host |= name == "Host";
    }
    if (!has_host) text += "Host: " + host() + "\r\n";
    if (wish.method == "POST") {
      text += "Content-Length: " + std::to_string(wish.body.size()) + "\r\n";
    }
    return text + "\r\n" + (wish.method == "POST" ? wish.body : "");
  }
  // On a connection of its own.
  http::Reply ask(const Wish& wish) const {
    http::HttpClient line = client();
    ensure(line.connect() && line.send(written(wish)), "the service listens");
    const auto reply = line.receive();
    ensure(reply.has_value(), "the service answers");
    return *reply;
  }
  http::Reply call(std::string_view method, const std::string& request,
                   const std::string& token = "training") const {
    std::string path = "/v1/" + std::string(method);
    for (char& c : path) {
      if (c == '.') c = '/';
    }
    return ask({.path = path, .fields = {{"Authorization", "Bearer " + token}}, .body = request});
  }

 private:
  std::filesystem::path directory_;
  MakeElsewhere elsewhere_;
  http::Limits limits_;
  std::unique_ptr<Service> service_;
  std::thread thread_;
};

inline Json json_of(const http::Reply& reply) {
  const auto json = read_json(reply.body);
  ensure(json.has_value(), reply.body.c_str());
  return *json;
}

// The word of a refusal or an error, else its code; "ok".
inline std::string word_of(const http::Reply& reply) {
  const Json json = json_of(reply);
  if (json.at("ok").get<bool>()) return "ok";
  const Json& no = json.contains("refusal") ? json.at("refusal") : json.at("error");
  return no.contains("word") ? no.at("word").get<std::string>() : no.at("code").get<std::string>();
}

}  // namespace vip::terminal::service
