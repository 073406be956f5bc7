#include "terminal/service/statuses.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "terminal/json/json_writer.h"
#include "terminal/json/member_text.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal::service {
namespace {

// What lacks is proof of who asks: with it the same request may be asked again.
constexpr std::array<std::string_view, 7> unproved = {
    "pin_needed",      "pin_again",    "pin_wrong",    "session_asleep",
    "session_unknown", "token_needed", "token_unknown"};

struct Kind {
  std::string_view code;
  int status;
  std::string_view title;
};
constexpr std::array<Kind, 8> kinds = {{
    {"request.invalid", 400, "The request is wrong"},
    {"not_found", 404, "There is no such thing here"},
    {"conflict", 409, "It conflicts with what is here already"},
    {"not_allowed", 403, "This is not allowed"},
    {"configuration", 503, "The terminal is not set up for this"},
    {"storage", 503, "The store's disk does not do as it should"},
    {"unreachable", 503, "Head office cannot be reached"},
    {"internal", 500, "Something unexpected happened"},
}};

std::string text_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

http::Answer problem_of(const Reply& reply) {
  const std::string error = member_text(reply.text, "error");
  const auto json = read_json(error);
  const std::string code = json ? text_at(*json, "code") : "internal";
  const std::string word = json ? text_at(*json, "word") : "";
  const auto known =
      std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.code == code; });
  const Kind& kind = known != kinds.end() ? *known : kinds.back();
  http::Answer answer;
  answer.status = kind.status;
  if (code == "not_allowed" &&
      std::find(unproved.begin(), unproved.end(), word) != unproved.end()) {
    answer.status = 401;
    answer.fields.emplace_back("WWW-Authenticate", "Bearer realm=\"vip\"");
  }
  if (word == "method_other") answer.status = 405;
  answer.content_type = "application/problem+json";
  std::string detail;
  if (json && json->contains("message")) detail = text_at((*json)["message"], "en");
  JsonWriter out;
  out.begin_object().field("type", "urn:vip:problem:" + code).field("title", kind.title);
  out.field("status", answer.status).field("detail", detail);
  answer.body = out.take() + ',' + error.substr(1, error.size() - 2) + R"(,"ok":false,"error":)" +
                error + '}';
  return answer;
}

}  // namespace

http::Answer answer_of(const Reply& reply) {
  http::Answer answer;
  if (reply.text.starts_with(R"({"ok":true)")) {
    answer.body = reply.text;
  } else if (reply.text.starts_with(R"({"ok":false,"refusal")")) {
    answer.status = 422;
    answer.body = reply.text;
  } else {
    answer = problem_of(reply);
  }
  answer.fields.emplace_back("Cache-Control", "no-store");
  return answer;
}

http::Answer problem(Fault::Code code, std::string_view word, std::string_view pointer,
                     const Facts& facts) {
  return answer_of(error_reply(Fault{
      .code = code, .pointer = std::string(pointer), .word = std::string(word), .facts = facts}));
}

http::Answer no_such_path() { return problem(Fault::Code::not_found, "path_unknown"); }

http::Answer other_method(std::string_view allowed) {
  http::Answer answer =
      problem(Fault::Code::request_invalid, "method_other", {}, {{"allowed", allowed}});
  answer.fields.emplace_back("Allow", std::string(allowed));
  return answer;
}

}  // namespace vip::terminal::service
