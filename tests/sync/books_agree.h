// What tests of several stores do and ask again and again.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>

#include "sync/want.h"
#include "tests/sync/chain.h"

namespace vip::sync::test {

// The member comes to this store for the first time: it asks head office, and holds the account.
inline void hear_of(Shop& shop, const std::string& card) {
  StoreOutbox outbox(shop.store());
  REQUIRE(ask_for_points(outbox, shop.line(), *card::read_number(card), Points(0))->known);
  REQUIRE(shop.exchange());
}

// Whoever works all the books out again from their journals finds the same, and nothing waits for
// a person.
inline void check_books(const Chain& chain, std::initializer_list<Shop*> shops) {
  for (Shop* shop : shops) CHECK(shop->findings().empty());
  const auto findings = chain.findings();
  CAPTURE(findings.empty() ? "" : findings.front());
  CHECK(findings.empty());
  CHECK(chain.count("SELECT count(*) FROM parked") == 0);
}

}  // namespace vip::sync::test
