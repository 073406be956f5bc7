// OfficeProcess: a real vip-office in a process of its own, and how much of a processor it took.
#pragma once

#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "terminal/demo_driver/child.h"

namespace vip::fleet {

// vip-office serve, on one port for as long as the fleet sails. Its data are made where there are
// none.
class OfficeProcess {
 public:
  OfficeProcess(std::string program, std::string data)
      : program_(std::move(program)), data_(std::move(data)) {
    if (!std::filesystem::exists(data_) &&
        terminal::demo::run({program_, "init", "--data", data_, "--training", "--json"})
                .exit_code != 0) {
      throw std::runtime_error("vip-office init");
    }
    serve();
  }
  void serve() {
    server_ = std::make_unique<terminal::demo::Child>(
        std::vector<std::string>{program_, "serve", "--data", data_, "--listen",
                                 "127.0.0.1:" + std::to_string(port_), "--json", "--quiet"});
    std::string line;
    for (char c = 0; ::read(server_->out(), &c, 1) == 1 && c != '\n';) line += c;
    const auto said = nlohmann::json::parse(line, nullptr, false);
    if (!said.is_object()) throw std::runtime_error("vip-office serve: " + line);
    port_ = said.at("port").get<std::uint16_t>();
  }
  void kill_and_serve() {
    cpu_before_ += cpu_s();
    server_->kill_at_once();
    serve();
  }
  void stop() {
    cpu_before_ += cpu_s();
    server_.reset();
  }
  std::uint16_t port() const { return port_; }
  std::string address() const { return "https://127.0.0.1:" + std::to_string(port_); }
  // Seconds of one processor, of all its lives.
  double cpu_total_s() { return cpu_before_ + cpu_s(); }
  nlohmann::json ask(std::vector<std::string> words) const {
    words.insert(words.begin(), program_);
    words.insert(words.end(), {"--data", data_, "--json"});
    const auto ran = terminal::demo::run(words);
    if (ran.exit_code != 0) throw std::runtime_error(words[1] + ": " + ran.out);
    return nlohmann::json::parse(ran.out);
  }

 private:
  double cpu_s() const {
    clockid_t clock{};
    timespec used{};
    if (!server_ || ::clock_getcpuclockid(server_->process(), &clock) != 0 ||
        ::clock_gettime(clock, &used) != 0) {
      return 0;
    }
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
  }

  std::string program_;
  std::string data_;
  std::unique_ptr<terminal::demo::Child> server_;
  std::uint16_t port_ = 0;
  double cpu_before_ = 0;
};

}  // namespace vip::fleet
