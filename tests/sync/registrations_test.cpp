// Sealed registrations: they arrive whatever the line does, head office stores them shut, and other
// stores are told how to address a member and nothing more (R4, S2, design 9).
#include "sync/registrations.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sync/office/registrations_desk.h"
#include "terminal/books/registration_text.h"
#include "tests/sync/chain.h"

namespace vip::sync {
namespace {

using terminal::Json;
using test::Chain;
using test::DirectLine;
using test::Shop;

terminal::Registration form_of(std::string surname) {
  return {.surname = std::move(surname),
          .given_name = "芳",
          .form = terminal::Form::ms,
          .phone = "13800000001",
          .birthday = *Day::from_civil(1990, 5, 20),
          .note = ""};
}

// What head office has under the first person of a store.
std::optional<terminal::Registration> opened(const Chain& chain, const std::string& store,
                                             terminal::PersonId person = 1) {
  const auto books = chain.books();
  const std::uint32_t tid = terminal::tid_of_store(store);
  const auto stored = books->registrations.of(tid, 1, person);
  const auto key = people_key(people_key_file(chain.path()));
  if (!stored || !key) return std::nullopt;
  const auto form = open_form(*key, {tid, 1}, stored->sealed, stored->hash);
  if (!form) return std::nullopt;
  return *form;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Whether anything of a member of these shops can be read in it. (The shops of these tests make a
// receipt's number of a phone's.)
bool tells_of_people(std::string text) {
  for (std::size_t at = 0; (at = text.find("S09-138", at)) != std::string::npos;)
    text.erase(at, 15);
  return text.find("13800000001") != std::string::npos || text.find("王") != std::string::npos ||
         text.find("1990-05-20") != std::string::npos;
}

TEST_CASE("a registration opens with its key, beside its event, and where the hash is right") {
  const OpeningKey form_key = OpeningKey::generate();
  const OpeningKey address_key = OpeningKey::generate();
  const OfficeSeals seals{form_key.public_key(), address_key.public_key()};
  const std::string text = terminal::registration_text("0123456789abcdef", form_of("王"));
  const std::string hash = hex(sha256(text));
  const terminal::Consent consent{
      .at = 1'795'312'800, .version = "v3 2026", .messages_at = 1'795'312'801, .guardian_at = 7};
  const auto sealed = seal_registration(seals, {7, 1}, 5, hash, text, consent);
  REQUIRE(sealed);
  CHECK(read_registration_line(write_registration(*sealed)) == *sealed);
  CHECK(*open_form(form_key, {7, 1}, *sealed, hash) == form_of("王"));
  CHECK(open_consent(form_key, {7, 1}, *sealed, hash) == consent);
  CHECK_FALSE(open_consent(address_key, {7, 1}, *sealed, hash));
  CHECK_FALSE(open_consent(form_key, {7, 2}, *sealed, hash));
  SealedRegistration older = *sealed;  // of a terminal that did not send it yet
  older.consent.clear();
  CHECK(read_registration_line(write_registration(older)) == older);
  CHECK_FALSE(open_consent(form_key, {7, 1}, older, hash));
  const auto address = open_address(address_key, {7, 1}, *sealed, hash);
  REQUIRE(address);
  CHECK(address->surname == "王");
  CHECK(address->form == terminal::Form::ms);

  CHECK(open_form(address_key, {7, 1}, *sealed, hash).error() == OpeningError::sealed_elsewhere);
  CHECK_FALSE(open_address(form_key, {7, 1}, *sealed, hash));
  CHECK(open_form(form_key, {7, 2}, *sealed, hash).error() == OpeningError::sealed_elsewhere);
  CHECK(open_form(form_key, {8, 1}, *sealed, hash).error() == OpeningError::sealed_elsewhere);
  SealedRegistration moved = *sealed;
  moved.seq = 6;
  CHECK(open_form(form_key, {7, 1}, moved, hash).error() == OpeningError::sealed_elsewhere);
  // Whoever has the public key can seal what they like; the journal's hash tells.
  const std::string forged = terminal::registration_text("0123456789abcdef", form_of("李"));
  const auto other = seal_registration(seals, {7, 1}, 5, hash, forged, {});
  REQUIRE(other);
  CHECK(open_form(form_key, {7, 1}, *other, hash).error() == OpeningError::another_text);
}

TEST_CASE("a line that is no registration is none") {
  for (const char* line : {"", "{}", R"({"reg":0,"form":"AA==","address":"AA=="})",
                           R"({"reg":1,"form":"AA==","address":"AA=="})",
                           R"({"reg":1,"form":"not base64"})", R"(["reg"])"}) {
    CAPTURE(line);
    CHECK_FALSE(read_registration_line(line));
  }
}

TEST_CASE("S2: a visited store addresses the member, and knows nothing more of them") {
  Chain chain;
  Shop a(chain, "S01");
  Shop b(chain, "S02");
  const std::string card = a.issue();
  REQUIRE(a.exchange());
  const auto form = opened(chain, "S01");
  REQUIRE(form);
  CHECK(form->surname == "王");
  CHECK(form->phone == "13800000001");

  // The member comes to the other store, whose line is up.
  StoreOutbox outbox(b.store());
  const auto known = ask_for_points(outbox, b.line(), *card::read_number(card), Points(0));
  REQUIRE(known);
  CHECK(known->known);
  REQUIRE(b.exchange());
  const Json shown = b.ask("card.show", R"("card":")" + card + '"');
  CHECK(shown.at("result").at("member").at("address").at("zh-CN") == "王女士");
  CHECK(shown.at("result").at("member").at("address").at("en") == "Ms Wang");
  const Json quote = b.ask(
      "sale.quote", R"("card":")" + card + R"(","lines":[{"sku":"1","qty":1,"unit_price":10000}])");
  CHECK(quote.at("result").at("member").at("address").at("zh-CN") == "王女士");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(b.path())) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().string());
    const std::string text = text_of(entry.path());
    CHECK(text.find("13800000001") == std::string::npos);
    CHECK(text.find("1990-05-20") == std::string::npos);
  }
}

// Another training card that ends in the same four digits: two digits before them are changed so
// that the check digit still holds.
std::string ending_like(const std::string& card) {
  for (int i = 1; i < 100; ++i) {
    std::string other = card;
    other[10] = static_cast<char>('0' + (card[10] - '0' + i / 10) % 10);
    other[11] = static_cast<char>('0' + (card[11] - '0' + i % 10) % 10);
    const auto number = card::read_number(other);
    if (number && number->check_digit_holds() && other != card) return other;
  }
  return {};
}

TEST_CASE("D8, S2: of cards that end alike a visitor's may be chosen like one that is at home") {
  Chain chain;
  Shop home(chain, "S01");
  Shop here(chain, "S02");
  const std::string visiting = home.issue();
  REQUIRE(home.exchange());
  StoreOutbox outbox(here.store());
  REQUIRE(ask_for_points(outbox, here.line(), *card::read_number(visiting), Points(0)));
  REQUIRE(here.exchange());
  REQUIRE(here.sell(visiting, 10000).at("ok") == true);  // whoever never bought here is no choice
  const std::string tail = visiting.substr(12);
  const auto scanned = [&] {
    return here.ask("scan", R"("raw":")" + tail + '"').at("result").at("matches");
  };
  CHECK(scanned().size() == 1);

  const std::string own = ending_like(visiting);
  const Json issued =
      here.act("card.issue",
               R"("proof":{"receipts":[{"receipt_no":"S09-1","date":"2026-11-01","paid":100000}]},)"
               R"("blank":")" +
                   own +
                   R"(","registration":{"surname":"李","form":"mr","phone":"13800000077",)"
                   R"("birthday":"1990-05-20","consent":true})");
  REQUIRE_MESSAGE(issued.at("ok") == true, issued.dump());
  const Json matches = scanned();
  REQUIRE(matches.size() == 2);
  std::vector<std::string> named;
  for (const Json& one : matches) {
    // Neither number is told by what it is chosen by.
    CHECK(one.dump().find(own) == std::string::npos);
    CHECK(one.dump().find(visiting) == std::string::npos);
    const Json shown =
        here.ask("card.show", R"("scan":")" + tail + R"(","person":)" + one.at("person").dump());
    REQUIRE_MESSAGE(shown.at("ok") == true, shown.dump());
    CHECK(shown.at("result").at("member").at("address") == one.at("address"));
    named.push_back(one.at("address").at("zh-CN").get<std::string>());
  }
  std::sort(named.begin(), named.end());
  CHECK(named == std::vector<std::string>{"李先生", "王女士"});
  CHECK(here.ask("card.show", R"("scan":")" + tail + R"(","person":281474976710656)").at("ok") ==
        false);
  CHECK(here.ask("card.show", R"("scan":")" + tail + '"').at("ok") == false);
}

TEST_CASE("R4: head office's books and the line hold nothing that can be read") {
  Chain chain;
  Shop a(chain, "S01");
  a.issue();
  a.line().trouble = [](const TransportRequest& request) {
    const auto text = unpack(request.body, request_limit);
    CHECK_FALSE(tells_of_people(*text));
    return DirectLine::Trouble::none;
  };
  REQUIRE(a.exchange());
  REQUIRE(opened(chain, "S01"));
  chain.close();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(chain.path())) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().string());
    CHECK_FALSE(tells_of_people(text_of(entry.path())));
  }
}

