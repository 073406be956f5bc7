#include "terminal/books/journal.h"

#include <algorithm>
#include <utility>

namespace vip::terminal {
namespace {

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest digest_of(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() != digest.size()) {
    throw StorageError(StorageError::Kind::damaged, "a hash in the journal is damaged");
  }
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(digest.data()));
  return digest;
}

Journal::Entry entry_at(const Statement& row) {
  return {static_cast<Seq>(row.integer(0)), std::string(row.blob(1)), digest_of(row.blob(2))};
}

}  // namespace

Journal::Journal(Database& database, const Genesis& genesis)
    : database_(database),
      genesis_(genesis),
      append_(database, "INSERT INTO journal(seq, body, hash) VALUES(?,?,?)"),
      at_(database, "SELECT seq, body, hash FROM journal WHERE seq=?"),
      last_row_(database, "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1") {
  reload();
}

void Journal::reload() {
  const Reading reading(last_row_);
  last_ = {.epoch = genesis_.epoch, .seq = 0, .head = chain_start(genesis_)};
  if (!last_row_.step()) return;
  last_.seq = static_cast<Seq>(last_row_.integer(0));
  last_.head = digest_of(last_row_.blob(1));
}

Position Journal::append(std::string_view body) {
  const Seq seq = last_.seq + 1;
  const Digest head = chain_next(last_.head, genesis_.tid, genesis_.epoch, seq, body);
  append_.bind(1, static_cast<std::int64_t>(seq))
      .bind_blob(2, body)
      .bind_blob(3, bytes_of(head))
      .run();
  last_.seq = seq;
  last_.head = head;
  return last_;
}

std::optional<Journal::Entry> Journal::at(Seq seq) {
  const Reading reading(at_);
  at_.bind(1, static_cast<std::int64_t>(seq));
  if (!at_.step()) return std::nullopt;
  return entry_at(at_);
}

void Journal::each(Seq from, const std::function<bool(const Entry&)>& visit) {
  // Taken away while it is in use: whoever visits may ask for other events meanwhile.
  std::optional<Statement> rows = std::exchange(each_, std::nullopt);
  if (!rows) {
    rows.emplace(database_, "SELECT seq, body, hash FROM journal WHERE seq>=? ORDER BY seq");
  }
  rows->bind(1, static_cast<std::int64_t>(from));
  while (rows->step()) {
    if (!visit(entry_at(*rows))) break;
  }
  rows->reset();
  each_.emplace(std::move(*rows));
}

}  // namespace vip::terminal
