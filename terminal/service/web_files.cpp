#include "terminal/service/web_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"

namespace vip::terminal::service {
namespace {

struct Kind {
  std::string_view ending;
  std::string_view type;
  bool text;
};
constexpr std::array<Kind, 12> kinds = {{
    {".html", "text/html; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".css", "text/css; charset=utf-8", true},
    {".json", "application/json", true},
    {".svg", "image/svg+xml", true},
    {".webmanifest", "application/manifest+json", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".png", "image/png", false},
    {".ico", "image/x-icon", false},
    {".webp", "image/webp", false},
    {".woff2", "font/woff2", false},
    {"", "application/octet-stream", false},
}};

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

// Where the program was built without pages.
constexpr std::string_view no_page =
    "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>VIP</title>"
    "<p>本程序没有附带收银员页面；收银台与命令行照常可用。</p>"
    "<p lang=\"en\">This program was built without the cashier's page; lanes and the command line "
    "work.</p></html>\n";

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int with_gzip_head = 15 + 16;
  if (bytes.size() > std::numeric_limits<uInt>::max() / 2 ||
      deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, with_gzip_head, 9,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::string in(bytes);  // zlib's input is not const
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(whole ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

struct WebFile {
  std::string_view type;
  std::string_view bytes;
  std::string packed;  // empty: not worth it
  std::string etag;
};

WebFile made(std::string_view path, std::string_view bytes) {
  const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const Kind& one) { return path.ends_with(one.ending); });
  WebFile file{.type = kind->type, .bytes = bytes};
  if (kind->text && bytes.size() > 500) file.packed = gzip(bytes);
  if (file.packed.size() >= bytes.size()) file.packed.clear();
  file.etag = '"' + hex(sha256(bytes)).substr(0, 32) + '"';
  return file;
}

const std::map<std::string, WebFile, std::less<>>& files() {
  static const auto all = [] {
    std::map<std::string, WebFile, std::less<>> map;
    for (const EmbeddedFile& file : embedded_files()) {
      std::string path(file.path);
      if (path == "/index.html") path = "/";
      if (path == "/display.html") path = "/display";
      map.emplace(path, made(file.path, file.bytes));
    }
    map.emplace("/", made("/index.html", no_page));  // where there is none
    return map;
  }();
  return all;
}

// A list of what the caller takes; "gzip;q=0" is not it.
bool takes_gzip(std::string_view accepted) {
  const std::size_t at = accepted.find("gzip");
  return at != std::string_view::npos && !accepted.substr(at + 4).starts_with(";q=0");
}

}  // namespace

bool is_web_file(std::string_view path) { return files().find(path) != files().end(); }

http::Answer web_file(const http::Request& request) {
  const WebFile& file = files().find(request.path)->second;
  http::Answer answer;
  answer.content_type = std::string(file.type);
  auto& fields = answer.fields;
  fields.emplace_back("ETag", file.etag);
  fields.emplace_back("Vary", "Accept-Encoding");
  fields.emplace_back("Cache-Control", request.path.starts_with("/assets/")
                                           ? "public, max-age=31536000, immutable"
                                           : "no-cache");
  fields.emplace_back("Content-Security-Policy", std::string(policy));
  fields.emplace_back("X-Content-Type-Options", "nosniff");
  fields.emplace_back("Referrer-Policy", "no-referrer");
  fields.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  fields.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  if (request.field("if-none-match").find(file.etag) != std::string_view::npos) {
    answer.status = 304;
  } else if (!file.packed.empty() && takes_gzip(request.field("accept-encoding"))) {
    fields.emplace_back("Content-Encoding", "gzip");
    answer.body = file.packed;
  } else {
    answer.body = std::string(file.bytes);
  }
  return answer;
}

}  // namespace vip::terminal::service
