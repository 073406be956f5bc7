// The texts that message() chooses from and fills in: the catalogue, a file for each of its parts,
// and the words that facts are shown by. Used by messages.cpp and by nobody else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "terminal/door/messages.h"

namespace vip::terminal {

std::span<const KnownMessage> clause_messages();  // messages_of_clauses.cpp
std::span<const KnownMessage> breach_messages();  // messages_of_breaches.cpp
std::span<const KnownMessage> error_messages();   // messages_of_errors.cpp

enum class Language : std::uint8_t { zh, en };

// Something that answers name by one word, and what people call it.
struct Word {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};
// message_words.cpp. Each is the kind of a place: {what:thing}.
std::span<const Word> words_of(std::string_view kind);

// What people call `name` among the words of a kind; none of them: the name itself.
std::string said(std::string_view kind, const std::string& name, Language language);

}  // namespace vip::terminal
