#include "terminal/counter/card_desk.h"

#include "cardformat/ensure.h"
#include "cardformat/mask.h"
#include "terminal/counter/blank_desk.h"
#include "terminal/counter/rights.h"
#include "terminal/rules/earning.h"
#include "terminal/rules/registration.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_note = 500;

// A31: what of the proof earns on the new card, sale by sale.
std::vector<QualifyingEarning> earnings_of(const Desk& desk, const CheckedProof& proof,
                                           Account& account) {
  std::vector<QualifyingEarning> earnings;
  if (!desk.policy().join.qualifying_purchase_earns) return earnings;
  for (const SaleRow& sale : proof.sales) {
    if (sale.day != desk.stamp.day || sale.account || sale.origin != Origin::till) continue;
    const Earned earned = earn(account.carry, sale.net(), sale.step);
    account.carry = earned.carry;
    account.right += earned.points;
    earnings.push_back({sale.seq, sale.net(), earned.points, earned.carry});
  }
  return earnings;
}

NewCard new_card(const Desk& desk, card::Number number, Position position) {
  const auto card = desk.store.books().card(number);
  ensure(card.has_value(), "a card just made is in the books");
  const auto account = desk.store.books().account(card->account);
  ensure(account.has_value(), "a card has its account");
  NewCard made{.number = number,
               .last_day = card->last_day,
               .address = address_of(desk, *card).value_or(Address{}),
               .points = account->balance(),
               .carry = account->carry,
               .position = position};
  if (!card->handbook) made.prompts.push_back({Clause::E7, "handbook_waiting", {}});
  return made;
}

CardAct card_act(const Desk& desk, card::Number number, Position position) {
  const auto card = desk.store.books().card(number);
  ensure(card.has_value(), "the card is in the books");
  return {*card, state_on(card->state, card->last_day, desk.stamp.day), position};
}

}  // namespace

Result<Registration, std::string> check_form(const Form5& form, Day today,
                                             const std::string& pointer) {
  const auto wrong = [&](std::string_view field) {
    return Unexpected{pointer + '/' + std::string(field)};
  };
  const auto read = read_registration({.surname = form.surname,
                                       .given_name = form.given_name,
                                       .form = form.form,
                                       .phone = form.phone,
                                       .birthday = form.birthday,
                                       .consent = form.consent},
                                      today);
  if (!read) return wrong(read.error().field);
  if (form.note && form.note->size() > longest_note) return wrong("note");
  return Registration{.surname = read->surname,
                      .given_name = read->given_name.value_or(std::string()),
                      .form = read->form,
                      .phone = read->phone,
                      .birthday = read->birthday,
                      .note = form.note.value_or(std::string())};
}

Consent consent_of(const Form5& form, const Consent& before, std::int64_t at) {
  Consent consent = before;
  if (consent.at == 0) consent.at = at;
  if (form.consent_version && *form.consent_version != before.version) {
    consent.version = *form.consent_version;
    consent.at = at;
  }
  const auto say = [&](const std::optional<bool>& said, std::int64_t& since) {
    if (!said) return;
    since = *said ? (since != 0 ? since : at) : 0;
  };
  say(form.messages, consent.messages_at);
  if (form.messages) consent.no_messages = !*form.messages;
  say(form.guardian, consent.guardian_at);
  return consent;
}

bool lacks_guardian(const Registration& form, const Consent& consent, Day today) {
  constexpr int months_of_fourteen_years = 14 * 12;
  return consent.guardian_at == 0 && plus_months(form.birthday, months_of_fourteen_years) > today;
}

