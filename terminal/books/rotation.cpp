#include "terminal/books/rotation.h"

#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace vip::terminal {
namespace {

constexpr std::int64_t batch = 500;
constexpr std::string_view next_name = "data_key_next";  // in `meta`, while one is under way

std::optional<std::string> meta(Database& database, std::string_view name) {
  Statement row(database, "SELECT value FROM meta WHERE name=?");
  if (!row.bind(1, name).step()) return std::nullopt;
  return std::string(row.text(0));
}

void set_meta(Database& database, std::string_view name, std::string_view value) {
  Statement put(database, "INSERT OR REPLACE INTO meta(name, value) VALUES(?,?)");
  put.bind(1, name).bind(2, value).run();
}

std::optional<TerminalKey> next_key(const Rotation& rotation, const TerminalKey& current) {
  if (const auto id = meta(rotation.database, next_name)) {
    return TerminalKey::open(rotation.keys, *id);
  }
  auto next = TerminalKey::make_next(rotation.keys, current);
  if (!next) return std::nullopt;
  Transaction transaction(rotation.database);
  set_meta(rotation.database, next_name, next->id());
  transaction.commit();
  return next;
}

class Members {
 public:
  Members(const Rotation& rotation, const TerminalKey& next)
      : rotation_(rotation),
        next_(next),
        get_(rotation.database, "SELECT id, wrapped FROM person_key WHERE id>? ORDER BY id LIMIT " +
                                    std::to_string(batch)),
        set_(rotation.database, "UPDATE person_key SET wrapped=?2 WHERE id=?1"),
        index_(rotation.database, "UPDATE person SET phone=?2, customer=?3 WHERE id=?1") {}

  std::int64_t run() {
    std::int64_t done = 0;
    KeyOwner last = std::numeric_limits<KeyOwner>::min();
    while (const std::size_t rows = one_batch(last, done)) {
      if (rows < static_cast<std::size_t>(batch)) break;
    }
    return done;
  }

 private:
  struct Row {
    KeyOwner id = 0;
    std::string wrapped;
  };

  std::size_t one_batch(KeyOwner& last, std::int64_t& done) {
    std::vector<Row> rows;
    {
      const Reading reading(get_);
      get_.bind(1, last);
      while (get_.step()) rows.push_back({get_.integer(0), std::string(get_.blob(1))});
    }
    if (rows.empty()) return 0;
    Transaction transaction(rotation_.database);
    for (const Row& row : rows) {
      const auto wrapped = rotation_.vault.wrapped_by(next_, row.id, row.wrapped);
      if (!wrapped) continue;
      if (row.id > 0) index(row.id);  // while the record still opens by the old key
      set_.bind(1, row.id).bind_blob(2, *wrapped).run();
      ++done;
    }
    transaction.commit();
    last = rows.back().id;
    return rows.size();
  }

  void index(PersonId id) {
    const auto person = rotation_.people.find(id);
    if (!person) return;
    index_.bind(1, id);
    bind(2, "phone", person->phone);
    bind(3, "customer", person->customer);
    index_.run();
  }

  void bind(int column, std::string_view what, const std::optional<std::string>& value) {
    if (value) {
      index_.bind_blob(column, Vault::index_under(next_, what, *value));
    } else {
      index_.bind_null(column);
    }
  }

  const Rotation& rotation_;
  const TerminalKey& next_;
  Statement get_, set_, index_;
};

}  // namespace

bool rotation_begun(Database& database) { return meta(database, next_name).has_value(); }

std::optional<std::int64_t> rotate_key(const Rotation& rotation,
                                       std::unique_ptr<TerminalKey>& key) {
  auto made = next_key(rotation, *key);
  if (!made) return std::nullopt;
  auto next = std::make_unique<TerminalKey>(std::move(*made));
  const std::int64_t done = Members(rotation, *next).run();
  {
    Transaction transaction(rotation.database);
    rotation.vault.take_ring_over(*next);
    set_meta(rotation.database, "data_key", next->id());
    Statement drop(rotation.database, "DELETE FROM meta WHERE name=?");
    drop.bind(1, next_name).run();
    transaction.commit();
  }
  key = std::move(next);
  rotation.vault.use(*key);
  TerminalKey::settle(rotation.keys, key->id());
  rotation.database.clean_log();  // of what the old key opens
  return done;
}

}  // namespace vip::terminal
