#include "terminal/service/events.h"

#include <utility>

namespace vip::terminal::service {
namespace {

std::string written(std::string_view event, std::string_view data) {
  std::string out = "event: ";
  out.append(event).append("\ndata: ").append(data).append("\n\n");
  return out;
}

}  // namespace

std::shared_ptr<http::Outflow> Events::listen(std::string page, std::string_view hello) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const Listener& listener) { return listener.flow->ended(); });
  if (listeners_.size() >= most_listeners) return nullptr;
  auto flow = std::make_shared<http::Outflow>();
  flow->push(written("hello", hello));
  listeners_.push_back({std::move(page), flow});
  return flow;
}

template <class Which>
void Events::push(std::string_view event, std::string_view data, Which which) {
  const std::string text = written(event, data);
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [&](const Listener& listener) {
    return which(listener) ? !listener.flow->push(text) : listener.flow->ended();
  });
}

void Events::tell(std::string_view event, std::string_view data) {
  push(event, data, [](const Listener&) { return true; });
}

void Events::tell_pages(std::string_view event, std::string_view data) {
  push(event, data, [](const Listener& listener) { return !listener.page.empty(); });
}

void Events::tell_page(const std::string& page, std::string_view event, std::string_view data) {
  push(event, data, [&](const Listener& listener) { return listener.page == page; });
}

std::size_t Events::listeners() {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const Listener& listener) { return listener.flow->ended(); });
  return listeners_.size();
}

}  // namespace vip::terminal::service
