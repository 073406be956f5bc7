#include "terminal/counter/sale_desk.h"

#include <algorithm>
#include <numeric>

#include "cardformat/ensure.h"
#include "terminal/counter/blank_desk.h"
#include "terminal/counter/proofs.h"
#include "terminal/rules/earning.h"
#include "terminal/rules/eligibility.h"
#include "terminal/rules/share_out.h"

namespace vip::terminal {
namespace {

// Who was shown, and what is to be said of it.
struct Customer {
  std::optional<CardRow> card;                // known here, or by itself
  bool first_met = false;                     // by itself: it is not in the books (A42)
  bool benefits = false;                      // the card grants benefits today
  bool shown = false;                         // something was shown, known or not
  PersonId person = 0;                        // of the card, or of the phone
  std::optional<std::string> prospect_phone;  // a phone that names a prospect (E3)
  std::optional<Withheld> withheld;
  std::vector<Notice> warnings;
};

void judge(const Desk& desk, const std::optional<std::string>& lane, Customer& customer) {
  const CardRow& card = *customer.card;
  const CardState state = state_on(card.state, card.last_day, desk.stamp.day);
  if (const auto against = objection(state)) {  // A15
    customer.warnings.push_back(refusal_of(*against, card));
    customer.withheld = Withheld{card.number, against->clause};
  } else if (desk.store.books().check_failed(card.number, lane, desk.stamp.day)) {  // A41
    customer.warnings.push_back(
        {Clause::C8, "holder_check_failed", {{"card", card.number.masked()}}});
    customer.withheld = Withheld{card.number, Clause::C8};
  } else if (is_own_card(desk, desk.stamp.staff, card)) {  // X2: somebody else has to serve it
    customer.warnings.push_back({Clause::X2, "own_card", {{"card", card.number.masked()}}});
    customer.withheld = Withheld{card.number, Clause::X2};
  } else {
    customer.benefits = true;
    customer.person = card.person;
  }
}

// A17: a phone is a card only where the policy says so and an active card is under it.
void read_phone_shown(const Desk& desk, const std::string& text, Customer& customer) {
  const auto phone = read_phone(text);
  if (!phone) {  // the sale goes on, and the cashier hears that nobody was named
    customer.warnings.push_back({Clause::E3, "phone_malformed", {}});
    return;
  }
  customer.prospect_phone = phone;
  const auto person = desk.store.people().with_phone(*phone);
  if (!person) return;
  customer.person = person->id;
  if (customer.shown || !desk.policy().presence.phone) return;
  const auto card = holding_card(desk, person->id);
  if (card && state_on(card->state, card->last_day, desk.stamp.day) == CardState::active) {
    customer.card = card;
    customer.shown = true;
  }
}

Customer who(const Desk& desk, const QuoteRequest& request) {
  Customer customer;
  const Presence& presence = desk.policy().presence;
  std::optional<card::Number> number;
  std::optional<std::string_view> not_allowed;
  std::optional<card::Blank> signed_blank;  // what head office signed on the card
  if (request.shown.scan) {
    const card::Scanned& scan = *request.shown.scan;
    number = scan.number;
    const Judged judged = number ? judge_card(desk, scan) : Judged{};
    signed_blank = judged.blank;
    if (number && judged.belief == Belief::forged) {
      customer.shown = true;
      customer.warnings.push_back({Clause::D8, "card_forged", {{"card", number->masked()}}});
      number.reset();
    } else if (number) {
      customer.shown = true;
      const bool swipe = card::is_swipe(*scan.form);
      if (!(swipe ? presence.swipe : presence.scan)) not_allowed = swipe ? "swipe" : "scan";
    } else if (scan.what == card::ScanClass::phone) {  // as one that was typed (A17)
      read_phone_shown(desk, scan.text, customer);
      if (!customer.shown) customer.warnings.push_back({Clause::D8, "scan_phone", {}});
    } else {
      customer.shown = true;
      customer.warnings.push_back({Clause::D8, std::string(scan_word(scan.what)), {}});
    }
  } else if (request.shown.card) {
    customer.shown = true;
    number = request.shown.card;
    if (!presence.type) not_allowed = "type";
  }
  if (request.shown.phone && !customer.prospect_phone)
    read_phone_shown(desk, *request.shown.phone, customer);
  if (number) {
    customer.card = desk.store.books().card(*number);
    if (!customer.card && signed_blank) {
      customer.card = first_met(*signed_blank, desk.stamp.day);
      customer.first_met = true;
    }
    if (!customer.card) {
      Facts facts{{"card", number->masked()}};
      if (!number->check_digit_holds()) facts.emplace_back("check_digit", "wrong");
      customer.warnings.push_back({Clause::D8, "card_unknown", std::move(facts)});
    } else if (not_allowed) {
      customer.first_met = false;
      customer.warnings.push_back(
          {Clause::D8, "presence_not_allowed", {{"presence", *not_allowed}}});
      customer.withheld = std::nullopt;
      return customer;
    }
  }
  if (customer.card) judge(desk, request.lane, customer);
  return customer;
}

// Whose card grants benefits, and what is kept about them; read once for a quote.
struct Member {
  CardRow card;
  Account account;
  std::optional<Person> person;
  bool damaged = false;  // its record does not open

