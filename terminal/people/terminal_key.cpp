#include "terminal/people/terminal_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/seal.h"
#include "terminal/books/sqlite.h"

namespace vip::terminal {
namespace {

constexpr std::string_view file_name = "data.key";
constexpr std::size_t key_bytes = 32;

SecretKey keyed(const SecretKey& root, std::string_view purpose) {
  return hmac_sha256(raw(root), "VIP-K1 " + std::string(purpose));
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
  // The name as well: a power cut leaves no database whose key file was never there.
  const int folder = open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    close(folder);
  }
}

TerminalKey TerminalKey::make(const std::filesystem::path& keys) {
  std::string bytes = random_bytes(key_bytes);
  const SecretKey root = *array_of<key_bytes>(bytes);
  std::string text = hex(bytes) + '\n';
  wipe(bytes);
  write_secret_file(keys / file_name, text);
  wipe(text);
  return TerminalKey(root);
}

TerminalKey TerminalKey::open(const std::filesystem::path& keys, std::string_view id) {
  const std::filesystem::path file = keys / file_name;
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  auto bytes = read_hex(std::string_view(text).substr(0, 2 * key_bytes));
  wipe(text);
  const auto root = bytes ? array_of<key_bytes>(*bytes) : std::nullopt;
  if (bytes) wipe(*bytes);
  if (!root) {
    throw StorageError(StorageError::Kind::key_lost,
                       "the key of this store's data is missing or damaged: " + file.string());
  }
  TerminalKey key(*root);
  if (key.id() != id) {
    throw StorageError(StorageError::Kind::key_lost,
                       "the key in " + file.string() + " is another store's");
  }
  return key;
}

TerminalKey::TerminalKey(TerminalKey&& other) noexcept : root_(other.root_) { wipe(other.root_); }

TerminalKey::~TerminalKey() { wipe(root_); }

std::string TerminalKey::id() const { return hex(keyed(root_, "id")).substr(0, 16); }

SecretKey TerminalKey::derive(std::string_view purpose) const { return keyed(root_, purpose); }

}  // namespace vip::terminal
