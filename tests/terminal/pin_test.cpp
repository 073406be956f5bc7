#include "terminal/staff/pin.h"

#include <doctest/doctest.h>

#include <string>

namespace vip::terminal {
namespace {

SecretKey pepper(std::uint8_t byte) {
  SecretKey key;
  key.fill(byte);
  return key;
}

TEST_CASE("R3: a PIN has six digits and is not one that is tried first") {
  struct Row {
    const char* pin;
    std::optional<PinProblem> problem;
  };
  constexpr auto bad = PinProblem::not_six_digits;
  constexpr auto easy = PinProblem::too_easy;
  const Row rows[] = {
      {"481937", std::nullopt},
      {"739264", std::nullopt},
      {"604183", std::nullopt},
      {"999111", easy},
      {"", bad},
      {"48193", bad},
      {"4819375", bad},
      {"48193a", bad},
      {"48193 ", bad},
      {"111111", easy},
      {"123456", easy},
      {"987654", easy},
      {"890123", easy},
      {"135791", easy},
      {"121212", easy},
      {"123123", easy},
      {"112233", easy},
      {"777888", easy},
      {"901109", easy},  // mirrored
      {"900520", easy},  // 20 May 1990
      {"200590", easy},
      {"052090", easy},
      {"198711", easy},
      {"147258", easy},
      {"520131", easy},
      {"131452", easy},
      {"710019", easy},  // holds the operator's number 1001
  };
  for (const Row& row : rows) {
    CAPTURE(row.pin);
    CHECK(pin_problem(row.pin, "1001") == row.problem);
  }
  CHECK_FALSE(pin_problem("710019", "1002"));
}

TEST_CASE("R3: a PIN is known again by its own operator, salt and pepper alone") {
  const PinKeeper keeper(pepper(1));
  const Credential kept = keeper.make("1001", "481937");
  CHECK(keeper.pin_is(kept, "1001", "481937"));
  CHECK_FALSE(keeper.pin_is(kept, "1001", "481938"));
  CHECK_FALSE(keeper.pin_is(kept, "1002", "481937"));  // another row's credential
  CHECK_FALSE(PinKeeper(pepper(2)).pin_is(kept, "1001", "481937"));
  const Credential again = keeper.make("1001", "481937");
  CHECK(again.salt != kept.salt);
  CHECK(again.proof != kept.proof);
  CHECK(again.print() != kept.print());
  CHECK(kept.print().size() == 16);
}

TEST_CASE("R3: a badge is 128 random bits, known by its proof") {
  const PinKeeper keeper(pepper(1));
  const auto badge = keeper.make_badge("1001");
  CHECK(badge.text.size() == 5 + 32);
  CHECK(keeper.make_badge("1001").text != badge.text);
  const Credential kept{.salt = "s", .proof = "p", .badge = badge.proof};
  CHECK(keeper.badge_is(kept, "1001", badge.text));
  CHECK_FALSE(keeper.badge_is(kept, "1002", badge.text));
  CHECK_FALSE(keeper.badge_is(kept, "1001", "VIPB-00"));
  CHECK_FALSE(keeper.badge_is(Credential{}, "1001", ""));  // no badge is no badge shown
}

}  // namespace
}  // namespace vip::terminal
