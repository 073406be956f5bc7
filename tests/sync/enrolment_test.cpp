#include "sync/enrolment.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "sync/certificate.h"
#include "sync/files.h"
#include "sync/one_time_code.h"
#include "tests/folder.h"
#include "tests/sync/office_at_work.h"

namespace vip::sync {
namespace {

using test::OfficeAtWork;
using test::TestTerminal;

std::string word_of(const Result<Enrolment, EnrolmentFailure>& enrolled) {
  return enrolled ? "ok" : enrolled.error().word;
}

TEST_CASE("a one-time code becomes a certificate with tid and epoch, and an open epoch") {
  const OfficeAtWork office;
  const Folder place;
  TestTerminal terminal("S01");
  const auto enrolled = enrol(place.path(), terminal.wanted(office, office.code_for("S01")));
  REQUIRE(enrolled);
  const auto certificate = Certificate::read_pem(enrolled->certificate.certificate_pem);
  REQUIRE(certificate);
  CHECK(certificate->terminal() == TerminalName{terminal.genesis().tid, 1});
  CHECK(certificate->signed_by(office.directory().ca().certificate()));
  CHECK(enrolled->office_key == office.directory().office_key().public_key());

  const auto books = office.books();
  const auto epoch = books->store.epoch(terminal.genesis().tid, 1);
  REQUIRE(epoch);
  CHECK(epoch->state == EpochState::open);
  CHECK(epoch->acked == 0);
  CHECK(epoch->head == chain_start(terminal.genesis()));
  CHECK(books->store.terminal(terminal.genesis().tid)->store == "S01");

  // What is kept is what was given, and the key is for nobody else's eyes.
  const auto kept = read_enrolment(place.path());
  REQUIRE(kept);
  CHECK(kept->office == enrolled->office);
  CHECK(kept->certificate.certificate_pem == enrolled->certificate.certificate_pem);
  CHECK(kept->lineage == enrolled->lineage);
  using std::filesystem::perms;
  CHECK(std::filesystem::status(place.path() / "keys" / "tls.key").permissions() ==
        (perms::owner_read | perms::owner_write));
}

TEST_CASE("a code is good once: again for the same journal, never for another") {
  const OfficeAtWork office;
  const Folder place;
  const TestTerminal terminal("S01");
  const std::string code = office.code_for("S01");
  REQUIRE(enrol(place.path(), terminal.wanted(office, code)));
  // The answer may have been lost, with the key kept or without.
  CHECK(word_of(enrol(place.path(), terminal.wanted(office, code))) == "ok");
  const Folder elsewhere;
  CHECK(word_of(enrol(elsewhere.path(), terminal.wanted(office, code))) == "ok");
  CHECK(office.count("SELECT count(*) FROM epoch") == 1);

  const TestTerminal other("S01");
  const Folder thief;
  CHECK(word_of(enrol(thief.path(), other.wanted(office, code))) == "code_used");
  CHECK_FALSE(read_enrolment(thief.path()));
}

TEST_CASE("head office stores no code, only its hash") {
  const OfficeAtWork office;
  const std::string code = office.code_for("S01");
  const std::string secret = read_code(code)->secret;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(office.directory().path())) {
    CHECK(file.path().string().find(secret) == std::string::npos);
    if (!file.is_regular_file()) continue;
    CHECK(read_file(file.path())->find(secret) == std::string::npos);
  }
  CHECK(office.directory().given_out(*code_hash(secret))->store == "S01");
}

TEST_CASE("a code ends after a day, to the second") {
  OfficeAtWork office;
  const Folder place;
  const TestTerminal first("S01");
  const TestTerminal second("S02");
  const std::string in_time = office.code_for("S01");
  const std::string too_late = office.code_for("S02");
  office.now += 24 * 3600 - 1;
  CHECK(word_of(enrol(place.path(), first.wanted(office, in_time))) == "ok");
  office.now += 1;
  CHECK(word_of(enrol(place.path(), second.wanted(office, too_late))) == "code_expired");
  // And so does repeating an enrolment.
  office.now += 24 * 3600;
  CHECK(word_of(enrol(place.path(), first.wanted(office, in_time))) == "code_used");
}

TEST_CASE("each refusal of an enrolment for its own reason, in the declared order") {
  const OfficeAtWork training(true);
  const OfficeAtWork earnest(false);
  const Folder place;
  const TestTerminal terminal("S01");
  const auto wanted = [&](const OfficeAtWork& office, const std::string& code) {
    return terminal.wanted(office, code);
  };
  SUBCASE("a training store at a head office in earnest, and the other way round") {
    CHECK(word_of(enrol(place.path(), wanted(earnest, earnest.code_for("S01")))) ==
          "training_store");
    EnrolmentWanted real = wanted(training, training.code_for("S01"));
    real.training = false;
    CHECK(word_of(enrol(place.path(), real)) == "earnest_store");
    real = wanted(earnest, earnest.code_for("S01"));
    real.training = false;
    CHECK(word_of(enrol(place.path(), real)) == "ok");
  }
  SUBCASE("a code that was never given out") {
    const auto code = make_code(training.directory().ca().certificate().fingerprint());
    CHECK(word_of(enrol(place.path(), wanted(training, text_of(code)))) == "code_unknown");
  }
  SUBCASE("a code for another store") {
    CHECK(word_of(enrol(place.path(), wanted(training, training.code_for("S02")))) ==
          "store_differs");
  }
  SUBCASE("a tid that is not the store's") {
    EnrolmentWanted odd = wanted(training, training.code_for("S01"));
    ++odd.genesis.tid;
    CHECK(word_of(enrol(place.path(), odd)) == "store_differs");
  }
  SUBCASE("a second life while the first is open") {
    REQUIRE(enrol(place.path(), wanted(training, training.code_for("S01"))));
    const TestTerminal again("S01");
    CHECK(word_of(enrol(place.path(), again.wanted(training, training.code_for("S01")))) ==
          "epoch_taken");
    // The same journal with a new code is welcome: its certificate may have ended.
    CHECK(word_of(enrol(place.path(), wanted(training, training.code_for("S01")))) == "ok");
  }
}

TEST_CASE("who answers must be the head office that gave the code; before that, nothing is said") {
  OfficeAtWork ours;
  const OfficeAtWork other;
  const Folder place;
  const TestTerminal terminal("S01");
  const std::string code = ours.code_for("S01");

  EnrolmentWanted wanted = terminal.wanted(other, code);
  auto refused = enrol(place.path(), wanted);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == EnrolmentError::wrong_authority);
  CHECK_FALSE(std::filesystem::exists(place.path() / "keys" / "tls.key"));

