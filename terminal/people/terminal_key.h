// Terminal key: the one secret of this terminal that everything kept secret here hangs on.
//
// 256 random bits, made on the device, in the file keys/data.key (0600, 64 hex digits and a line
// end), never in the database. From it come, by HMAC with the purpose's name: the key that wraps
// members' keys and the store's own (vault.h), the key of the phone index. Whoever has the database
// alone has none of them.
//
// The database keeps the key's id, so that another key is told apart from the right one: a lost or
// exchanged file is a StorageError that says so, and a new key is never made over old data.
//
// Where this key lies is as safe as the file is: root on this machine reads it. systemd credentials
// and a TPM are not used yet; `status` says so.
//
// Threads: none; it is only read once opened.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "cardformat/secret.h"

namespace vip::terminal {

class TerminalKey {
 public:
  // Makes the file and the key. Requires: there is none. Throws StorageError.
  static TerminalKey make(const std::filesystem::path& keys);
  // Throws StorageError: key_lost where the file is not there, cannot be read, or holds another key
  // than that of `id`.
  static TerminalKey open(const std::filesystem::path& keys, std::string_view id);

  TerminalKey(TerminalKey&& other) noexcept;
  ~TerminalKey();
  TerminalKey(const TerminalKey&) = delete;
  TerminalKey& operator=(const TerminalKey&) = delete;

  // 16 hex digits that name the key and tell nothing of it.
  std::string id() const;
  // One key for each purpose.
  SecretKey derive(std::string_view purpose) const;

 private:
  explicit TerminalKey(const SecretKey& root) : root_(root) {}
  SecretKey root_;
};

// A file that its owner alone reads, made once, on the disk before this returns. Throws
// StorageError.
void write_secret_file(const std::filesystem::path& file, std::string_view text);

}  // namespace vip::terminal
