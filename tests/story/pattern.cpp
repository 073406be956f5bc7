#include "tests/story/pattern.h"

#include <cctype>
#include <regex>
#include <utility>

namespace vip::story {
namespace {

using nlohmann::json;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The end of the quoted text that begins at `at`.
std::size_t end_of_text(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  throw StoryError("a quotation mark is not closed");
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size() && is_word(text[at])) ++at;
  return at;
}

// A sign of the pattern language as JSON that no answer can contain.
std::string sign(const char* kind, std::string_view value) {
  return json{{kind, std::string(value)}}.dump();
}

const json* as_sign(const json& pattern, const char* kind) {
  if (!pattern.is_object() || pattern.size() != 1) return nullptr;
  const auto found = pattern.find(kind);
  return found == pattern.end() ? nullptr : &*found;
}

bool is_word_sign(const json& pattern, std::string_view word) {
  const json* said = as_sign(pattern, "$is");
  return said != nullptr && *said == word;
}

std::optional<std::string> differs(const std::string& where, const json& wanted, const json& got) {
  return (where.empty() ? std::string("the whole") : where) + ": expected " + wanted.dump() +
         ", got " + got.dump();
}

class Matcher {
 public:
  explicit Matcher(Memory& memory) : memory_(memory) {}

  std::optional<std::string> look(const json& pattern, const json& got, const std::string& where) {
    if (const json* name = as_sign(pattern, "$name")) return remembered(*name, got, where);
    if (const json* word = as_sign(pattern, "$is")) return kind_of(*word, got, where);
    if (pattern.is_object()) return object(pattern, got, where);
    if (pattern.is_array()) return list(pattern, got, where);
    if (pattern.is_string()) return text(pattern, got, where);
    if (pattern == got && pattern.is_number_float() == got.is_number_float()) return std::nullopt;
    return differs(where, pattern, got);
  }

 private:
  std::optional<std::string> remembered(const json& name, const json& got,
                                        const std::string& where) {
    const auto [known, is_new] = memory_.emplace(name.get<std::string>(), got);
    if (is_new || known->second == got) return std::nullopt;
    return differs(where, known->second, got);
  }

  static std::optional<std::string> kind_of(const json& word, const json& got,
                                            const std::string& where) {
    if (word == "any") return std::nullopt;
    if (word == "text" && got.is_string() && !got.get_ref<const std::string&>().empty()) {
      return std::nullopt;
    }
    if (word == "integer" && got.is_number_integer()) return std::nullopt;
    return differs(where, word, got);
  }

  static std::optional<std::string> text(const json& pattern, const json& got,
                                         const std::string& where) {
    const auto& wanted = pattern.get_ref<const std::string&>();
    if (!wanted.starts_with('~')) {
      return pattern == got ? std::nullopt : differs(where, pattern, got);
    }
    if (!got.is_string()) return differs(where, pattern, got);
    const std::regex expression(wanted.substr(1));
    if (std::regex_search(got.get_ref<const std::string&>(), expression)) return std::nullopt;
    return differs(where, pattern, got);
  }

  std::optional<std::string> object(const json& pattern, const json& got,
                                    const std::string& where) {
    if (!got.is_object()) return differs(where, pattern, got);
    const bool exactly = pattern.contains("$exact");
    for (const auto& [key, wanted] : pattern.items()) {
      if (key == "$exact") continue;
      const auto found = got.find(key);
      const std::string inside = where + "/" + key;
      if (is_word_sign(wanted, "absent")) {
        if (found != got.end()) return inside + ": must not be there, got " + found->dump();
        continue;
      }
      if (found == got.end()) return inside + ": missing, expected " + wanted.dump();
      if (auto wrong = look(wanted, *found, inside)) return wrong;
    }
    if (exactly) {
      for (const auto& [key, value] : got.items()) {
        if (!pattern.contains(key))
          return where + "/" + key + ": not expected, got " + value.dump();
      }
    }
    return std::nullopt;
  }

