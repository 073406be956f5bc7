// Events: what happens in the store, told to every page that listens (server-sent events).
//
// Nothing is kept: who was not there asks for what it shows. Who listens too slowly is let go by
// the outflow.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/http/outflow.h"

namespace vip::terminal::service {

class Events {
 public:
  static constexpr std::size_t most_listeners = 200;

  // nullptr: there are too many. `page`: the page's id, empty for a lane's token. `hello`: JSON,
  // the first event.
  std::shared_ptr<http::Outflow> listen(std::string page, std::string_view hello);

  // `data`: JSON of one line.
  void tell(std::string_view event, std::string_view data);
  void tell_pages(std::string_view event, std::string_view data);  // no lane's token
  void tell_page(const std::string& page, std::string_view event, std::string_view data);

  std::size_t listeners();

 private:
  struct Listener {
    std::string page;
    std::shared_ptr<http::Outflow> flow;
  };
  template <class Which>
  void push(std::string_view event, std::string_view data, Which which);

  std::mutex mutex_;
  std::vector<Listener> listeners_;
};

}  // namespace vip::terminal::service
