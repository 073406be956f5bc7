#include "sync/office/http_server.h"

#include <utility>

namespace vip::sync {
namespace {

namespace http = terminal::http;

http::Settings settings_of(const HttpSettings& wanted) {
  http::Settings settings;
  settings.address = wanted.address;
  settings.port = wanted.port;
  settings.tls = {.certificate_pem = wanted.certificate_pem,
                  .key_pem = wanted.key_pem,
                  .callers_authority_pem = wanted.authority_pem};
  settings.limits.body = wanted.limits.body;
  settings.limits.handshake_ms = wanted.limits.handshake_ms;
  settings.limits.body_ms = wanted.limits.request_ms;
  settings.limits.answer_ms = wanted.limits.answer_ms;
  settings.limits.idle_ms = wanted.limits.idle_ms;
  settings.limits.connections = static_cast<std::size_t>(wanted.limits.connections);
  return settings;
}

http::Answer answer_of(HttpAnswer answer) {
  http::Answer out;
  out.status = answer.status;
  out.content_type = std::move(answer.content_type);
  if (!answer.content_encoding.empty()) {
    out.fields.emplace_back("content-encoding", std::move(answer.content_encoding));
  }
  if (answer.retry_after_s) {
    out.fields.emplace_back("retry-after", std::to_string(*answer.retry_after_s));
  }
  out.body = std::move(answer.body);
  return out;
}

http::Handler handler_of(HttpLater handler) {
  http::Handler out;
  out.answer = [handler = std::move(handler)](http::Request request, const http::Respond& respond) {
    HttpRequest asked;
    asked.content_encoding = std::string(request.field("content-encoding"));
    asked.method = std::move(request.method);
    asked.path = std::move(request.path);
    asked.body = std::move(request.body);
    asked.certificate = std::move(request.certificate);
    handler(asked, [respond](HttpAnswer answer) { respond(answer_of(std::move(answer))); });
  };
  return out;
}

}  // namespace

HttpServer::HttpServer(const HttpSettings& settings, HttpHandler handler)
    : HttpServer(settings, HttpLater([handler = std::move(handler)](
                                         const HttpRequest& request,
                                         const std::function<void(HttpAnswer)>& respond) {
                   respond(handler(request));
                 })) {}

HttpServer::HttpServer(const HttpSettings& settings, HttpLater handler)
    : server_(settings_of(settings), handler_of(std::move(handler))) {}

}  // namespace vip::sync