  std::optional<std::string> list(const json& pattern, const json& got, const std::string& where) {
    if (!got.is_array()) return differs(where, pattern, got);
    if (!pattern.empty() && is_word_sign(pattern.front(), "none")) {
      for (const json& item : got) {
        Memory unused = memory_;
        if (!Matcher(unused).look(pattern.at(1), item, "")) {
          return where + ": must not contain " + item.dump();
        }
      }
      return std::nullopt;
    }
    if (!pattern.empty() && is_word_sign(pattern.front(), "..."))
      return somewhere(pattern, got, where);
    const bool open = !pattern.empty() && is_word_sign(pattern.back(), "...");
    const std::size_t wanted = pattern.size() - (open ? 1 : 0);
    if (open ? got.size() < wanted : got.size() != wanted) {
      return where + ": expected " + (open ? "at least " : "") + std::to_string(wanted) +
             " items, got " + got.dump();
    }
    for (std::size_t i = 0; i < wanted; ++i) {
      if (auto wrong = look(pattern[i], got[i], where + "/" + std::to_string(i))) return wrong;
    }
    return std::nullopt;
  }

  // [..., x, …]: each x stands in the list, wherever.
  std::optional<std::string> somewhere(const json& pattern, const json& got,
                                       const std::string& where) {
    for (const json& wanted : pattern) {
      if (is_word_sign(wanted, "...")) continue;
      bool found = false;
      for (const json& item : got) {
        Memory trial = memory_;
        if (Matcher(trial).look(wanted, item, "")) continue;
        memory_ = std::move(trial);
        found = true;
        break;
      }
      if (!found) return where + ": nothing matches " + wanted.dump() + " in " + got.dump();
    }
    return std::nullopt;
  }

  Memory& memory_;
};

}  // namespace

std::string fill_in(std::string_view request, const Memory& memory) {
  std::string filled;
  for (std::size_t i = 0; i < request.size();) {
    if (request[i] == '"') {
      const std::size_t end = end_of_text(request, i);
      filled += request.substr(i, end - i);
      i = end;
    } else if (request[i] == '$') {
      const std::size_t end = end_of_word(request, i + 1);
      const std::string name(request.substr(i + 1, end - i - 1));
      const auto known = memory.find(name);
      if (known == memory.end()) throw StoryError("$" + name + " was never remembered");
      filled += known->second.dump();
      i = end;
    } else {
      filled += request[i++];
    }
  }
  return filled;
}

json read_pattern(std::string_view text) {
  std::string strict;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"') {
      const std::size_t end = end_of_text(text, i);
      strict += text.substr(i, end - i);
      i = end;
    } else if (c == '$') {
      const std::size_t end = end_of_word(text, i + 1);
      strict += sign("$name", text.substr(i + 1, end - i - 1));
      i = end;
    } else if (text.substr(i, 3) == "...") {
      strict += sign("$is", "...");
      i += 3;
    } else if (text.substr(i, 2) == "={") {
      const std::size_t next = text.find_first_not_of(" \n", i + 2);
      const bool empty = next != std::string_view::npos && text[next] == '}';
      strict += empty ? "{\"$exact\":true" : "{\"$exact\":true,";
      i += 2;
    } else if (text.substr(i, 5) == "none ") {
      strict += sign("$is", "none") + ",";
      i += 5;
    } else if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      const std::size_t end = end_of_word(text, i);
      const std::string_view word = text.substr(i, end - i);
      const bool json_word = word == "true" || word == "false" || word == "null";
      strict += json_word ? std::string(word) : sign("$is", word);
      i = end;
    } else {
      strict += c;
      ++i;
    }
  }
  json pattern = json::parse(strict, nullptr, false);
  if (pattern.is_discarded()) throw StoryError("this pattern cannot be read: " + std::string(text));
  return pattern;
}

std::optional<std::string> mismatch(const json& pattern, const json& got, Memory& memory) {
  return Matcher(memory).look(pattern, got, "");
}

}  // namespace vip::story
