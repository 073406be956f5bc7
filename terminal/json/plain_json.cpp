#include "terminal/json/plain_json.h"

#include <charconv>
#include <string>
#include <system_error>
#include <utility>

#include "cardformat/utf8.h"

namespace vip::terminal {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  // Each of these takes its part of the text, or says false.
  bool whole(Json& into) {
    skip_space();
    return value(into, 0) && rest_.empty();
  }

 private:
  // A value and the space after it; `depth` containers are around it.
  bool value(Json& into, std::size_t depth) {
    if (rest_.empty()) return false;
    switch (rest_.front()) {
      case '{':
        return depth < max_depth && object(into, depth + 1);
      case '[':
        return depth < max_depth && array(into, depth + 1);
      case '"':
        into = std::string();
        return string(into.get_ref<std::string&>()) && skip_space();
      case 't':
        into = true;
        return word("true");
      case 'f':
        into = false;
        return word("false");
      case 'n':
        into = nullptr;
        return word("null");
      default:
        return integer(into);
    }
  }

  bool object(Json& into, std::size_t depth) {
    into = Json::object();
    auto& fields = into.get_ref<Json::object_t&>();
    take('{');
    if (take('}')) return true;
    do {
      std::string name;
      if (!string(name) || !skip_space() || !take(':')) return false;
      const auto [field, fresh] = fields.try_emplace(std::move(name));
      if (!fresh || !value(field->second, depth)) return false;
    } while (take(','));
    return take('}');
  }

  bool array(Json& into, std::size_t depth) {
    into = Json::array();
    auto& items = into.get_ref<Json::array_t&>();
    take('[');
    if (take(']')) return true;
    do {
      if (!value(items.emplace_back(), depth)) return false;
    } while (take(','));
    return take(']');
  }

  bool string(std::string& into) {
    if (!rest_.starts_with('"')) return false;
    std::size_t end = 1;
    bool ascii = true;
    for (; end < rest_.size() && rest_[end] != '"'; ++end) {
      const auto byte = static_cast<unsigned char>(rest_[end]);
      if (byte < 0x20 || byte == '\\') return false;
      if (byte >= 0x80) ascii = false;
    }
    if (end == rest_.size()) return false;
    into = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return ascii || is_utf8(into);
  }

  bool integer(Json& into) {
    constexpr std::ptrdiff_t most_digits = 18;
    const char* const digits = rest_.data() + (rest_.front() == '-' ? 1 : 0);
    const char* const end = rest_.data() + rest_.size();
    std::int64_t number = 0;
    const auto read = std::from_chars(rest_.data(), end, number);
    if (read.ec != std::errc() || read.ptr - digits > most_digits) return false;
    const bool leading_zero = *digits == '0' && (digits != rest_.data() || read.ptr - digits > 1);
    const bool is_float =
        read.ptr != end && (*read.ptr == '.' || *read.ptr == 'e' || *read.ptr == 'E');
    if (leading_zero || is_float) return false;
    into = number;
    rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
    return skip_space();
  }

  bool word(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return skip_space();
  }

  // The sign and the space after it.
  bool take(char sign) {
    if (!rest_.starts_with(sign)) return false;
    rest_.remove_prefix(1);
    return skip_space();
  }

  bool skip_space() {
    std::size_t space = 0;
    while (space < rest_.size() && (rest_[space] == ' ' || rest_[space] == '\t' ||
                                    rest_[space] == '\n' || rest_[space] == '\r')) {
      ++space;
    }
    rest_.remove_prefix(space);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<Json> read_plain_json(std::string_view text) {
  Json json;
  if (!Reader(text).whole(json)) return std::nullopt;
  return json;
}

}  // namespace vip::terminal
