// Scan: what anything is that a scanner, a stripe reader, a keyboard or a camera delivers.
//
// One of a closed set, the first that applies in the order of FORMATS.md, "What was scanned". Three
// sentences hold for any bytes at all, and the tests and fuzz targets hold it to them:
//
//   (1) What has the form of a payment code, an identity number or a bank card is never ours.
//   (2) Of what is not ours nothing is kept: the text of a secret class is in no field, and every
//       copy made in here is wiped before the answer is given. Whoever holds the raw text owes the
//       same (is_secret()).
//   (3) Only an own card has a number.
//
// Pure, no longer than its input, no exceptions but for want of memory. Threads: none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/card_number.h"
#include "cardformat/card_payload.h"
#include "cardformat/scan/gs1.h"

namespace vip::card {

// Numbers are in answers by their words; add, never renumber.
enum class ScanClass : std::uint8_t {
  nothing = 0,         // nothing that is known; also nothing at all
  own_card = 1,        // this chain's number, typed or scanned; payload; stripe
  own_gs1 = 2,         // its number in a GSRN (AI 8018) or a GS1 Digital Link
  own_ean13 = 3,       // its number in an EAN-13 of the members' range
  phone = 4,           // eleven digits from 1
  last_four = 5,       // four digits
  read_error = 6,      // a stripe or a code of ours that was not read whole
  bank_card = 7,       // on a stripe, or its number
  identity_card = 8,   // a resident's
  wechat_code = 9,     // payment codes
  alipay_code = 10,    //
  unionpay_code = 11,  //
  product = 12,        // EAN, UPC, GTIN
  receipt = 13,        // "S01-1-42"
  name = 14            // letters
};

std::string_view name(ScanClass what);  // "own_card"

// Secrets of other people, and what may be half of one: never stored, logged or said again.
bool is_secret(ScanClass what);
// The three ways to a number of ours.
bool is_own(ScanClass what);

enum class ScanForm : std::uint8_t {
  digits = 1,  // sixteen of them
  payload,     // 237 digits of a QR code
  track_one,   // with the secret, if it is there
  track_two,
  gsrn,          // AI 8018
  digital_link,  // .../8018/...
  ean13
};
std::string_view name(ScanForm form);  // "track_one"
// As the policy names the ways to show a card (D8).
inline bool is_swipe(ScanForm form) {
  return form == ScanForm::track_one || form == ScanForm::track_two;
}

struct Scanned {
  ScanClass what = ScanClass::nothing;
  std::optional<ScanForm> form;    // of an own card
  std::optional<Number> number;    // of an own card; typed, its check digit may be wrong
  std::optional<Payload> payload;  // read, but not yet believed: believe()
  std::optional<Secret> secret;    // of the payload or of track 1
  bool later_version = false;  // a payload that a later program may know; its number alone counts
  // phone: its eleven digits; last_four, product: digits; receipt, name: as written. Else empty.
  std::string text;
  std::array<char, 2> symbology{};  // what the reader said the code was ("C1"), or zeros
};

Scanned classify(std::string_view raw, const Own& own);

}  // namespace vip::card
