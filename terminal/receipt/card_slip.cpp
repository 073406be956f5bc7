#include "terminal/receipt/card_slip.h"

#include <algorithm>
#include <utility>

#include "cardformat/card_payload.h"
#include "cardformat/ensure.h"
#include "terminal/receipt/paper.h"

namespace vip::terminal {

std::vector<PaperRow> lay_out(const CardSlip& slip, int columns) {
  constexpr std::size_t number_digits = 16;
  const bool whole = slip.token.size() == card::payload_digits;
  ensure((whole || slip.token.size() == number_digits) &&
             std::all_of(slip.token.begin(), slip.token.end(),
                         [](char c) { return '0' <= c && c <= '9'; }),
         "a card's token is its payload or its number");
  Paper paper(columns);
  if (slip.training) paper.centred("*** 培训 TRAINING ***");
  for (const std::string& line : slip.header) paper.centred(line);
  paper.centred(paper.label({"VIP 会员卡", "Member's card"}));
  paper.rule();
  paper.labelled({"卡号", "Card"}, slip.number.grouped());
  if (!slip.address.empty()) paper.labelled({"会员", "Member"}, slip.address);
  paper.labelled({"有效期至", "Valid through"}, slip.last_day.text());
  paper.row(paper.label({"门店", "Store"}) + " " + slip.store, slip.time);
  paper.empty();
  paper.code(PaperRow::Kind::card, slip.token);
  paper.empty();
  paper.left("* " + paper.label({"结账前请出示此码。它就是会员卡，请妥善保管，限本人使用。",
                                 "Show this code before you pay. It is the card: keep it safe; it "
                                 "is for you alone."}));
  if (!whole && !slip.training) {
    paper.left("* " + paper.label({"此码只含卡号，本店之外断网时不能用。",
                                   "The code holds the number alone: without a network it is known "
                                   "at this store only."}));
  }
  if (slip.training) paper.centred("*** 培训 TRAINING ***");
  return std::move(paper).take();
}

}  // namespace vip::terminal
