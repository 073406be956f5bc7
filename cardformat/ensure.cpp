#include "cardformat/ensure.h"

#include <cstdio>
#include <cstdlib>

namespace vip {

void ensure_failed(const char* why, const char* file, int line) noexcept {
  std::fprintf(stderr, "%s:%d: this should always hold: %s\n", file, line, why);
  std::abort();
}

}  // namespace vip
