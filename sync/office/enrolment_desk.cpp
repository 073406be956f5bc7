#include "sync/office/enrolment_desk.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "cardformat/ensure.h"
#include "sync/office/timeline.h"
#include "sync/one_time_code.h"
#include "terminal/books/store_name.h"

namespace vip::sync {
namespace {

// After its end a certificate may still be renewed for so long.
constexpr std::int64_t renewed_for_s = 365 * day_s;

Unexpected<Refused> refuse(int status, std::string word, std::string detail) {
  return Unexpected{Refused{status, {std::move(word), std::move(detail), std::nullopt}}};
}

// The number that a new life would get, for whoever can still take another.
Unexpected<Refused> refuse_number(std::uint32_t next) {
  WireRefusal refusal{"epoch_taken",
                      "this store has another journal at head office already; its last epoch must "
                      "be closed before the next one opens, which is epoch " +
                          std::to_string(next),
                      std::nullopt};
  refusal.epoch = next;
  return Unexpected{Refused{409, std::move(refusal)}};
}

bool same_journal(const terminal::Genesis& a, const terminal::Genesis& b) {
  return a.tid == b.tid && a.epoch == b.epoch && a.lineage == b.lineage && a.key == b.key &&
         a.nonce == b.nonce;
}

std::string_view detail_of(CertificateRequestError error) {
  switch (error) {
    case CertificateRequestError::malformed:
      return "not a certificate request (PKCS #10)";
    case CertificateRequestError::weak_key:
      return "the key must be P-256";
    case CertificateRequestError::not_proved:
      return "the certificate request is not signed by its own key";
  }
  return "";
}

}  // namespace

EnrolmentDesk::EnrolmentDesk(const OfficeDirectory& directory, terminal::Database& database,
                             OfficeStore& store)
    : directory_(directory), database_(database), store_(store) {}

Result<EnrolAnswer, Refused> EnrolmentDesk::enrol(std::string_view text, std::int64_t now) {
  const auto request = read_enrol_request(text);
  if (!request) return refuse(400, "malformed", request.error().what);
  const bool training = store_.meta("training") == "1";
  if (request->training && !training) {
    return refuse(
        403, "training_store",
        "this head office is in earnest and takes no training store; for trying out, make "
        "one with: vip-office init --training");
  }
  if (!request->training && training) {
    return refuse(403, "earnest_store",
                  "this head office is for training and takes no store in earnest");
  }

  const auto hash = code_hash(request->code);
  if (!hash) return refuse(403, "code_unknown", "no such code");
  const terminal::Genesis& genesis = request->genesis;
  const auto opened = store_.opened_by(*hash);
  if (opened) {
    const bool again = same_journal(opened->genesis, genesis) &&
                       opened->state == EpochState::open && now < opened->opened_at + code_lasts_s;
    if (!again) return refuse(403, "code_used", "this code was used already; ask for a new one");
  } else {
    const auto given = directory_.given_out(*hash);
    if (!given) return refuse(403, "code_unknown", "no such code");
    if (given->ends <= now) {
      return refuse(403, "code_expired", "this code has ended; ask for a new one");
    }
    if (given->store != request->store || given->tid != genesis.tid ||
        terminal::tid_of_store(request->store) != genesis.tid) {
      return refuse(403, "store_differs", "this code was given out for store " + given->store);
    }
    const auto same_number = store_.epoch(genesis.tid, genesis.epoch);
    const auto known = store_.terminal(genesis.tid);
    // A new life begins where the last one was closed, under the next number (S1, E1).
    const auto last = known ? store_.epoch(known->tid, known->epoch) : std::nullopt;
    const bool next =
        !known || (last && last->state == EpochState::closed && genesis.epoch == known->epoch + 1);
    if (same_number
            ? !same_journal(same_number->genesis, genesis) || same_number->state != EpochState::open
            : !next) {
      if (known) return refuse_number(known->epoch + 1);
      return refuse(409, "epoch_taken", "this store has another journal at head office already");
    }
  }

  auto certificate = directory_.ca().sign_terminal(request->certificate_request,
                                                   {genesis.tid, genesis.epoch}, now);
  if (!certificate) {
    return refuse(400, "bad_request", std::string(detail_of(certificate.error())));
  }
  if (!opened) {
    Epoch epoch;
    if (const auto stored = store_.epoch(genesis.tid, genesis.epoch)) {
      epoch = *stored;  // the same journal again, with a new code and perhaps a new TLS key
    } else {
      epoch.genesis = genesis;
      epoch.head = chain_start(genesis);
    }
    epoch.opened_at = now;
    epoch.code_hash = *hash;
    terminal::Transaction transaction(database_);
    store_.put(Terminal{genesis.tid, request->store, genesis.epoch});
    store_.put(epoch);
    transaction.commit();
    directory_.used_up(*hash);
  }

  return answer_with({genesis.tid, genesis.epoch}, *certificate);
}

Result<EnrolAnswer, Refused> EnrolmentDesk::renew(const TerminalName& who, std::int64_t until,
                                                  std::string_view text, std::int64_t now) {
  const auto request = read_renew_request(text);
  if (!request) return refuse(400, "malformed", request.error().what);
  if (who != TerminalName{request->tid, request->epoch}) {
    return refuse(403, "wrong_terminal", "the certificate is " + urn_of(who));
  }
  const auto epoch = store_.epoch(who.tid, who.epoch);
  if (!epoch) return refuse(403, "unknown_terminal", "this epoch was never opened here");
  if (epoch->state != EpochState::open) {
    return refuse(409, std::string(name(epoch->state)), "a person at head office must look at it");
  }
  if (now > until + renewed_for_s) {
    return refuse(403, "certificate_expired", "more than a year ago; enrol with a new code");
  }
  const auto certificate = directory_.ca().sign_terminal(request->certificate_request, who, now);
  if (!certificate) {
    return refuse(400, "bad_request", std::string(detail_of(certificate.error())));
  }
  return answer_with(who, *certificate);
}

Result<EnrolAnswer, Refused> EnrolmentDesk::next(RightsDesk& rights, const TerminalName& who,
                                                 std::int64_t until, std::string_view text,
                                                 std::int64_t now) {
  const auto request = read_enrol_request(text);
  if (!request) return refuse(400, "malformed", request.error().what);
  const terminal::Genesis& genesis = request->genesis;
  const auto known = store_.terminal(who.tid);
  const auto old = store_.epoch(who.tid, who.epoch);
  if (genesis.tid != who.tid || (known && known->store != request->store)) {
    return refuse(403, "wrong_terminal", "the certificate is " + urn_of(who));
  }
  if (!known || !old) {
    return refuse(403, "unknown_terminal", "this epoch was never opened here");
  }
  if (until < now) {
    return refuse(403, "certificate_expired", "renew this terminal's certificate first");
  }
  const auto opened = store_.epoch(genesis.tid, genesis.epoch);
  const bool again =
      opened && same_journal(opened->genesis, genesis) && opened->state == EpochState::open;
  if (!again) {
    if (old->state != EpochState::open) {
      return refuse(409, std::string(name(old->state)), "a person at head office must look at it");
    }
    if (request->code != old->session) {
      return refuse(409, "session_old", "another copy of this store was here since");
    }
    if (old->acked != old->last) return refuse(409, "events_missing", "send all events first");
    if (known->epoch != who.epoch || genesis.epoch != who.epoch + 1) {
      return refuse_number(known->epoch + 1);
    }
  }
  const auto certificate = directory_.ca().sign_terminal(request->certificate_request,
                                                         {genesis.tid, genesis.epoch}, now);
  if (!certificate) {
    return refuse(400, "bad_request", std::string(detail_of(certificate.error())));
  }
  if (!again) {
    // The new one first: whoever asks again after a crash in between finds it, and the old one,
    // which nobody asks for any more, is closed by the same request.
    Epoch epoch;
    epoch.genesis = genesis;
    epoch.head = chain_start(genesis);
    epoch.opened_at = now;
    terminal::Transaction transaction(database_);
    store_.put(Terminal{genesis.tid, request->store, genesis.epoch});
    store_.put(epoch);
    transaction.commit();
  }
  if (old->state == EpochState::open) {
    const auto closed = close_epoch(database_, store_, rights, who.tid, who.epoch, true, now);
    ensure(closed.has_value(), "an open epoch can be closed");
  }
  return answer_with({genesis.tid, genesis.epoch}, *certificate);
}

EnrolAnswer EnrolmentDesk::answer_with(const TerminalName& name, const Certificate& certificate) {
  EnrolAnswer answer;
  answer.tid = name.tid;
  answer.epoch = name.epoch;
  answer.certificate = certificate.pem();
  answer.authority = directory_.ca().certificate().pem();
  answer.office_key = directory_.office_key().public_key();
  const std::string number = store_.meta("lineage_number").value_or("1");
  std::from_chars(number.data(), number.data() + number.size(), answer.lineage.number);
  answer.lineage.id = store_.meta("lineage_id").value_or("");
  return answer;
}

Result<std::string, StoreObjection> give_out_code(const OfficeDirectory& directory,
                                                  OfficeStore& store, std::string_view store_name,
                                                  std::int64_t now) {
  if (!terminal::store_name_allowed(store_name)) return Unexpected{StoreObjection::bad_name};
  const std::uint32_t tid = terminal::tid_of_store(store_name);
  const auto known = store.terminal(tid);
  const auto codes = directory.all_given_out();
  const bool taken = (known && known->store != store_name) ||
                     std::ranges::any_of(codes, [&](const CodeGivenOut& code) {
                       return code.tid == tid && code.store != store_name;
                     });
  if (taken) return Unexpected{StoreObjection::tid_taken};
  const OneTimeCode code = make_code(directory.ca().certificate().fingerprint());
  directory.give_out(*code_hash(code.secret), {std::string(store_name), tid, now + code_lasts_s});
  return text_of(code);
}

}  // namespace vip::sync
