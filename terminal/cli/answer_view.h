// AnswerView: an answer of the door as people read it.
//
// Driven by the answer itself: a field that this version does not know is shown under its own name,
// so nothing that an answer says is ever hidden. Money is shown in yuan, lines carry the reason of
// their price with its clause, points both as balance and as accumulated.
#pragma once

#include <string>
#include <string_view>

#include "terminal/cli/language.h"

namespace vip::terminal::cli {

struct View {
  std::string data;      // for standard output
  std::string messages;  // for standard error: a refusal or an error, one paragraph
};

struct Look {
  Language language = Language::en;
  bool colour = false;  // with the escape sequences of a terminal
};

// Requires: `answer` is the text of an answer (interfaces.md). A text that is none is shown as it
// is.
View view(std::string_view answer, const Look& look);

}  // namespace vip::terminal::cli
