#include "sync/sync_answers.h"

#include <algorithm>
#include <utility>

#include "cardformat/bytes.h"
#include "sync/certificate.h"
#include "sync/store_outbox.h"
#include "terminal/books/event.h"
#include "terminal/counter/next_life.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

using terminal::Fault;
using terminal::Fields;
using terminal::JsonWriter;
using terminal::Problem;
using terminal::Problems;
using terminal::Reply;
using terminal::Store;

Reply error(Fault::Code code, std::string word, std::string zh, std::string en) {
  return error_reply(Fault{.code = code,
                           .pointer = "",
                           .word = std::move(word),
                           .facts = {},
                           .problem = Problem{"", std::move(zh), std::move(en)}});
}

Reply invalid(const Problem& problem) {
  return error_reply(Fault{.code = Fault::Code::request_invalid,
                           .pointer = problem.pointer,
                           .word = "request_invalid",
                           .facts = {},
                           .problem = problem});
}

// The request's object, each of its fields read by `read`.
template <class Read>
std::optional<Problem> read_request_fields(std::string_view request, Read read) {
  const auto json = terminal::read_json(request);
  if (!json) return json.error();
  Problems problems;
  Fields fields(*json, "", problems);
  // Every method may carry these; nothing is done with them here.
  for (const char* common : {"request_id", "operator", "at"}) fields.known(common);
  read(fields);
  fields.finish();
  if (problems.empty()) return std::nullopt;
  return problems.front();
}

Reply ok(JsonWriter& result) { return ok_reply(result.str()); }

Reply unreachable(Seq waiting, const std::string& detail) {
  const std::string count = std::to_string(waiting);
  return error(
      Fault::Code::unreachable, "office_unreachable",
      "连不上总部，本店照常营业，" + count + " 条待上传。线路恢复后再试。（" + detail + "）",
      "Head office cannot be reached; keep selling. " + count +
          " records wait. Try again when the line is back. (" + detail + ")");
}

}  // namespace

Reply ok_reply(std::string_view result) {
  JsonWriter out;
  out.begin_object().field("ok", true).key("result").raw(result).end_object();
  return {out.take(), terminal::exit_code::ok};
}

std::optional<Reply> wrong_plain_request(std::string_view request) {
  const auto problem = read_request_fields(request, [](Fields&) {});
  return problem ? std::optional(invalid(*problem)) : std::nullopt;
}

Reply not_enrolled() {
  return error(Fault::Code::configuration, "not_enrolled",
               "还没有接入总部。销售照常；接入用 vip-terminal enrol。",
               "Not enrolled with head office. Sales go on; to enrol: vip-terminal enrol.");
}

Seq waiting_in(Store& store) {
  StoreOutbox outbox(store);
  const Seq last = outbox.last();
  return last - std::min(last, outbox.state().acked);
}

// ---- sync.enrol ----

Result<EnrolWish, Reply> read_enrol_wish(std::string_view request) {
  EnrolWish read;
  const auto problem = read_request_fields(request, [&](Fields& fields) {
    read.office = fields.text("office", 1024).value_or("");
    read.code = fields.text("code", 64).value_or("");
    read.authority_fingerprint = fields.optional_text("ca_fingerprint", 64, 64);
  });
  if (problem) return Unexpected{invalid(*problem)};
  return read;
}

EnrolmentWanted wanted_of(const EnrolWish& request, const Store& store) {
  return {.office = request.office,
          .code = request.code,
          .authority_fingerprint = request.authority_fingerprint,
          .store = store.identity().store,
          .genesis = store.identity().genesis,
          .training = store.identity().training};
}

