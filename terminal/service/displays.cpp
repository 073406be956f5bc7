#include "terminal/service/displays.h"

#include <utility>

#include "cardformat/wipe.h"

namespace vip::terminal::service {

Displays::~Displays() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }
  for (auto& [target, display] : displays_) display.thread.join();
}

void Displays::welcome() {
  tell(settings_.target, {});
  for (const auto& [lane, target] : settings_.lanes) tell(target, {});
}

void Displays::hear(const std::string& lane, std::string_view method, const std::string& answer) {
  const PrinterTarget& target = settings_.of_lane(lane);
  if (target.kind == PrinterTarget::Kind::none) return;
  if (method != "sale.quote" && method != "sale.commit") return;
  tell(target, {std::string(method), answer});
}

void Displays::tell(const PrinterTarget& target, News news) {
  if (target.kind == PrinterTarget::Kind::none) return;
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  Display& display = displays_[target.text()];
  display.target = target;
  display.news = std::move(news);
  if (!display.thread.joinable()) {
    display.thread = std::thread([this, &display] { serve(display); });
  }
  changed_.notify_all();
}

void Displays::serve(Display& display) {
  const Gbk gbk;
  const bool chinese = settings_.charset != Charset::none;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopped_ || display.news; });
    if (stopped_) return;
    News news = std::move(*display.news);
    display.news.reset();
    const PrinterTarget target = display.target;
    lock.unlock();
    const auto rows = news.method.empty() ? std::optional(welcome_rows(chinese))
                                          : display_rows(news.method, news.answer, chinese);
    // What the system says of it helps nobody who is selling; doctor looks whether it is there.
    if (rows) static_cast<void>(print(target, display_bytes(*rows, settings_, gbk)));
    wipe(news.answer);
    lock.lock();
  }
}

}  // namespace vip::terminal::service
