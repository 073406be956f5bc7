#include "terminal/counter/blank_desk.h"

#include "cardformat/bytes.h"
#include "cardformat/digest.h"

namespace vip::terminal {
namespace {

BlankStock stock_of(const Desk& desk) {
  return {desk.store.database(), desk.store.derive(BlankStock::purpose)};
}

Answer<PublicKey> office_key(const Desk& desk) {
  const auto text = desk.store.meta("policy_key");
  const auto bytes = text ? read_hex(*text) : std::nullopt;
  const auto key = bytes ? array_of<32>(*bytes) : std::nullopt;
  if (!key) return fault(Fault::Code::not_allowed, "/list", "blanks_no_office");
  return *key;
}

Unexpected<No> no_list(const card::BlankListProblem& problem) {
  const std::string line = std::to_string(problem.line);
  switch (problem.error) {
    case card::BlankListError::no_list:
      return invalid("/list", "这不是空白卡清单。请用总部发来的 .list 文件。",
                     "This is no list of blanks. Take the .list file that head office sent.");
    case card::BlankListError::unknown_version:
      return invalid("/list", "清单的版本比本程序新。请先升级本机。",
                     "The list is of a later version than this program knows. Update it first.");
    case card::BlankListError::malformed:
      return invalid("/list", "清单第 " + line + " 行有损坏。请向总部重新索取。",
                     "Line " + line + " of the list is damaged. Ask head office for it again.");
    case card::BlankListError::seal_broken:
    case card::BlankListError::not_certified:
    case card::BlankListError::card_forged:
      break;
  }
  return fault(Fault::Code::not_allowed, "/list", "blanks_signature");
}

StockedBatch batch_in(BlankStock& stock, std::uint32_t number) {
  for (const StockedBatch& batch : stock.batches()) {
    if (batch.batch == number) return batch;
  }
  return {};
}

}  // namespace

Answer<StockedBatch> accept_blanks(const Desk& desk, std::string_view list) {
  const StoreIdentity& store = desk.store.identity();
  if (store.training) return refuse(Clause::C1, "blanks_training");
  const auto key = office_key(desk);
  if (!key) return Unexpected{key.error()};
  const auto read = card::read_blank_list(list, *key);
  if (!read) return no_list(read.error());
  const bool ours = read->store == store.store && read->chain_prefix == store.card_prefix &&
                    read->kind != card::BlankKind::withheld;
  if (!ours) return refuse(Clause::C1, "blanks_not_ours", {{"store", read->store}});
  BlankStock stock = stock_of(desk);
  const Digest digest = sha256(list);
  if (const auto before = stock.digest_of(read->batch)) {
    if (*before != digest) {
      return fault(Fault::Code::conflict, "/list", "blanks_batch", {{"batch", read->batch}});
    }
  } else {
    stock.put(*read, digest);
  }
  return batch_in(stock, read->batch);
}

std::vector<StockedBatch> stocked_blanks(const Desk& desk) { return stock_of(desk).batches(); }

Answer<card::Number> take_made_blank(const Desk& desk, const std::optional<card::Scanned>& scanned,
                                     Day last_day) {
  BlankStock stock = stock_of(desk);
  stock.forget_payloads(desk.stamp.day);
  if (!scanned) {
    const auto next = stock.next_virtual(last_day);
    if (!next) return refuse(Clause::C1, "no_blanks");
    return *next;
  }
  const auto& number = scanned->number;
  if (!number || !number->check_digit_holds()) return refuse(Clause::C1, "blank_unknown");
  if (desk.store.books().card(*number)) return refuse(Clause::C1, "blank_used");
  const Judged judged = judge_card(desk, *scanned);
  if (judged.belief == Belief::forged) return refuse(Clause::C1, "blank_forged");
  const auto stocked = stock.find(*number);
  if (!stocked) {
    return refuse(Clause::C1, judged.blank ? "blank_of_other_store" : "blank_unknown");
  }
  if (stocked->blank.last_day < last_day) {
    return refuse(Clause::C1, "blank_too_old", {{"last_day", stocked->blank.last_day.text()}});
  }
  return *number;
}

std::string token_of(const Desk& desk, card::Number number) {
  if (desk.store.identity().training) return number.text();
  return stock_of(desk).payload_of(number).value_or(number.text());
}

Judged judge_card(const Desk& desk, const card::Scanned& scanned) {
  if (desk.store.identity().training || !scanned.number || !scanned.secret) return {};
  BlankStock stock = stock_of(desk);
  if (scanned.payload) {
    const auto believed =
        card::believe(*scanned.payload, desk.store.identity().card_prefix, stock.keys());
    if (believed) return {Belief::genuine, *believed};
    switch (believed.error()) {
      case card::Disbelief::other_chain:
      case card::Disbelief::seal_broken:
        return {Belief::forged, std::nullopt};
      case card::Disbelief::unknown_key:
        break;  // a key of later than the last list: the number alone counts
    }
  }
  const auto stocked = stock.find(*scanned.number);
  if (!stocked) return {};
  const bool same = stocked->blank.secret_hash == scanned.secret->hash();
  return {same ? Belief::genuine : Belief::forged, std::nullopt};
}

CardRow first_met(const card::Blank& blank, Day today) {
  return {
      .number = blank.number, .account = blank.number, .issued = today, .last_day = blank.last_day};
}

ToldEvent told_by_itself(const CardRow& met) {
  return {.account = met.account,
          .points = Points(0),
          .accumulated = Points(0),
          .cards = {{.number = met.number, .issued = met.issued, .last_day = met.last_day}}};
}

bool only_met(const Desk& desk, const CardRow& card) {
  if (card.issued_by != 0 || desk.store.heard().of(card.account)) return false;
  const auto account = desk.store.books().account(card.account);
  return !account || account->granted == Points(0);
}

}  // namespace vip::terminal
