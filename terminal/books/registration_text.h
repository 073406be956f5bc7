// Registration text: a registration as the one text that the journal's hash is over, and back.
//
//   salt (16 bytes) | for surname, given name, form, phone, birthday, note:
//                     <bytes of the field> ':' <field>
//
// form is 1 (ms) or 2 (mr), a birthday YYYY-MM-DD. SHA-256 of it stands in the event, so whoever
// holds the text and the journal sees whether they belong together (R4); the salt keeps anybody
// else from guessing.
//
// Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "terminal/books/people.h"

namespace vip::terminal {

inline constexpr std::size_t registration_salt_bytes = 16;

std::string registration_text(std::string_view salt, const Registration& registration);
// Only what registration_text() writes; nothing more after it.
std::optional<Registration> read_registration_text(std::string_view text);

}  // namespace vip::terminal
