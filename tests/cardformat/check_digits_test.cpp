#include "cardformat/check_digits.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/death.h"

namespace vip {
namespace {

// With every other last digit the same number does not hold.
template <class Holds>
void check_published(std::string_view right, Holds holds) {
  CAPTURE(right);
  CHECK(holds(right));
  for (char last = '0'; last <= '9'; ++last) {
    std::string other(right);
    other.back() = last;
    CAPTURE(other);
    CHECK(holds(other) == (last == right.back()));
  }
}

TEST_CASE("Luhn: published examples") {
  // ISO/IEC 7812-1 annex B is usually explained with 7992739871 and its check digit 3; the others
  // are the networks' own published test numbers.
  for (const char* const right :
       {"79927398713", "4111111111111111", "4012888888881881", "4222222222222", "5555555555554444",
        "5105105105105100", "378282246310005", "371449635398431", "30569309025904",
        "38520000023237", "6011111111111117", "3530111333300000", "6200000000000005"}) {
    check_published(right, luhn_holds);
  }
}

TEST_CASE("GS1: published examples") {
  // GS1 General Specifications, figure of check digit calculations: GTIN-13 629104150021 and 3;
  // GSRN 8018 of its examples; ISBN 978-0-306-40615-7; GTIN-8, GTIN-12, GTIN-14 and SSCC.
  for (const char* const right :
       {"6291041500213", "9780306406157", "4006381333931", "73513537", "036000291452",
        "10614141000415", "106141412345678908", "376104250021234569"}) {
    check_published(right, gs1_check_holds);
  }
  CHECK(gs1_check_digit("629104150021") == '3');
  CHECK(gs1_check_digit("37610425002123456") == '9');
}

TEST_CASE("ISO 7064 MOD 11-2: published examples") {
  // GB 11643-1999's own two, ISO/IEC 7064's 0794 and its check digit 0 and 079 with X, and an ORCID
  // and an ISNI, which use the same system.
  for (const char* const right : {"11010519491231002X", "440524188001010014", "07940", "079X",
                                  "0000000218250097", "000000012146438X"}) {
    check_published(right, mod_11_2_holds);
  }
  CHECK(mod_11_2_holds("11010519491231002x"));
  CHECK_FALSE(mod_11_2_holds("440524188001010015"));
  CHECK_FALSE(mod_11_2_holds("44052418800101001X"));
}

TEST_CASE("check digits: what is no number does not hold") {
  for (const char* const wrong : {"", "0", "A", "12A", "1 2", "-1", "１８", "X1", "0x1"}) {
    CAPTURE(wrong);
    CHECK_FALSE(luhn_holds(wrong));
    CHECK_FALSE(gs1_check_holds(wrong));
    CHECK_FALSE(mod_11_2_holds(wrong));
  }
  CHECK_FALSE(luhn_holds("7992739871X"));
  CHECK(death_of([] { gs1_check_digit("12A"); }).aborted);
}

TEST_CASE("check digits: very long numbers") {
  const std::string zeros(4000, '0');
  CHECK(luhn_holds(zeros));
  CHECK(gs1_check_holds(zeros));
  CHECK_FALSE(mod_11_2_holds(zeros));  // nothing but zeros has the check digit 1
  CHECK(mod_11_2_holds(zeros + '1'));
  const std::string nines(3999, '9');  // 9 -> 9, doubled 18 -> 9: any number of nines is 9 * 3999
  CHECK(luhn_holds(nines + '0') == ((9 * 3999) % 10 == 0));
}

}  // namespace
}  // namespace vip