Reply enrolled(Store& store, const Enrolment& enrolment) {
  {
    terminal::Unit unit(store);
    store.set_meta("office_url", enrolment.office);
    store.set_meta("policy_key", hex(enrolment.office_key));
    unit.commit();
    store.opened_by_office(terminal::place_of(store.directory()));
  }
  JsonWriter result;
  result.begin_object().field("office", enrolment.office).field("tid", enrolment.tid);
  result.field("epoch", enrolment.epoch);
  if (const auto own = Certificate::read_pem(enrolment.certificate.certificate_pem)) {
    result.field("certificate_until", store.zone().rfc3339(own->not_after()));
  }
  result.field("waiting", waiting_in(store)).end_object();
  return ok(result);
}

Reply enrol_failed(const EnrolmentFailure& failure) {
  switch (failure.error) {
    case EnrolmentError::bad_address:
      return invalid({"/office", "总部地址应如 https://office.example:7420。",
                      "An address of head office looks like https://office.example:7420."});
    case EnrolmentError::bad_code:
      return invalid({"/code", "一次性口令是七组四个字符，指纹是 64 位十六进制。请照单重新输入。",
                      "A one-time code has seven groups of four characters, a fingerprint 64 hex "
                      "digits. Type it again as it was given."});
    case EnrolmentError::unreachable:
      return error(
          Fault::Code::unreachable, "office_unreachable",
          "连不上总部，没有改动。请检查地址和线路后重试，口令仍可用。（" + failure.detail + "）",
          "Head office cannot be reached; nothing was changed. Check the address and the "
          "line and try again, the code is still good. (" +
              failure.detail + ")");
    case EnrolmentError::wrong_authority:
      return error(
          Fault::Code::not_allowed, "wrong_authority",
          "应答的不是发放口令的总部，口令没有发出。请核对地址和指纹。（" + failure.detail + "）",
          "Who answered is not the head office that gave this code; the code was not sent. "
          "Check the address and the fingerprint. (" +
              failure.detail + ")");
    case EnrolmentError::refused:
      return error(failure.word == "epoch_taken" ? Fault::Code::conflict : Fault::Code::not_allowed,
                   failure.word,
                   "总部拒绝登记：" + failure.word + "。没有改动。（" + failure.detail + "）",
                   "Head office refused: " + failure.detail + ". Nothing was changed.");
    case EnrolmentError::not_understood:
      return error(Fault::Code::internal, "not_understood",
                   "总部的应答看不懂，没有改动。请重试。（" + failure.detail + "）",
                   "Head office's answer makes no sense; nothing was changed. Try again. (" +
                       failure.detail + ")");
  }
  return not_enrolled();
}

// ---- sync.run ----

Reply exchanged(const terminal::Zone& zone, const Exchanged& done) {
  JsonWriter result;
  result.begin_object().field("sent", done.sent).field("requests", done.requests);
  result.field("acked", done.state.acked).field("safe", done.state.safe);
  result.field("waiting", done.last - done.state.acked);
  if (done.snapshot_states > 0) result.field("snapshot_accounts", done.snapshot_states);
  result.field("bytes_sent", done.traffic.sent).field("bytes_received", done.traffic.received);
  result.key("next_window").begin_array().text(zone.rfc3339(done.window_begin));
  result.text(zone.rfc3339(done.window_end)).end_array().end_object();
  return ok(result);
}

Reply person_needed(const std::string& word, const std::string& store) {
  return error(
      Fault::Code::conflict, word,
      "本机数据与总部的不符（" + word +
          "），由总部的人判断哪一份是真的；销售照常，兑换和发卡等确认后再办。总部：vip-office "
          "epoch close --store " +
          store + "，再 vip-office terminal add --store " + store + "；本店：vip-terminal enrol。",
      "This data is not what head office knows of this store (" + word +
          "); a person there must say which is the right one. Sales go on, gifts and new "
          "cards wait. At head office: vip-office epoch close --store " +
          store + ", then vip-office terminal add --store " + store +
          "; here: vip-terminal enrol.");
}

