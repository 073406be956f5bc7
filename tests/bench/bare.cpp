#include "tests/bench/bare.h"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

namespace vip::bench {

using terminal::Database;
using terminal::Reading;
using terminal::Statement;

BareWrite::BareWrite(const std::filesystem::path& file)
    : file_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  const std::string block(4096, 'x');
  for (int i = 0; i < blocks; ++i) {
    if (pwrite(file_, block.data(), block.size(), i * 4096) != 4096) {
      throw std::runtime_error("cannot write " + file.string());
    }
  }
  fsync(file_);
}

BareWrite::~BareWrite() { close(file_); }

void BareWrite::run() {
  char block[4096] = {static_cast<char>(next_)};
  const bool written =
      pwrite(file_, block, sizeof block, (next_ % blocks) * 4096) == 4096 && fdatasync(file_) == 0;
  if (!written) throw std::runtime_error("a bare write failed");
  ++next_;
}

SaleRows SaleRows::last_of(terminal::Store& like) {
  Database& database = like.database();
  Statement journal(database, "SELECT body, hash FROM journal ORDER BY seq DESC LIMIT 1");
  Statement sale(database, "SELECT lines FROM sale ORDER BY seq DESC LIMIT 1");
  Statement answer(database, "SELECT box, print FROM answer ORDER BY rowid DESC LIMIT 1");
  journal.step();
  sale.step();
  answer.step();
  return {.body = std::string(journal.blob(0)),
          .hash = std::string(journal.blob(1)),
          .lines = std::string(sale.text(0)),
          .answer = std::string(answer.blob(0)),
          .fingerprint = std::string(answer.blob(1))};
}

BareSales::BareSales(const std::filesystem::path& file)
    : database_(file.string(), Database::Mode::open),
      begin_(database_, "BEGIN IMMEDIATE"),
      commit_(database_, "COMMIT"),
      journal_(database_, "INSERT INTO journal(seq, body, hash) VALUES(?,?,?)"),
      account_(database_,
               "INSERT OR REPLACE INTO account VALUES(?1, ?2, 0, 4200, ?2, ?3, ?2, 0, 0, 0, 0, "
               "0, 0, 0, 0, 0, 0)"),
      sale_(database_,
            "INSERT INTO sale VALUES(?1, ?2, 1795000000, 20780, '1001', '1', NULL, ?3, ?3, 1, "
            "10000, 0, 45600, 41040, 0, 41040, 0, 0, 0, 0, ?4)"),
      answer_(database_,
              "INSERT INTO answer(id, print, named, box) VALUES(?,?,x'0000000000000001',?)"),
      get_card_(database_, "SELECT * FROM card WHERE number=?"),
      get_account_(database_, "SELECT * FROM account WHERE id=?"),
      seq_(1 + database_.integer("SELECT coalesce(max(seq), 0) FROM journal")) {
  database_.grow_log(24 << 20);
}

void BareSales::warm(card::Number card) {
  const auto number = static_cast<std::int64_t>(card.value());
  const Reading card_read(get_card_);
  const Reading account_read(get_account_);
  get_card_.bind(1, number).step();
  get_account_.bind(1, number).step();
}

void BareSales::run(card::Number card, const std::string& id, const SaleRows& rows) {
  const auto number = static_cast<std::int64_t>(card.value());
  const std::int64_t seq = seq_++;
  begin_.run();
  journal_.bind(1, seq).bind_blob(2, rows.body).bind_blob(3, rows.hash).run();
  account_.bind(1, number).bind(2, seq % 60).bind(3, seq).run();
  sale_.bind(1, seq).bind(2, id).bind(3, number).bind(4, rows.lines).run();
  answer_.bind(1, id).bind_blob(2, rows.fingerprint).bind_blob(3, rows.answer).run();
  commit_.run();
}

BareReads::BareReads(Database& database)
    : card_(database, "SELECT * FROM card WHERE number=?"),
      account_(database, "SELECT * FROM account WHERE id=?"),
      person_(database, "SELECT * FROM person WHERE id=?") {}

std::int64_t BareReads::run(card::Number number) {
  const Reading card_read(card_);
  const Reading account_read(account_);
  const Reading person_read(person_);
  card_.bind(1, static_cast<std::int64_t>(number.value())).step();
  account_.bind(1, card_.integer(1)).step();
  person_.bind(1, card_.integer(2)).step();
  return account_.integer(1) + static_cast<std::int64_t>(person_.blob(3).size());
}

}  // namespace vip::bench
