// Answer words: what the fields of answers, and the words that stand in them, are called by people.
#pragma once

#include <optional>
#include <string_view>

#include "terminal/cli/language.h"

namespace vip::terminal::cli {

struct Label {
  std::string_view key;
  Both text;
  bool money = false;  // in fen; people read yuan
};

// Null where a key has no name of its own: it is shown as it is.
const Label* label_of(std::string_view key);

// A word that stands under `key`; nothing where no such words stand there, or not this one.
std::optional<Both> said_word(std::string_view key, std::string_view word);

// Why a line costs what it does, by the clause that set its price: "D3" is the birthday rate.
std::optional<Both> reason_of_price(std::string_view clause);

}  // namespace vip::terminal::cli
