// Messages: every word that an answer can have has a text in both languages.
#include "terminal/door/messages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <utility>

#include "terminal/books/event.h"

namespace vip::terminal {
namespace {

using enum Clause;

struct Word {
  Clause clause;
  const char* word;
  Facts facts;  // those that the counter gives
};

// Every refusal, warning, prompt, anomaly and error. A new word gets a line here and a text there.
const Word words[] = {
    {E1, "threshold_not_reached", {{"missing", 12000}}},
    {E2, "threshold_not_reached", {{"missing", 12000}}},
    {E3, "receipt_used", {{"receipt_no", "S01-1-000481"}}},
    {E3, "receipt_unverified", {{"receipt_no", "S02-1-000007"}}},
    {E3, "phone_malformed", {}},
    {E5, "field", {{"pointer", "/registration/phone"}}},
    {E6, "has_card", {{"card", "9156 **** **** 0018"}}},
    {E7, "handbook_waiting", {}},
    {E7, "already_handed_over", {}},
    {D7, "paid_differs", {{"expected", 12000}, {"paid", 11800}}},
    {D8, "card_unknown", {}},
    {D8, "card_forged", {}},
    {D8, "presence_not_allowed", {{"presence", "type"}}},
    {D8, "scan_not_a_card", {}},
    {D8, "scan_phone", {}},
    {D8, "scan_last_four", {}},
    {D8, "scan_read_error", {}},
    {D8, "scan_bank_card", {}},
    {D8, "scan_identity_card", {}},
    {D8, "scan_payment_code", {}},
    {D8, "scan_product", {}},
    {D8, "scan_receipt", {}},
    {D8, "scan_name", {}},
    {D8, "scan_own_card", {}},
    {D8, "scan_own_card_unknown", {}},
    {D8, "scan_own_card_mistyped", {}},
    {P4, "points_owed", {{"balance", -3}, {"needed", 30}, {"short", 33}}},
    {P4, "returned_too_much", {{"line", 0}, {"out", 1}, {"asked", 2}}},
    {R1, "month_not_over", {{"month", "2026-11"}, {"last_day", "2026-11-30"}}},
    {S6, "birthday", {{"address_zh", "王女士"}, {"address_en", "Ms Wang"}}},
    {S6, "card_expiring", {{"day", "2028-11-22"}}},
    {S6, "news", {{"address_zh", "王女士"}, {"address_en", "Ms Wang"}}},
    {X1, "own_anomaly", {}},
    {X1, "benefit_on_void_card", {}},
    {X1, "identity_check_failed", {}},
    {X1, "birthday_without_document", {}},
    {X1, "birthday_many_purchases", {}},
    {X1, "many_purchases_a_day", {}},
    {X1, "same_card_same_operator", {}},
    {X1, "own_card", {}},
    {X1, "false_receipt", {}},
    {X1, "qualifying_purchase_returned", {}},
    {X1, "clock_set_back", {}},
    {X1, "journal_broken", {}},
    {P8, "points_short", {{"here", 4}, {"delta", -5}}},
    {P8, "second_operator_needed", {}},
    {G1, "gift_unknown", {{"gift", "mug"}}},
    {G1,
     "gift_not_on_offer",
     {{"gift", "mug"}, {"first_day", "2026-11-01"}, {"last_day", "2026-11-30"}}},
    {G2, "points_short", {{"balance", 12}, {"needed", 30}, {"short", 18}}},
    {G2, "gift_out_of_stock", {{"gift", "mug"}}},
    {G5, "account_unheard", {}},
    {G5, "points_elsewhere", {{"here", 4}, {"balance", 40}, {"elsewhere", 36}}},
    {C1, "blank_unknown", {}},
    {C1, "blank_used", {}},
    {C1, "blank_forged", {}},
    {C1, "blank_of_other_store", {}},
    {C1, "blank_too_old", {{"last_day", "2027-01-01"}}},
    {C1, "blanks_training", {}},
    {C1, "blanks_not_ours", {{"store", "S02"}}},
    {C1, "no_blanks", {}},
    {C3, "card_expired", {{"last_day", "2026-11-21"}}},
    {C4, "not_yet", {{"first_day", "2028-11-23"}}},
    {C4, "grace_over", {{"last_day_of_grace", "2029-02-20"}}},
    {C4, "already_renewed", {}},
    {C6, "card_blocked", {}},
    {C6, "already_blocked", {}},
    {C6, "card_frozen", {}},
    {C6, "not_issuing_store", {{"store", "S02"}}},
    {C8, "holder_check_failed", {}},
    {C9, "card_replaced", {{"card", "9156 **** **** 0026"}}},
    {C9, "card_closed", {}},
    {C9, "card_blank", {}},
    {S1, "ask_for_card", {}},
    {S3, "birthday_today", {}},
    {S3, "birthday_soon", {{"days", 3}}},
    {S3, "points_to_gift", {{"gift", "mug"}, {"name", "马克杯"}, {"short", 4}}},
    {S3, "points_to_level", {{"short", 1}}},
    {S3, "card_expiring", {{"days", 0}, {"last_day", "2026-11-22"}}},
    {S3, "magazine_waiting", {}},
    {S4, "to_become_member", {{"missing", 12000}}},
    {R3, "record_damaged", {{"card", "9156 **** **** 0018"}}},
    {R4, "guardian_needed", {}},
    {S4, "becomes_member", {}},
    {S5, "welcome_referrer", {}},
    {S7, "already_handed_over", {}},
    {X2, "benefit_on_void_card", {}},
    {X2, "identity_check_failed", {}},
    {X2, "birthday_without_document", {}},
    {X2, "birthday_many_purchases", {}},
    {X2, "many_purchases_a_day", {}},
    {X2, "own_card", {}},
    {X2, "same_card_same_operator", {}},
    {X2, "false_receipt", {}},
    {X2, "qualifying_purchase_returned", {}},
    {X2, "clock_set_back", {}},
    {X2, "journal_broken", {}},
    {X2, "two_stores_too_fast", {}},
    {X2, "two_terminals_one_identity", {}},
    {none, "request_invalid", {}},
    {none, "not_found", {{"what", "card"}}},
    {none, "conflict", {}},
    {none, "request_id_used", {}},
    {none, "answer_erased", {}},
    {none, "key_elsewhere", {}},
    {none, "receipt_no_used", {{"receipt_no", "S01-1-000481"}}},
    {none, "not_allowed", {}},
    {none, "operator_unknown", {{"operator", "1009"}}},
    {none, "manager_needed", {}},
    {none, "operator_exists", {{"operator", "1001"}}},
    {none, "operator_off", {{"operator", "1001"}}},
    {none, "operator_locked", {{"operator", "1001"}, {"minutes", 30}}},
    {none, "pin_needed", {{"operator", "1001"}}},
    {none, "pin_wrong", {{"left", 4}}},
    {none, "pin_again", {{"operator", "1001"}}},
    {none, "session_asleep", {}},
    {none, "session_unknown", {}},
    {none, "approval_needed", {}},
    {none, "own_approval", {}},
    {none, "first_manager", {}},
    {none, "look_cap", {{"cap", 20}}},
    {none, "copy_cap", {{"cap", 50}}},
    {none, "credential_damaged", {{"operator", "1001"}}},
    {none, "storage_key_lost", {}},
    {none, "storage_tpm_absent", {{"detail", "the TPM cannot be reached"}}},
    {none, "storage_tpm_other", {}},
    {none, "second_operator_same", {}},
    {none, "policy_signature", {}},
    {none, "blanks_no_office", {}},
    {none, "blanks_signature", {}},
    {none, "blanks_batch", {{"batch", 7}}},
    {none, "policy_version", {{"version", 2}}},
    {none, "reason_needed", {}},
    {none, "training_only", {{"field", "at"}}},
    {none, "storage_full", {}},
    {none, "storage_read_only", {}},
    {none, "storage_locked", {}},
    {none, "storage_newer", {}},
    {none, "storage_damaged", {}},
    {none, "provisional", {}},
    {none, "storage_behind_anchor", {}},
    {none, "storage_failed", {}},
    {none, "printer_failed", {{"target", "tcp://192.168.1.50:9100"}, {"detail", "refused"}}},
    {none, "printer_stopped", {{"target", "file:/paper"}, {"detail", "full"}}},
    {none, "print_under_way", {{"request_id", "p1"}}},
    {none, "no_printer", {}},
    {none, "store_missing", {{"directory", "./store"}}},
    {none, "store_exists", {{"directory", "./store"}}},
    {none, "service_stopping", {}},
    {none, "service_lost", {}},
    {none, "path_unknown", {}},
    {none, "method_other", {{"allowed", "POST"}}},
    {none, "host_unknown", {{"host", "evil.example"}}},
    {none, "origin_unknown", {}},
    {none, "token_needed", {}},
    {none, "token_unknown", {}},
    {none, "listeners_full", {}},
    {none, "lane_exists", {{"lane", "1"}}},
    {none, "lane_missing", {{"lane", "1"}}},
    {none, "config_unknown_key", {{"file", "vip.toml"}, {"line", 3}, {"key", "zoen"}}},
    {none, "config_wrong_value", {{"file", "vip.toml"}, {"line", 3}, {"key", "lang"}}},
    {none, "config_syntax", {{"file", "vip.toml"}, {"line", 3}, {"problem", "no value"}}},
    {none, "config_unreadable", {{"file", "vip.toml"}}},
    {none, "zone_unknown", {{"zone", "Asia/Nowhere"}}},
    {none, "office_unreachable", {}},
    {none, "handle_of_parent", {}},
    {none, "internal", {}},
};

bool has_chinese(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xe4; });
}

