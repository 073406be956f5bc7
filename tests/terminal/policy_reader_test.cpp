#include "terminal/policy/policy_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/show.h"

namespace vip::terminal {
namespace {

Day day(std::string_view text) { return read_day(text).value(); }

// The document with every default, as the chain publishes it.
constexpr std::string_view published = R"({
  "format": 1,
  "version": 1,
  "from": "2026-01-01",
  "join": {"single": 100000, "cumulative": 200000, "months": 6, "unverified_receipts": true, "qualifying_purchase_earns": false},
  "rates": {
    "member":   {"pays": "0.90"},
    "level":    {"pays": "0.85", "points": 30, "basis": "accumulated"},
    "birthday": {"pays": "0.60", "leap_day": "02-28", "max_uses": null, "max_amount": null}
  },
  "rounding": {"unit": "fen", "mode": "half_up"},
  "presence": ["scan", "swipe", "type"],
  "points": {"earn": 1, "per": 10000, "remainder": "carried"},
  "card": {"months": 24, "grace_days": 90, "replacement_points": "move"},
  "registry": {"due_day": 2},
  "prompts": {"birthday_days": 7, "expiry_days": 30},
  "rights": {"home_keeps": "all", "visited_keeps": "none", "want_ms": 3000},
  "anomalies": {"birthday_purchases": 3, "purchases_a_day": 5, "same_card_same_operator_a_day": 3, "two_stores_minutes": 30}
})";

Json json(std::string_view text) { return read_json(text).value(); }

std::vector<std::string> pointers(const Result<Policy, Problems>& read) {
  std::vector<std::string> pointers;
  if (read) return pointers;
  for (const Problem& problem : read.error()) pointers.push_back(problem.pointer);
  return pointers;
}

using Pointers = std::vector<std::string>;

// The published document with the value at `pointer` replaced or added.
Json with(std::string_view pointer, std::string_view value) {
  Json document = json(published);
  document[Json::json_pointer(std::string(pointer))] = json(value);
  return document;
}

TEST_CASE("A24: every field may be left out and then has the written policy's default") {
  CHECK(read_policy(json("{}"), Head::optional).value() == Policy{});
  CHECK(read_policy(json(published), Head::required).value() == Policy{});
  CHECK(read_policy(json(R"({"join":{},"rates":{"member":{},"level":{},"birthday":{}},"rounding":{},
                             "points":{},"card":{},"registry":{},"prompts":{},"rights":{},
                             "anomalies":{}})"),
                    Head::optional)
            .value() == Policy{});
}

TEST_CASE("E1-X2: the defaults are those of the written policy") {
  const Policy policy;
  CHECK(policy.join.single == Fen(100000));
  CHECK(policy.join.cumulative == Fen(200000));
  CHECK(policy.join.months == 6);
  CHECK(policy.join.unverified_receipts);
  CHECK_FALSE(policy.join.qualifying_purchase_earns);
  CHECK(policy.rates.member.text() == "0.90");
  CHECK(policy.rates.level.text() == "0.85");
  CHECK(policy.rates.level_points == Points(30));
  CHECK(policy.rates.level_basis == LevelBasis::accumulated);
  CHECK(policy.rates.birthday.text() == "0.60");
  CHECK(policy.rates.leap_day == LeapDay::february_28);
  CHECK_FALSE(policy.rates.birthday_max_uses.has_value());
  CHECK_FALSE(policy.rates.birthday_max_amount.has_value());
  CHECK(policy.rounding.unit == RoundingUnit::fen);
  CHECK(policy.rounding.mode == RoundingMode::half_up);
  CHECK(policy.presence.scan);  // D8
  CHECK(policy.presence.swipe);
  CHECK(policy.presence.type);
  CHECK_FALSE(policy.presence.phone);
  CHECK(policy.earning.earn == Points(1));
  CHECK(policy.earning.per == Fen(10000));
  CHECK(policy.earning.remainder == Remainder::carried);
  CHECK(policy.card.months == 24);
  CHECK(policy.card.grace_days == 90);
  CHECK(policy.card.replacement_points == ReplacementPoints::move);
  CHECK(policy.registry_due_day == 2);
  CHECK(policy.prompts.birthday_days == 7);
  CHECK(policy.prompts.expiry_days == 30);
  CHECK_FALSE(policy.rights.home.at_most.has_value());
  CHECK(policy.rights.visited.at_most == Points(0));
  CHECK(policy.rights.want_ms == 3000);
  CHECK(policy.anomalies.birthday_purchases == 3);
  CHECK(policy.anomalies.purchases_a_day == 5);
  CHECK(policy.anomalies.same_card_same_operator_a_day == 3);
  CHECK(policy.anomalies.two_stores_minutes == 30);
}

