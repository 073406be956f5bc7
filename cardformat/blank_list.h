// BlankList: the blanks of one batch, as head office sends them to the store that will give them
// out.
//
// Lines that end in '\n', fields one blank apart:
//
//   VIP-BLANKS-1
//   chain 9156
//   store S01
//   batch 1
//   kind printed               printed, virtual or withheld
//   last_day 2031-11-22        of every card that is made of one of them
//   card_key <64 hex digits>   signs the cards and this list (Ed25519)
//   certificate <128>          head office's key over card_key_message(): the card key is its own
//   count 2
//   9156812345678902 <64>      printed, withheld: number, SHA-256 of the secret; numbers rising
//   <237 digits>               virtual: the payload's text; numbers rising
//   seal <128>                 the card key over every byte before this line
//
// A printed list says how to know a card and not how to make one: whoever steals it has nothing. A
// virtual list is the cards themselves and is guarded like a box of them. A withheld list is head
// office's own record of a virtual batch, without the secrets; no store takes it.
//
// Text is a list if and only if read_blank_list() has a value; see BlankListError for the order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/card_payload.h"

namespace vip::card {

enum class BlankKind : std::uint8_t { printed = 1, virtual_, withheld };
std::string_view name(BlankKind kind);

struct BlankList {
  int chain_prefix = default_prefix;
  std::string store;
  std::uint32_t batch = 0;
  BlankKind kind = BlankKind::printed;
  Day last_day;
  PublicKey card_key{};
  Signature certificate{};
  std::vector<Blank> blanks;      // of every kind, numbers rising
  std::vector<Payload> payloads;  // virtual: one for each of the blanks
};

inline constexpr std::size_t most_blanks = 100'000;

// "VIP-CARD-KEY-1", the chain prefix (4 bytes, big-endian), the card key (32).
std::string card_key_message(int chain_prefix, const PublicKey& card_key);

// Its text, sealed. Requires: 1 to most_blanks blanks of this chain, key and last day, numbers
// rising; a store's name of 1 to 16 letters, digits, '-' and '_'; `key` is the list's.
std::string write_blank_list(const BlankList& list, const SigningKey& key);

// Tested in this order: line by line as far as form goes, then the seals, then the cards.
enum class BlankListError : std::uint8_t {
  no_list = 1,      // the first line is another
  unknown_version,  // VIP-BLANKS-, but not 1
  malformed,        // a line is not as above, or missing, or one too many
  seal_broken,      // the seal at the end
  not_certified,    // head office's key does not vouch for the card key
  card_forged       // virtual: a payload's own signature, batch, key or day is another
};

struct BlankListProblem {
  BlankListError error = BlankListError::no_list;
  std::size_t line = 0;  // counted from 1; 0 where it is the whole
};

// Believes nothing but `office_key`.
Result<BlankList, BlankListProblem> read_blank_list(std::string_view text,
                                                    const PublicKey& office_key);

}  // namespace vip::card
