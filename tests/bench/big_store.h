// Big store: a store with as many cards as a benchmark wants, and the requests that it is asked.
//
// Its members' rows are written straight into the ledger and people tables, through SQL, because a
// million registrations at the counter would take hours. Only the benchmarks do so: the journal
// does not know of those cards, and verify would say so. Made once and kept for later runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>

#include "cardformat/card_number.h"
#include "terminal/books/store.h"
#include "terminal/door/config.h"
#include "terminal/door/door.h"

namespace vip::bench {

// Makes the store in `directory` unless one of that size is there.
void make_big_store(const std::filesystem::path& directory, std::int64_t cards);

// The i-th card of such a store, i from 0.
card::Number card_at(std::int64_t i);

// The store, opened as `vip-terminal` opens it.
class OpenedStore {
 public:
  explicit OpenedStore(const std::filesystem::path& directory);

  terminal::Store& store() { return store_; }
  terminal::Door& door() { return door_; }

 private:
  terminal::Config config_;
  terminal::Store store_;
  terminal::Door door_;
};

// Requests as a till would send them, of random cards; the same seed gives the same ones.
class Requests {
 public:
  Requests(std::int64_t cards, std::uint64_t seed);

  card::Number card();
  std::string quote(card::Number card, int lines);  // sale.quote
  std::string commit(const std::string& quote, const std::string& id, std::int64_t paid);
  std::string evaluate(int lines);  // policy.evaluate

  // Different on every run, so that no request id or receipt number comes twice to a kept store.
  static std::string unique_prefix();

 private:
  std::string basket(int lines);

  std::int64_t cards_;
  std::mt19937_64 random_;
};

// What an answer to sale.quote says is to be paid.
std::int64_t paid_in(const std::string& answer);

}  // namespace vip::bench
