// R4: what a member may ask for: to see, correct and have erased what is held about them.
#include "terminal/counter/member_desk.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "terminal/counter/verify.h"
#include "tests/terminal/training_store.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

Json export_of(TrainingStore& store, const std::string& card) {
  return read_json(store.door()
                       .call("member.export",
                             R"({"operator":2001,"card":")" + card + R"(","reason":"本人要求"})")
                       .text)
      .value();
}

Json erase(TrainingStore& store, const std::string& card) {
  return store.act("member.erase", R"("card":")" + card + '"');
}

TEST_CASE("R4: an export has everything that is held of a member, and is written down") {
  TrainingStore store;
  const std::string card = store.issue();
  store.issue();  // somebody else
  const Json sale = store.sell(card, 2, 30'000);
  store.act("sale.return", R"("sale":")" + sale.at("result").at("sale").get<std::string>() +
                               R"(","lines":[{"line":0,"qty":1}])");
  store.act("points.correct",
            R"("card":")" + card + R"(","delta":2,"reason":"漏扫","second_operator":1001)");
  const Json answer = export_of(store, card);
  REQUIRE(answer.at("ok").get<bool>());
  const Json& result = answer.at("result");
  CHECK(result.at("person") == 1);
  CHECK(result.at("surname") == "王");
  CHECK(result.at("phone") == "13800000001");
  CHECK(result.at("birthday") == "1990-05-20");
  CHECK(result.at("consent").at("given") == true);
  CHECK(result.at("consent").at("messages") == false);
  REQUIRE(result.at("purchases").size() == 1);
  CHECK(result.at("purchases")[0].at("paid") == 60'000);
  CHECK(result.at("purchases")[0].at("refunded") == 30'000);
  REQUIRE(result.at("accounts").size() == 1);
  CHECK(result.at("accounts")[0].at("balance") == 5);
  REQUIRE(result.at("events").size() == 4);
  CHECK(result.at("events")[0].at("event").at("k") == "issue");
  CHECK(result.at("events")[1].at("event").at("k") == "sale");
  CHECK(result.at("events")[2].at("event").at("k") == "return");
  CHECK(result.at("events")[3].at("remark") == "漏扫");
  const Json audit =
      read_json(store.door().call("audit.list", R"({"operator":2001,"kind":"copied"})").text)
          .value();
  REQUIRE(audit.at("result").at("count") == 1);
  CHECK(audit.at("result").at("entries")[0].at("method") == "member.export");
  CHECK(audit.at("result").at("entries")[0].at("person") == 1);
}

TEST_CASE("C6, R4: why a card was replaced is kept, and stands in the export") {
  TrainingStore store;
  const std::string card = store.issue();
  store.act("card.replace", R"("card":")" + card + R"(","reason":"磁条磨损")");
  const Json events = export_of(store, card).at("result").at("events");
  REQUIRE(events.size() == 2);
  CHECK(events[1].at("event").at("k") == "replace");
  CHECK(events[1].at("remark") == "磁条磨损");
}

TEST_CASE("R3, R4: an export without a reason is masked, and a cashier has none") {
  TrainingStore store;
  const std::string card = store.issue();
  const auto ask = [&](const std::string& fields) {
    return read_json(store.door()
                         .call("member.export", "{" + fields + R"(,"card":")" + card + "\"}")
                         .text)
        .value();
  };
  const Json masked = ask(R"("operator":2001)");
  CHECK(masked.at("result").at("phone") == "138****0001");
  CHECK_FALSE(masked.at("result").contains("birthday"));
  CHECK(ask(R"("operator":1001)").at("error").at("code") == "not_allowed");
}

TEST_CASE("R4, A52: who is erased is nobody here; the card is closed, the ledger stays") {
  TrainingStore store;
  const std::string card = store.issue();
  store.sell(card, 2, 30'000);
  const Json erased = erase(store, card);
  REQUIRE(erased.at("ok").get<bool>());
  CHECK(erased.at("result").at("erased") == true);
  CHECK(erased.at("result").at("points_given_up") == 6);
  CHECK(erased.at("result").at("cards")[0].at("state") == "closed");
  CHECK(store.again().at("replayed") == true);

  const auto ask = [&](const std::string& method, const std::string& fields) {
    return read_json(store.door().call(method, "{\"operator\":2001," + fields + "}").text).value();
  };
  const Json by_phone = ask("member.find", R"("phone":"13800000001")");
  CHECK(by_phone.at("error").at("code") == "not_found");
  const Json by_card = ask("member.show", R"("card":")" + card + R"(","reason":"x")");
  CHECK(by_card.at("error").at("code") == "not_found");
  const Json shown = ask("card.show", R"("card":")" + card + '"');
  CHECK(shown.at("result").at("state") == "closed");
  CHECK(shown.at("result").at("member").empty());
  // The sale is in the books as it was; a card without benefits stops no sale (A15).
  CHECK(store.store().books().sale(2)->paid == Fen(60'000));
  const Json quote = ask(
      "sale.quote", R"("card":")" + card + R"(","lines":[{"sku":"1","qty":1,"unit_price":100}])");
  CHECK(quote.at("result").at("paid") == 100);
  CHECK(verify(store.store()).findings.empty());
}

TEST_CASE("R4: after an erasing the same phone registers anew, as somebody else") {
  TrainingStore store;
  const std::string card = store.issue();
  erase(store, card);
  const Json issued =
      store.act("card.issue", R"("proof":{"receipts":[{"receipt_no":"S09-new","date":"2026-11-01",)"
                              R"("paid":100000}]},"registration":{"surname":"王","form":"ms",)"
                              R"("phone":"13800000001","birthday":"1990-05-20","consent":true})");
  REQUIRE(issued.at("ok").get<bool>());
  CHECK(store.store().people().with_phone("13800000001")->id == 2);
  CHECK(verify(store.store()).findings.empty());
}

TEST_CASE("R4: what was said of an erased member is not said again to a repeated request") {
  TrainingStore store;
  const std::string card = store.issue();
  const Json sold = store.sell(card, 1, 30'000);
  REQUIRE(sold.at("ok").get<bool>());
  // The same request, kept to be sent again after the erasing.
  TrainingStore other;
  const std::string request =
      R"({"request_id":"kept","operator":1001,"lane":1,"receipt_no":"K-1","card":")" + card +
      R"(","at":"2026-11-22T10:00:00+08:00","expected_paid":100,)"
      R"("lines":[{"sku":"1","special_price":true,"qty":1,"unit_price":100}]})";
  REQUIRE(store.door().call("sale.commit", request).exit_code == 0);
  CHECK(store.door().call("sale.commit", request).text.find("王女士") != std::string::npos);
  erase(store, card);
  const Json again = read_json(store.door().call("sale.commit", request).text).value();
  CHECK(again.at("error").at("code") == "conflict");
  CHECK(again.at("error").at("word") == "answer_erased");
}

TEST_CASE("R4: a database put back from before the erasing forgets the member again") {
  TrainingStore store;
  const std::string card = store.issue();
  const std::string other = store.issue();
  store.close();
  const fs::path database = store.database();
  const fs::path copy = database.string() + ".copy";
  fs::copy_file(database, copy);
  store.open();
  REQUIRE(erase(store, card).at("ok").get<bool>());
  store.close();
  fs::remove(database.string() + "-wal");
  fs::copy_file(copy, database, fs::copy_options::overwrite_existing);
  store.open();
  CHECK(store.store().locked());  // the anchor is ahead
  CHECK(store.store().people().find(1)->erased);
  CHECK_FALSE(store.store().people().with_phone("13800000001").has_value());
  CHECK(store.store().people().find(2)->registration.has_value());
}

TEST_CASE("R4: what the file of a store was when a member was there opens nothing later") {
  // Every copy of the wrapped key is gone: from the database, its free space, the log.
  TrainingStore store;
  const std::string card = store.issue();
  for (int i = 0; i < 40; ++i) store.issue();
  store.door().prepare();
  Statement row(store.store().database(), "SELECT wrapped FROM person_key WHERE id=1");
  REQUIRE(row.step());
  const std::string wrapped(row.blob(0));
  row.reset();
  const auto is_there = [&] {
    for (const char* file : {"", "-wal"}) {
      if (read_all(store.database().string() + file).find(wrapped) != std::string::npos)
        return true;
    }
    return false;
  };
  CHECK(is_there());
  REQUIRE(erase(store, card).at("ok").get<bool>());
  CHECK_FALSE(is_there());
}

TEST_CASE("the shop sells: a member whose record is damaged pays the member's price all the same") {
  TrainingStore store;
  const std::string card = store.issue();
  store.store().database().execute("UPDATE person SET record=zeroblob(length(record))");
  const std::string basket = R"(,"lines":[{"sku":"1","qty":1,"unit_price":10000}])";
  const Json quote =
      read_json(store.door().call("sale.quote", R"({"card":")" + card + '"' + basket + "}").text)
          .value();
  REQUIRE(quote.at("ok").get<bool>());
  CHECK(quote.at("result").at("paid") == 9'000);
  CHECK(quote.at("result").at("warnings")[0].at("word") == "record_damaged");
  const Json sold = store.act("sale.commit", R"("lane":1,"receipt_no":"D-1","expected_paid":9000,)"
                                             R"("card":")" +
                                                 card + '"' + basket);
  CHECK(sold.at("ok").get<bool>());
  const Json shown = read_json(store.door()
                                   .call("member.show", R"({"operator":2001,"card":")" + card +
                                                            R"(","reason":"x"})")
                                   .text)
                         .value();
  CHECK(shown.at("error").at("code") == "storage");
  CHECK(verify(store.store()).findings.size() >= 1);
}

TEST_CASE("E5, S6: consent has a version and a time, and messages have one of their own") {
  TrainingStore store;
  const std::string form =
      R"("proof":{"receipts":[{"receipt_no":"S09-c","date":"2026-11-01","paid":100000}]},)"
      R"("registration":{"surname":"李","form":"mr","phone":"13900000001",)"
      R"("birthday":"1990-05-20","consent":true,"consent_version":"2026-01","messages":true})";
  const Json issued = store.act("card.issue", form);
  REQUIRE(issued.at("ok").get<bool>());
  const std::string card = issued.at("result").at("card").get<std::string>();
  Json consent = export_of(store, card).at("result").at("consent");
  CHECK(consent.at("version") == "2026-01");
  CHECK(consent.at("at") == "2026-11-22T10:00:00+08:00");
  CHECK(consent.at("messages_at") == "2026-11-22T10:00:00+08:00");
  const Json edited =
      store.act("member.edit", R"("card":")" + card + R"(","registration":{"messages":false})");
  CHECK(edited.at("result").at("changed") == Json::array({"messages"}));
  consent = export_of(store, card).at("result").at("consent");
  CHECK(consent.at("messages") == false);
  CHECK(consent.at("version") == "2026-01");
  CHECK(verify(store.store()).findings.empty());
}

TEST_CASE("R4: a member under fourteen takes a guardian's consent, and the cashier is told") {
  TrainingStore store;
  int n = 0;
  const auto prompts = [&](const std::string& birthday, const std::string& more) {
    ++n;
    const Json issued =
        store.act("card.issue", R"("proof":{"receipts":[{"receipt_no":"S09-g)" + std::to_string(n) +
                                    R"(","date":"2026-11-01","paid":100000}]},"registration":{)"
                                    R"("surname":"李","form":"mr","phone":"1390000001)" +
                                    std::to_string(n) + R"(","birthday":")" + birthday +
                                    R"(","consent":true)" + more + "}");
    REQUIRE(issued.at("ok").get<bool>());
    for (const Json& prompt : issued.at("result").at("prompts")) {
      if (prompt.at("word") == "guardian_needed") return true;
    }
    return false;
  };
  CHECK(prompts("2012-11-23", ""));        // fourteen tomorrow
  CHECK_FALSE(prompts("2012-11-22", ""));  // fourteen today
  CHECK_FALSE(prompts("2020-01-01", R"(,"guardian":true)"));
  CHECK(prompts("2020-01-01", R"(,"guardian":false)"));
}

