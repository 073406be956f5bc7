#include "sync/packing.h"

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <memory>

#include "cardformat/ensure.h"

namespace vip::sync {
namespace {

constexpr int level = 3;
constexpr int window_log_limit = 23;  // 8 MiB

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

std::string pack(std::string_view text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), level);
  ensure(ZSTD_isError(size) == 0U, "zstd packs into a buffer of the size that it asked for");
  packed.resize(size);
  return packed;
}

Result<std::string, PackingError> unpack(std::string_view packed, std::size_t limit) {
  const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  ensure(context != nullptr, "zstd has memory for a context");
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, window_log_limit);

  std::string text;
  std::string block(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  for (;;) {
    ZSTD_outBuffer out{block.data(), block.size(), 0};
    const std::size_t left = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(left) != 0U) {
      const bool large = ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge;
      return Unexpected{large ? PackingError::too_large : PackingError::not_packed};
    }
    if (out.pos > limit - text.size()) return Unexpected{PackingError::too_large};
    text.append(block.data(), out.pos);
    if (left == 0) break;
    if (in.pos == in.size && out.pos < out.size) return Unexpected{PackingError::cut};
  }
  if (in.pos != in.size) return Unexpected{PackingError::not_packed};
  return text;
}

}  // namespace vip::sync