TEST_CASE("Every word of an answer has a text in Chinese and in English") {
  std::set<std::pair<Clause, std::string>> listed;
  for (const Word& word : words) {
    CAPTURE(name(word.clause));
    CAPTURE(word.word);
    CHECK(listed.emplace(word.clause, word.word).second);
    REQUIRE(has_message(word.clause, word.word));
    const Message text = message(word.clause, word.word, word.facts);
    CHECK(has_chinese(text.zh));
    CHECK(text.zh.ends_with("。"));
    CHECK(text.en.ends_with("."));
    for (const std::string& language : {text.zh, text.en}) {
      CAPTURE(language);
      CHECK(language.find_first_of("{}[]") == std::string::npos);
      const bool asks = std::string_view(word.word) == "config_unknown_key";
      CHECK((asks || language.find('?') == std::string::npos));  // every fact is shown
      CHECK(language.find("  ") == std::string::npos);
    }
  }
  for (const auto part : known_messages()) {
    for (const KnownMessage& known : part) {
      CAPTURE(name(known.clause));
      CAPTURE(known.word);
      CHECK(listed.count({known.clause, std::string(known.word)}) == 1);
      CHECK_FALSE(has_chinese(std::string(known.en)));
    }
  }
}

TEST_CASE("No source says a word that has no text") {
  // The policy's own warnings (policy.check) bring their texts with them.
  const std::string elsewhere = "policy_reader.cpp";
  const std::regex with_clause(R"re(Clause::([A-Z]\d),\s*"([a-z_0-9]+)")re");
  const std::regex of_fault(
      R"re(fault\(\s*Fault::Code::\w+,[^;"]*(?:"[^"]*")?[^;"]*,\s*"([a-z_]+)")re");
  const std::regex of_field(R"re(\.word = "([a-z_]+)")re");
  std::set<std::string> clauses_and_words;
  for (const auto part : known_messages()) {
    for (const KnownMessage& known : part) {
      clauses_and_words.insert(std::string(name(known.clause)) + " " + std::string(known.word));
    }
  }
  int seen = 0;
  const auto check = [&](const std::filesystem::path& file, const std::string& said) {
    ++seen;
    CAPTURE(file.string());
    CAPTURE(said);
    CHECK(clauses_and_words.count(said) == 1);
  };
  for (const char* folder : {"terminal/rules", "terminal/counter", "terminal/door", "terminal/cli",
                             "terminal/service"}) {
    const std::filesystem::path root(VIP_SOURCE_ROOT);
    for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
      const std::filesystem::path& file = entry.path();
      if (file.extension() != ".cpp" || file.filename() == elsewhere) continue;
      std::ifstream in(file);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      using Found = std::sregex_iterator;
      for (Found at(text.begin(), text.end(), with_clause); at != Found(); ++at) {
        check(file, (*at)[1].str() + " " + (*at)[2].str());
      }
      for (const std::regex* pattern : {&of_fault, &of_field}) {
        for (Found at(text.begin(), text.end(), *pattern); at != Found(); ++at) {
          check(file, "none " + (*at)[1].str());
        }
      }
    }
  }
  CHECK(seen > 40);  // else the patterns fit no more
}

