#include "terminal/counter/next_life.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/seal.h"
#include "terminal/counter/counter.h"
#include "terminal/people/terminal_key.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> said_by_office = {"clone", "rewound", "fork", "frozen",
                                                            "closed"};
// What a life has that another file of the same name would be mistaken for.
constexpr std::array<std::string_view, 5> of_one_life = {"store.db", "store.db-wal", "store.db-shm",
                                                         "anchor", "keys/journal.key"};

[[noreturn]] void fail(const fs::path& path, const std::string& why) {
  throw StorageError(StorageError::Kind::read_only, path.string() + ": " + why);
}

void sync_path(const fs::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(path, std::strerror(errno));
  const int failed = fsync(file);
  close(file);
  if (failed != 0) fail(path, std::strerror(errno));
}

void rename_to(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) fail(from, error.message());
}

void copy_secret(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  if (error) fail(to, error.message());
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
}

// In whichever file it lies (terminal_key.h).
void copy_data_key(const fs::path& from, const fs::path& to) {
  for (const char* name : {"data.key", "data.tpm"}) copy_secret(from / name, to / name);
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) fs::permissions(path, fs::perms::owner_all, error);
  if (error) fail(path, error.message());
}

// The same file without its journal and what follows from it: people's data and the keys to it,
// the answers that were given, and PINs stay.
void begin_anew(const fs::path& file, std::uint32_t epoch, const PublicKey& key,
                std::string_view doubt) {
  Database database(file.string(), Database::Mode::open);
  Transaction transaction(database);
  for (const std::string_view table :
       {"journal",     "account",      "inbox",          "card",     "sale",     "receipt_used",
        "gift",        "policy",       "anomaly",        "handover", "id_check", "anomaly_state",
        "month_close", "history_line", "history_return", "operator", "audit",    "heard",
        "heard_card",  "blank",        "blank_batch",    "printed",  "remark",   "greeted"}) {
    database.execute("DELETE FROM " + std::string(table));
  }
  database.execute(
      "DELETE FROM meta WHERE name IN ('sync', 'acked', 'settled', 'snapshot', 'clock_set_back', "
      "'doubt', 'place')");
  Statement put(database, "INSERT OR REPLACE INTO meta(name, value) VALUES(?,?)");
  const auto keep = [&put](std::string_view name, std::string_view value) {
    put.bind(1, name).bind(2, value).run();
  };
  keep("epoch", std::to_string(epoch));
  keep("lineage", "0");
  keep("public_key", hex(key));
  keep("nonce", hex(random_bytes(16)));
  keep("seed", hex(random_bytes(32)));  // the numbers of the old one's cards do not come again
  keep("provisional", doubt);
  transaction.commit();
}

// What head office would tell a new life of the accounts, as far as the old one knows.
std::vector<HeardOf> all_accounts(Store& store) {
  std::map<std::uint64_t, HeardOf> accounts;
  const Desk desk{store, {}};
  store.books().each_card([&](const CardRow& card) {
    HeardOf& heard = accounts[card.account.value()];
    heard.told.account = card.account;
    heard.told.cards.push_back({.number = card.number,
                                .state = card.state,
                                .blocked_for = card.blocked_for,
                                .issued = card.issued,
                                .last_day = card.last_day,
                                .replaced_by = card.replaced_by,
                                .renewed_by = card.renewed_by});
    if (card.issued_by != 0) heard.home = true;
    if (const auto address = address_of(desk, card)) {
      heard.address_zh = address->zh;
      heard.address_en = address->en;
    }
  });
  std::vector<HeardOf> all;
  for (auto& [number, heard] : accounts) {
    const auto account = store.books().account(heard.told.account);
    const auto known = store.heard().of(heard.told.account);
    if (account) {
      heard.told.points = account->balance();
      heard.told.accumulated = account->reached();
    }
    if (known) heard.home = known->home;
    if (known && heard.address_zh.empty()) {
      heard.address_zh = known->address_zh;
      heard.address_en = known->address_en;
    }
    heard.lineage = 0;  // whatever head office says is newer
    heard.version = 0;
    all.push_back(std::move(heard));
  }
  return all;
}

std::vector<Event> events_to_repeat(Store& store) {
  std::vector<Event> events;
  store.journal().each(1, [&](const Journal::Entry& entry) {
    if (entry.body.find("policy_adopted") == std::string::npos) return true;
    auto event = decode(entry.body);
    if (event && std::holds_alternative<PolicyAdoptedEvent>(event->act)) {
      events.push_back(std::move(*event));
    }
    return true;
  });
  const Stamp stamp{.at = store.recorded_at(),
                    .day = store.zone().day_of(store.recorded_at()),
                    .staff = "",
                    .lane = ""};
  for (Event& event : events) event.stamp = stamp;
  for (const Operator& who : store.staff().all()) {
    if (!who.has_pin()) continue;  // training's own are there without anybody's doing
    events.push_back({stamp, OperatorEvent{.change = OperatorChange::added,
                                           .number = who.number,
                                           .role = who.role,
                                           .card = who.card,
                                           .credential = who.credential}});
    if (!who.active) {
      events.push_back({stamp, OperatorEvent{.change = OperatorChange::off, .number = who.number}});
    }
  }
  for (const Gift& gift : store.books().gifts()) {
    events.push_back({stamp, GiftPutEvent{gift}});
  }
  return events;
}

}  // namespace