TEST_CASE("every field is read into its place") {
  const Policy policy = read_policy(json(R"({
        "format": 1, "version": 41, "from": "2027-02-03",
        "join": {"single": 1, "cumulative": 2, "months": 3, "unverified_receipts": false,
                 "qualifying_purchase_earns": true},
        "rates": {"member": {"pays": "0.95"},
                  "level": {"pays": "0.875", "points": 4, "basis": "balance"},
                  "birthday": {"pays": "0.5005", "leap_day": "03-01", "max_uses": 5,
                               "max_amount": 6}},
        "rounding": {"unit": "jiao", "mode": "down"},
        "presence": ["phone", "type"],
        "points": {"earn": 7, "per": 8, "remainder": "dropped"},
        "card": {"months": 9, "grace_days": 10, "replacement_points": "void"},
        "registry": {"due_day": 11},
        "prompts": {"birthday_days": 12, "expiry_days": 13},
        "rights": {"home_keeps": 14, "visited_keeps": "all", "want_ms": 15},
        "anomalies": {"birthday_purchases": 16, "purchases_a_day": 17,
                      "same_card_same_operator_a_day": 18, "two_stores_minutes": 19}})"),
                                    Head::required)
                            .value();
  Policy expected;
  expected.version = 41;
  expected.from = day("2027-02-03");
  expected.join = {.single = Fen(1),
                   .cumulative = Fen(2),
                   .months = 3,
                   .unverified_receipts = false,
                   .qualifying_purchase_earns = true};
  expected.rates = {.member = Rate(9500),
                    .level = Rate(8750),
                    .level_points = Points(4),
                    .level_basis = LevelBasis::balance,
                    .birthday = Rate(5005),
                    .leap_day = LeapDay::march_1,
                    .birthday_max_uses = 5,
                    .birthday_max_amount = Fen(6)};
  expected.rounding = {RoundingUnit::jiao, RoundingMode::down};
  expected.presence = {.scan = false, .swipe = false, .type = true, .phone = true};
  expected.earning = {Points(7), Fen(8), Remainder::dropped};
  expected.card = {9, 10, ReplacementPoints::void_};
  expected.registry_due_day = 11;
  expected.prompts = {12, 13};
  expected.rights = {.home = {Points(14)}, .visited = {}, .want_ms = 15};
  expected.anomalies = {16, 17, 18, 19};
  CHECK(policy == expected);
}

