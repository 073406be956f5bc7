// Bare: the limits that our figures stand beside. What the disk and SQLite take for the same work
// with nothing of ours on top.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "terminal/books/sqlite.h"
#include "terminal/books/store.h"

namespace vip::bench {

// 4 KiB and fdatasync over space that was written before: the least that a durable act can take.
class BareWrite {
 public:
  explicit BareWrite(const std::filesystem::path& file);
  ~BareWrite();
  BareWrite(const BareWrite&) = delete;
  BareWrite& operator=(const BareWrite&) = delete;

  void run();

 private:
  static constexpr int blocks = 1024;
  int file_ = -1;
  int next_ = 0;
};

// What a member's sale leaves: the row of the journal, of the account, of the sale and of the kept
// answer, as large as the last ones of `like`.
struct SaleRows {
  std::string body;
  std::string hash;
  std::string lines;
  std::string answer;
  std::string fingerprint;

  static SaleRows last_of(terminal::Store& like);
};

// The same rows into the same tables with the same indexes and settings: one transaction, prepared
// statements, and nothing decided, hashed or answered.
class BareSales {
 public:
  // Requires: `file` is a store's database that nobody has open.
  explicit BareSales(const std::filesystem::path& file);

  void run(card::Number card, const std::string& id, const SaleRows& rows);
  // Reads what a quote before the sale would have read.
  void warm(card::Number card);
  void idle() { database_.checkpoint(); }

 private:
  terminal::Database database_;
  terminal::Statement begin_, commit_, journal_, account_, sale_, answer_;
  terminal::Statement get_card_, get_account_;
  std::int64_t seq_;
};

// The rows that a quote cannot do without: card, account, person.
class BareReads {
 public:
  explicit BareReads(terminal::Database& database);

  std::int64_t run(card::Number card);  // something of what was read

 private:
  terminal::Statement card_, account_, person_;
};

}  // namespace vip::bench