  wanted = terminal.wanted(ours, code);
  wanted.authority_fingerprint = hex(other.directory().ca().certificate().fingerprint());
  refused = enrol(place.path(), wanted);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == EnrolmentError::wrong_authority);
  wanted.authority_fingerprint = hex(ours.directory().ca().certificate().fingerprint());
  CHECK(enrol(place.path(), wanted));

  ours.stop();
}

TEST_CASE("what cannot be an address, a code or a fingerprint never leaves the terminal") {
  const Folder place;
  const TestTerminal terminal("S01");
  EnrolmentWanted wanted{.office = "http://127.0.0.1:1", .code = "x", .store = "S01"};
  CHECK(enrol(place.path(), wanted).error().error == EnrolmentError::bad_address);
  wanted.office = "https://127.0.0.1:1";
  CHECK(enrol(place.path(), wanted).error().error == EnrolmentError::bad_code);
  wanted.code = text_of(make_code(Digest{}));
  wanted.authority_fingerprint = std::string(63, 'a');
  CHECK(enrol(place.path(), wanted).error().error == EnrolmentError::bad_code);
  wanted.authority_fingerprint.reset();
  CHECK(enrol(place.path(), wanted).error().error == EnrolmentError::unreachable);
}

TEST_CASE("a store's name that gives another store's terminal id is refused when it is added") {
  const OfficeAtWork office;
  const auto books = office.books();
  CHECK(give_out_code(office.directory(), books->store, "", 0).error() == StoreObjection::bad_name);
  CHECK(give_out_code(office.directory(), books->store, "S 01", 0).error() ==
        StoreObjection::bad_name);
  CHECK(give_out_code(office.directory(), books->store, std::string(17, 'S'), 0).error() ==
        StoreObjection::bad_name);
  CHECK(give_out_code(office.directory(), books->store, "S01", 0));
  // Nobody has found two such names yet, so one is written down under the wrong number.
  office.directory().give_out(std::string(64, '0'),
                              {.store = "other", .tid = terminal::tid_of_store("S09"), .ends = 1});
  CHECK(give_out_code(office.directory(), books->store, "S09", 0).error() ==
        StoreObjection::tid_taken);
}

