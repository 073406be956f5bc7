// OfficeProcess: a real vip-office in a process of its own, and how much of a processor it took.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "terminal/demo_driver/child.h"

namespace vip::fleet {

// vip-office serve, on one port for as long as the fleet sails.
class OfficeProcess {
 public:
  OfficeProcess(std::string program, std::string data)
      : program_(std::move(program)), data_(std::move(data)) {
    if (terminal::demo::run({program_, "init", "--data", data_, "--training", "--json"})
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
    find_process();
  }
  void kill_and_serve() {
    cpu_before_ += cpu_s();
    server_->kill_at_once();
    serve();
  }
  void stop() {
    cpu_before_ += cpu_s();
    process_ = 0;
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
  // The child whose parent is this process and whose command is ours.
  void find_process() {
    process_ = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
      const std::string name = entry.path().filename().string();
      if (!std::all_of(name.begin(), name.end(), [](char c) { return '0' <= c && c <= '9'; })) {
        continue;
      }
      std::ifstream file(entry.path() / "stat");
      std::string text;
      std::getline(file, text);
      const std::size_t end = text.rfind(')');
      if (end == std::string::npos) continue;
      std::istringstream rest(text.substr(end + 2));
      char state = 0;
      int parent = 0;
      if (rest >> state >> parent && parent == ::getpid() && state != 'Z') {
        process_ = std::atoi(name.c_str());
      }
    }
  }
  double cpu_s() const {
    if (process_ == 0) return 0;
    std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
    std::string text;
    std::getline(file, text);
    const std::size_t end = text.rfind(')');
    if (end == std::string::npos) return 0;
    std::istringstream rest(text.substr(end + 2));
    std::string word;
    for (int i = 0; i < 11; ++i) rest >> word;
    double user = 0;
    double system = 0;
    rest >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }

  std::string program_;
  std::string data_;
  std::unique_ptr<terminal::demo::Child> server_;
  std::uint16_t port_ = 0;
  int process_ = 0;
  double cpu_before_ = 0;
};

}  // namespace vip::fleet
