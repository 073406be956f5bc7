// Client: the service of a data directory, as a command of its owner asks it. The answers, and what
// the command ends with, are those that the door would have given in this process.
//
// Threads: one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "terminal/door/opened_store.h"
#include "terminal/http/http_client.h"
#include "terminal/service/service_file.h"

namespace vip::terminal::service {

class Client {
 public:
  // nullptr: no service that can be asked has that directory.
  static std::unique_ptr<Client> find(const std::filesystem::path& directory);

  Reply call(std::string_view method, std::string_view request);
  // Where the method takes long `progress` hears meanwhile how far it is, on a thread of its own.
  Reply call(std::string_view method, std::string_view request,
             const OpenedStore::Progress& progress);

 private:
  explicit Client(const ServiceAddress& service);
  ServiceAddress service_;
  http::HttpClient line_;
};

}  // namespace vip::terminal::service
