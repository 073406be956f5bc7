#include "terminal/json/member_text.h"

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void skip_space(std::string_view text, std::size_t& at) {
  while (at < text.size() && is_space(text[at])) ++at;
}

// From the opening quote to behind the closing one.
void skip_string(std::string_view text, std::size_t& at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  ++at;
}

// To the end of the value that begins at `at`: the comma or bracket of the object around it.
void skip_value(std::string_view text, std::size_t& at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      skip_string(text, at);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 0) return;
      --depth;
    }
    if (c == ',' && depth == 0) return;
    ++at;
  }
}

}  // namespace

std::string member_text(std::string_view object, std::string_view name) {
  const std::string wanted = '"' + std::string(name) + '"';
  std::size_t at = object.find('{');
  ensure(at != std::string_view::npos, "the text is an object");
  ++at;
  while (at < object.size()) {
    skip_space(object, at);
    const std::size_t key = at;
    skip_string(object, at);
    const bool found = object.substr(key, at - key) == wanted;
    skip_space(object, at);
    ++at;  // the colon
    skip_space(object, at);
    const std::size_t value = at;
    skip_value(object, at);
    if (found) {
      std::string_view text = object.substr(value, at - value);
      while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
      return std::string(text);
    }
    ++at;  // the comma
  }
  ensure_failed("the object has the member", __FILE__, __LINE__);
}

}  // namespace vip::terminal
