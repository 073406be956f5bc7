// Registration: the form of E5, checked field by field (A35, A53).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/day.h"

namespace vip::terminal {

// How the member is addressed: S2. Numbers are stored: add, never renumber.
enum class Form : std::uint8_t { ms = 1, mr = 2 };

// Eleven digits from 1; "+86" or "0086" in front and spaces are dropped (A35). No value: malformed.
std::optional<std::string> read_phone(std::string_view text);

// A name: 1 to 40 characters of valid UTF-8 after trimming, no control characters.
bool is_name(std::string_view text);

// S2: surname and form: 王女士, Ms Wang. The English form keeps the surname as it was registered
// (no transliteration is guessed): "Ms 王".
std::string address_zh(std::string_view surname, Form form);
std::string address_en(std::string_view surname, Form form);

}  // namespace vip::terminal