  const Registration* registration() const {
    return person && person->registration ? &*person->registration : nullptr;
  }
};

Member member_of(const Desk& desk, const CardRow& card) {
  auto account = desk.store.books().account(card.account);
  ensure(account.has_value(), "a card has its account");
  Member member{card, *account, std::nullopt};
  try {
    member.person = desk.store.people().find(card.person);
  } catch (const StorageError& error) {
    // The shop sells: a record that was damaged on the disk costs its name and its birthday.
    if (error.kind() != StorageError::Kind::damaged) throw;
    member.damaged = true;
  }
  return member;
}

MemberFacts facts_of(const Desk& desk, const Member& member, bool document_shown) {
  const CardRow& card = member.card;
  const Account& account = member.account;
  MemberFacts facts{.accumulated = account.reached(),
                    .balance = account.balance(),
                    .carry = account.carry,
                    .birthday_document_shown = document_shown};
  if (const Registration* form = member.registration()) {
    facts.birthday_today =
        is_birthday(form->birthday, desk.stamp.day, desk.policy().rates.leap_day);
  }
  if (card.birthday_day == desk.stamp.day) {
    facts.birthday_uses = card.birthday_uses;
    facts.birthday_amount = card.birthday_amount;
  }
  return facts;
}

void add_member_prompts(const Desk& desk, const Member& member, std::vector<Notice>& prompts) {
  const Account& account = member.account;
  const CardRow& card = member.card;
  const Policy& policy = desk.policy();
  const Day today = desk.stamp.day;
  if (const Registration* form = member.registration()) {
    const int days = days_to_birthday(form->birthday, today, policy.rates.leap_day);
    if (days == 0) {
      prompts.push_back({Clause::S3, "birthday_today", {}});
    } else if (days <= policy.prompts.birthday_days) {
      prompts.push_back({Clause::S3, "birthday_soon", {{"days", days}}});
    }
  }
  const Points balance = account.balance();
  const std::vector<Gift>& gifts = desk.store.books().gifts();
  const auto next = std::find_if(gifts.begin(), gifts.end(), [&](const Gift& gift) {
    const bool on_offer = gift.first_day <= today && today <= gift.last_day && gift.stock > 0;
    return on_offer && gift.points > balance;
  });
  if (next != gifts.end()) {  // the cheapest
    prompts.push_back(
        {Clause::S3,
         "points_to_gift",
         {{"gift", next->id}, {"name", next->name}, {"short", (next->points - balance).count()}}});
  }
  const Points reached =
      policy.rates.level_basis == LevelBasis::accumulated ? account.reached() : balance;
  if (reached < policy.rates.level_points && policy.rates.level < policy.rates.member) {
    prompts.push_back({Clause::S3,
                       "points_to_level",
                       {{"short", (policy.rates.level_points - reached).count()}}});
  }
  const std::int64_t left = days_between(today, card.last_day);
  if (left <= policy.prompts.expiry_days) {
    prompts.push_back(
        {Clause::S3, "card_expiring", {{"days", left}, {"last_day", card.last_day.text()}}});
  }
  if (const auto issue = desk.store.books().latest_magazine();
      issue && !desk.store.books().magazine_given(card.number, *issue)) {
    prompts.push_back({Clause::S3, "magazine_waiting", {{"issue", *issue}}});
  }
}

std::vector<Notice> prompts_now(const Desk& desk, const MemberPart& part) {
  const auto card = desk.store.books().card(part.card);
  ensure(card.has_value(), "a sale's card is in the books");
  std::vector<Notice> prompts;
  add_member_prompts(desk, member_of(desk, *card), prompts);
  return prompts;
}

// S4: through the cashier, what is missing.
void add_prospect_prompt(const Desk& desk, PersonId person, Fen paid,
                         std::vector<Notice>& prompts) {
  std::vector<Purchase> purchases;
  if (person != 0) {
    if (holding_card(desk, person)) return;
    purchases = unused_purchases(desk, person);
  }
  const Eligibility found =
      eligibility_with_basket(purchases, paid, desk.stamp.day, desk.policy().join);
  if (found.qualifies) {
    prompts.push_back({Clause::S4, "becomes_member", {{"by", name(found.clause)}}});
  } else {
    prompts.push_back({Clause::S4, "to_become_member", {{"missing", found.missing.count()}}});
  }
}

Answer<Seq> find_sale(const Desk& desk, const SaleName& name) {
  const std::string pointer = name.sale ? "/sale" : "/receipt_no";
  const std::string& id = name.sale ? *name.sale : *name.receipt_no;
  const auto seq = name.sale ? read_sale_id(desk.store, *name.sale)
                             : desk.store.books().sale_with_receipt(*name.receipt_no);
  if (seq && desk.store.books().sale(*seq)) return *seq;
  return fault(Fault::Code::not_found, pointer, "not_found", {{"what", "sale"}, {"id", id}});
}

// X2: one card again and again under one operator, also by one who keeps below the day's limit. A
// card that a customer forgot, or never had, was used 950 times in a year: two or three times a
// day, by one till's operator. Three such days within a week show it.
void raise_again_and_again(const Desk& desk, const MemberPart& part, Seq sale) {
  constexpr int week = 7;
  constexpr std::int64_t full_days = 2;
  const std::int64_t a_day = desk.policy().anomalies.same_card_same_operator_a_day;
  const Day today = desk.stamp.day;
  const auto from = Day::from_number(std::int64_t{today.number()} - week + 1);
  if (!from || desk.stamp.staff.empty()) return;
  TerminalBooks& books = desk.store.books();
  constexpr AnomalyKind kind = AnomalyKind::same_card_same_operator;
  const std::int64_t count = books.purchases_by(part.card, *from, today, desk.stamp.staff);
  if (count <= full_days * a_day || books.anomaly_raised_since(kind, part.card, *from)) return;
  raise(desk, kind, Clause::X2, part.card, sale, count);
}

// X2: what the numbers of the day show, each said once, by the sale that passes the limit.
void raise_counts(const Desk& desk, const MemberPart& part, const PricedWay& chosen, Seq sale) {
  const Policy::Anomalies& limits = desk.policy().anomalies;
  const auto count = desk.store.books().purchases(part.card, desk.stamp.day, desk.stamp.staff);
  if (count.purchases == limits.purchases_a_day + 1) {
    raise(desk, AnomalyKind::many_purchases_a_day, Clause::X2, part.card, sale, count.purchases);
  }
  if (count.by_operator == limits.same_card_same_operator_a_day + 1) {
    raise(desk, AnomalyKind::same_card_same_operator, Clause::X2, part.card, sale,
          count.by_operator);
  }
  raise_again_and_again(desk, part, sale);
  if (chosen.birthday_used &&
      desk.store.books().check_failed(part.card, std::nullopt, desk.stamp.day)) {
    raise(desk, AnomalyKind::birthday_without_document, Clause::D3, part.card, sale);
  }
  const std::int64_t uses = part.facts.birthday_uses + 1;
  if (chosen.birthday_used && uses == limits.birthday_purchases + 1) {
    raise(desk, AnomalyKind::birthday_many_purchases, Clause::D3, part.card, sale, uses);
  }
}

// X2, E3: a receipt was laid down as another store's for a card, and only now does this store's
// till print it, on another day or for another amount. (A till that was without this module for a
// while brings the same day and amount.)
void raise_false_receipt(const Desk& desk, Seq issue, const std::string& receipt_no, Fen paid) {
  const auto entry = desk.store.journal().at(issue);
  const auto event = entry ? decode(entry->body) : Unexpected{EventProblem::malformed};
  const auto* made = event ? std::get_if<IssueEvent>(&event->act) : nullptr;
  if (made == nullptr) return;
  for (const UnverifiedReceipt& receipt : made->proof.receipts) {
    const bool same = receipt.day == desk.stamp.day && receipt.paid == paid;
    if (receipt.receipt_no == receipt_no && same) return;
  }
  raise(desk, AnomalyKind::false_receipt, Clause::E3, made->card, issue);
}

}  // namespace

Answer<Quote> quote(const Desk& desk, const QuoteRequest& request) {
  Customer customer = who(desk, request);
  Quote quote{.warnings = std::move(customer.warnings)};
  quote.prospect_phone = customer.prospect_phone;
  quote.person = customer.person;
  quote.withheld = customer.withheld;
  if (customer.first_met && customer.benefits) quote.first_met = customer.card;
  if (customer.card) quote.card = customer.card->number;

  std::optional<Member> member;
  std::optional<MemberFacts> facts;
  if (customer.benefits) {
    member = customer.first_met
                 ? Member{*customer.card, Account{.id = customer.card->account}, std::nullopt}
                 : member_of(desk, *customer.card);
    facts = facts_of(desk, *member, request.birthday_document_shown);
  }
  quote.priced = price(request.basket, facts, request.choice, desk.policy());
  if (!customer.benefits) {
    if (!customer.shown) {
      quote.prompts.push_back({Clause::S1, "ask_for_card", {}});
      add_prospect_prompt(desk, customer.person, quote.priced.chosen.paid, quote.prompts);
    }
    return quote;
  }

  const CardRow& card = member->card;
  const Account& account = member->account;
  const std::optional<Person>& person = member->person;
  if (member->damaged) {
    quote.warnings.push_back({Clause::R3, "record_damaged", {{"card", card.number.masked()}}});
  }
  const Earned earned = earn(account.carry, quote.priced.chosen.paid, desk.policy().earning);
  quote.points = QuotePoints{.before = account.balance(),
                             .accumulated = account.reached(),
                             .earned = earned.points,
                             .after = account.balance() + earned.points,
                             .carry_before = account.carry,
                             .carry_after = earned.carry};
  quote.member = QuoteMember{.address = address_of(desk, card, person).value_or(Address{}),
                             .since = desk.store.books().member_since(card),
                             .last_day = card.last_day};
  quote.member_part = MemberPart{.card = card.number,
                                 .account = card.account,
                                 .facts = *facts,
                                 .earned = earned.points,
                                 .carry_after = earned.carry};
  add_member_prompts(desk, *member, quote.prompts);
  return quote;
}

Answer<Committed> commit(const Desk& desk, const CommitRequest& request) {
  if (desk.store.books().sale_with_receipt(request.receipt_no)) {  // A55
    return fault(Fault::Code::conflict, "/receipt_no", "receipt_no_used",
                 {{"receipt_no", request.receipt_no}});
  }
  auto quoted = quote(desk, request.quote);
  if (!quoted) return Unexpected{quoted.error()};
  Quote& priced = *quoted;
  const PricedWay& chosen = priced.priced.chosen;
  if (chosen.paid != request.expected_paid) {  // A16
    return refuse(Clause::D7, "paid_differs",
                  {{"expected", request.expected_paid.count()}, {"paid", chosen.paid.count()}});
  }

  SaleEvent sale{.receipt_no = request.receipt_no,
                 .basket = request.quote.basket,
                 .choice = request.quote.choice,
                 .way = priced.priced.choice,
                 .policy_version = desk.policy().version,
                 .member = priced.member_part,
                 .withheld = priced.withheld};
  for (const PricedLine& line : chosen.lines) {
    sale.paid.push_back(line.paid);
    sale.clauses.push_back(line.clause);
  }
  sale.person = priced.person;
  if (sale.person == 0 && priced.prospect_phone) {  // E3: a prospect
    sale.person = desk.store.people().prospect(*priced.prospect_phone);
  }
  if (priced.first_met) record(desk, told_by_itself(*priced.first_met));
  const Position position = record(desk, sale);
  if (priced.member_part) {
    raise_counts(desk, *priced.member_part, chosen, position.seq);
    priced.prompts = prompts_now(desk, *priced.member_part);  // S3: as it is after this sale
  }
  if (const auto issue = desk.store.books().receipt_used(request.receipt_no)) {
    raise_false_receipt(desk, *issue, request.receipt_no, chosen.paid);
  }
  if (priced.withheld) {  // A15
    const bool own = priced.withheld->clause == Clause::X2;
    raise(desk, own ? AnomalyKind::own_card : AnomalyKind::benefit_on_void_card,
          priced.withheld->clause, priced.withheld->card, position.seq);
  }
  return Committed{std::move(priced), std::move(sale), sale_id(desk.store, position.seq), position};
}

Answer<Returned> return_goods(const Desk& desk, const ReturnRequest& request) {
  const auto seq = find_sale(desk, request.name);
  if (!seq) return Unexpected{seq.error()};
  const auto sale = desk.store.books().sale(*seq);

  Returned result{.sale = sale_id(desk.store, *seq)};
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const auto& [line, qty] = request.lines[i];
    if (line >= sale->lines.size()) {
      return invalid("/lines/" + std::to_string(i) + "/line", "这笔交易没有这一行，请核对小票。",
                     "The sale has no such line. Check the receipt.");
    }
    const SoldLine& sold = sale->lines[line];
    if (qty > sold.qty - sold.returned) {  // A40
      return refuse(Clause::P4, "returned_too_much",
                    {{"line", static_cast<std::int64_t>(line)},
                     {"out", sold.qty - sold.returned},
                     {"asked", qty}});
    }
    const Fen refund = paid_for_units(sold.paid, sold.qty, sold.returned + qty) -
                       paid_for_units(sold.paid, sold.qty, sold.returned);
    result.lines.push_back({line, qty, refund});
    result.refund += refund;
  }