TEST_CASE("the document's schema, both ends of every range") {
  struct Row {
    const char* pointer;
    std::vector<const char*> right;
    std::vector<const char*> wrong;
  };
  const std::vector<const char*> rates_right = {"\"0.90\"", "\"0.875\"",  "\"0.0001\"", "\"0.01\"",
                                                "\"1.00\"", "\"0.9999\"", "\"0.1005\""};
  const std::vector<const char*> rates_wrong = {
      "\"0.00\"",  "\"0.000\"",  "\"0.0000\"",  "\"1.01\"",  "\"1.0001\"", "\"1.000\"", "\"0.9\"",
      "\"0.900\"", "\"0.8750\"", "\"0.90000\"", "\"90%\"",   "\"\"",       "0.9",       "1",
      "null",      "true",       "[]",          "\" 0.90\"", "\"-0.90\"",  "\"0,90\""};
  const std::vector<const char*> fen_right = {"1", "1000000000000"};
  const std::vector<const char*> fen_wrong = {"0",     "1000000000001", "-1",   "1.0", "1e2",
                                              "\"1\"", "null",          "true", "[]"};
  const std::vector<const char*> count_right = {"1", "1000000000"};
  const std::vector<const char*> count_wrong = {"0", "1000000001", "-1", "1.0", "null", "\"1\""};
  const std::vector<const char*> keep_right = {"\"all\"", "\"none\"", "0", "1",
                                               "1000000000000000000"};
  const std::vector<const char*> keep_wrong = {"-1",
                                               "\"All\"",
                                               "\"\"",
                                               "null",
                                               "1.0",
                                               "\"1\"",
                                               "true",
                                               "[]",
                                               "9223372036854775808",
                                               "1000000000000000001"};
  const std::vector<const char*> boolean_right = {"true", "false"};
  const std::vector<const char*> boolean_wrong = {"null", "0", "1", "\"true\"", "[]"};
  const std::vector<const char*> object_wrong = {"null", "[]", "1", "\"\"", "true"};
  const Row rows[] = {
      {"/format", {"1"}, {"0", "2", "\"1\"", "1.0", "null"}},
      {"/version", count_right, count_wrong},
      {"/from",
       {"\"1900-01-01\"", "\"2199-12-31\"", "\"2028-02-29\""},
       {"\"1899-12-31\"", "\"2200-01-01\"", "\"2027-02-29\"", "\"2026-1-1\"", "20260101", "null"}},
      {"/join", {"{}"}, object_wrong},
      {"/join/single", fen_right, fen_wrong},
      {"/join/cumulative", fen_right, fen_wrong},
      {"/join/months", {"1", "120"}, {"0", "121", "6.0", "null"}},
      {"/join/unverified_receipts", boolean_right, boolean_wrong},
      {"/join/qualifying_purchase_earns", boolean_right, boolean_wrong},
      {"/rates", {"{}"}, object_wrong},
      {"/rates/member", {"{}"}, object_wrong},
      {"/rates/member/pays", rates_right, rates_wrong},
      {"/rates/level", {"{}"}, object_wrong},
      {"/rates/level/pays", rates_right, rates_wrong},
      {"/rates/level/points", count_right, count_wrong},
      {"/rates/level/basis",
       {"\"accumulated\"", "\"balance\""},
       {"\"\"", "\"Balance\"", "null", "0"}},
      {"/rates/birthday", {"{}"}, object_wrong},
      {"/rates/birthday/pays", rates_right, rates_wrong},
      {"/rates/birthday/leap_day", {"\"02-28\"", "\"03-01\""}, {"\"02-29\"", "\"2-28\"", "null"}},
      {"/rates/birthday/max_uses",
       {"null", "0", "1", "1000000000"},
       {"-1", "1000000001", "1.0", "\"1\"", "true"}},
      {"/rates/birthday/max_amount",
       {"null", "1", "1000000000000"},
       {"0", "1000000000001", "-1", "1.0", "\"1\"", "true"}},
      {"/rounding", {"{}"}, object_wrong},
      {"/rounding/unit", {"\"fen\"", "\"jiao\"", "\"yuan\""}, {"\"mao\"", "\"Fen\"", "null", "1"}},
      {"/rounding/mode", {"\"half_up\"", "\"down\""}, {"\"up\"", "\"half_even\"", "null"}},
      {"/presence",
       {"[\"scan\"]", "[\"phone\",\"type\",\"swipe\",\"scan\"]"},
       {"[]", "null", "\"scan\"", "{}", "[\"scan\",\"swipe\",\"type\",\"phone\",\"scan\"]"}},
      {"/points", {"{}"}, object_wrong},
      {"/points/earn", {"1", "1000"}, {"0", "1001", "1.0", "null"}},
      {"/points/per", fen_right, fen_wrong},
      {"/points/remainder", {"\"carried\"", "\"dropped\""}, {"\"carry\"", "null", "true"}},
      {"/card", {"{}"}, object_wrong},
      {"/card/months", {"1", "120"}, {"0", "121", "null"}},
      {"/card/grace_days", {"0", "3650"}, {"-1", "3651", "null"}},
      {"/card/replacement_points", {"\"move\"", "\"void\""}, {"\"moved\"", "null"}},
      {"/registry", {"{}"}, object_wrong},
      {"/registry/due_day", {"1", "28"}, {"0", "29", "null"}},
      {"/prompts", {"{}"}, object_wrong},
      {"/prompts/birthday_days", {"0", "60"}, {"-1", "61", "null"}},
      {"/prompts/expiry_days", {"0", "365"}, {"-1", "366", "null"}},
      {"/rights", {"{}"}, object_wrong},
      {"/rights/home_keeps", keep_right, keep_wrong},
      {"/rights/visited_keeps", keep_right, keep_wrong},
      {"/rights/want_ms", {"0", "60000"}, {"-1", "60001", "null"}},
      {"/anomalies", {"{}"}, object_wrong},
      {"/anomalies/birthday_purchases", count_right, count_wrong},
      {"/anomalies/purchases_a_day", count_right, count_wrong},
      {"/anomalies/same_card_same_operator_a_day", count_right, count_wrong},
      {"/anomalies/two_stores_minutes", count_right, count_wrong},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pointer);
    for (const char* value : row.right) {
      CAPTURE(value);
      CHECK(read_policy(with(row.pointer, value), Head::required).has_value());
    }
    for (const char* value : row.wrong) {
      CAPTURE(value);
      CHECK((pointers(read_policy(with(row.pointer, value), Head::required)) ==
             Pointers{row.pointer}));
    }
  }
}