Answer<NewCard> issue_card(const Desk& desk, const IssueRequest& request) {
  auto proof = check_proof(desk, request.proof);
  if (!proof) return Unexpected{proof.error()};
  const auto registration = check_form(request.form, desk.stamp.day, "/registration");
  if (!registration) return refuse(Clause::E5, "field", {{"pointer", registration.error()}});
  if (const auto known = desk.store.people().with_phone(registration->phone)) {
    if (const auto card = holding_card(desk, known->id)) {
      return refuse(Clause::E6, "has_card", {{"card", card->number.masked()}});
    }
  }
  if (proof->used_before) {
    return refuse(Clause::E3, "receipt_used", {{"receipt_no", *proof->used_before}});
  }
  if (proof->unverified_not_allowed) {
    return refuse(Clause::E3, "receipt_unverified", {{"receipt_no", proof->unverified_receipt}});
  }
  const Eligibility found = eligibility(proof->purchases, desk.stamp.day, desk.policy().join);
  if (!found.qualifies) {
    return refuse(found.clause, "threshold_not_reached", {{"missing", found.missing.count()}});
  }
  const Day last_day = last_valid_day(desk.stamp.day, desk.policy().card.months);
  const auto number = take_blank(desk, request.blank, last_day);
  if (!number) return Unexpected{number.error()};

  const PersonId person = desk.store.people().prospect(registration->phone);
  Account account{.id = *number};
  IssueEvent issue{.card = *number,
                   .person = person,
                   .last_day = last_day,
                   .proof = proof->proof,
                   .qualified_by = found.clause,
                   .referrer = request.referrer};
  const Consent consent = consent_of(request.form, {}, desk.stamp.at);
  issue.registration_hash = desk.store.people().register_person(person, *registration, consent);
  issue.earnings = earnings_of(desk, *proof, account);
  const Position position = record(desk, issue);
  for (const Seq sale : proof->contradicted) {
    raise(desk, AnomalyKind::false_receipt, Clause::E3, *number, sale);
  }

  NewCard made = new_card(desk, *number, position);
  made.qualified_by = found.clause;
  if (lacks_guardian(*registration, consent, desk.stamp.day)) {
    made.prompts.push_back({Clause::R4, "guardian_needed", {}});
  }
  if (request.referrer) {  // S5
    Facts facts{{"card", request.referrer->masked()}};
    if (const auto card = desk.store.books().card(*request.referrer)) {
      if (const auto address = address_of(desk, *card)) {
        facts.emplace_back("address_zh", address->zh);
        facts.emplace_back("address_en", address->en);
      }
    }
    made.prompts.push_back({Clause::S5, "welcome_referrer", std::move(facts)});
  }
  return made;
}

Answer<ShownCard> show_card(const Desk& desk, const Shown& shown) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  ShownCard result{.card = named->card, .state = named->state};
  if (named->state != CardState::replaced) {  // A34
    result.account = desk.store.books().account(named->card.account);
    const bool redeems = named->state == CardState::active && !only_met(desk, named->card);
    if (redeems) result.here = result.account->right;
  }
  result.address = address_of(desk, named->card);
  const auto person = desk.store.people().find(named->card.person);
  if (person && person->phone) result.phone = mask_phone(*person->phone);
  return result;
}

Answer<CardCode> card_code(const Desk& desk, const Shown& shown) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  if (const auto against = objection(named->state)) {
    return Unexpected{No(refusal_of(*against, named->card))};
  }
  return CardCode{.card = named->card,
                  .address = address_of(desk, named->card),
                  .token = token_of(desk, named->card.number)};
}

Answer<CardAct> block_card(const Desk& desk, const Shown& shown, BlockReason reason) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  if (named->state != CardState::active && named->state != CardState::blocked) {
    return Unexpected{No(refusal_of(*objection(named->state), named->card))};
  }
  // A45: a frozen card stays frozen; only head office lifts that.
  const bool frozen = named->card.blocked_for == BlockReason::frozen;
  const Position position =
      record(desk, BlockEvent{named->card.number, frozen ? BlockReason::frozen : reason});
  return card_act(desk, named->card.number, position);
}

