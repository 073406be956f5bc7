// Snapshot: what head office says of all of a terminal's accounts at once (design 7, bootstrap).
//
// A new terminal, or one with a new disk, is told of tens of thousands of accounts. They come in
// pages that are named by what is in them: a manifest, which head office signs, lists their
// SHA-256; each is fetched by that name, and is believed only if its bytes are the ones that were
// named. A line that breaks costs one page. Nothing here carries a right: points that may be
// redeemed come by grants alone (E1).
//
//   manifest   {"v":1,"tid":12,"epoch":3,"lineage":[2,"9f…"],"time":…}
//              {"sha256":"…","size":81234,"rows":2000}                   one line a page, in order
//              {"sig":"…"}                                               and a trailer (page.h)
//   page       one zstd frame of lines as in an answer ({"ver":…,"told":…}), each with its line
//              feed
//
// A manifest's id is SHA-256 over its lines before the signature, line feeds included; what is
// signed is "VIP-M1" | u32 tid | u32 epoch | id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/digest.h"
#include "cardformat/result.h"
#include "cardformat/seal.h"
#include "sync/certificate.h"
#include "sync/wire.h"

namespace vip::sync {

inline constexpr std::string_view snapshot_path = "/sync/v1/snapshot";
inline constexpr std::string_view blob_path = "/sync/v1/blob/";  // and 64 hex digits

// What a page holds at most, before it is packed: accounts, and bytes.
inline constexpr std::size_t rows_a_blob = 1000;
inline constexpr std::size_t blob_limit = 4 * 1024 * 1024;

struct SnapshotPage {
  Digest sha256{};       // of the packed bytes
  std::size_t size = 0;  // of them
  std::size_t rows = 0;
  friend bool operator==(const SnapshotPage&, const SnapshotPage&) = default;
};

struct SnapshotManifest {
  TerminalName of;
  Lineage lineage;
  std::int64_t time = 0;  // when it was begun, head office's clock
  std::vector<SnapshotPage> pages;
  friend bool operator==(const SnapshotManifest&, const SnapshotManifest&) = default;
};

// {"v":1,"tid":12,"epoch":3}, one line.
std::string write_snapshot_request(const TerminalName& who);
Result<TerminalName, WireError> read_snapshot_request(std::string_view text);

// Whole pages (page.h).
std::string write_manifest(const SnapshotManifest& manifest, const Sign& sign);
// It is being made: to be asked again after so many seconds. {"v":1,"retry":2}
std::string write_not_ready(int retry_s);

struct ManifestAnswer {
  std::optional<SnapshotManifest> manifest;  // none: not ready
  std::string id;                            // 64 hex digits
  int retry_s = 0;
};
// With `key`, only what it signed for `who` is read; without, the line's certificate must do.
Result<ManifestAnswer, WireError> read_manifest(std::string_view page, const TerminalName& who,
                                                const std::optional<PublicKey>& key);

// A page's bytes: the states of accounts, of the manifest's lineage and time. Anything that is not
// exactly what the manifest names is refused whole.
Result<std::vector<terminal::HeardOf>, WireError> read_blob(std::string_view packed,
                                                            const SnapshotPage& page,
                                                            const SnapshotManifest& manifest);

}  // namespace vip::sync