TEST_CASE("A50: an unknown field is refused in every object, by its own pointer") {
  for (const char* object :
       {"", "/join", "/rates", "/rates/member", "/rates/level", "/rates/birthday", "/rounding",
        "/points", "/card", "/registry", "/prompts", "/rights", "/anomalies"}) {
    const std::string pointer = std::string(object) + "/unheard_of";
    CAPTURE(pointer);
    CHECK((pointers(read_policy(with(pointer, "1"), Head::required)) == Pointers{pointer}));
  }
  const auto read = read_policy(with("/card/grace_day", "1"), Head::required);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error()[0].message_en == "Unknown field grace_day. Did you mean grace_days?");
}

TEST_CASE("D8: presence names every way once") {
  CHECK((pointers(read_policy(with("/presence", R"(["scan","swipe","scan"])"), Head::required)) ==
         Pointers{"/presence/2"}));
  CHECK(
      (pointers(read_policy(with("/presence", R"(["nfc",null,"type","type"])"), Head::required)) ==
       Pointers{"/presence/0", "/presence/1", "/presence/3"}));
}

TEST_CASE("the head is needed in what head office publishes and nowhere else") {
  for (const char* field : {"format", "version", "from"}) {
    CAPTURE(field);
    Json document = json(published);
    document.erase(field);
    CHECK((pointers(read_policy(document, Head::required)) == Pointers{"/" + std::string(field)}));
    CHECK(read_policy(document, Head::optional).has_value());
  }
  // Where it stands it must be right all the same.
  CHECK((pointers(read_policy(with("/format", "2"), Head::optional)) == Pointers{"/format"}));
  CHECK((pointers(read_policy(with("/from", "null"), Head::optional)) == Pointers{"/from"}));
  CHECK((pointers(read_policy(with("/version", "0"), Head::optional)) == Pointers{"/version"}));
}

TEST_CASE("every problem at once, in the document's order, where the document stands") {
  const Json document = json(R"({
    "unheard_of": 1, "anomalies": {"two_stores_minutes": 0}, "presence": ["nfc"],
    "join": {"zzz": 0, "months": 0, "single": "x"}, "format": 3})");
  CHECK((pointers(read_policy(document, Head::required, "/policy")) ==
         Pointers{"/policy/format", "/policy/version", "/policy/from", "/policy/join/single",
                  "/policy/join/months", "/policy/join/zzz", "/policy/presence/0",
                  "/policy/anomalies/two_stores_minutes", "/policy/unheard_of"}));
  CHECK((pointers(read_policy(json("[]"), Head::optional, "/policy")) == Pointers{"/policy"}));
  CHECK((pointers(read_policy(json("null"), Head::required)) == Pointers{""}));
}

