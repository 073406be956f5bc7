#include "terminal/door/messages.h"

#include <algorithm>
#include <cstddef>

#include "terminal/door/message_texts.h"

namespace vip::terminal {
namespace {

std::string with_unit(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 || count == -1 ? one : many);
}

// "/registration/phone" -> what the form calls it; other pointers as they are.
std::string form_field(const std::string& pointer, Language language) {
  const std::size_t slash = pointer.rfind('/');
  const std::string last = slash == std::string::npos ? pointer : pointer.substr(slash + 1);
  const std::string called = said("field", last, language);
  return called == last ? pointer : called;
}

// A fact as people read it. A number where a text belongs, or the other way round, is shown
// plainly.
std::string show(const Fact& fact, std::string_view kind, Language language) {
  if (const auto* text = std::get_if<std::string>(&fact.value)) {
    if (kind == "field") return form_field(*text, language);
    return said(kind, *text, language);
  }
  const std::int64_t number = std::get<std::int64_t>(fact.value);
  const bool zh = language == Language::zh;
  if (kind == "yuan") return yuan(number);
  if (kind == "points") {
    return zh ? std::to_string(number) + " 分" : with_unit(number, "point", "points");
  }
  if (kind == "in_days") {
    if (number == 0) return zh ? "今天" : "today";
    if (number == 1) return zh ? "明天" : "tomorrow";
    return zh ? " " + std::to_string(number) + " 天后" : "in " + std::to_string(number) + " days";
  }
  if (kind == "line") return std::to_string(number + 1);  // people count lines from one
  return std::to_string(number);
}

// Fills a text in. `missing` is set when a fact was not there.
std::string fill(std::string_view text, const Facts& facts, Language language, bool& missing) {
  std::string out;
  out.reserve(text.size() + 32);
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '[') {
      const std::size_t end = text.find(']', at);
      bool incomplete = false;
      const std::string part = fill(text.substr(at + 1, end - at - 1), facts, language, incomplete);
      if (!incomplete) out += part;
      at = end + 1;
    } else if (c == '{') {
      const std::size_t colon = text.find(':', at);
      const std::size_t end = text.find('}', at);
      const Fact* fact = find(facts, text.substr(at + 1, colon - at - 1));
      if (fact == nullptr) {
        missing = true;
        out += '?';
      } else {
        out += show(*fact, text.substr(colon + 1, end - colon - 1), language);
      }
      at = end + 1;
    } else {
      const std::size_t next = std::min(text.find('[', at), text.find('{', at));
      out += text.substr(at, next == std::string_view::npos ? next : next - at);
      at = next == std::string_view::npos ? text.size() : next;
    }
  }
  return out;
}

const KnownMessage* known(Clause clause, std::string_view word) {
  for (const auto part : known_messages()) {
    for (const KnownMessage& entry : part) {
      if (entry.clause == clause && entry.word == word) return &entry;
    }
  }
  return nullptr;
}

}  // namespace

Message message(Clause clause, std::string_view word, const Facts& facts) {
  const KnownMessage* entry = known(clause, word);
  if (entry == nullptr) {
    const std::string plain = std::string(name(clause)) + " " + std::string(word);
    return {.zh = plain, .en = plain};
  }
  bool missing = false;
  return {.zh = fill(entry->zh, facts, Language::zh, missing),
          .en = fill(entry->en, facts, Language::en, missing)};
}

bool has_message(Clause clause, std::string_view word) { return known(clause, word) != nullptr; }

std::array<std::span<const KnownMessage>, 3> known_messages() {
  return {clause_messages(), breach_messages(), error_messages()};
}

std::string yuan(std::int64_t fen) {
  const std::uint64_t size = fen < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(fen)
                                     : static_cast<std::uint64_t>(fen);
  const std::string cents = std::to_string(size % 100);
  return (fen < 0 ? "-" : "") + std::to_string(size / 100) + (cents.size() == 1 ? ".0" : ".") +
         cents;
}

std::string yuan_grouped(std::int64_t fen) {
  std::string text = yuan(fen);
  const std::size_t first = text[0] == '-' ? 1 : 0;
  for (std::size_t at = text.size() - 3; at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

}  // namespace vip::terminal