TEST_CASE("R4: whose data a terminal held is said at once, masked, and written down") {
  TrainingStore store;
  store.issue();
  const std::string gone = store.issue();
  store.act("sale.commit",
            R"("lane":1,"receipt_no":"P-1","phone":"13700000001","expected_paid":100,)"
            R"("lines":[{"sku":"1","qty":1,"unit_price":100}])");
  erase(store, gone);
  const Json answer =
      read_json(store.door().call("member.affected", R"({"operator":2001})").text).value();
  const Json& result = answer.at("result");
  CHECK(result.at("count") == 2);
  CHECK(result.at("people")[0].at("name") == "王**");
  CHECK(result.at("people")[0].at("phone") == "138****0001");
  CHECK(result.at("people")[1].at("member") == false);
  CHECK(result.at("people")[1].at("phone") == "137****0001");
  const Json audit =
      read_json(store.door().call("audit.list", R"({"operator":2001,"kind":"copied"})").text)
          .value();
  CHECK(audit.at("result").at("entries")[0].at("count") == 2);
}

TEST_CASE("R4: who was not seen for the time that vip.toml says is forgotten, others are not") {
  TrainingStore store;
  const std::string card = store.issue();  // valid: stays, whatever was bought when
  const auto prospect = [&](const std::string& phone, const std::string& at) {
    const std::string n = phone.substr(8);
    return store.door()
        .call("sale.commit", R"({"request_id":"f-)" + n + R"(","operator":1001,"lane":1,)" +
                                 R"("receipt_no":"F-)" + n + R"(","phone":")" + phone +
                                 R"(","at":")" + at + R"(","expected_paid":100,)" +
                                 R"("lines":[{"sku":"1","qty":1,"unit_price":100}]})")
        .exit_code;
  };
  REQUIRE(prospect("13700000001", "2026-11-22T11:00:00+08:00") == 0);
  REQUIRE(prospect("13700000002", "2026-11-23T11:00:00+08:00") == 0);
  // 730 days after 2026-11-22 is 2028-11-21: the first was last seen on the last day that counts.
  const auto forget = [&](const std::string& id, const std::string& at) {
    return read_json(store.door()
                         .call("member.forget_unseen", R"({"request_id":")" + id +
                                                           R"(","operator":2001,"at":")" + at +
                                                           R"(T12:00:00+08:00"})")
                         .text)
        .value()
        .at("result");
  };
  CHECK(forget("g-1", "2028-11-21").at("prospects") == 0);
  const Json second = forget("g-2", "2028-11-22");
  CHECK(second.at("prospects") == 1);
  CHECK(second.at("members") == 0);
  CHECK_FALSE(store.store().people().with_phone("13700000001").has_value());
  CHECK(store.store().people().with_phone("13700000002").has_value());
  // The card ended on 2028-11-22; 1095 days later it is 2031-11-22.
  CHECK(forget("g-3", "2031-11-22").at("members") == 0);
  CHECK(forget("g-4", "2031-11-23").at("members") == 1);
  CHECK_FALSE(store.store().people().with_phone("13800000001").has_value());
  CHECK(verify(store.store()).findings.empty());
}

}  // namespace
}  // namespace vip::terminal
