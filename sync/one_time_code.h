// One-time code: what head office gives a store on paper, and what somebody types at the terminal.
//
//   7K3M-Q9XW-2RTA-1B8D-MM4E-0VZC-XY5H
//   \____________/ \_________________/
//    60 random bits    the first 80 bits of SHA-256 over the authority's certificate
//
// The first part proves to head office who asks, and is good once. The second never leaves the
// terminal: it proves to the terminal that it speaks with its own head office, before it says the
// first. Crockford's base 32: either case, O is 0, I and L are 1; blanks and dashes mean nothing.
//
// Head office keeps no code, only its hash.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/digest.h"

namespace vip::sync {

struct OneTimeCode {
  std::string secret;                        // 12 letters, as written
  std::array<std::uint8_t, 10> authority{};  // begin of its fingerprint
  bool is_by(const Digest& fingerprint) const;
};

// A new secret under this authority.
OneTimeCode make_code(const Digest& authority_fingerprint);
std::string text_of(const OneTimeCode& code);
std::optional<OneTimeCode> read_code(std::string_view text);

// Lower-case hex; what head office stores. No value where `secret` is none.
std::optional<std::string> code_hash(std::string_view secret);

}  // namespace vip::sync
