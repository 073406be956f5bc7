#include "terminal/service/client.h"

#include <charconv>
#include <string>

#include "cardformat/bytes.h"

namespace vip::terminal::service {
namespace {

// "sale.quote" -> "/v1/sale/quote". A name may be any bytes: what is no letter goes as %XX, and is
// then no method's name there either.
std::string path_of(std::string_view method) {
  std::string path = "/v1/";
  for (const char c : method) {
    const bool plain = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_';
    if (c == '.') {
      path += '/';
    } else if (plain) {
      path += c;
    } else {
      path += '%' + hex(std::string_view(&c, 1));
    }
  }
  return path;
}

}  // namespace

std::unique_ptr<Client> Client::find(const std::filesystem::path& directory) {
  const auto service = read_service_file(directory);
  if (!service) return nullptr;
  std::unique_ptr<Client> client(new Client(*service));
  if (!client->line_.connect()) return nullptr;
  return client;
}

Client::Client(const ServiceAddress& service)
    : line_(service.address, service.port, service.token, service.certificate) {}

Reply Client::call(std::string_view method, std::string_view request) {
  const auto reply = line_.post(path_of(method), request);
  if (!reply) return error_reply(Fault{.code = Fault::Code::storage, .word = "service_lost"});
  const std::string_view code = reply->field("vip-exit-code");
  Reply answer{.text = reply->body, .exit_code = exit_code::unexpected};
  const auto [end, error] =
      std::from_chars(code.data(), code.data() + code.size(), answer.exit_code);
  if (error != std::errc() || !answer.text.starts_with('{')) {
    // Not the door's: too large a request, most likely, and then nothing was done.
    return error_reply(Fault{.code = Fault::Code::storage, .word = "service_lost"});
  }
  return answer;
}

}  // namespace vip::terminal::service
