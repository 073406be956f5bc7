#include "terminal/devices/scanner_source.h"

#include <algorithm>

namespace vip::terminal {
namespace {

constexpr std::string_view evdev = "evdev:";
constexpr std::string_view serial = "serial:";
constexpr std::size_t longest_path = 255;
constexpr std::size_t longest_name = 80;  // of the kernel's, cut there

bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f;
  });
}

}  // namespace

std::string ScannerSource::text() const {
  switch (kind) {
    case Kind::none:
      return "none";
    case Kind::evdev:
      return std::string(evdev) + where;
    case Kind::serial:
      return std::string(serial) + where;
  }
  return "none";
}

std::optional<ScannerSource> read_scanner_source(std::string_view text) {
  if (text == "none") return ScannerSource{};
  if (has_controls(text)) return std::nullopt;
  ScannerSource source;
  if (text.starts_with(evdev)) {
    source.kind = ScannerSource::Kind::evdev;
    source.where = text.substr(evdev.size());
    const std::size_t most = source.where.starts_with('/') ? longest_path : longest_name;
    if (source.where.empty() || source.where.size() > most) return std::nullopt;
    return source;
  }
  if (text.starts_with(serial)) {
    source.kind = ScannerSource::Kind::serial;
    source.where = text.substr(serial.size());
    if (!source.where.starts_with('/') || source.where.size() > longest_path) return std::nullopt;
    return source;
  }
  return std::nullopt;
}

}  // namespace vip::terminal
