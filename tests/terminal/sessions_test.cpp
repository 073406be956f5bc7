#include "terminal/staff/sessions.h"

#include <doctest/doctest.h>

namespace vip::terminal {
namespace {

using State = Sessions::State;

TEST_CASE("a session is its operator's, and falls asleep when nobody asks for two minutes") {
  Sessions sessions;
  const std::string token = sessions.open("1001", 1000);
  CHECK(token.size() == 32);
  CHECK(sessions.use(token, "1001", 1119) == State::open);
  CHECK(sessions.use(token, "1001", 1238) == State::open);  // each use begins the two minutes anew
  CHECK(sessions.use(token, "1002", 1239) == State::unknown);
  CHECK(sessions.use("0", "1001", 1239) == State::unknown);
  CHECK(sessions.use(token, "1001", 1358) == State::asleep);
  CHECK(sessions.use(token, "1001", 1359) == State::asleep);  // and does not wake by being asked
}

TEST_CASE("a session ends after twelve hours, at logout, and when its operator changes") {
  Sessions sessions;
  const std::string a = sessions.open("1001", 0);
  for (std::int64_t now = 0; now < 12 * 3600; now += 100) {
    REQUIRE(sessions.use(a, "1001", now) == State::open);
  }
  CHECK(sessions.use(a, "1001", 12 * 3600) == State::unknown);
  const std::string b = sessions.open("1001", 50000);
  const std::string c = sessions.open("1002", 50000);
  sessions.close(b);
  CHECK(sessions.use(b, "1001", 50001) == State::unknown);
  const std::string d = sessions.open("1001", 50000);
  sessions.close_all_of("1001");
  CHECK(sessions.use(d, "1001", 50001) == State::unknown);
  CHECK(sessions.use(c, "1002", 50001) == State::open);
}

}  // namespace
}  // namespace vip::terminal
