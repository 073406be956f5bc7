#include "terminal/rules/registration.h"

#include <algorithm>

#include "cardformat/ensure.h"
#include "cardformat/utf8.h"
#include "terminal/rules/surname_reading.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_name = 40;  // characters

constexpr std::string_view spaces[] = {" ", "\t", "\u00A0", "\u3000"};

}  // namespace

std::string_view name(Form form) {
  switch (form) {
    case Form::ms:
      return "ms";
    case Form::mr:
      return "mr";
  }
  ensure(false, "a form of address is one of the two");
  return "";
}

std::optional<Form> form_named(std::string_view text) {
  if (text == "ms") return Form::ms;
  if (text == "mr") return Form::mr;
  return std::nullopt;
}

std::optional<std::string> read_phone(std::string_view text) {
  std::string phone;
  for (const char c : text) {
    if (c == ' ') continue;
    if (phone.size() == 15) return std::nullopt;  // "0086" and eleven digits
    phone += c;
  }
  for (const std::string_view country : {"+86", "0086"}) {
    if (phone.starts_with(country)) {
      phone.erase(0, country.size());
      break;
    }
  }
  const bool digits =
      std::all_of(phone.begin(), phone.end(), [](char c) { return '0' <= c && c <= '9'; });
  if (phone.size() != 11 || !digits || phone.front() != '1') return std::nullopt;
  return phone;
}

std::string_view trimmed(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view space : spaces) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        again = true;
      }
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        again = true;
      }
    }
  }
  return text;
}

bool is_name(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.empty()) return false;
  for (std::size_t characters = 0; !rest.empty(); ++characters) {
    if (characters == longest_name) return false;
    const std::optional<char32_t> character = take_character(rest);
    if (!character || is_control(*character)) return false;
  }
  return true;
}

Result<RegistrationForm, RegistrationFault> read_registration(const RegistrationEntries& entries,
                                                              Day today) {
  const auto fault = [](std::string_view field) { return Unexpected{RegistrationFault{field}}; };
  RegistrationForm form;

  if (!entries.surname || !is_name(*entries.surname)) return fault("surname");
  form.surname = trimmed(*entries.surname);

  if (entries.given_name) {
    if (!is_name(*entries.given_name)) return fault("given_name");
    form.given_name = trimmed(*entries.given_name);
  }

  const auto address = entries.form ? form_named(*entries.form) : std::nullopt;
  if (!address) return fault("form");
  form.form = *address;

  const auto phone = entries.phone ? read_phone(*entries.phone) : std::nullopt;
  if (!phone) return fault("phone");
  form.phone = *phone;

  if (!entries.birthday) return fault("birthday");
  const auto birthday = read_day(*entries.birthday);
  if (!birthday) {
    const bool outside = why_no_day(*entries.birthday) == DayError::outside_1900_2199;
    return Unexpected{RegistrationFault{"birthday", outside}};
  }
  if (*birthday > today) return fault("birthday");
  form.birthday = *birthday;

  if (!entries.consent.value_or(false)) return fault("consent");
  return form;
}

std::string address_zh(std::string_view surname, Form form) {
  return std::string(surname) + (form == Form::ms ? "女士" : "先生");
}

std::string address_en(std::string_view surname, Form form) {
  const std::string_view title = form == Form::ms ? "Ms " : "Mr ";
  return std::string(title) + std::string(surname_reading(surname).value_or(surname));
}

}  // namespace vip::terminal
