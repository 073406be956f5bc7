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

namespace vip::terminal {
namespace {

constexpr std::string_view file_name = "data.key";
constexpr std::string_view next_name = "data.key.next";
constexpr std::size_t key_bytes = 32;

SecretKey keyed(const SecretKey& root, std::string_view purpose) {
  return hmac_sha256(raw(root), "VIP-K1 " + std::string(purpose));
}

std::string id_of(const SecretKey& root) { return hex(keyed(root, "id")).substr(0, 16); }

// systemd's, for a service that was given one; empty: none.
std::filesystem::path credential_file() {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  return folder == nullptr || *folder == '\0' ? std::filesystem::path()
                                              : std::filesystem::path(folder) / "vip-data-key";
}

std::optional<SecretKey> read_key(const std::filesystem::path& file) {
  if (file.empty()) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
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
  if (const auto credential = read_key(credential_file())) {
    return TerminalKey(*credential, Place::credential);
  }
  return make_file(keys / file_name);
}

TerminalKey TerminalKey::make_next(const std::filesystem::path& keys) {
  std::error_code error;
  std::filesystem::remove(keys / next_name, error);
  return make_file(keys / next_name);
}

void TerminalKey::settle(const std::filesystem::path& keys, std::string_view id) {
  const auto next = read_key(keys / next_name);
  if (!next || id_of(*next) != id) return;
  if (std::rename((keys / next_name).c_str(), (keys / file_name).c_str()) != 0) {
    throw StorageError(StorageError::Kind::read_only,
                       "rename " + (keys / next_name).string() + ": " + std::strerror(errno));
  }
  sync_folder(keys);
}

TerminalKey TerminalKey::make_file(const std::filesystem::path& file) {
  std::string bytes = random_bytes(key_bytes);
  SecretKey root = *array_of<key_bytes>(bytes);
  std::string text = hex(bytes) + '\n';
  wipe(bytes);
  write_secret_file(file, text);
  wipe(text);
  TerminalKey key(root, Place::file);
  wipe(root);
  return key;
}

TerminalKey TerminalKey::open(const std::filesystem::path& keys, std::string_view id) {
  struct Candidate {
    std::filesystem::path file;
    Place place;
  };
  const Candidate candidates[] = {{credential_file(), Place::credential},
                                  {keys / file_name, Place::file},
                                  {keys / next_name, Place::file}};
  bool found_other = false;
  for (const Candidate& candidate : candidates) {
    auto root = read_key(candidate.file);
    if (!root) continue;
    if (id_of(*root) != id) {
      wipe(*root);
      found_other = true;
      continue;
    }
    TerminalKey key(*root, candidate.place);
    wipe(*root);
    return key;
  }
  const std::string file = (keys / file_name).string();
  throw StorageError(StorageError::Kind::key_lost,
                     found_other ? "the key in " + file + " is another store's"
                                 : "the key of this store's data is missing or damaged: " + file);
}

std::string TerminalKey::id() const { return id_of(*root_); }

SecretKey TerminalKey::derive(std::string_view purpose) const { return keyed(*root_, purpose); }

}  // namespace vip::terminal