TEST_CASE("a certificate is renewed when a third of its life is left, and kept") {
  OfficeAtWork office;
  TestTerminal terminal("S01");
  const Folder place;
  Enrolment enrolment = *enrol(place.path(), terminal.wanted(office, office.code_for("S01")));
  const std::int64_t begun = office.now;
  HttpTransport line(line_of(enrolment));
  CHECK_FALSE(renew_if_due(place.path(), enrolment, line, begun + 119 * day_s));
  office.now = begun + 121 * day_s;
  CHECK(renew_if_due(place.path(), enrolment, line, office.now));
  const auto kept = read_enrolment(place.path());
  REQUIRE(kept);
  CHECK(kept->certificate.certificate_pem == enrolment.certificate.certificate_pem);
  const auto renewed = Certificate::read_pem(kept->certificate.certificate_pem);
  CHECK(renewed->not_after() >= begun + 301 * day_s);
  CHECK(renewed->terminal() == TerminalName{terminal.genesis().tid, 1});
  CHECK_FALSE(renew_if_due(place.path(), enrolment, line, office.now));
  CHECK(renewed->signed_by(office.directory().ca().certificate()));
  CHECK(renewed->is_of(*TlsKey::read_pem(kept->certificate.key_pem)));  // the key stays
}

TEST_CASE("renewal: each refusal for its own reason, and for a year after the end") {
  OfficeAtWork office;
  TestTerminal terminal("S01");
  const Folder place;
  const Enrolment enrolment = *enrol(place.path(), terminal.wanted(office, office.code_for("S01")));
  const std::int64_t begun = office.now;
  HttpTransport line(line_of(enrolment));
  const TerminalName own{terminal.genesis().tid, 1};
  const TlsKey key = *TlsKey::read_pem(enrolment.certificate.key_pem);
  const Certificate authority = *Certificate::read_pem(enrolment.authority_pem);
  const auto word = [&](Transport& by, const TerminalName& name) {
    const auto renewed = renewed_certificate(by, name, key, authority);
    return renewed ? std::string("renewed") : renewed.error().word;
  };
  CHECK(word(line, {own.tid, 2}) == "wrong_terminal");
  HttpTransportSettings nobody = line_of(enrolment);
  nobody.certificate.reset();
  HttpTransport anonymous(nobody);
  CHECK(word(anonymous, own) == "no_certificate");
  office.now = begun + (180 + 364) * day_s;
  CHECK(word(line, own) == "renewed");
  office.now = begun + (180 + 366) * day_s;
  CHECK(word(line, own) == "certificate_expired");
  office.now = begun;
  {
    terminal::Database books(office.directory().books_path(),
                             terminal::Database::Mode::open_shared);
    books.execute("UPDATE epoch SET state=3");
  }
  CHECK(word(line, own) == "closed");
}

}  // namespace
}  // namespace vip::sync
