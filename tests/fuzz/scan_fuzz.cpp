#include "cardformat/scan/scan.h"

#include <algorithm>
#include <string>

#include "cardformat/check_digits.h"
#include "cardformat/scan/foreign_codes.h"
#include "cardformat/scan/wedge.h"
#include "cardformat/utf8.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::card;

FUZZ_INPUT(text) {
  const Own own;
  const Scanned scanned = classify(text, own);
  ensure(is_own(scanned.what) == scanned.number.has_value(), "an own card has a number");
  ensure(is_own(scanned.what) == scanned.form.has_value(), "and a form");
  ensure(!scanned.number || scanned.number->has_prefix(own.prefix), "which is of this chain");
  ensure(!scanned.secret || is_own(scanned.what), "a secret is an own card's");
  ensure(!scanned.payload || scanned.payload->number == scanned.number, "so is a payload");
  ensure(!is_secret(scanned.what) || scanned.text.empty(), "nothing is kept of others' secrets");
  ensure(scanned.text.size() <= text.size(), "no text grows");
  if (scanned.what == ScanClass::name) ensure(is_utf8(scanned.text), "a name is UTF-8");
  if (scanned.what == ScanClass::phone) ensure(scanned.text.size() == 11, "a phone is 11 digits");

  // Digits by themselves, as a reader sends them: what has a secret's form is never ours.
  const Burst burst(text);
  const bool digits = std::all_of(burst.text().begin(), burst.text().end(),
                                  [](char c) { return '0' <= c && c <= '9'; });
  const bool foreign = payment_code(burst.text()) || is_identity_number(burst.text()) ||
                       (has_bank_card_form(burst.text()) && luhn_holds(burst.text()));
  if (digits && foreign) ensure(is_secret(scanned.what), "a secret is known as one");

  // A suffix changes nothing, but where the text was as long as a scan may be.
  if (text.size() + 2 <= Burst::longest) {
    const Scanned again = classify(std::string(text) + "\r\n", own);
    const bool in_a_character = !is_utf8(text);
    ensure(in_a_character || again.what == scanned.what, "a suffix changes nothing");
  }
}
