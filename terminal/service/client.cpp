#include "terminal/service/client.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>

#include "cardformat/bytes.h"
#include "terminal/json/fields.h"
#include "terminal/json/strict_json.h"

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

// Whole events are taken out of what was heard; one that has not ended stays.
void tell_progress(std::string& heard, std::string_view method,
                   const OpenedStore::Progress& progress) {
  constexpr std::string_view begin = "event: progress\ndata: ";
  constexpr std::string_view end = "\n\n";
  std::size_t next = 0;
  for (;;) {
    const std::size_t at = heard.find(begin, next);
    const std::size_t stop = at == std::string::npos ? at : heard.find(end, at);
    if (stop == std::string::npos) {
      // Anything but the beginning of such an event is nobody's here.
      next = at == std::string::npos
                 ? std::max(next, heard.size() - std::min(heard.size(), begin.size()))
                 : at;
      heard.erase(0, next);
      return;
    }
    const auto json =
        read_json(std::string_view(heard).substr(at + begin.size(), stop - at - begin.size()));
    next = stop + end.size();
    if (!json) continue;
    Problems problems;
    Fields fields(*json, "", problems);
    const auto figure = [&](std::string_view name) {
      return static_cast<std::uint64_t>(
          fields.integer(name, 0, std::numeric_limits<std::int64_t>::max()).value_or(0));
    };
    if (fields.text("method", 64) != std::string(method)) continue;
    const std::uint64_t done = figure("done");
    const std::uint64_t total = figure("total");
    progress(method, done, total, figure("rows"));
  }
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
    : service_(service), line_(service.address, service.port, service.token, service.certificate) {}

Reply Client::call(std::string_view method, std::string_view request,
                   const OpenedStore::Progress& progress) {
  if (!takes_long(method)) return call(method, request);
  http::HttpClient events(service_.address, service_.port, service_.token, service_.certificate);
  const bool six = service_.address.find(':') != std::string::npos;
  const std::string listen =
      "GET /events HTTP/1.1\r\nHost: " + (six ? '[' + service_.address + ']' : service_.address) +
      ':' + std::to_string(service_.port) + "\r\nAuthorization: Bearer " + service_.token +
      "\r\n\r\n";
  // Its hello, so that nothing is missed afterwards; whatever else it says, the call goes on.
  if (!events.connect() || !events.send(listen) || events.receive_some().empty()) {
    return call(method, request);
  }
  std::thread hearing([&] {
    std::string heard;
    for (std::string some; !(some = events.receive_some()).empty();) {
      heard += some;
      tell_progress(heard, method, progress);
    }
  });
  Reply reply = call(method, request);
  events.hang_up();
  hearing.join();
  return reply;
}

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
