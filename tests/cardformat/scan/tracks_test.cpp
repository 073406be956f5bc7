#include "cardformat/scan/tracks.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "cardformat/stripe.h"
#include "tests/show.h"

namespace vip::card {
namespace {

const std::string one =
    "%B9156800000000014^VIP MEMBER^3111702000011081521574460197915975319860503599?";
const std::string two = ";9156800000000014=3111702?";
const std::string bank_one = "%B4444444444444448^SMITH/JANE MS^49121011234?";
const std::string bank_two = ";4444444444444448=49121011234?";
// ISO/IEC 4909 as UnionPay's cards have it: 99, the number, and more.
const std::string bank_three =
    "996222021234567890128=1561560000000000000003000000114000012140====0?";

struct Row {
  const char* name;
  std::string text;
  std::optional<ScanClass> what;  // none: not a swipe
  std::optional<ScanForm> form = {};
  bool secret = false;
};

TEST_CASE("a swipe: both tracks in one burst, LRC, Caps Lock, garbage, errors") {
  std::string small = one;
  for (char& c : small) c = 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::string wrong_digit = ";9156800000000015=3111702?";
  const std::string another = ";9156000000000011=3111702?";
  const std::string one_checked = one + longitudinal_check(Track::one, one);
  const std::string two_checked = two + longitudinal_check(Track::two, two);
  const auto own = ScanClass::own_card;
  const auto error = ScanClass::read_error;
  const auto bank = ScanClass::bank_card;
  const Row rows[] = {
      {"track 1", one, own, ScanForm::track_one, true},
      {"track 2", two, own, ScanForm::track_two},
      {"both", one + two, own, ScanForm::track_one, true},
      {"both, the other way round", two + one, own, ScanForm::track_one, true},
      {"both on lines of their own", one + "\n" + two, own, ScanForm::track_one, true},
      {"both with LRC", one_checked + two_checked, own, ScanForm::track_one, true},
      {"both with LRC, on lines", one_checked + "\n" + two_checked, own, ScanForm::track_one, true},
      {"Caps Lock", small + two, own, ScanForm::track_one, true},
      {"garbage between", one + "~~abc " + two, own, ScanForm::track_one, true},
      {"garbage before", "xyz" + two, own, ScanForm::track_two},
      {"a percent sign before", "50% off" + two, own, ScanForm::track_two},
      {"garbage after", two + "\\n\\r", own, ScanForm::track_two},
      {"track 1 not read", "%E?" + two, own, ScanForm::track_two},
      {"track 1 not read, Caps Lock", "%e?" + two, own, ScanForm::track_two},
      {"track 2 not read", one + ";E?", own, ScanForm::track_one, true},
      {"track 3 empty", one + two + "+E?", own, ScanForm::track_one, true},
      {"a number and nothing else on track 2", ";9156800000000014?", own, ScanForm::track_two},
      {"a number and nothing else on track 1", "%9156800000000014?", own, ScanForm::track_one},
      {"track 1 damaged, track 2 read", "%B91568000000000~4^VIP?" + two, own, ScanForm::track_two},
      {"track 1's check digit wrong, track 2's right", "%B9156800000000015^VIP^^^?" + two, own,
       ScanForm::track_two},

      {"an error", "%E?", error},
      {"two errors", "%E?;E?", error},
      {"three errors", "%E?;E?+E?", error},
      {"an error of track 2 alone", ";E?", error},
      {"an empty track", ";?", error},
      {"cut short", ";91568000000", error},
      {"cut short on track 1", "%B9156800000000014^VIP", error},
      {"a lone sentinel", "%", error},
      {"a wrong check digit", wrong_digit, error},
      {"two cards at once", two + another, error},
      {"two cards at once, on both tracks", one + another, error},
      {"a wrong LRC", two + "0", error},
      {"a strange character within", ";9156~00000000014?", error},

      {"a bank's track 1", bank_one, bank},
      {"a bank's track 2", bank_two, bank},
      {"a bank's both", bank_one + bank_two, bank},
      {"a bank's and ours", bank_one + two, bank},
      {"ours and a bank's", one + bank_two, bank},
      {"a bank's track 3 after a semicolon", ";" + bank_three, bank},
      {"a bank's track 3 after a plus", "+" + bank_three, bank},
      {"a bank's track 3 after a hash", "#" + bank_three, bank},
      {"a bank's three tracks", bank_one + bank_two + ";" + bank_three, bank},
      {"a bank's, track 1 not read", "%E?" + bank_two, bank},
      {"a bank's in small letters", "%b4444444444444448^smith/jane^4912101?", bank},
      {"a bank's number without expiry", ";6222021234567890128?", bank},
      {"a bank's damaged", ";6222021234567890128=49~2?", bank},
      {"a bank's after garbage", "xx" + bank_two, bank},
      {"another chain's", ";7001000000000004=4912101?", bank},  // by Luhn it may be a bank's

      {"something else's stripe", "%HOTEL 12^ROOM 7?", ScanClass::nothing},
      {"something else's numbers", ";12345?", ScanClass::nothing},

      {"nothing", "", {}},
      {"digits", "9156800000000014", {}},
      {"a telephone number", "+8613812345678", {}},
      {"a percentage", "50%", {}},
      {"a question", "why?", {}},
      {"a hash", "#1?", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto scanned = read_tracks(row.text, Own{});
    CHECK(scanned.has_value() == row.what.has_value());
    if (!scanned || !row.what) continue;
    CHECK(name(scanned->what) == name(*row.what));
    CHECK(scanned->form == row.form);
    CHECK(scanned->secret.has_value() == row.secret);
    CHECK(scanned->number.has_value() == (*row.what == own));
    if (scanned->number) CHECK(scanned->number->text() == "9156800000000014");
    CHECK(scanned->text.empty());
  }
}

}  // namespace
}  // namespace vip::card
