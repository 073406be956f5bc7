// The ledger against a model of three numbers, over random histories at the real door: what a card
// holds follows from what was spent on it, redeemed and corrected, and from nothing else.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "terminal/counter/verify.h"
#include "tests/property.h"
#include "tests/terminal/training_store.h"

namespace vip::terminal {
namespace {

constexpr std::int64_t per_point = 10'000;  // P1
constexpr std::int64_t gift_points[] = {1, 5, 20};

struct Model {
  std::int64_t spend = 0;  // fen paid, less refunded
  std::int64_t redeemed = 0;
  std::int64_t corrected = 0;
  std::int64_t balance() const { return spend / per_point - redeemed + corrected; }
};

struct Sold {
  std::string sale;
  std::int64_t out;  // units not returned
  std::int64_t price;
};

std::int64_t any(std::int64_t least, std::int64_t most) {
  return *rc::gen::inRange(least, most + 1);
}

card::Number number_of(const std::string& text) { return card::read_number(text).value(); }

class History {
 public:
  explicit History(TrainingStore& store) : store_(store), card_(store.issue()) {
    account_ = number_of(card_);
  }

  void step() {
    switch (any(0, 9)) {
      case 0:
      case 1:
      case 2:
        return sell();
      case 3:
      case 4:
        return give_back();
      case 5:
      case 6:
        return redeem();
      case 7:
        return correct();
      case 8:
        return replace();
      default:
        store_.close();
        return store_.open();
    }
  }

  // Every law of ledger.h, of this account.
  void check() {
    const auto account = store_.store().books().account(account_);
    RC_ASSERT(account.has_value());
    RC_ASSERT(laws_hold(*account));                                       // H1, N1
    RC_ASSERT(account->spend.count() == model_.spend);                    // M1
    RC_ASSERT(account->carry.count() == model_.spend % per_point);        // P2
    RC_ASSERT(account->accumulated.count() == model_.spend / per_point);  // P4
    RC_ASSERT((account->earned - account->taken) == account->accumulated);
    RC_ASSERT(account->right.count() == std::max<std::int64_t>(model_.balance(), 0));  // G2
    RC_ASSERT(account->owed.count() == std::max<std::int64_t>(-model_.balance(), 0));  // A10
  }

 private:
  // Asked again with the same request id, a request acts no second time (A19).
  bool done(const Json& answer) {
    const bool ok = answer.at("ok").get<bool>();
    if (ok && any(0, 3) == 0) {
      Json again = store_.again();
      RC_ASSERT(again.at("replayed").get<bool>());
      again.erase("replayed");
      RC_ASSERT(again == answer);
    }
    return ok;
  }

  void sell() {
    const std::int64_t qty = any(1, 5);
    const std::int64_t price = any(1, 60'000);
    const Json answer = store_.sell(card_, qty, price);
    RC_ASSERT(done(answer));
    model_.spend += qty * price;
    sold_.push_back({answer.at("result").at("sale").get<std::string>(), qty, price});
  }

  void give_back() {
    if (sold_.empty()) return;
    Sold& sold =
        sold_[static_cast<std::size_t>(any(0, static_cast<std::int64_t>(sold_.size()) - 1))];
    const std::int64_t qty = any(1, 5);
    const Json answer =
        store_.act("sale.return", R"("sale":")" + sold.sale + R"(","lines":[{"line":0,"qty":)" +
                                      std::to_string(qty) + "}]");
    const bool given_back = done(answer);
    RC_ASSERT(given_back == (qty <= sold.out));
    if (!given_back) return;
    RC_ASSERT(answer.at("result").at("refund").get<std::int64_t>() == qty * sold.price);
    sold.out -= qty;
    model_.spend -= qty * sold.price;
  }

  void redeem() {
    const std::int64_t points =
        *rc::gen::elementOf(std::vector(std::begin(gift_points), std::end(gift_points)));
    const Json answer = store_.act(
        "gift.redeem", R"("gift":"G)" + std::to_string(points) + R"(","card":")" + card_ + '"');
    const bool redeemed = done(answer);
    RC_ASSERT(redeemed == (points <= model_.balance()));
    if (redeemed) model_.redeemed += points;
  }

  // P8: points are added; taking them away is judged at the door and only counted here.
  void correct() {
    const std::int64_t delta = any(0, 1) == 0 ? any(1, 9) : -any(1, 9);
    const Json answer = store_.act("points.correct",
                                   R"("card":")" + card_ + R"(","delta":)" + std::to_string(delta) +
                                       R"(,"reason":"counted again","second_operator":1001)");
    const bool corrected = done(answer);
    if (delta > 0) RC_ASSERT(corrected);
    if (corrected) model_.corrected += delta;
  }

  // C6: another number, the same account.
  void replace() {
    const Json answer = store_.act("card.replace", R"("card":")" + card_ + R"(","reason":"lost")");
    RC_ASSERT(done(answer));
    card_ = answer.at("result").at("card").get<std::string>();
  }

  TrainingStore& store_;
  std::string card_;
  card::Number account_;
  Model model_;
  std::vector<Sold> sold_;
};

TEST_CASE("P1-P4, P8, G2, A10, A19, C6: a card holds what its history comes to, at every step") {
  TrainingStore store;
  for (const std::int64_t points : gift_points) {
    const std::string number = std::to_string(points);
    store.act("gift.put",
              R"("gift":{"id":"G)" + number + R"(","name":"gift","points":)" + number +
                  R"(,"stock":1000000,"first_day":"2026-01-01","last_day":"2030-12-31"})");
  }
  CHECK(holds("a card holds what its history comes to", 200, [&] {
    History history(store);
    for (std::int64_t steps = any(1, 25); steps > 0; --steps) {
      history.step();
      history.check();
    }
  }));
  const Verified verified = verify(store.store());
  CHECK(verified.events > 0);
  for (const Finding& finding : verified.findings) {
    FAIL_CHECK(finding.what << ": " << finding.where << ": " << finding.detail);
  }
}

}  // namespace
}  // namespace vip::terminal
