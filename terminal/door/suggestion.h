// Suggestion: the word that somebody most likely meant.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace vip::terminal {

// The candidate fewest slips away from `word`: a slip is a letter too many, missing, wrong, or two
// neighbours exchanged. No value where none is within a third of the word's length (at least one
// slip). Of equal ones the first. Bytes, not characters: settings and commands are ASCII.
std::optional<std::string_view> suggestion(std::string_view word,
                                           std::span<const std::string_view> candidates);

}  // namespace vip::terminal
