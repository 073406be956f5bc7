// OfficeDirectory: head office's data directory.
//
//   office.db        terminals, journals, accounts (office_store.h, accounts.h)
//   ca.pem           the authority's certificate: its fingerprint is what terminals pin
//   server.pem       this server's certificate, made anew when less than 90 days of it are left
//   keys/ca.key      P-256     files of mode 0600 in a directory of mode 0700
//   keys/server.key  P-256
//   keys/office.key  Ed25519 seed, hex: policy and answers
//   keys/people.key  X25519, hex: opens members' forms; may be kept elsewhere
//   (registrations_desk.h) keys/address.key X25519, hex: opens how members are addressed;
//   keys/people.pub beside them looks            who looked at members in full, and why (R3) hosts
//   the names and addresses in the server's certificate, one a line codes/HASH       one-time codes
//   that were given out: store and end, never the code itself lock             held while one
//   process serves
//
// Giving out a code writes a file and not the books, so that it can be done while another process
// serves them: the books have one writer. That a code was used stands in the books.
//
// Errors: StorageError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/seal.h"
#include "sync/office/ca.h"
#include "sync/wire.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

struct NewOffice {
  bool training = false;
  std::vector<std::string> hosts;  // beside localhost, 127.0.0.1 and ::1
};

// What is written down of a one-time code.
struct CodeGivenOut {
  std::string store;
  std::uint32_t tid = 0;
  std::int64_t ends = 0;  // seconds since 1970
};

inline constexpr std::int64_t code_lasts_s = 24 * 3600;

// A name or an address that can stand in a certificate.
bool host_allowed(std::string_view host);

class OfficeDirectory {
 public:
  // False where a head office is already.
  static bool create(const std::filesystem::path& directory, const NewOffice& wanted,
                     std::int64_t now);
  // Throws StorageError (missing) where there is none.
  explicit OfficeDirectory(const std::filesystem::path& directory);

  const std::filesystem::path& path() const { return path_; }
  std::string books_path() const { return (path_ / "office.db").string(); }
  const Ca& ca() const { return ca_; }
  const SigningKey& office_key() const { return office_key_; }

  struct Server {
    std::string certificate_pem;
    std::string key_pem;
  };
  Server server(std::int64_t now) const;

  void give_out(std::string_view code_hash, const CodeGivenOut& code) const;
  std::optional<CodeGivenOut> given_out(std::string_view code_hash) const;
  std::vector<CodeGivenOut> all_given_out() const;
  void used_up(std::string_view code_hash) const;

 private:
  std::filesystem::path path_;
  Ca ca_;
  SigningKey office_key_;
};

// Held while it lives. Throws StorageError (locked).
class OfficeLock {
 public:
  explicit OfficeLock(const OfficeDirectory& directory);
  ~OfficeLock();
  OfficeLock(const OfficeLock&) = delete;
  OfficeLock& operator=(const OfficeLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace vip::sync