  ReturnEvent event{.sale = *seq, .lines = result.lines, .receipt_no = request.receipt_no};
  if (sale->account) {
    const auto account = desk.store.books().account(*sale->account);
    ensure(account.has_value(), "a sale's account is there");
    const TakenBack back =
        take_back(account->carry, sale->booked - sale->booked_refunded, result.refund, sale->step);
    const Points uncovered = std::max(back.points - account->right, Points(0));
    event.taken = back.points;
    event.carry_after = back.carry;
    event.owed_after = account->owed + uncovered;
    result.points = Returned::PointsPart{.before = account->balance(),
                                         .taken = back.points,
                                         .after = account->balance() - back.points,
                                         .owed = event.owed_after,
                                         .carry_before = account->carry,
                                         .carry_after = back.carry};
  }
  result.position = record(desk, event);
  judge_proof_again(desk, *sale, result.position.seq);
  return result;
}

Answer<SaleShown> show_sale(const Desk& desk, const SaleName& name) {
  const auto seq = find_sale(desk, name);
  if (!seq) return Unexpected{seq.error()};
  const auto entry = desk.store.journal().at(*seq);
  ensure(entry.has_value(), "a sale stands in the journal");
  const auto event = decode(entry->body);
  const auto* sale = event ? std::get_if<SaleEvent>(&event->act) : nullptr;
  if (sale == nullptr) {
    throw StorageError(StorageError::Kind::damaged, "the journal's entry of a sale is damaged");
  }
  return SaleShown{*desk.store.books().sale(*seq), *sale};
}

}  // namespace vip::terminal