std::string place_of(const fs::path& directory) {
  std::ifstream file("/etc/machine-id");
  std::string machine((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  struct stat about {};
  if (stat((directory / "store.db").c_str(), &about) != 0) about.st_ino = 0;
  machine += '|' + std::to_string(about.st_ino);
  return hex(sha256(machine)).substr(0, 16);
}

std::optional<std::string> doubt_about(Store& store) {
  if (!store.meta("office_url") || store.provisional()) return std::nullopt;
  if (store.locked()) return "behind";
  if (auto said = store.meta("doubt")) return said;
  const auto place = store.meta("place");
  if (place && *place != place_of(store.directory())) return "moved";
  return std::nullopt;
}

bool doubt_by_office(Store& store, std::string_view word) {
  if (std::ranges::find(said_by_office, word) == said_by_office.end()) return false;
  if (store.provisional()) return false;
  store.doubt(word);
  return true;
}

void make_next_life(Store& store, std::string_view doubt) {
  const fs::path& directory = store.directory();
  const fs::path next = directory / "next";
  std::error_code error;
  fs::remove_all(next, error);  // what an earlier, interrupted attempt left
  make_folder(next / "keys");
  const fs::path file = next / "store.db";
  close(open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  std::string quoted;
  for (const char c : file.string()) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  store.database().execute("VACUUM INTO '" + quoted + "'");
  const SigningKey key = SigningKey::generate();
  write_secret_file(next / "keys" / "journal.key", hex(key.seed()) + '\n');
  copy_data_key(directory / "keys", next / "keys");
  copy_secret(directory / "erased", next / "erased");
  begin_anew(file, store.identity().genesis.epoch + 1, key.public_key(), doubt);
  {
    Store made(next, store.zone());
    Unit unit(made);
    unit.run([&] {
      for (const Event& event : events_to_repeat(store)) made.record(event);
      for (const HeardOf& account : all_accounts(store)) made.heard().put(account);
      return true;
    });
    unit.commit();
    made.database().checkpoint();
  }
  for (const char* rest : {"anchor", "lock", "erased", "keys/data.key", "keys/data.tpm"}) {
    fs::remove(next / rest, error);
  }
  sync_path(file);
  sync_path(next / "keys");
  write_secret_file(next / "ready", std::to_string(store.identity().genesis.epoch) + '\n');
  sync_path(next);
  sync_path(directory);
}

bool move_into_next_life(const fs::path& directory) {
  const fs::path next = directory / "next";
  if (!fs::exists(next / "ready")) return false;
  std::uint32_t epoch = 0;
  std::ifstream(next / "ready") >> epoch;
  if (epoch == 0) fail(next / "ready", "is damaged");
  const fs::path before = directory / "before" / std::to_string(epoch);
  make_folder(before / "keys");
  make_folder(before / "office");
  if (fs::exists(next / "store.db")) {
    // The old one's first, each once: what lies in `before` was moved by an attempt that was cut
    // off, and what has its name here by now is the new one's.
    for (const std::string_view name : of_one_life) {
      if (fs::exists(directory / name) && !fs::exists(before / name)) {
        rename_to(directory / name, before / name);
      }
    }
    copy_data_key(directory / "keys", before / "keys");
    copy_secret(directory / "keys" / "tls.key", before / "keys" / "tls.key");
    for (const char* name : {"office.json", "certificate.pem", "authority.pem"}) {
      copy_secret(directory / "office" / name, before / "office" / name);
    }
    sync_path(before / "keys");
    sync_path(before);
    if (fs::exists(next / "keys" / "journal.key")) {
      rename_to(next / "keys" / "journal.key", directory / "keys" / "journal.key");
    }
    sync_path(directory / "keys");
    rename_to(next / "store.db", directory / "store.db");
    sync_path(directory);
  }
  std::error_code error;
  fs::remove_all(next, error);
  return true;
}

std::optional<fs::path> earlier_life(const fs::path& directory) {
  std::optional<fs::path> first;
  if (!fs::exists(directory / "before")) return first;
  for (const auto& life : fs::directory_iterator(directory / "before")) {
    if (!fs::exists(life.path() / "store.db")) continue;
    if (!first || life.path().filename().string() < first->filename().string()) first = life.path();
  }
  // Who was erased since is erased there as well, when it is opened (tombstones.h).
  if (first) copy_secret(directory / "erased", *first / "erased");
  return first;
}

void forget_earlier_life(const fs::path& life) {
  std::error_code error;
  fs::remove_all(life, error);
  fs::remove(life.parent_path(), error);  // where it was the last one
}

}  // namespace vip::terminal
