#include "sync/office/office_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "sync/files.h"
#include "sync/office/accounts.h"
#include "sync/office/fold.h"
#include "sync/office/mailbox.h"
#include "sync/office/office_store.h"
#include "sync/office/registrations_desk.h"
#include "sync/office/shares.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;
using terminal::StorageError;

constexpr std::int64_t renew_server_s = 90 * day_s;

[[noreturn]] void damaged(const fs::path& path) {
  throw StorageError(StorageError::Kind::damaged, path.string() + " is damaged or not ours");
}

std::string must_read(const fs::path& path) {
  auto text = read_file(path);
  if (!text) {
    throw StorageError(StorageError::Kind::missing, "no head office here: " + path.string() +
                                                        " is missing; make one with: vip-office "
                                                        "init");
  }
  return std::move(*text);
}

TlsKey read_key(const fs::path& path) {
  auto key = TlsKey::read_pem(must_read(path));
  if (!key) damaged(path);
  return std::move(*key);
}

Ca read_ca(const fs::path& directory) {
  auto certificate = Certificate::read_pem(must_read(directory / "ca.pem"));
  if (!certificate) damaged(directory / "ca.pem");
  TlsKey key = read_key(directory / "keys" / "ca.key");
  if (!certificate->is_of(key)) damaged(directory / "keys" / "ca.key");
  return Ca(std::move(*certificate), std::move(key));
}

SigningKey read_office_key(const fs::path& path) {
  std::string text = must_read(path);
  while (text.ends_with('\n')) text.pop_back();
  const auto bytes = read_hex(text);
  const auto seed = bytes ? array_of<32>(*bytes) : std::nullopt;
  if (!seed) damaged(path);
  return SigningKey::from_seed(*seed);
}

std::vector<std::string> read_hosts(const fs::path& path) {
  std::vector<std::string> hosts;
  std::istringstream lines(must_read(path));
  for (std::string host; std::getline(lines, host);) {
    if (!host_allowed(host)) damaged(path);
    hosts.push_back(host);
  }
  if (hosts.empty()) damaged(path);
  return hosts;
}

bool only(std::string_view text, std::string_view extra) {
  return std::ranges::all_of(text, [extra](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') ||
           extra.find(c) != std::string_view::npos;
  });
}

}  // namespace

bool host_allowed(std::string_view host) {
  return !host.empty() && host.size() <= 253 && only(host, ".-:") && host.front() != '-';
}

bool OfficeDirectory::create(const fs::path& directory, const NewOffice& wanted, std::int64_t now) {
  if (fs::exists(directory / "office.db")) return false;
  std::error_code error;
  fs::create_directories(directory / "keys", error);
  fs::create_directories(directory / "codes", error);
  if (error) {
    throw StorageError(StorageError::Kind::read_only,
                       "make " + directory.string() + ": " + error.message());
  }
  fs::permissions(directory / "keys", fs::perms::owner_all);
  fs::permissions(directory / "codes", fs::perms::owner_all);

  const Ca ca = Ca::make("VIP head office", now);
  write_file(directory / "keys" / "ca.key", ca.key().pem());
  write_file(directory / "ca.pem", ca.certificate().pem());
  const auto seed = SigningKey::generate().seed();
  write_file(directory / "keys" / "office.key", hex(seed) + "\n");
  write_file(directory / "keys" / "server.key", TlsKey::generate().pem());
  std::string hosts = "localhost\n127.0.0.1\n::1\n";
  for (const std::string& host : wanted.hosts) {
    ensure(host_allowed(host), "a host's name was measured");
    hosts += host + "\n";
  }
  write_file(directory / "hosts", hosts);

  // The books come last: where they are, everything is.
  const fs::path making = directory / "office.db.new";
  fs::remove(making);
  {
    terminal::Database database(making.string(), terminal::Database::Mode::create);
    terminal::Transaction transaction(database);
    create_office_tables(database);
    create_account_tables(database);
    create_fold_tables(database);
    create_share_tables(database);
    create_mailbox_tables(database);
    create_registration_tables(database);
    OfficeStore store(database);
    store.set_meta("training", wanted.training ? "1" : "0");
    store.set_meta("lineage_number", "1");
    store.set_meta("lineage_id", hex(random_bytes(16)));
    transaction.commit();
    database.checkpoint();
  }
  for (const char* rest : {"office.db.new-wal", "office.db.new-shm"}) fs::remove(directory / rest);
  fs::permissions(making, fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(making, directory / "office.db");
  return true;
}

OfficeDirectory::OfficeDirectory(const fs::path& directory)
    : path_(directory),
      ca_(read_ca(directory)),
      office_key_(read_office_key(directory / "keys" / "office.key")) {
  if (!fs::exists(directory / "office.db")) {
    throw StorageError(
        StorageError::Kind::missing,
        "no head office here: " + (directory / "office.db").string() + " is missing");
  }
}

OfficeDirectory::Server OfficeDirectory::server(std::int64_t now) const {
  const TlsKey key = read_key(path_ / "keys" / "server.key");
  const fs::path path = path_ / "server.pem";
  if (const auto stored = read_file(path)) {
    const auto certificate = Certificate::read_pem(*stored);
    if (certificate && certificate->is_of(key) && certificate->signed_by(ca_.certificate()) &&
        certificate->not_after() > now + renew_server_s) {
      return {*stored, key.pem()};
    }
  }
  const std::string made = ca_.sign_server(key, read_hosts(path_ / "hosts"), now).pem();
  write_file(path, made);
  return {made, key.pem()};
}

void OfficeDirectory::give_out(std::string_view code_hash, const CodeGivenOut& code) const {
  terminal::JsonWriter json;
  json.begin_object().field("store", code.store).field("tid", code.tid).field("ends", code.ends);
  json.end_object();
  write_file(path_ / "codes" / code_hash, json.str() + "\n");
}

std::optional<CodeGivenOut> OfficeDirectory::given_out(std::string_view code_hash) const {
  const fs::path path = path_ / "codes" / code_hash;
  const auto text = read_file(path);
  if (!text) return std::nullopt;
  const auto json = terminal::read_json(*text);
  if (!json) damaged(path);
  terminal::Problems problems;
  terminal::Fields fields(*json, "", problems);
  CodeGivenOut code;
  code.store = fields.text("store", 64).value_or("");
  code.tid = static_cast<std::uint32_t>(fields.integer("tid", 1, 0xffffffff).value_or(0));
  code.ends = fields.integer("ends", 0, Fen::max).value_or(0);
  fields.finish();
  if (!problems.empty()) damaged(path);
  return code;
}

std::vector<CodeGivenOut> OfficeDirectory::all_given_out() const {
  std::vector<CodeGivenOut> codes;
  for (const auto& entry : fs::directory_iterator(path_ / "codes")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".new")) continue;
    if (const auto code = given_out(name)) codes.push_back(*code);
  }
  return codes;
}

void OfficeDirectory::used_up(std::string_view code_hash) const {
  std::error_code ignored;  // it stands in the books that it was used
  fs::remove(path_ / "codes" / code_hash, ignored);
}

OfficeLock::OfficeLock(const OfficeDirectory& directory) {
  const fs::path path = directory.path() / "lock";
  descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) {
    throw StorageError(StorageError::Kind::read_only, "cannot write " + path.string());
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    close(descriptor_);
    throw StorageError(
        StorageError::Kind::locked,
        "another vip-office serves " + directory.path().string() + " already; stop it first");
  }
}

OfficeLock::~OfficeLock() { close(descriptor_); }

}  // namespace vip::sync
