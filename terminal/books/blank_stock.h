// BlankStock: the blanks that head office made for this store, and the keys that it signs cards
// with.
//
//   blank_batch  batch, digest of its list, kind, count, last day, key id
//   blank        number, SHA-256 of the secret, batch; of a virtual one also its payload's text in
//                a box (cardformat/secret.h), until the day after it was given out
//   card_key     public keys, as lists brought them, certified by head office
//
// Of a printed blank nothing is here that would make another: the hash of 128 random bits tells a
// secret that is shown, and no more. A virtual blank is here as a box of plastic ones is in the
// drawer, because this store is where it is shown first; the day after, its secret is gone. Until
// then it is closed with a key that lies outside the database and bound to the blank's number, so
// that whoever has the database alone, or a copy of it, has no card.
//
// A blank is given out when a card with its number is in the books; nothing else says so.
//
// Errors: StorageError. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/blank_list.h"
#include "cardformat/secret.h"
#include "terminal/books/sqlite.h"

namespace vip::terminal {

struct StockedBlank {
  card::Blank blank;
  card::BlankKind kind = card::BlankKind::printed;
};

struct StockedBatch {
  std::uint32_t batch = 0;
  card::BlankKind kind = card::BlankKind::printed;
  std::int64_t count = 0;
  std::int64_t left = 0;  // not given out
  Day last_day;
};

// Where they are not there yet.
void create_blank_tables(Database& database);

class BlankStock {
 public:
  // What closes the boxes is derived from the terminal's key under this name.
  static constexpr std::string_view purpose = "virtual blanks";

  // Requires: create_blank_tables(), and the ledger's tables.
  BlankStock(Database& database, const SecretKey& key);
  ~BlankStock();
  BlankStock(const BlankStock&) = delete;
  BlankStock& operator=(const BlankStock&) = delete;

  // Closes what an earlier program kept open. False: there was nothing.
  bool close_open_payloads();

  // The digest of the list that brought a batch.
  std::optional<Digest> digest_of(std::uint32_t batch);
  // Requires: printed or virtual, a batch that is not here.
  void put(const card::BlankList& list, const Digest& digest);

  std::optional<StockedBlank> find(card::Number number);
  // The lowest virtual blank that is not given out and may have cards through `last_day`.
  std::optional<card::Number> next_virtual(Day last_day);
  // The text of a virtual blank's QR, while it is kept. Throws StorageError (damaged) where the box
  // was changed or belongs to another blank.
  std::optional<std::string> payload_of(card::Number number);
  // Forgets the payloads of virtual blanks that were given out before `today`.
  void forget_payloads(Day today);

  card::CardKeys keys();
  std::vector<StockedBatch> batches();

 private:
  Database& database_;
  SecretKey key_;
  Box box_;
};

}  // namespace vip::terminal
