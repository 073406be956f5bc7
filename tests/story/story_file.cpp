#include "tests/story/story_file.h"

#include <fstream>
#include <string_view>
#include <utility>

#include "tests/story/pattern.h"

namespace vip::story {
namespace {

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

// How many brackets are open at the end, quoted text left out. A step goes on in the next line
// while one is open.
int open_brackets(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        quoted = false;
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == '{' || text[i] == '[' || text[i] == '(') {
      ++depth;
    } else if (text[i] == '}' || text[i] == ']' || text[i] == ')') {
      --depth;
    }
  }
  return depth;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

std::string without_brackets(const std::string& part) {
  return part.starts_with('(') && part.ends_with(')') ? part.substr(1, part.size() - 2) : part;
}

// "a, b{1,2}, (c, d)" at the commas that stand in no bracket and no quotation marks; round brackets
// around a whole part only hold it together.
std::vector<std::string> split_arguments(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  bool quoted = false;
  int depth = 0;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '{' || c == '[' || c == '(')) ++depth;
    if (!quoted && (c == '}' || c == ']' || c == ')')) --depth;
    if (c == ',' && !quoted && depth == 0) {
      parts.push_back(without_brackets(trimmed(part)));
      part.clear();
    } else {
      part += c;
    }
  }
  if (!trimmed(part).empty() || !parts.empty()) parts.push_back(without_brackets(trimmed(part)));
  return parts;
}

class Reader {
 public:
  Reader(std::string path, Words& words) : path_(std::move(path)), words_(words) {}

  std::vector<Story> read() {
    std::ifstream file(path_);
    if (!file) throw StoryError(path_ + ": cannot be opened");
    std::string line;
    while (std::getline(file, line)) {
      ++line_;
      const int first = line_;
      std::string whole = trimmed(line);
      if (whole.empty() || whole.starts_with("#") || whole.starts_with("--")) continue;
      // A raw line and a title stand as they are, whatever brackets they hold.
      const bool may_go_on = !whole.starts_with("raw ") && !whole.starts_with("==");
      while (may_go_on && open_brackets(whole) > 0 && std::getline(file, line)) {
        ++line_;
        whole += " " + trimmed(line);
      }
      take(whole, first);
    }
    return std::move(stories_);
  }

 private:
  [[noreturn]] void fail(int line, const std::string& why) const {
    throw StoryError(path_ + ":" + std::to_string(line) + ": " + why);
  }

  std::string with_pieces(std::string text) const {
    for (const auto& [name, piece] : words_.pieces) replace_all(text, "<" + name + ">", piece);
    repeat(text, "<repeat ", "</repeat>", ",");
    repeat(text, "<times ", "</times>", "");
    return text;
  }

  static void repeat(std::string& text, const std::string& open, const std::string& shut,
                     const char* between) {
    for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
      const std::size_t body = text.find('>', at) + 1;
      const std::size_t end = text.find(shut, body);
      if (body == 0 || end == std::string::npos) throw StoryError(open + "N>…" + shut);
      const std::string piece = text.substr(body, end - body);
      std::string many;
      for (int i = std::stoi(text.substr(at + open.size())); i > 0; --i) {
        many += piece + (i > 1 ? between : "");
      }
      text.replace(at, end + shut.size() - at, many);
    }
  }

  void take(const std::string& whole, int line) {
    const auto [sign, rest] = first_word(whole);
    if (sign == "==") {
      stories_.push_back({path_, line, rest, {}});
    } else if (sign == "let") {
      const std::size_t equals = rest.find('=');
      if (equals == std::string::npos) fail(line, "let NAME = text");
      words_.pieces[trimmed(rest.substr(0, equals))] =
          with_pieces(trimmed(rest.substr(equals + 1)));
    } else if (sign == "define") {
      define(rest, line);
    } else {
      if (stories_.empty()) fail(line, "a step before the first story (== title)");
      stories_.back().steps.push_back(step(sign, rest, line));
    }
  }

  static std::pair<std::string, std::string> first_word(const std::string& text) {
    const std::size_t space = text.find(' ');
    if (space == std::string::npos) return {text, ""};
    return {text.substr(0, space), trimmed(text.substr(space))};
  }

  void define(const std::string& rest, int line) {
    const std::size_t open = rest.find('(');
    const std::size_t shut = rest.find(')');
    const std::size_t equals = rest.find('=', shut == std::string::npos ? 0 : shut);
    if (open == std::string::npos || shut == std::string::npos || equals == std::string::npos) {
      fail(line, "define NAME(a, b) = method {…}");
    }
    auto [method, text] = first_word(trimmed(rest.substr(equals + 1)));
    words_.requests[trimmed(rest.substr(0, open))] = {
        split_arguments(rest.substr(open + 1, shut - open - 1)), method, with_pieces(text)};
  }

  Step step(const std::string& sign, const std::string& rest, int line) const {
    if (sign == ">" || sign == "once") {
      auto [method, text] = first_word(rest);
      return {sign == ">" ? StepKind::request : StepKind::once, line, method, "",
              with_pieces(text.empty() ? "{}" : text)};
    }
    if (sign == "+") return named_request(rest, line);
    if (sign == "run") return {StepKind::run, line, "", "", rest};
    if (sign == "raw") return {StepKind::raw, line, "", "", with_pieces(rest)};
    if (sign == "<") return {StepKind::result, line, "", "", with_pieces(rest)};
    if (sign == "<<") return {StepKind::answer, line, "", "", with_pieces(rest)};
    if (sign == "!refusal" || sign == "!error") {
      auto [first, others] = first_word(rest);
      auto [second, facts] = first_word(others);
      return {sign == "!refusal" ? StepKind::refusal : StepKind::error, line, first, second,
              with_pieces(facts)};
    }
    const std::map<std::string, StepKind> plain = {
        {"exit", StepKind::exit},          {"at", StepKind::at},
        {"operator", StepKind::operator_}, {"restart", StepKind::restart},
        {"kill", StepKind::kill},          {"earnest", StepKind::earnest},
        {"toml", StepKind::toml},          {"unsaid", StepKind::unsaid}};
    const auto kind = plain.find(sign);
    if (kind == plain.end())
      fail(line, "a step begins with > + once run raw < << !refusal !error …");
    return {kind->second, line, "", "", with_pieces(rest)};
  }

  Step named_request(const std::string& rest, int line) const {
    const std::size_t open = rest.find('(');
    const std::size_t shut = rest.rfind(')');
    const auto known = words_.requests.find(trimmed(rest.substr(0, open)));
    if (known == words_.requests.end()) fail(line, "no such request is defined: " + rest);
    std::vector<std::string> given;
    if (open != std::string::npos) given = split_arguments(rest.substr(open + 1, shut - open - 1));
    const Words::Request& request = known->second;
    if (given.size() != request.holes.size()) {
      fail(line, known->first + " needs " + std::to_string(request.holes.size()) + " values");
    }
    std::string text = request.text;
    for (std::size_t i = 0; i < given.size(); ++i) {
      replace_all(text, "<" + request.holes[i] + ">", given[i]);
    }
    return {StepKind::request, line, request.method, "", with_pieces(text)};
  }

  std::string path_;
  Words& words_;
  int line_ = 0;
  std::vector<Story> stories_;
};

}  // namespace

std::vector<Story> read_stories(const std::string& path, Words& words) {
  return Reader(path, words).read();
}

}  // namespace vip::story
