// Files for the tests of history.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "cardformat/ensure.h"
#include "tests/folder.h"

namespace vip::terminal {

inline std::string gzipped(std::string_view content) {
  z_stream zip = {};
  ensure(deflateInit2(&zip, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib works");
  std::string out(deflateBound(&zip, static_cast<uLong>(content.size())) + 32, '\0');
  std::string in(content);
  zip.next_in = reinterpret_cast<Bytef*>(in.data());
  zip.avail_in = static_cast<uInt>(in.size());
  zip.next_out = reinterpret_cast<Bytef*>(out.data());
  zip.avail_out = static_cast<uInt>(out.size());
  ensure(deflate(&zip, Z_FINISH) == Z_STREAM_END, "zlib works");
  out.resize(out.size() - zip.avail_out);
  deflateEnd(&zip);
  return out;
}

}  // namespace vip::terminal
