// Web files: the pages and the contract for programs, built into the program.
//
// The bytes come from terminal/web/dist and openapi.json by way of embed.cmake; packed copies of
// texts and the ETags are made once, at the start.
//
// Threads: any; nothing changes after the first call.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "terminal/http/http_server.h"

namespace vip::terminal::service {

// As embed.cmake writes it.
struct EmbeddedFile {
  std::string_view path;  // "/assets/app-3f9a.js"
  std::string_view bytes;
};
std::span<const EmbeddedFile> embedded_files();

// Whether there is a file at that path of a request ("/", "/display", "/assets/…").
bool is_web_file(std::string_view path);
// Requires: is_web_file(request.path).
http::Answer web_file(const http::Request& request);

}  // namespace vip::terminal::service
