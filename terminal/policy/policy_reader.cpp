#include "terminal/policy/policy_reader.h"

#include <utility>

#include "terminal/json/fields.h"

namespace vip::terminal {
namespace {

constexpr Fen least_fen{1};
constexpr Fen most_fen{1'000'000'000'000};
constexpr std::int64_t most_count = 1'000'000'000;

// The words of the document, for reading and for writing alike.
constexpr Word<LevelBasis> bases[] = {{"accumulated", LevelBasis::accumulated},
                                      {"balance", LevelBasis::balance}};
constexpr Word<LeapDay> leap_days[] = {{"02-28", LeapDay::february_28},
                                       {"03-01", LeapDay::march_1}};
constexpr Word<RoundingUnit> units[] = {
    {"fen", RoundingUnit::fen}, {"jiao", RoundingUnit::jiao}, {"yuan", RoundingUnit::yuan}};
constexpr Word<RoundingMode> modes[] = {{"half_up", RoundingMode::half_up},
                                        {"down", RoundingMode::down}};
constexpr Word<Remainder> remainders[] = {{"carried", Remainder::carried},
                                          {"dropped", Remainder::dropped}};
constexpr Word<ReplacementPoints> moves[] = {{"move", ReplacementPoints::move},
                                             {"void", ReplacementPoints::void_}};
constexpr Word<bool Presence::*> ways_to_show[] = {{"scan", &Presence::scan},
                                                   {"swipe", &Presence::swipe},
                                                   {"type", &Presence::type},
                                                   {"phone", &Presence::phone}};

template <class T, std::size_t n>
std::string word_of(T meaning, const Word<T> (&words)[n]) {
  for (const auto& [word, its_meaning] : words) {
    if (its_meaning == meaning) return std::string(word);
  }
  ensure(false, "every value of a switch has its word");
  return "";
}

void read(Fields& fields, std::string_view name, Fen& into) {
  into = fields.optional_fen(name, least_fen, most_fen).value_or(into);
}

void read(Fields& fields, std::string_view name, std::int64_t least, std::int64_t most, int& into) {
  into = static_cast<int>(fields.integer(name, least, most, into));
}

void read_count(Fields& fields, std::string_view name, std::int64_t& into) {
  into = fields.integer(name, 1, most_count, into);
}

template <class T, std::size_t n>
void read(Fields& fields, std::string_view name, const Word<T> (&words)[n], T& into) {
  into = fields.optional_word<T>(name, words).value_or(into);
}

void read(Fields& fields, std::string_view name, Rate& into) {
  const Json* value = fields.value(name);
  if (value == nullptr) return;
  const auto rate =
      value->is_string() ? read_rate(value->get_ref<const std::string&>()) : std::nullopt;
  if (rate) {
    into = *rate;
  } else {
    fields.problem(
        name,
        "须为文字，写会员实付的比例：大于 0，至多 \"1.00\"，二至四位小数，如 \"0.90\"、\"0.875\"。",
        "Must be a text, the part of the price that is paid: above 0, at most \"1.00\", with two "
        "to four decimals, such as \"0.90\" or \"0.875\".");
  }
}

void read(Fields& fields, std::string_view name, Keeps& into) {
  const Json* value = fields.value(name);
  if (value == nullptr) return;
  if (*value == "all") {
    into.at_most.reset();
    return;
  }
  if (*value == "none") {
    into.at_most = Points(0);
    return;
  }
  if (value->is_number_integer()) {
    const auto points = value->get<std::int64_t>();
    if (0 <= points && points <= Points::max) {
      into.at_most = Points(points);
      return;
    }
  }
  fields.problem(name, "须为 \"all\"、\"none\" 或不小于 0 的整数积分。",
                 "Must be \"all\", \"none\" or a whole number of points, 0 or more.");
}

void read(Fields& fields, std::string_view name, Presence& into) {
  const auto items = fields.optional_array(name, 1, std::size(ways_to_show));
  if (!items) return;
  Presence presence{.scan = false, .swipe = false, .type = false, .phone = false};
  for (std::size_t i = 0; i < items->size(); ++i) {
    bool known = false;
    for (const auto& [word, member] : ways_to_show) {
      if ((*items)[i] != word) continue;
      known = true;
      if (presence.*member) items->problem(i, "写了两次。", "Stands twice.");
      presence.*member = true;
    }
    if (!known) {
      items->problem(i, "须为 \"scan\"、\"swipe\"、\"type\"、\"phone\" 之一。",
                     "Must be one of \"scan\", \"swipe\", \"type\", \"phone\".");
    }
  }
  into = presence;
}

void read_head(Fields& fields, Head head, Policy& policy) {
  switch (head) {
    case Head::required:
      fields.integer("format", 1, 1);
      policy.version = fields.integer("version", 1, most_count).value_or(policy.version);
      policy.from = fields.date("from").value_or(policy.from);
      return;
    case Head::optional:
      fields.optional_integer("format", 1, 1);
      read_count(fields, "version", policy.version);
      policy.from = fields.optional_date("from").value_or(policy.from);
      return;
  }
}

void read_rates(Fields& fields, Policy::Rates& rates) {
  if (auto member = fields.optional_object("member")) {
    read(*member, "pays", rates.member);
    member->finish();
  }
  if (auto level = fields.optional_object("level")) {
    read(*level, "pays", rates.level);
    rates.level_points =
        Points(level->integer("points", 1, most_count, rates.level_points.count()));
    read(*level, "basis", bases, rates.level_basis);
    level->finish();
  }
  if (auto birthday = fields.optional_object("birthday")) {
    read(*birthday, "pays", rates.birthday);
    read(*birthday, "leap_day", leap_days, rates.leap_day);
    rates.birthday_max_uses = birthday->integer_or_null("max_uses", 0, most_count);
    if (const auto most =
            birthday->integer_or_null("max_amount", least_fen.count(), most_fen.count())) {
      rates.birthday_max_amount = Fen(*most);
    }
    birthday->finish();
  }
  fields.finish();
}

nlohmann::ordered_json written(const Keeps& keeps) {
  if (!keeps.at_most) return "all";
  if (*keeps.at_most == Points(0)) return "none";
  return keeps.at_most->count();
}

}  // namespace

Result<Policy, Problems> read_policy(const Json& document, Head head, std::string pointer) {
  Problems problems;
  Policy policy;
  Fields fields(document, std::move(pointer), problems);
  read_head(fields, head, policy);
  if (auto join = fields.optional_object("join")) {
    read(*join, "single", policy.join.single);
    read(*join, "cumulative", policy.join.cumulative);
    read(*join, "months", 1, 120, policy.join.months);
    policy.join.unverified_receipts =
        join->boolean("unverified_receipts", policy.join.unverified_receipts);
    policy.join.qualifying_purchase_earns =
        join->boolean("qualifying_purchase_earns", policy.join.qualifying_purchase_earns);
    join->finish();
  }
  if (auto rates = fields.optional_object("rates")) read_rates(*rates, policy.rates);
  if (auto rounding = fields.optional_object("rounding")) {
    read(*rounding, "unit", units, policy.rounding.unit);
    read(*rounding, "mode", modes, policy.rounding.mode);
    rounding->finish();
  }
  read(fields, "presence", policy.presence);
  if (auto points = fields.optional_object("points")) {
    policy.earning.earn = Points(points->integer("earn", 1, 1000, policy.earning.earn.count()));
    read(*points, "per", policy.earning.per);
    read(*points, "remainder", remainders, policy.earning.remainder);
    points->finish();
  }
  if (auto card = fields.optional_object("card")) {
    read(*card, "months", 1, 120, policy.card.months);
    read(*card, "grace_days", 0, 3650, policy.card.grace_days);
    read(*card, "replacement_points", moves, policy.card.replacement_points);
    card->finish();
  }
  if (auto registry = fields.optional_object("registry")) {
    read(*registry, "due_day", 1, 28, policy.registry_due_day);
    registry->finish();
  }
  if (auto prompts = fields.optional_object("prompts")) {
    read(*prompts, "birthday_days", 0, 60, policy.prompts.birthday_days);
    read(*prompts, "expiry_days", 0, 365, policy.prompts.expiry_days);
    prompts->finish();
  }
  if (auto rights = fields.optional_object("rights")) {
    read(*rights, "home_keeps", policy.rights.home);
    read(*rights, "visited_keeps", policy.rights.visited);
    read(*rights, "want_ms", 0, 60000, policy.rights.want_ms);
    rights->finish();
  }
  if (auto anomalies = fields.optional_object("anomalies")) {
    read_count(*anomalies, "birthday_purchases", policy.anomalies.birthday_purchases);
    read_count(*anomalies, "purchases_a_day", policy.anomalies.purchases_a_day);
    read_count(*anomalies, "same_card_same_operator_a_day",
               policy.anomalies.same_card_same_operator_a_day);
    read_count(*anomalies, "two_stores_minutes", policy.anomalies.two_stores_minutes);
    anomalies->finish();
  }
  fields.finish();
  if (!problems.empty()) return Unexpected{std::move(problems)};
  return policy;
}

std::string to_json(const Policy& policy) {
  using Document = nlohmann::ordered_json;  // keeps the order in which fields are set
  Document document;
  document["format"] = 1;
  document["version"] = policy.version;
  document["from"] = policy.from.text();

  Document& join = document["join"];
  join["single"] = policy.join.single.count();
  join["cumulative"] = policy.join.cumulative.count();
  join["months"] = policy.join.months;
  join["unverified_receipts"] = policy.join.unverified_receipts;
  join["qualifying_purchase_earns"] = policy.join.qualifying_purchase_earns;

  const Policy::Rates& rates = policy.rates;
  document["rates"]["member"]["pays"] = rates.member.text();
  Document& level = document["rates"]["level"];
  level["pays"] = rates.level.text();
  level["points"] = rates.level_points.count();
  level["basis"] = word_of(rates.level_basis, bases);
  Document& birthday = document["rates"]["birthday"];
  birthday["pays"] = rates.birthday.text();
  birthday["leap_day"] = word_of(rates.leap_day, leap_days);
  birthday["max_uses"] = nullptr;
  if (rates.birthday_max_uses) birthday["max_uses"] = *rates.birthday_max_uses;
  birthday["max_amount"] = nullptr;
  if (rates.birthday_max_amount) birthday["max_amount"] = rates.birthday_max_amount->count();

  document["rounding"]["unit"] = word_of(policy.rounding.unit, units);
  document["rounding"]["mode"] = word_of(policy.rounding.mode, modes);

  Document& presence = document["presence"] = Document::array();
  for (const auto& [word, member] : ways_to_show) {
    if (policy.presence.*member) presence.push_back(std::string(word));
  }

  Document& points = document["points"];
  points["earn"] = policy.earning.earn.count();
  points["per"] = policy.earning.per.count();
  points["remainder"] = word_of(policy.earning.remainder, remainders);

  Document& card = document["card"];
  card["months"] = policy.card.months;
  card["grace_days"] = policy.card.grace_days;
  card["replacement_points"] = word_of(policy.card.replacement_points, moves);

  document["registry"]["due_day"] = policy.registry_due_day;

  Document& prompts = document["prompts"];
  prompts["birthday_days"] = policy.prompts.birthday_days;
  prompts["expiry_days"] = policy.prompts.expiry_days;

  Document& rights = document["rights"];
  rights["home_keeps"] = written(policy.rights.home);
  rights["visited_keeps"] = written(policy.rights.visited);
  rights["want_ms"] = policy.rights.want_ms;

  Document& anomalies = document["anomalies"];
  anomalies["birthday_purchases"] = policy.anomalies.birthday_purchases;
  anomalies["purchases_a_day"] = policy.anomalies.purchases_a_day;
  anomalies["same_card_same_operator_a_day"] = policy.anomalies.same_card_same_operator_a_day;
  anomalies["two_stores_minutes"] = policy.anomalies.two_stores_minutes;
  return document.dump();
}

std::vector<PolicyWarning> policy_warnings(const Policy& policy, Day today,
                                           const std::optional<Policy>& in_force,
                                           const std::string& pointer) {
  std::vector<PolicyWarning> warnings;
  if (policy.from < today) {
    warnings.push_back(
        {Clause::none,
         "from_in_past",
         {pointer + "/from", "生效日 " + policy.from.text() + " 已过；已经完成的交易不会重新计价。",
          policy.from.text() + " is past; sales already made are not priced again."}});
  }
  if (policy.rates.level > policy.rates.member) {
    warnings.push_back({Clause::D4,
                        "level_dearer",
                        {pointer + "/rates/level/pays", "高于会员的比例，因此永远不会用到（D4）。",
                         "Dearer than the member's rate, so it is never used (D4)."}});
  }
  if (policy.rates.birthday > policy.rates.member) {
    warnings.push_back(
        {Clause::D4,
         "birthday_dearer",
         {pointer + "/rates/birthday/pays", "高于会员的比例，因此永远不会用到（D4）。",
          "Dearer than the member's rate, so it is never used (D4)."}});
  }
  if (in_force && in_force->earning.per != policy.earning.per) {
    warnings.push_back(
        {Clause::P1,
         "per_changed",
         {pointer + "/points/per", "积分的金额单位有变；各卡结转的零头从此按新单位换成积分。",
          "Changes what a point costs; what cards carry is turned into points at the new step "
          "from then on."}});
  }
  return warnings;
}

}  // namespace vip::terminal
