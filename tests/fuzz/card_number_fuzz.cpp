#include "cardformat/card_number.h"

#include "tests/fuzz/fuzz.h"

using namespace vip::card;

FUZZ_INPUT(text) {
  const auto number = read_number(text);
  if (!number) return;
  ensure(text.size() >= 16 && text.size() <= 19, "sixteen digits and up to three spaces");
  ensure(number->text().size() == 16, "a card number has sixteen digits");
  ensure(read_number(number->text()) == number, "what was read is written and read again");
  ensure(number->masked().size() == 19, "a masked number has four groups");
  ensure(!read_number(number->masked()), "a masked number is no number");
  const std::uint64_t serial = number->value() / 10 % end_of_serials;
  const int prefix = static_cast<int>(number->value() / 1'000'000'000'000);
  ensure(number->check_digit_holds() == (make_number(prefix, serial) == *number),
         "of ten last digits exactly one is the check digit");
}
