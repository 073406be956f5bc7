// policy.*, eligibility.evaluate.

#include <array>

#include "cardformat/bytes.h"
#include "cardformat/seal.h"
#include "terminal/door/door.h"
#include "terminal/door/method.h"
#include "terminal/json/member_text.h"
#include "terminal/policy/policy_reader.h"
#include "terminal/rules/earning.h"

namespace vip::terminal {
namespace {

constexpr Fen largest_fen{1'000'000'000'000};
constexpr std::int64_t most_points = 1'000'000'000'000;
constexpr std::size_t most_purchases = 100'000;

// "policy", where it is given: read strictly; its problems join the request's.
std::optional<Policy> read_policy_field(Fields& fields) {
  const Json* document = fields.value("policy");
  if (document == nullptr) return std::nullopt;
  auto policy = read_policy(*document, Head::optional, "/policy");
  if (policy) return *policy;
  Problems& problems = fields.problems();
  problems.insert(problems.end(), policy.error().begin(), policy.error().end());
  return std::nullopt;
}

struct EvaluatedFacts {
  MemberFacts member;
  CardState state = CardState::active;
  Day last_day;
  std::optional<Day> birthday;
};

std::optional<EvaluatedFacts> read_facts(Fields& fields) {
  auto facts = fields.optional_object("facts");
  if (!facts) return std::nullopt;
  EvaluatedFacts read;
  read.member.accumulated =
      facts->points("accumulated", Points(0), Points(most_points)).value_or(Points(0));
  read.member.balance =
      facts->points("balance", Points(-most_points), Points(most_points)).value_or(Points(0));
  read.member.carry = facts->fen("carry", Fen(0), largest_fen).value_or(Fen(0));
  read.state = facts
                   ->word<CardState>("card_state", {{"blank", CardState::blank},
                                                    {"active", CardState::active},
                                                    {"blocked", CardState::blocked},
                                                    {"replaced", CardState::replaced},
                                                    {"expired", CardState::expired},
                                                    {"closed", CardState::closed}})
                   .value_or(CardState::active);
  read.last_day = facts->date("last_day").value_or(Day());
  read.birthday = facts->optional_date("birthday");
  read.member.birthday_uses = facts->integer("birthday_uses", 0, most_points, 0);
  read.member.birthday_amount =
      facts->optional_fen("birthday_amount", Fen(0), largest_fen).value_or(Fen(0));
  facts->finish();
  return read;
}

Answer<Done> policy_evaluate(MethodCall& call) {  // A23, A24
  const auto given = read_policy_field(call.fields);
  const auto facts = read_facts(call.fields);
  const auto date = call.fields.date("date");
  const Basket basket = read_basket(call.fields);
  const bool document_shown = call.fields.boolean("birthday_document_shown", false);
  const auto choice = read_choice(call.fields);
  if (const auto bad = call.check(); !bad) return bad;

  const Policy& policy = given ? *given : call.desk.store.books().policy_on(*date);
  std::vector<Notice> warnings;
  std::optional<MemberFacts> member;
  if (facts) {
    const CardState state = state_on(facts->state, facts->last_day, *date);
    if (const auto against = objection(state)) {
      Notice warning{against->clause, std::string(against->word), {}};
      if (against->clause == Clause::C3) {
        warning.facts.emplace_back("last_day", facts->last_day.text());
      }
      warnings.push_back(std::move(warning));
    } else {
      member = facts->member;
      member->birthday_document_shown = document_shown;
      member->birthday_today =
          facts->birthday && is_birthday(*facts->birthday, *date, policy.rates.leap_day);
    }
  }
  const Priced priced = price(basket, member, choice, policy);
  std::optional<QuotePoints> points;
  if (member) {
    const Earned earned = earn(member->carry, priced.chosen.paid, policy.earning);
    points = QuotePoints{.before = member->balance,
                         .accumulated = member->accumulated,
                         .earned = earned.points,
                         .after = member->balance + earned.points,
                         .carry_before = member->carry,
                         .carry_after = earned.carry};
  }
  write_priced(call.result, basket, priced, points);
  write_notices(call.result, "warnings", warnings);
  return Done{};
}

Answer<Done> eligibility_evaluate(MethodCall& call) {
  const auto given = read_policy_field(call.fields);
  const auto date = call.fields.date("date");
  std::vector<Purchase> purchases;
  const auto items = call.fields.array("purchases", 0, most_purchases);
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    Fields item = items->fields(i);
    const auto day = item.date("date");
    const Fen paid = item.fen("paid", Fen(0), largest_fen).value_or(Fen(0));
    const Fen returned = item.optional_fen("returned", Fen(0), largest_fen).value_or(Fen(0));
    if (returned > paid) {
      item.problem("returned", "退款多于实付，请核对金额。",
                   "More was returned than was paid. Check the amounts.");
    } else {
      purchases.push_back({day.value_or(Day()), paid - returned});
    }
    item.finish();
  }
  if (const auto bad = call.check(); !bad) return bad;
  const Policy& policy = given ? *given : call.desk.store.books().policy_on(*date);
  const Eligibility found = eligibility(purchases, *date, policy.join);
  call.result.field("qualifies", found.qualifies).field("clause", name(found.clause));
  call.result.field("missing", found.missing.count());
  return Done{};
}

Answer<Done> policy_show(MethodCall& call) {
  const auto date = call.fields.optional_date("date");
  if (const auto bad = call.check(); !bad) return bad;
  const Day day = date.value_or(call.desk.stamp.day);
  const PolicyVersions& policies = call.desk.store.books().policies();
  call.result.field("date", day.text());
  call.result.key("policy").raw(to_json(policies.in_force(day)));
  call.result.key("next");
  if (const Policy* next = policies.next_after(day)) {
    call.result.raw(to_json(*next));
  } else {
    call.result.null();
  }
  call.result.field("adopted", policies.size());
  return Done{};
}

void write_problems(JsonWriter& out, const Problems& problems) {
  out.key("problems").begin_array();
  for (const Problem& problem : problems) {
    out.begin_object().field("pointer", problem.pointer);
    write_message(out, {problem.message_zh, problem.message_en});
    out.end_object();
  }
  out.end_array();
}

Answer<Done> policy_check(MethodCall& call) {
  const Json* document = call.fields.value("policy");
  if (document == nullptr) call.fields.object("policy");  // says that it is missing
  call.fields.optional_any_text("key");
  call.fields.optional_any_text("signature");
  if (const auto bad = call.check(); !bad) return bad;
  const Head head = call.desk.store.identity().training ? Head::optional : Head::required;
  const auto policy = read_policy(*document, head, "/policy");
  call.result.field("valid", policy.has_value());
  if (!policy) call.exit_code = exit_code::findings;
  write_problems(call.result, policy ? Problems{} : policy.error());
  call.result.key("warnings").begin_array();
  if (policy) {
    const Day today = call.desk.stamp.day;
    for (const PolicyWarning& warning :
         policy_warnings(*policy, today, call.desk.policy(), "/policy")) {
      call.result.begin_object().field("clause", name(warning.clause));
      call.result.field("word", warning.word).field("pointer", warning.text.pointer);
      write_message(call.result, {warning.text.message_zh, warning.text.message_en});
      call.result.end_object();
    }
  }
  call.result.end_array();
  return Done{};
}

// Head office's policy key, learnt at enrolment, signed exactly these bytes.
bool signed_by_head_office(const MethodCall& call, std::string_view document,
                           const std::optional<std::string>& key,
                           const std::optional<std::string>& signature) {
  const auto trusted = call.desk.store.meta("policy_key");
  if (!trusted || !key || !signature || *key != *trusted) return false;
  const auto key_bytes = read_hex(*key);
  const auto signature_bytes = read_hex(*signature);
  const auto public_key = key_bytes ? array_of<32>(*key_bytes) : std::nullopt;
  const auto seal = signature_bytes ? array_of<64>(*signature_bytes) : std::nullopt;
  return public_key && seal && seal_holds(*public_key, document, *seal);
}

Answer<Done> policy_adopt(MethodCall& call) {
  const bool training = call.desk.store.identity().training;
  const Json* given = call.fields.value("policy");
  std::optional<Policy> policy;
  if (given == nullptr) {
    call.fields.object("policy");  // says that it is missing
  } else {
    auto read = read_policy(*given, training ? Head::optional : Head::required, "/policy");
    if (read) {
      policy = *read;
    } else {
      Problems& problems = call.fields.problems();
      problems.insert(problems.end(), read.error().begin(), read.error().end());
    }
  }
  const auto key = call.fields.optional_text("key", 64);
  const auto signature = call.fields.optional_text("signature", 128);
  if (const auto bad = call.check(); !bad) return bad;

  std::string document = member_text(call.request, "policy");
  if (training) {
    // A document without a head follows on the last one adopted.
    if (!given->contains("version")) {
      policy->version = call.desk.store.books().policies().highest_version() + 1;
    }
    document = to_json(*policy);
  } else {
    if (!signed_by_head_office(call, document, key, signature)) {
      return fault(Fault::Code::not_allowed, "/signature", "policy_signature");
    }
    if (policy->version <= call.desk.store.books().policies().highest_version()) {
      return fault(Fault::Code::conflict, "/policy/version", "policy_version",
                   {{"version", policy->version}});
    }
  }
  call.position = record(call.desk, PolicyAdoptedEvent{.document = document,
                                                       .key = training ? "" : *key,
                                                       .signature = training ? "" : *signature});
  call.result.field("version", policy->version).field("from", policy->from.text());
  call.result.field("in_force", call.desk.policy() == *policy);
  return Done{};
}

constexpr std::array methods = {
    Method{"policy.show", Access::reads, policy_show},
    Method{"policy.check", Access::reads, policy_check},
    Method{"policy.adopt", Access::sets_training, policy_adopt},
    Method{"policy.evaluate", Access::reads, policy_evaluate},
    Method{"eligibility.evaluate", Access::reads, eligibility_evaluate}};

}  // namespace

std::span<const Method> policy_methods() { return methods; }

}  // namespace vip::terminal
