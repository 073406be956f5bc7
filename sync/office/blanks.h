// Blanks: head office makes cards that are nobody's yet.
//
// What is kept of them in head office's directory:
//
//   keys/cards.key     Ed25519 seed, hex, 0600: signs cards and their lists. Made when it is first
//                      needed; certified by office.key in every list (cardformat/blank_list.h)
//   blanks/BATCH.list  one for each batch, a number and a hash a line; never a secret
//   blanks/lock        held while a batch is made
//
// A batch is on record, and durable, before anybody gets a card of it: what an interrupted making
// leaves behind is a batch that is nobody's, never a number that is given out twice. The books are
// not touched, so that cards can be made while another process serves them.
//
// Errors: StorageError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cardformat/blank_list.h"
#include "sync/office/office_directory.h"

namespace vip::sync {

struct BlanksWanted {
  std::string store;
  card::BlankKind kind = card::BlankKind::printed;  // or virtual_
  std::size_t count = 0;                            // 1 to card::most_blanks
  Day last_day;                                     // of every card made of one of them
  int chain_prefix = card::default_prefix;
  int member_range = 28;  // of the EAN-13, 20 to 28: how serials begin
};

// A batch with its secrets, as long as it is in memory.
struct Batch {
  card::BlankList list;                 // kind as wanted
  std::vector<card::Payload> payloads;  // of every blank, numbers rising
  std::string list_text;                // sealed, for the store
};

using BlanksProgress = std::function<void(std::size_t done, std::size_t total)>;

class BlanksDesk {
 public:
  // Waits for nobody: throws StorageError (locked) where another process makes a batch.
  explicit BlanksDesk(const OfficeDirectory& directory);
  ~BlanksDesk();
  BlanksDesk(const BlanksDesk&) = delete;
  BlanksDesk& operator=(const BlanksDesk&) = delete;

  // Numbers are random and were in no batch before. Requires: `wanted` is within its limits.
  Batch make(const BlanksWanted& wanted, const BlanksProgress& progress);

 private:
  const OfficeDirectory& directory_;
  int lock_ = -1;
};

// Every batch on record, in the order in which they were made.
std::vector<card::BlankList> batches_on_record(const OfficeDirectory& directory);

// For a card printer (RFC 4180): a line of names, then a line for each card:
// number,printed,track1,track2,qr,code128,ean13
std::string printer_csv(const std::vector<card::Payload>& payloads);

}  // namespace vip::sync
