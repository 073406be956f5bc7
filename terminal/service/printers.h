// Printers: receipts on their way to paper.
//
// Each printer has a thread of its own, so that one that is switched off keeps neither the store's
// thread nor another lane's printer waiting; what goes to one printer goes in order. A job always
// comes back, printed or with its failure.
//
// Threads: print() and stop() from any, finish() from the owner's. What is given is called on the
// printer's thread, or on the caller's where nothing can be taken.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "terminal/door/door.h"

namespace vip::terminal::service {

class Printers {
 public:
  using Done = std::function<void(std::shared_ptr<PrintJob>)>;
  // Of one printer; more than these would come out long after their customers left.
  static constexpr std::size_t most_waiting = 32;

  Printers() = default;
  ~Printers() { finish(); }
  Printers(const Printers&) = delete;
  Printers& operator=(const Printers&) = delete;

  void print(std::shared_ptr<PrintJob> job, Done done);
  // What waits comes back unprinted; what is being printed ends within its time.
  void stop();
  // stop(), and waits for what is being printed to come back.
  void finish();

 private:
  struct Waiting {
    std::shared_ptr<PrintJob> job;
    Done done;
  };
  struct Printer {
    std::deque<Waiting> waiting;
    std::thread thread;
  };
  void serve(Printer& printer);

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::map<std::string, Printer> printers_;  // by target
};

}  // namespace vip::terminal::service
