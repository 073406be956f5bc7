#include "sync/page.h"

#include <charconv>
#include <optional>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/ensure.h"

namespace vip::sync {
namespace {

struct Trailer {
  std::size_t lines = 0;
  Digest digest{};
};

constexpr std::string_view trailer_begin = R"({"n":)";
constexpr std::string_view trailer_middle = R"(,"sha256":")";
constexpr std::string_view trailer_end = R"("})";

std::string write_trailer(std::size_t lines, const Digest& digest) {
  return std::string(trailer_begin) + std::to_string(lines) + std::string(trailer_middle) +
         hex(digest) + std::string(trailer_end);
}

// Written out and compared as text: what we would have written is the only form there is.
std::optional<Trailer> read_trailer(std::string_view line) {
  if (!line.starts_with(trailer_begin)) return std::nullopt;
  const std::string_view digits = line.substr(trailer_begin.size());
  Trailer trailer;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), trailer.lines);
  if (error != std::errc()) return std::nullopt;
  const std::string_view rest = digits.substr(static_cast<std::size_t>(end - digits.data()));
  if (rest.size() != trailer_middle.size() + 64 + trailer_end.size()) return std::nullopt;
  const auto bytes = read_hex(rest.substr(trailer_middle.size(), 64));
  if (!bytes) return std::nullopt;
  trailer.digest = array_of<32>(*bytes).value();
  if (line != write_trailer(trailer.lines, trailer.digest)) return std::nullopt;
  return trailer;
}

}  // namespace

Result<Lines, Done> split_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return Unexpected{Done{}};
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string make_page(const Lines& lines) {
  ensure(!lines.empty(), "a page has a header line");
  std::string page;
  for (const std::string_view line : lines) {
    ensure(line.find('\n') == std::string_view::npos, "a line of a page holds no line feed");
    page.append(line).push_back('\n');
  }
  return page + write_trailer(lines.size(), sha256(page)) + '\n';
}

Result<Lines, PageError> read_page(std::string_view text) {
  auto lines = split_lines(text);
  if (!lines || lines->empty()) return Unexpected{PageError::cut};
  const auto trailer = read_trailer(lines->back());
  if (!trailer) return Unexpected{PageError::cut};
  const std::size_t before = text.size() - lines->back().size() - 1;
  lines->pop_back();
  if (lines->empty() || trailer->lines != lines->size()) return Unexpected{PageError::wrong_count};
  if (sha256(text.substr(0, before)) != trailer->digest) {
    return Unexpected{PageError::wrong_digest};
  }
  return std::move(*lines);
}

}  // namespace vip::sync
