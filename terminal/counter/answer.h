// What the counter says when it does not do what was asked.
//
// A Refusal is a lawful no: clause and word, with the facts behind it; nothing was written. A Fault
// is a request that cannot be taken: a wrong field, something that is not there, a conflict, a
// right that is lacking. Both leave the books exactly as they were.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "cardformat/result.h"
#include "terminal/counter/facts.h"
#include "terminal/json/problem.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

struct Refusal {
  Clause clause = Clause::none;
  std::string word;
  Facts facts;
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

// A warning, a prompt: the same shape, and the sale goes on (A15, S1 to S5).
using Notice = Refusal;

struct Fault {
  enum class Code : std::uint8_t {
    request_invalid = 1,
    not_found,
    conflict,
    not_allowed,
    configuration,
    storage,
    unreachable,
    internal
  };
  Code code = Code::request_invalid;
  std::string pointer;  // RFC 6901, of the field; may be empty
  std::string word;     // of the catalogue of messages
  Facts facts;
  std::optional<Problem> problem;  // request_invalid: the text comes with it
};

using No = std::variant<Refusal, Fault>;

template <class T>
using Answer = Result<T, No>;

inline Unexpected<No> refuse(Clause clause, std::string_view word, Facts facts = {}) {
  return {No(Refusal{clause, std::string(word), std::move(facts)})};
}

inline Unexpected<No> fault(Fault::Code code, std::string pointer, std::string word,
                            Facts facts = {}) {
  return {No(Fault{code, std::move(pointer), std::move(word), std::move(facts), std::nullopt})};
}

inline Unexpected<No> invalid(std::string pointer, std::string zh, std::string en) {
  return {No(Fault{Fault::Code::request_invalid,
                   pointer,
                   "request_invalid",
                   {},
                   Problem{pointer, std::move(zh), std::move(en)}})};
}

}  // namespace vip::terminal
