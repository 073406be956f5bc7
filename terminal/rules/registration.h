// Registration: the form of E5, checked field by field (A35, A53), and how a member is addressed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/day.h"
#include "cardformat/result.h"

namespace vip::terminal {

// How the member is addressed: S2. Numbers are stored: add, never renumber.
enum class Form : std::uint8_t { ms = 1, mr = 2 };

std::string_view name(Form form);  // "ms", "mr"
std::optional<Form> form_named(std::string_view text);

// Eleven digits from 1; "+86" or "0086" in front and spaces are dropped (A35). No value: malformed.
std::optional<std::string> read_phone(std::string_view text);

// Without the spaces around it (the wide one of Chinese keyboards among them).
std::string_view trimmed(std::string_view text);

// A name: 1 to 40 characters of valid UTF-8 after trimming, no control characters.
bool is_name(std::string_view text);

// What was written on the form; a field left out has no value. All of it may be anything.
struct RegistrationEntries {
  std::optional<std::string> surname;
  std::optional<std::string> given_name;  // may be left out
  std::optional<std::string> form;
  std::optional<std::string> phone;
  std::optional<std::string> birthday;
  std::optional<bool> consent;
};

// A form in order: names trimmed, phone in its eleven digits, consent given.
struct RegistrationForm {
  std::string surname;
  std::optional<std::string> given_name;
  Form form = Form::ms;
  std::string phone;
  Day birthday;
  friend bool operator==(const RegistrationForm&, const RegistrationForm&) = default;
};

struct RegistrationFault {
  std::string_view field;     // "surname", ...: the pointer is the form's own plus this
  bool date_outside = false;  // A53: the request is invalid; else the refusal E5 `field`
  friend bool operator==(const RegistrationFault&, const RegistrationFault&) = default;
};

// E5, A35. The first fault in the order surname, given_name, form, phone, birthday, consent. A
// birthday is a real date and not after `today`.
Result<RegistrationForm, RegistrationFault> read_registration(const RegistrationEntries& entries,
                                                              Day today);

// S2: surname and form: 王女士, Ms Wang. In English a surname of the common Chinese ones is given
// in its reading (surname_reading.h); every other stays as it was registered. Requires: trimmed.
std::string address_zh(std::string_view surname, Form form);
std::string address_en(std::string_view surname, Form form);

}  // namespace vip::terminal
