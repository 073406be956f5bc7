// Files for the tests of history: written into a folder of their own, gone with it.
#pragma once

#include <stdlib.h>
#include <zlib.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "cardformat/ensure.h"

namespace vip::terminal {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "history-XXXXXX").string();
    ensure(::mkdtemp(name.data()) != nullptr, "a folder for the test can be made");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path path(std::string_view name) const { return path_ / name; }

  std::filesystem::path write(std::string_view name, std::string_view content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

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

inline std::string read_all(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace vip::terminal