TEST_CASE("a lost answer: the registration comes again, and is there once") {
  Chain chain;
  Shop a(chain, "S01");
  a.issue();
  int requests = 0;
  a.line().trouble = [&](const TransportRequest&) {
    return ++requests % 2 == 1 ? DirectLine::Trouble::answer_lost : DirectLine::Trouble::none;
  };
  REQUIRE(a.exchange());
  CHECK(opened(chain, "S01"));
  CHECK(chain.count("SELECT count(*) FROM registration") == 1);
  CHECK(chain.findings().empty());
}

TEST_CASE("head office restored from an old copy gets the registrations that it forgot") {
  Chain chain;
  Shop a(chain, "S01");
  const std::string card = a.issue();
  REQUIRE(a.exchange());
  {
    chain.close();
    terminal::Database books(chain.directory().books_path(), terminal::Database::Mode::open_shared);
    books.execute("DELETE FROM registration; UPDATE epoch SET registered=0; DELETE FROM member");
  }
  chain.open();
  a.sell(card, 100);
  REQUIRE(a.exchange());
  CHECK(opened(chain, "S01"));
}

TEST_CASE("R4: a correction replaces the form, and reaches who addresses the member") {
  Chain chain;
  Shop a(chain, "S01");
  Shop b(chain, "S02");
  const std::string card = a.issue();
  REQUIRE(a.exchange());
  StoreOutbox outbox(b.store());
  REQUIRE(ask_for_points(outbox, b.line(), *card::read_number(card), Points(0)));
  REQUIRE(b.exchange());
  const Json edited =
      a.act("member.edit", R"("card":")" + card + R"(","registration":{"surname":"汪"})");
  REQUIRE_MESSAGE(edited.at("ok").get<bool>(), edited.dump());
  REQUIRE(a.exchange());
  CHECK(opened(chain, "S01")->surname == "汪");
  CHECK(chain.count("SELECT count(*) FROM registration") == 1);
  REQUIRE(b.exchange());
  const Json shown = b.ask("card.show", R"("card":")" + card + '"');
  CHECK(shown.at("result").at("member").at("address").at("zh-CN") == "汪女士");
}

