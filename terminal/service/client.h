// Client: the service of a data directory, as a command of its owner asks it. The answers, and what
// the command ends with, are those that the door would have given in this process.
//
// Threads: one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "terminal/door/door.h"
#include "terminal/http/http_client.h"
#include "terminal/service/service_file.h"

namespace vip::terminal::service {

class Client {
 public:
  // nullptr: no service that can be asked has that directory.
  static std::unique_ptr<Client> find(const std::filesystem::path& directory);

  Reply call(std::string_view method, std::string_view request);

 private:
  explicit Client(const ServiceAddress& service);
  http::HttpClient line_;
};

}  // namespace vip::terminal::service
