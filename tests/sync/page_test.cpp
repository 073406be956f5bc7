#include "sync/page.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace vip::sync {
namespace {

// printf '{"a":1}\n' | sha256sum
constexpr const char* one_line =
    "{\"a\":1}\n"
    "{\"n\":1,\"sha256\":\"e346432021b04179518d9614f3560ccd71354a4ee101ddcb893d6959a9d6301c\"}\n";

TEST_CASE("a page is its lines and a trailer over their exact bytes") {
  CHECK(make_page({R"({"a":1})"}) == one_line);
  const auto lines = read_page(one_line);
  REQUIRE(lines);
  CHECK(*lines == Lines{R"({"a":1})"});
}

TEST_CASE("a page that was cut anywhere is thrown away whole") {
  const std::string page = make_page({R"({"v":1})", "second", "third"});
  REQUIRE(read_page(page));
  for (std::size_t size = 0; size < page.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(read_page(page.substr(0, size)));
  }
}

TEST_CASE("a page of which any byte was changed is thrown away whole") {
  const std::string page = make_page({R"({"v":1})", "second", "third"});
  for (std::size_t at = 0; at < page.size(); ++at) {
    std::string changed = page;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CAPTURE(at);
    CHECK_FALSE(read_page(changed));
  }
}

TEST_CASE("each condition of a valid page fails for its own reason") {
  const std::string digest = std::string(one_line).substr(25, 64);
  const auto page = [&](const std::string& trailer) { return "{\"a\":1}\n" + trailer + "\n"; };
  CHECK(read_page("").error() == PageError::cut);
  CHECK(read_page("{\"a\":1}\n").error() == PageError::cut);
  CHECK(read_page(page("{\"n\":1, \"sha256\":\"" + digest + "\"}")).error() == PageError::cut);
  CHECK(read_page(page("{\"n\":01,\"sha256\":\"" + digest + "\"}")).error() == PageError::cut);
  CHECK(read_page(page("{\"n\":1,\"sha256\":\"" + digest + "\"} ")).error() == PageError::cut);
  CHECK(read_page(page("{\"n\":2,\"sha256\":\"" + digest + "\"}")).error() ==
        PageError::wrong_count);
  CHECK(read_page("x\n" + page("{\"n\":2,\"sha256\":\"" + digest + "\"}")).error() ==
        PageError::wrong_digest);
  CHECK(read_page("{\"n\":0,\"sha256\":\"" + digest + "\"}\n").error() == PageError::wrong_count);
}

TEST_CASE("any lines come back as they were; any bytes are read without harm") {
  CHECK(rc::check("make and read", [] {
    const auto texts = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
        rc::gen::container<std::string>(rc::gen::distinctFrom('\n'))));
    const Lines lines(texts.begin(), texts.end());
    const std::string page = make_page(lines);
    RC_ASSERT(*read_page(page) == lines);
  }));
  CHECK(rc::check("read anything",
                  [](const std::string& text) { RC_ASSERT_FALSE(read_page(text).has_value()); }));
}

}  // namespace
}  // namespace vip::sync