TEST_CASE("E5, S6: what was agreed to travels with the form, and when it changes later") {
  Chain chain;
  Shop a(chain, "S01");
  const std::string card = a.issue();
  REQUIRE(a.exchange());
  const auto agreed = [&chain] {
    const auto books = chain.books();
    const std::uint32_t tid = terminal::tid_of_store("S01");
    const auto stored = books->registrations.of(tid, 1, 1);
    const auto key = people_key(people_key_file(chain.path()));
    return open_consent(*key, {tid, 1}, stored->sealed, stored->hash);
  };
  REQUIRE(agreed());
  CHECK(agreed()->at == chain.now);
  CHECK(agreed()->messages_at == 0);
  chain.now += 3600;
  const Json yes =
      a.act("member.edit", R"("card":")" + card + R"(","registration":{"messages":true})");
  REQUIRE_MESSAGE(yes.at("ok").get<bool>(), yes.dump());
  REQUIRE(a.exchange());
  CHECK(agreed()->at == chain.now - 3600);
  CHECK(agreed()->messages_at == chain.now);
  const Json no =
      a.act("member.edit", R"("card":")" + card + R"(","registration":{"messages":false})");
  REQUIRE_MESSAGE(no.at("ok").get<bool>(), no.dump());
  REQUIRE(a.exchange());
  CHECK(agreed()->messages_at == 0);
  CHECK(agreed()->no_messages);
}

