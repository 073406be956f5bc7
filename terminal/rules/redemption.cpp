#include "terminal/rules/redemption.h"

namespace vip::terminal {

std::optional<RedemptionRefusal> redemption_refusal(const RedemptionFacts& facts, Day today) {
  const auto refuse = [&](Clause clause, std::string_view word) {
    const Points needed = facts.gift ? facts.gift->points : Points(0);
    return RedemptionRefusal{clause,    word, facts.balance, needed, needed - facts.balance,
                             facts.here};
  };
  if (const auto card = objection(facts.card_state)) return refuse(card->clause, card->word);
  if (facts.holder_refused) return refuse(Clause::C8, "holder_check_failed");
  if (!facts.gift) return refuse(Clause::G1, "gift_unknown");
  const GiftOffer& gift = *facts.gift;
  if (today < gift.first_day || gift.last_day < today) {
    return refuse(Clause::G1, "gift_not_on_offer");
  }
  if (facts.here < gift.points) {
    if (facts.balance < Points(0)) return refuse(Clause::P4, "points_owed");
    if (facts.balance < gift.points) return refuse(Clause::G2, "points_short");
    return refuse(Clause::G5, "points_elsewhere");
  }
  if (gift.stock < 1) return refuse(Clause::G2, "gift_out_of_stock");
  return std::nullopt;
}

}  // namespace vip::terminal
