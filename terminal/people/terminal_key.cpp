#include "terminal/people/terminal_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/seal.h"
#include "terminal/books/sqlite.h"
#include "terminal/people/tpm.h"

namespace vip::terminal {
namespace {

constexpr std::string_view file_name = "data.key";
constexpr std::string_view sealed_name = "data.tpm";
constexpr std::string_view next_suffix = ".next";
constexpr std::size_t key_bytes = 32;

SecretKey keyed(const SecretKey& root, std::string_view purpose) {
  return hmac_sha256(raw(root), "VIP-K1 " + std::string(purpose));
}

std::string id_of(const SecretKey& root) { return hex(keyed(root, "id")).substr(0, 16); }

// systemd's, for a service that was given one; empty: none.
std::filesystem::path credential_file(std::string_view name) {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  return folder == nullptr || *folder == '\0' ? std::filesystem::path()
                                              : std::filesystem::path(folder) / name;
}

constexpr std::string_view credential_name = "vip-data-key";
constexpr std::string_view next_credential_name = "vip-data-key-next";

std::filesystem::path with_suffix(const std::filesystem::path& keys, std::string_view name,
                                  std::string_view suffix) {
  return keys / (std::string(name) + std::string(suffix));
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<SecretKey> read_key(const std::filesystem::path& file) {
  if (file.empty()) return std::nullopt;
  std::string text = bytes_of(file);
  auto bytes = read_hex(std::string_view(text).substr(0, 2 * key_bytes));
  wipe(text);
  const auto root = bytes ? array_of<key_bytes>(*bytes) : std::nullopt;
  if (bytes) wipe(*bytes);
  return root;
}

// The name as well: a power cut leaves no database whose key file was never there.
void sync_folder(const std::filesystem::path& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  fsync(folder);
  close(folder);
}

}  // namespace

void write_secret_file(const std::filesystem::path& file, std::string_view text) {
  const auto fail = [&](const char* doing) {
    const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    throw StorageError(full ? StorageError::Kind::full : StorageError::Kind::read_only,
                       std::string(doing) + ' ' + file.string() + ": " + std::strerror(errno));
  };
  const int handle = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle < 0) fail("make");
  const bool written =
      write(handle, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(handle) == 0;
  close(handle);
  if (!written) {
    unlink(file.c_str());
    fail("write");
  }
  sync_folder(file.parent_path());
}

TerminalKey TerminalKey::make(const std::filesystem::path& keys) {
  std::error_code error;
  for (const std::string_view name : {file_name, sealed_name}) {
    std::filesystem::remove(keys / name, error);
  }
  if (auto credential = read_key(credential_file(credential_name))) {
    TerminalKey key(*credential, Place::credential);
    wipe(*credential);
    return key;
  }
  return make_file(keys, "", false);
}

std::optional<TerminalKey> TerminalKey::make_next(const std::filesystem::path& keys,
                                                  const TerminalKey& current) {
  std::error_code error;
  for (const std::string_view name : {file_name, sealed_name}) {
    std::filesystem::remove(with_suffix(keys, name, next_suffix), error);
  }
  if (current.place() != Place::credential) {
    return make_file(keys, next_suffix, current.place() == Place::tpm);
  }
  auto root = read_key(credential_file(next_credential_name));
  if (!root || id_of(*root) == current.id()) return std::nullopt;
  TerminalKey key(*root, Place::credential);
  wipe(*root);
  return key;
}

void TerminalKey::settle(const std::filesystem::path& keys, std::string_view id) {
  const auto move = [&](std::string_view name, std::string_view other_name) {
    // What it replaces first: whichever way a crash finds it, the next one is there by one name.
    std::error_code error;
    std::filesystem::remove(keys / other_name, error);
    const std::filesystem::path next = with_suffix(keys, name, next_suffix);
    if (std::rename(next.c_str(), (keys / name).c_str()) != 0) {
      throw StorageError(StorageError::Kind::read_only,
                         "rename " + next.string() + ": " + std::strerror(errno));
    }
    sync_folder(keys);
  };
  if (auto next = read_key(with_suffix(keys, file_name, next_suffix))) {
    if (id_of(*next) == id) move(file_name, sealed_name);
    wipe(*next);
  }
  const std::filesystem::path sealed = with_suffix(keys, sealed_name, next_suffix);
  if (!std::filesystem::exists(sealed)) return;
  auto next = open_by_tpm(bytes_of(sealed));
  if (!next) return;
  if (id_of(*next) == id) move(sealed_name, file_name);
  wipe(*next);
}

TerminalKey TerminalKey::make_file(const std::filesystem::path& keys, std::string_view suffix,
                                   bool sealed) {
  std::string bytes = random_bytes(key_bytes);
  SecretKey root = *array_of<key_bytes>(bytes);
  Place place = Place::tpm;
  if (const auto by_tpm = seal_by_tpm(root)) {
    write_secret_file(with_suffix(keys, sealed_name, suffix), *by_tpm);
  } else if (sealed) {
    throw StorageError(StorageError::Kind::tpm_absent, by_tpm.error().what);
  } else {
    std::string text = hex(bytes) + '\n';
    write_secret_file(with_suffix(keys, file_name, suffix), text);
    wipe(text);
    place = Place::file;
  }
  wipe(bytes);
  TerminalKey key(root, place);
  wipe(root);
  return key;
}

TerminalKey TerminalKey::open(const std::filesystem::path& keys, std::string_view id) {
  std::optional<TerminalKey> found;
  bool found_other = false;
  const auto is_it = [&](SecretKey& root, Place place) {
    if (id_of(root) == id) {
      found.emplace(TerminalKey(root, place));
    } else {
      found_other = true;
    }
    wipe(root);
    return found.has_value();
  };
  for (const std::string_view name : {credential_name, next_credential_name}) {
    auto root = read_key(credential_file(name));
    if (root && is_it(*root, Place::credential)) return std::move(*found);
  }
  std::optional<TpmProblem> problem;
  for (const std::string_view suffix : {std::string_view(), next_suffix}) {
    const std::filesystem::path file = with_suffix(keys, sealed_name, suffix);
    if (!std::filesystem::exists(file)) continue;
    auto root = open_by_tpm(bytes_of(file));
    if (root && is_it(*root, Place::tpm)) return std::move(*found);
    if (!root) problem = root.error();
  }
  for (const std::string_view suffix : {std::string_view(), next_suffix}) {
    auto root = read_key(with_suffix(keys, file_name, suffix));
    if (root && is_it(*root, Place::file)) return std::move(*found);
  }
  if (problem) {
    using Kind = TpmProblem::Kind;
    throw StorageError(problem->kind == Kind::other     ? StorageError::Kind::tpm_other
                       : problem->kind == Kind::damaged ? StorageError::Kind::key_lost
                                                        : StorageError::Kind::tpm_absent,
                       problem->what);
  }
  const std::string file = (keys / file_name).string();
  throw StorageError(StorageError::Kind::key_lost,
                     found_other ? "the key in " + file + " is another store's"
                                 : "the key of this store's data is missing or damaged: " + file);
}

std::string TerminalKey::id() const { return id_of(*root_); }

SecretKey TerminalKey::derive(std::string_view purpose) const { return keyed(*root_, purpose); }

}  // namespace vip::terminal