TEST_CASE("books of an earlier program get the forms again, with what was agreed to") {
  Chain chain;
  Shop a(chain, "S01");
  a.issue();
  REQUIRE(a.exchange());
  chain.close();
  {
    terminal::Database books(chain.directory().books_path(), terminal::Database::Mode::open_shared);
    books.execute(
        "ALTER TABLE registration DROP COLUMN consent; DROP TABLE purchasing; DROP TABLE purchase; "
        "DROP TABLE two_stores; PRAGMA user_version=3");
  }
  chain.open();
  CHECK(chain.count("SELECT count(*) FROM registration WHERE consent=x''") == 1);
  REQUIRE(a.exchange());
  CHECK(chain.count("SELECT count(*) FROM registration WHERE consent=x''") == 0);
}

TEST_CASE("a store that sold before head office took registrations brings them all") {
  Chain chain;
  Shop a(chain, "S01");
  for (int i = 0; i < 250; ++i) a.issue();  // more than one request seals
  REQUIRE(a.exchange());
  CHECK(chain.count("SELECT count(*) FROM registration") == 250);
  CHECK(chain.count("SELECT registered=acked FROM epoch") == 1);
  CHECK(opened(chain, "S01", 250)->phone == "13800000250");
  const int before = a.line().requests;
  REQUIRE(a.exchange());
  CHECK(a.line().requests == before + 1);  // nothing waits any more
}

TEST_CASE("a registration beside an event that has none is nobody's, and stops nothing") {
  Chain chain;
  Shop a(chain, "S01");
  const std::string card = a.issue();
  REQUIRE(a.exchange());
  a.sell(card, 100);
  StoreOutbox outbox(a.store());
  const SyncState state = outbox.state();
  const Seq last = outbox.last();
  ExchangeHeader header;
  header.tid = outbox.identity().tid;
  header.epoch = 1;
  header.from = state.acked + 1;
  header.through = last;
  header.last = last;
  header.head = outbox.head_at(last);
  header.session = state.session;
  header.signature = outbox.sign(signed_text(header));
  header.registrations_from = state.registered + 1;
  header.registrations_through = last;
  const auto events = outbox.segment(header.from, 500, 1 << 20);
  const std::vector<SealedRegistration> none_of_it{
      {last, std::string(100, 'x'), std::string(60, 'y')}};
  const auto answer =
      a.line().send({.method = "POST",
                     .path = std::string(exchange_path),
                     .body = write_request(header, Lines(events.begin(), events.end()), none_of_it),
                     .content_encoding = ""});
  REQUIRE(answer);
  CHECK_MESSAGE(answer->status == 200, answer->body);
  CHECK(chain.count("SELECT count(*) FROM registration") == 1);
}

}  // namespace
}  // namespace vip::sync