TEST_CASE("X2: every kind of anomaly has a text") {
  for (auto kind = AnomalyKind::benefit_on_void_card; kind <= AnomalyKind::journal_broken;
       kind = static_cast<AnomalyKind>(static_cast<int>(kind) + 1)) {
    CAPTURE(name(kind));
    CHECK(has_message(X2, name(kind)));
  }
}

TEST_CASE("A refusal says what happened, what was not affected and what to do") {
  const Message short_of =
      message(G2, "points_short", {{"balance", 12}, {"needed", 30}, {"short", 18}});
  CHECK(short_of.zh ==
        "还差 18 分：这件礼品要 30 分，卡上有 12 分。没有兑换，积分没有变动。请选积分够的礼品。");
  CHECK(short_of.en ==
        "18 points short: this gift takes 30 points, the card has 12 points. Nothing was redeemed "
        "and the points are as they were. Choose a gift for fewer points.");
  CHECK(
      message(G2, "points_short", {{"balance", 29}, {"needed", 30}, {"short", 1}}).en ==
      "1 point short: this gift takes 30 points, the card has 29 points. Nothing was redeemed and "
      "the points are as they were. Choose a gift for fewer points.");
  const Message differs = message(D7, "paid_differs", {{"expected", 12000}, {"paid", 5}});
  CHECK(differs.zh ==
        "价格与报价时不同：收银台是 120.00 元，现在应付 0.05 元。没有入账。请重新报价，"
        "并把新价格告诉顾客。");
  CHECK(differs.en ==
        "The price is not the one of the quote: the till has 120.00, it comes to 0.05 now. Nothing "
        "was booked. Quote again and tell the customer the new price.");
}