Answer<NewCard> replace_card(const Desk& desk, const Shown& shown,
                             const std::optional<card::Scanned>& blank, std::string_view reason) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  const CardRow& old_card = named->card;
  const bool frozen = old_card.blocked_for == BlockReason::frozen;
  if (const auto against =
          replacement_objection(old_card.state, frozen, old_card.last_day, desk.stamp.day)) {
    return Unexpected{No(refusal_of(*against, old_card))};
  }
  if (!stay_of(desk, old_card.account).home) {  // A45
    return refuse(Clause::C6, "not_issuing_store", {{"card", old_card.number.masked()}});
  }
  const auto number = take_blank(desk, blank, old_card.last_day);
  if (!number) return Unexpected{number.error()};
  const Position position =
      record(desk, ReplaceEvent{.old_card = old_card.number,
                                .new_card = *number,
                                .account = old_card.account,
                                .points = desk.policy().card.replacement_points});
  if (!reason.empty()) desk.store.people().remark(position.seq, reason, old_card.person);
  return new_card(desk, *number, position);
}

Answer<NewCard> renew_card(const Desk& desk, const Shown& shown,
                           const std::optional<card::Scanned>& blank) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  const CardRow& old_card = named->card;
  const int grace_days = desk.policy().card.grace_days;
  if (const auto against =
          renewal_objection(old_card.state, old_card.last_day, desk.stamp.day, grace_days)) {
    Refusal refusal = refusal_of(*against, old_card);
    refusal.facts.emplace_back("first_day", plus_days(old_card.last_day, 1).text());
    refusal.facts.emplace_back("last_day_of_grace",
                               plus_days(old_card.last_day, grace_days).text());
    return Unexpected{No(std::move(refusal))};
  }
  if (old_card.renewed_by) {
    return refuse(Clause::C4, "already_renewed", {{"card", old_card.renewed_by->masked()}});
  }
  if (const auto card = holding_card(desk, old_card.person)) {
    return refuse(Clause::E6, "has_card", {{"card", card->number.masked()}});
  }
  const Day last_day = last_valid_day(desk.stamp.day, desk.policy().card.months);
  const auto number = take_blank(desk, blank, last_day);
  if (!number) return Unexpected{number.error()};
  const Position position = record(
      desk, RenewEvent{.old_card = old_card.number, .new_card = *number, .last_day = last_day});
  return new_card(desk, *number, position);
}

Answer<CardAct> close_card(const Desk& desk, const Shown& shown, std::string_view reason) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  if (named->card.state != CardState::active && named->card.state != CardState::blocked) {
    return Unexpected{No(refusal_of(*objection(named->state), named->card))};
  }
  const Position position = record(desk, CloseEvent{named->card.number});
  if (!reason.empty()) desk.store.people().remark(position.seq, reason, named->card.person);
  return card_act(desk, named->card.number, position);
}

Answer<CardAct> check_holder(const Desk& desk, const Shown& shown, bool passed) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  const Position position = record(desk, IdCheckEvent{named->card.number, passed});
  if (!passed) {
    raise(desk, AnomalyKind::identity_check_failed, Clause::C8, named->card.number, position.seq);
  }
  return card_act(desk, named->card.number, position);
}

Answer<CardAct> hand_over(const Desk& desk, const Shown& shown, Handover item,
                          const std::string& issue) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  if (named->state != CardState::active) {
    return Unexpected{No(refusal_of(*objection(named->state), named->card))};
  }
  const bool again = item == Handover::handbook
                         ? named->card.handbook
                         : desk.store.books().magazine_given(named->card.number, issue);
  if (again) {
    const Clause clause = item == Handover::handbook ? Clause::E7 : Clause::S7;
    Facts facts{{"card", named->card.number.masked()}};
    if (!issue.empty()) facts.emplace_back("issue", issue);
    return refuse(clause, "already_handed_over", std::move(facts));
  }
  const Position position = record(desk, HandoverEvent{named->card.number, item, issue});
  return card_act(desk, named->card.number, position);
}

}  // namespace vip::terminal
