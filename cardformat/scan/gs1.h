// GS1: this chain's numbers as GS1 writes them.
//
//   GSRN (AI 8018), 18 digits: prefix, serial, check digit. The prefix is the chain's GS1 company
//   prefix of 6 to 10 digits, if it has one, and the rest of the 17 are the serial's last digits,
//   those before them zeros; without one it is the members' range and the chain prefix, and the
//   whole serial follows:
//
//     28 9156 80000000001 7
//
//   EAN-13: cardformat/ean13.h.
//
// A GSRN is read and never issued: it says less than the number that is printed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cardformat/card_number.h"
#include "cardformat/ean13.h"

namespace vip::card {

// Whose cards are ours.
struct Own {
  int prefix = default_prefix;
  int member_range = default_member_range;  // of EAN-13; 29 besides, for training cards
  std::string_view gs1_prefix;  // of GSRNs, 6 to 10 digits; empty: member_range and prefix
};

struct Gsrn {
  bool ours = false;             // 18 digits that begin as ours
  std::optional<Number> number;  // and its check digit holds
};

// Anything at all; what is not 18 digits is not ours.
Gsrn read_gsrn(std::string_view digits, const Own& own);

// The 18 digits. No value: a serial that does not fit behind the chain's GS1 prefix.
std::optional<std::string> gsrn_of(Number number, const Own& own);

}  // namespace vip::card
