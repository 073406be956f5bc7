// Shedding: who is asked to come back later when more want head office than it can serve.
//
// What a member waits for at a counter (a want) is always served, and so is a short request: it
// brings or fetches a few events, blocks among them, and to turn it away costs as much. What waits
// is bulk: long requests. They come back at random, the later the fuller it is, so that they do not
// come back together; their terminals obey Retry-After and lose nothing.
//
// Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vip::sync {

struct SheddingLimits {
  std::size_t connections = 300;       // that are at work; from here on bulk is turned away
  std::size_t bulk_bytes = 16 * 1024;  // of a body on the line
  int longest_s = 300;
};

// Seconds until the request should come again: from 1 to at most longest_s; no value: it is served.
// `random`: uniform.
std::optional<int> turned_away(std::string_view path, std::size_t body_bytes,
                               std::size_t connections, std::uint32_t random,
                               const SheddingLimits& limits = {});

}  // namespace vip::sync
