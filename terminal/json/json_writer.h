// JsonWriter: one JSON text, written from front to back (RFC 8259).
//
// Keys stand in the order written, integers are exact, text is escaped as little as the format
// allows. Faster than building a tree, and the only way in which this project writes answers and
// events. Text must be valid UTF-8; what comes from outside was read by strict_json.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace vip::terminal {

class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // a whole JSON value, written already

  JsonWriter& field(std::string_view name, std::string_view value) { return key(name).text(value); }
  JsonWriter& field(std::string_view name, const char* value) { return key(name).text(value); }
  template <std::integral I>
  JsonWriter& field(std::string_view name, I value) {
    if constexpr (std::same_as<I, bool>) {
      return key(name).boolean(value);
    } else {
      return key(name).integer(static_cast<std::int64_t>(value));
    }
  }

  const std::string& str() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void separate();

  std::string out_;
  bool comma_ = false;
};

// `text` as a JSON string with its quotes.
void append_json_text(std::string& out, std::string_view text);

}  // namespace vip::terminal
