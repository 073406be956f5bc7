// Terminal key: the one secret of this terminal that everything kept secret here hangs on.
//
// 256 random bits, made on the device, never in the database. From it come, by HMAC with the
// purpose's name: the key that wraps members' keys and the store's own (vault.h), the key of the
// phone index. Whoever has the database alone has none of them.
//
// Where it lies, looked for in this order:
//   1. $CREDENTIALS_DIRECTORY/vip-data-key: a credential of systemd, which keeps it encrypted under
//      the host's key or its TPM (LoadCredentialEncrypted= in the unit)
//   2. keys/data.key, and keys/data.key.next while a new key is taken into use
// Either is 64 hex digits and a line end; a file is 0600. What is found counts only where it is the
// key whose id the database has: another one is passed over, and where none is the right one that
// is a StorageError that says so. A new key is never made over old data.
//
// The key is in locked memory. A TPM is used through systemd alone; root on this machine reads the
// key of a store that is open.
//
// Threads: none; it is only read once opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "cardformat/secret.h"
#include "terminal/people/locked.h"

namespace vip::terminal {

class TerminalKey {
 public:
  enum class Place : std::uint8_t { credential = 1, file };

  // A store's first key: the credential where there is one, else made, with its file. Requires:
  // there is no file. Throws StorageError.
  static TerminalKey make(const std::filesystem::path& keys);
  // Another one, beside the one in use, in keys/data.key.next; what was there of an attempt that
  // came to nothing goes. Requires: the one in use lies in its file.
  static TerminalKey make_next(const std::filesystem::path& keys);
  // keys/data.key.next becomes keys/data.key, if it is the key of `id`.
  static void settle(const std::filesystem::path& keys, std::string_view id);
  // Throws StorageError: key_lost where the file is not there, cannot be read, or holds another key
  // than that of `id`.
  static TerminalKey open(const std::filesystem::path& keys, std::string_view id);

  TerminalKey(TerminalKey&& other) noexcept = default;
  TerminalKey(const TerminalKey&) = delete;
  TerminalKey& operator=(const TerminalKey&) = delete;

  Place place() const { return place_; }
  // 16 hex digits that name the key and tell nothing of it.
  std::string id() const;
  // One key for each purpose.
  SecretKey derive(std::string_view purpose) const;

 private:
  static TerminalKey make_file(const std::filesystem::path& file);
  TerminalKey(const SecretKey& root, Place place) : place_(place) { *root_ = root; }
  Place place_;
  Locked<SecretKey> root_;
};

// A file that its owner alone reads, made once, on the disk before this returns. Throws
// StorageError.
void write_secret_file(const std::filesystem::path& file, std::string_view text);

}  // namespace vip::terminal
