#include "terminal/books/registration_text.h"

#include <charconv>

namespace vip::terminal {
namespace {

// The next field, taken from the front; no value where there is none of that form.
std::optional<std::string> take(std::string_view& text) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const auto at = static_cast<std::size_t>(end - text.data());
  if (error != std::errc() || at >= text.size() || text[at] != ':') return std::nullopt;
  // Written in one way alone: no sign, no zeros in front.
  if (std::to_string(size) != text.substr(0, at)) return std::nullopt;
  text.remove_prefix(at + 1);
  if (size > text.size()) return std::nullopt;
  std::string field(text.substr(0, size));
  text.remove_prefix(size);
  return field;
}

}  // namespace

std::string registration_text(std::string_view salt, const Registration& form) {
  std::string text(salt);
  for (const std::string& field :
       {form.surname, form.given_name, std::to_string(static_cast<int>(form.form)), form.phone,
        form.birthday.text(), form.note}) {
    text += std::to_string(field.size()) + ':' + field;
  }
  return text;
}

std::optional<Registration> read_registration_text(std::string_view text) {
  if (text.size() < registration_salt_bytes) return std::nullopt;
  text.remove_prefix(registration_salt_bytes);
  const auto surname = take(text);
  const auto given_name = take(text);
  const auto form = take(text);
  const auto phone = take(text);
  const auto birthday = take(text);
  const auto note = take(text);
  if (!note || !text.empty() || (*form != "1" && *form != "2")) return std::nullopt;
  const auto day = read_day(*birthday);
  if (!day) return std::nullopt;
  return Registration{.surname = *surname,
                      .given_name = *given_name,
                      .form = *form == "1" ? Form::ms : Form::mr,
                      .phone = *phone,
                      .birthday = *day,
                      .note = *note};
}

}  // namespace vip::terminal