TEST_CASE("a policy is written whole, in the document's order") {
  std::string expected(published);  // without its white space outside of texts
  std::erase_if(expected, [](char c) { return c == ' ' || c == '\n'; });
  CHECK(to_json(Policy{}) == expected);

  Policy policy;
  policy.version = 7;
  policy.from = day("2027-01-31");
  policy.rates.birthday_max_uses = 0;
  policy.rates.birthday_max_amount = Fen(50000);
  policy.rates.leap_day = LeapDay::march_1;
  policy.presence = {.scan = false, .swipe = false, .type = false, .phone = true};
  policy.rights.home = {Points(0)};
  policy.rights.visited = {Points(12)};
  policy.card.replacement_points = ReplacementPoints::void_;
  const Json written = json(to_json(policy));
  CHECK(written["version"] == 7);
  CHECK(written["from"] == "2027-01-31");
  CHECK(written["rates"]["birthday"]["max_uses"] == 0);
  CHECK(written["rates"]["birthday"]["max_amount"] == 50000);
  CHECK(written["rates"]["birthday"]["leap_day"] == "03-01");
  CHECK(written["presence"] == json("[\"phone\"]"));
  CHECK(written["rights"]["home_keeps"] == "none");
  CHECK(written["rights"]["visited_keeps"] == 12);
  CHECK(written["card"]["replacement_points"] == "void");
  CHECK(read_policy(written, Head::required).value() == policy);
}

TEST_CASE("what is allowed and yet probably not meant is a warning") {
  struct Row {
    const char* name;
    std::int32_t member, level, birthday;
    const char* from;
    std::optional<std::int64_t> per_in_force;
    std::vector<std::string> words;
    std::vector<std::string> pointers;
  };
  const Row rows[] = {
      {"as published, from today", 9000, 8500, 6000, "2026-11-22", 10000, {}, {}},
      {"in force since yesterday",
       9000,
       8500,
       6000,
       "2026-11-21",
       10000,
       {"from_in_past"},
       {"/from"}},
      {"level equal to member", 9000, 9000, 6000, "2026-11-23", {}, {}, {}},
      {"D4: level dearer",
       9000,
       9001,
       6000,
       "2026-11-23",
       {},
       {"level_dearer"},
       {"/rates/level/pays"}},
      {"birthday equal to member", 9000, 8500, 9000, "2026-11-23", {}, {}, {}},
      {"D4: birthday dearer",
       9000,
       8500,
       9001,
       "2026-11-23",
       {},
       {"birthday_dearer"},
       {"/rates/birthday/pays"}},
      {"birthday dearer than level only", 9000, 8500, 8600, "2026-11-23", {}, {}, {}},
      {"P1: another step", 9000, 8500, 6000, "2026-11-23", 9999, {"per_changed"}, {"/points/per"}},
      {"everything",
       9000,
       9500,
       9500,
       "2026-01-01",
       20000,
       {"from_in_past", "level_dearer", "birthday_dearer", "per_changed"},
       {"/from", "/rates/level/pays", "/rates/birthday/pays", "/points/per"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Policy policy;
    policy.rates.member = Rate(row.member);
    policy.rates.level = Rate(row.level);
    policy.rates.birthday = Rate(row.birthday);
    policy.from = day(row.from);
    std::optional<Policy> in_force;
    if (row.per_in_force) in_force.emplace().earning.per = Fen(*row.per_in_force);
    std::vector<std::string> words;
    std::vector<std::string> at;
    for (const PolicyWarning& warning : policy_warnings(policy, day("2026-11-22"), in_force)) {
      words.emplace_back(warning.word);
      at.push_back(warning.text.pointer);
    }
    CHECK((words == row.words));
    CHECK((at == row.pointers));
  }
  Policy dearer;
  dearer.from = day("2026-11-22");
  dearer.rates.level = Rate(9500);
  const auto warnings = policy_warnings(dearer, day("2026-11-22"), {}, "/policy");
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].text.pointer == "/policy/rates/level/pays");
  CHECK(warnings[0].clause == Clause::D4);
}

}  // namespace
}  // namespace vip::terminal
