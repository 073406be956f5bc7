#include "sync/office/shedding.h"

#include <algorithm>

#include "sync/wire.h"

namespace vip::sync {

std::optional<int> turned_away(std::string_view path, std::size_t body_bytes,
                               std::size_t connections, std::uint32_t random,
                               const SheddingLimits& limits) {
  if (path != exchange_path || body_bytes < limits.bulk_bytes || connections < limits.connections) {
    return std::nullopt;
  }
  // As many seconds as there are tens of connections too many, spread over twice as long.
  const auto over = static_cast<std::int64_t>(connections - limits.connections);
  const std::int64_t most = std::clamp<std::int64_t>(2 + over / 5, 2, limits.longest_s);
  return static_cast<int>(1 + (static_cast<std::int64_t>(random) * most >> 32));
}

}  // namespace vip::sync
