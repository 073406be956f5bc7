#include "terminal/service/printers.h"

#include <string_view>
#include <utility>

namespace vip::terminal::service {
namespace {

void give_back(std::shared_ptr<PrintJob> job, const Printers::Done& done, std::string_view why) {
  job->failure = PrintFailure{.detail = std::string(why)};
  done(std::move(job));
}

}  // namespace

void Printers::finish() {
  stop();
  for (auto& [target, printer] : printers_) {
    if (printer.thread.joinable()) printer.thread.join();
  }
}

void Printers::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

void Printers::print(std::shared_ptr<PrintJob> job, Done done) {
  std::string_view why_not = "the service is stopping";
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      Printer& printer = printers_[job->target.text()];
      if (printer.waiting.size() < most_waiting) {
        printer.waiting.push_back({std::move(job), std::move(done)});
        if (!printer.thread.joinable()) {
          printer.thread = std::thread([this, &printer] { serve(printer); });
        }
        changed_.notify_all();
        return;
      }
      why_not = "too many receipts wait for it";
    }
  }
  give_back(std::move(job), done, why_not);
}

void Printers::serve(Printer& printer) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopped_ || !printer.waiting.empty(); });
    if (printer.waiting.empty()) return;
    Waiting next = std::move(printer.waiting.front());
    printer.waiting.pop_front();
    const bool too_late = stopped_;
    lock.unlock();
    if (too_late) {
      give_back(std::move(next.job), next.done, "the service is stopping");
    } else {
      if (auto result = vip::terminal::print(next.job->target, next.job->bytes); !result) {
        next.job->failure = result.error();
      }
      next.done(std::move(next.job));
    }
    lock.lock();
  }
}

}  // namespace vip::terminal::service
