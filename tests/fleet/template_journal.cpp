#include "tests/fleet/template_journal.h"

#include <algorithm>
#include <map>

#include "cardformat/card_number.h"
#include "tests/sync/chain.h"

namespace vip::fleet {
namespace {

constexpr std::size_t digits = 16;
constexpr std::uint64_t cards_a_store = 100'000;

card::Number number_of(std::uint32_t store, int card) {
  return card::make_number(
      card::default_prefix,
      card::first_training_serial + store * cards_a_store + static_cast<std::uint64_t>(card));
}

}  // namespace

TemplateJournal::TemplateJournal(std::size_t events) {
  sync::test::Chain chain;
  sync::test::Shop shop(chain, "S01");
  std::vector<std::string> cards;
  const auto last = [&] { return shop.store().journal().last().seq; };
  while (last() < events) {
    if (cards.size() * 10 <= last()) cards.push_back(shop.issue());
    const std::size_t turn = static_cast<std::size_t>(last());
    const auto sold = shop.sell(cards[turn * 7 % cards.size()],
                                static_cast<std::int64_t>(5'000 + turn % 97 * 311));
    if (turn % 20 == 0 && last() < events) {
      shop.act("sale.return", R"("sale":")" + sold.at("result").at("sale").get<std::string>() +
                                  R"(","lines":[{"line":0,"qty":1}])");
    }
  }
  std::map<std::string, int, std::less<>> known;
  for (const std::string& card : cards) known.emplace(card, static_cast<int>(known.size()));
  shop.store().journal().each(1, [&](const terminal::Journal::Entry& entry) {
    std::vector<Piece> pieces;
    const std::string& body = entry.body;
    bytes_ += body.size();
    std::size_t from = 0;
    for (std::size_t at = 0; at + digits <= body.size(); ++at) {
      const auto found = known.find(std::string_view(body).substr(at, digits));
      if (found == known.end()) continue;
      pieces.push_back({body.substr(from, at - from), found->second});
      from = at + digits;
      at = from - 1;
    }
    pieces.push_back({body.substr(from), -1});
    pieces_.push_back(std::move(pieces));
    return pieces_.size() < events;
  });
}

card::Number TemplateJournal::card_of(std::uint32_t store, terminal::Seq seq) const {
  int card = 0;
  for (terminal::Seq at = seq; at >= 1; --at) {
    const Piece& first = pieces_[at - 1].front();
    if (first.card < 0) continue;
    card = first.card;
    break;
  }
  return number_of(store, card);
}

std::string TemplateJournal::event(std::uint32_t store, terminal::Seq seq) const {
  std::string text;
  for (const Piece& piece : pieces_[seq - 1]) {
    text += piece.text;
    if (piece.card < 0) break;
    text += number_of(store, piece.card).text();
  }
  return text;
}

}  // namespace vip::fleet