TEST_CASE("Facts are shown as what they are") {
  struct Row {
    const char* name;
    Message shown;
    const char* zh;
    const char* en;
  };
  const Row rows[] = {
      {"S4: money is yuan with two decimals", message(S4, "to_become_member", {{"missing", 12000}}),
       "今天再消费 120.00 元即可成为会员。", "120.00 more today makes this customer a VIP."},
      {"S3: the day itself",
       message(S3, "card_expiring", {{"days", 0}, {"last_day", "2026-11-22"}}),
       "会员卡今天到期，最后有效日 2026-11-22。",
       "The card runs out today: its last day is 2026-11-22."},
      {"S3: the next day", message(S3, "birthday_soon", {{"days", 1}}), "会员明天过生日。",
       "The member's birthday is tomorrow."},
      {"S3: a few days", message(S3, "birthday_soon", {{"days", 2}}), "会员 2 天后过生日。",
       "The member's birthday is in 2 days."},
      {"E5: a field is called what the form calls it",
       message(E5, "field", {{"pointer", "/registration/consent"}}),
       "登记表这一项没填或填得不对：同意使用资料（须为同意）。没有发卡，也没有改动。请补好再提交。",
       "This field of the registration form is missing or not right: consent to the use of the "
       "data "
       "(has to be given). Nothing was issued or changed. Fill it in and try again."},
      {"P4: people count lines from one",
       message(P4, "returned_too_much", {{"line", 0}, {"out", 1}, {"asked", 2}}),
       "第 1 行只剩 1 件可退，本次要退 2 件。没有退货，也没有退款。请核对小票和件数。",
       "Line 1 has 1 left to return and 2 were asked for. Nothing was returned or paid back. Check "
       "the receipt and the number of pieces."},
      {"C6: a part that needs a fact stands with it",
       message(C6, "card_blocked", {{"reason", "lost"}}),
       "会员卡已挂失或停用（遗失），不享受会员优惠，可照常收款。核对持卡人后，可在发卡门店补卡。",
       "The card is blocked (lost). It gives no member benefits; goods can be sold as usual. Once "
       "the "
       "holder is checked, the issuing store can replace it."},
      {"C6: and is left out without it", message(C6, "card_blocked"),
       "会员卡已挂失或停用，不享受会员优惠，可照常收款。核对持卡人后，可在发卡门店补卡。",
       "The card is blocked. It gives no member benefits; goods can be sold as usual. Once the "
       "holder "
       "is checked, the issuing store can replace it."},
      {"C9: the new card, not the one that was shown",
       message(C9, "card_replaced",
               {{"card", "9156 **** **** 0018"}, {"replaced_by", "9156 **** **** 0026"}}),
       "这张卡已被新卡替换，请用 9156 **** **** "
       "0026，旧卡不享受会员优惠，可照常收款。请顾客出示新卡。",
       "This card was replaced by 9156 **** **** 0026 and gives no member benefits; goods can be "
       "sold as usual. Ask for the new card."},
      {"D8: a mistyped digit", message(D8, "card_unknown", {{"check_digit", "wrong"}}),
       "本店不认识这个卡号（校验位不符，可能输错了），本单不享受会员优惠，可照常收款。请核对卡号，"
       "或直接扫卡。",
       "This card number is not known here (its check digit is wrong, so a digit was mistyped), so "
       "there are no member benefits; the sale can go on. Check the digits, or scan the card "
       "itself."},
      {"S5: who brought them",
       message(
           S5, "welcome_referrer",
           {{"card", "9156 **** **** 0018"}, {"address_zh", "王女士"}, {"address_en", "Ms Wang"}}),
       "这位顾客由老会员王女士（9156 **** **** 0018）介绍而来，请店长表示欢迎。",
       "A member, Ms Wang (9156 **** **** 0018) brought this customer: the manager may welcome "
       "them."},
      {"not_found names the thing",
       message(none, "not_found", {{"what", "sale"}, {"id", "S01-1-9"}}),
       "找不到交易 S01-1-9。没有改动。请核对后重试。",
       "No such sale: S01-1-9. Nothing was changed. Check it and try again."},
      {"a fact that is needed and not there", message(S4, "to_become_member"),
       "今天再消费 ? 元即可成为会员。", "? more today makes this customer a VIP."},
      {"a word that nobody wrote a text for", message(G2, "no_such_word"), "G2 no_such_word",
       "G2 no_such_word"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(row.shown.zh == row.zh);
    CHECK(row.shown.en == row.en);
  }
}

TEST_CASE("Fen are shown as yuan, exactly") {
  CHECK(yuan(0) == "0.00");
  CHECK(yuan(5) == "0.05");
  CHECK(yuan(-5) == "-0.05");
  CHECK(yuan(10) == "0.10");
  CHECK(yuan(12000) == "120.00");
  CHECK(yuan(-12345) == "-123.45");
  CHECK(yuan(1'000'000'000'000'000'000) == "10000000000000000.00");
  CHECK(yuan_grouped(99) == "0.99");
  CHECK(yuan_grouped(99999) == "999.99");
  CHECK(yuan_grouped(100000) == "1,000.00");
  CHECK(yuan_grouped(-100000) == "-1,000.00");
  CHECK(yuan_grouped(-99999) == "-999.99");
  CHECK(yuan_grouped(123456789) == "1,234,567.89");
  CHECK(yuan_grouped(100'000'000'000) == "1,000,000,000.00");
}

}  // namespace
}  // namespace vip::terminal