Reply exchange_failed(const ExchangeFailure& failure, Seq waiting) {
  switch (failure.error) {
    case ExchangeError::unreachable:
    case ExchangeError::busy:
      return unreachable(waiting, failure.detail);
    case ExchangeError::not_trusted:
      return error(Fault::Code::not_allowed, "not_trusted",
                   "总部与本机互不认可证书，没有上传。请重新登记：vip-terminal enrol。（" +
                       failure.detail + "）",
                   "Head office and this terminal do not accept each other's certificates; nothing "
                   "was sent. Enrol again: vip-terminal enrol. (" +
                       failure.detail + ")");
    case ExchangeError::refused:
      return error(Fault::Code::conflict, failure.word,
                   "总部不接收：" + failure.word + "。本店数据没有丢失，照常营业；请联系总部。（" +
                       failure.detail + "）",
                   "Head office will not take it: " + failure.word +
                       ". Nothing here is lost and sales go on; call head office. (" +
                       failure.detail + ")");
    case ExchangeError::not_understood:
      return error(
          Fault::Code::internal, "not_understood",
          "总部的应答看不懂，数据都在本店，请稍后重试。（" + failure.detail + "）",
          "Head office's answer makes no sense. Everything is still here; try again later. "
          "(" +
              failure.detail + ")");
  }
  return not_enrolled();
}

// ---- sync.copies ----

Reply copies(Store& store, std::string_view request) {
  constexpr std::int64_t most_at_once = 500;
  std::optional<std::int64_t> wanted;
  std::int64_t most = 100;
  const auto problem = read_request_fields(request, [&](Fields& fields) {
    wanted = fields.optional_integer("from", 1, Fen::max);
    most = fields.integer("most", 1, most_at_once, most);
  });
  if (problem) return invalid(*problem);
  const Seq safe = StoreOutbox(store).state().safe;
  const terminal::StoreIdentity& who = store.identity();
  JsonWriter result;
  result.begin_object().field("store", who.store).field("epoch", who.genesis.epoch);
  result.field("safe", safe).field("last", store.journal().last().seq);
  result.key("copies").begin_array();
  std::int64_t written = 0;
  const Seq from = wanted ? static_cast<Seq>(*wanted) : safe + 1;
  store.journal().each(from, [&](const terminal::Journal::Entry& entry) {
    if (written++ == most) return false;
    result.begin_object().field("epoch", who.genesis.epoch).field("seq", entry.seq);
    result.field("head", hex(entry.head)).field("body", entry.body).end_object();
    return true;
  });
  result.end_array().end_object();
  return ok(result);
}

// ---- sync.status ----

SyncStatus sync_status(Store& store, const std::optional<Enrolment>& enrolment,
                       const std::optional<Doing>& doing) {
  StoreOutbox outbox(store);
  const SyncState state = outbox.state();
  SyncStatus status{.waiting = waiting_in(store), .heard_at = state.heard_at};
  JsonWriter result;
  result.begin_object().field("enrolled", enrolment.has_value());
  if (enrolment) result.field("office", enrolment->office);
  result.field("last", outbox.last()).field("acked", state.acked).field("safe", state.safe);
  result.field("waiting", status.waiting);
  if (const auto& doubt = store.provisional()) result.field("provisional", *doubt);
  if (const auto first = store.journal().at(state.acked + 1)) {
    if (const auto event = terminal::decode(first->body)) status.oldest_at = event->stamp.at;
  }
  if (status.oldest_at != 0) {
    result.field("waiting_since", store.zone().rfc3339(status.oldest_at));
  }
  if (state.heard_at != 0) result.field("heard_at", store.zone().rfc3339(state.heard_at));
  if (doing) {
    result.field("running", doing->running);
    if (doing->next_at != 0) result.field("next_at", store.zone().rfc3339(doing->next_at));
    if (doing->failures != 0) result.field("failures", doing->failures);
    if (!doing->last_error.empty()) result.key("last_error").raw(doing->last_error);
  }
  result.end_object();
  status.json = result.take();
  return status;
}

}  // namespace vip::sync
