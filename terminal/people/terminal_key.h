// Terminal key: the one secret of this terminal that everything kept secret here hangs on.
//
// 256 random bits, made on the device, never in the database. From it come, by HMAC with the
// purpose's name: the key that wraps members' keys and the store's own (vault.h), the key of the
// phone index. Whoever has the database alone has none of them.
//
// Where it lies, looked for in this order:
//   1. $CREDENTIALS_DIRECTORY/vip-data-key: a credential of systemd, which keeps it encrypted under
//      the host's key or its TPM (LoadCredentialEncrypted= in the unit); vip-data-key-next beside
//      it, for a change of key
//   2. keys/data.tpm: sealed by the machine's TPM 2.0 (tpm.h)
//   3. keys/data.key, plain
// and keys/data.tpm.next or keys/data.key.next while a new key is taken into use. A first key is
// made in the first of these that the machine has. A credential and a plain file are 64 hex digits
// and a line end; files are 0600. What is found counts only where it is the key whose id the
// database has: another one is passed over, and where none is the right one that is a StorageError
// that says so: that the file is gone, or that the TPM is not there, was cleared or is another
// machine's. A new key is never made over old data.
//
// The key is in locked memory. Root on this machine reads the key of a store that is open.
//
// Threads: none; it is only read once opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/secret.h"
#include "terminal/people/locked.h"

namespace vip::terminal {

class TerminalKey {
 public:
  enum class Place : std::uint8_t { credential = 1, file, tpm };

  // A store's first key: the credential where there is one, else made, with its file; what an
  // attempt that came to nothing left in a file goes. Throws StorageError.
  static TerminalKey make(const std::filesystem::path& keys);
  // Another one, to take over from `current`: the next credential where that is one, else made,
  // sealed by the TPM where there is one and otherwise in a file, both beside the one in use. What
  // was there of an attempt that came to nothing goes. No value: `current` is a credential and
  // systemd gives no next one. Throws StorageError tpm_absent where a key that lies in a TPM would
  // be followed by one in a plain file.
  static std::optional<TerminalKey> make_next(const std::filesystem::path& keys,
                                              const TerminalKey& current);
  // The file of the next key takes the place of the one of before, if it is the key of `id`.
  static void settle(const std::filesystem::path& keys, std::string_view id);
  // Throws StorageError: key_lost where the key of `id` is nowhere; tpm_absent, tpm_other where it
  // may be in the TPM and that does not give it out.
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
  // Throws StorageError where a TPM is wanted (`sealed`) and has none.
  static TerminalKey make_file(const std::filesystem::path& keys, std::string_view suffix,
                               bool sealed);
  TerminalKey(const SecretKey& root, Place place) : place_(place) { *root_ = root; }
  Place place_;
  Locked<SecretKey> root_;
};

// A file that its owner alone reads, made once, on the disk before this returns. Throws
// StorageError.
void write_secret_file(const std::filesystem::path& file, std::string_view text);

}  // namespace vip::terminal
