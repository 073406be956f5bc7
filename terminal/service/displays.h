// Displays: the customers' displays of two rows (devices/customer_display.h), told what the door
// answered.
//
// Each display has a thread of its own and shows the newest; what it had no time for is skipped.
// One that is not there is tried again with the next answer. Nothing waits for a display.
//
// Threads: any.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "terminal/devices/customer_display.h"

namespace vip::terminal::service {

class Displays {
 public:
  explicit Displays(DisplaySettings settings) : settings_(std::move(settings)) {}
  ~Displays();
  Displays(const Displays&) = delete;
  Displays& operator=(const Displays&) = delete;

  void welcome();  // on each of them
  // `answer`: of the door to `lane`, which may be empty.
  void hear(const std::string& lane, std::string_view method, const std::string& answer);

 private:
  struct News {
    std::string method;  // empty: welcome
    std::string answer;
  };
  struct Display {
    PrinterTarget target;
    std::optional<News> news;
    std::thread thread;
  };
  void tell(const PrinterTarget& target, News news);
  void serve(Display& display);

  const DisplaySettings settings_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::map<std::string, Display> displays_;  // by target
};

}  // namespace vip::terminal::service
