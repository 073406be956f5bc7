#include "sync/sync_methods.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "cardformat/bytes.h"
#include "sync/enrolment.h"
#include "sync/exchange.h"
#include "sync/http_transport.h"
#include "sync/store_outbox.h"
#include "sync/want.h"
#include "terminal/books/clock.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

using terminal::Fault;
using terminal::Fields;
using terminal::Json;
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

Reply ok(JsonWriter& result) {
  JsonWriter out;
  out.begin_object().field("ok", true).key("result").raw(result.str()).end_object();
  return {out.take(), terminal::exit_code::ok};
}

Reply not_enrolled() {
  return error(Fault::Code::configuration, "not_enrolled",
               "还没有接入总部。销售照常；接入用 vip-terminal enrol。",
               "Not enrolled with head office. Sales go on; to enrol: vip-terminal enrol.");
}

Seq waiting(StoreOutbox& outbox) {
  const Seq last = outbox.last();
  return last - std::min(last, outbox.state().acked);
}

Reply unreachable(StoreOutbox& outbox, const std::string& detail) {
  const std::string count = std::to_string(waiting(outbox));
  return error(
      Fault::Code::unreachable, "office_unreachable",
      "连不上总部，本店照常营业，" + count + " 条待上传。线路恢复后再试。（" + detail + "）",
      "Head office cannot be reached; keep selling. " + count +
          " records wait. Try again when the line is back. (" + detail + ")");
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

std::optional<Problem> nothing_in(std::string_view request) {
  return read_request_fields(request, [](Fields&) {});
}

Reply enrol_reply(const EnrolmentFailure& failure) {
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

Reply enrol_method(Store& store, std::string_view request) {
  EnrolmentWanted wanted;
  const auto problem = read_request_fields(request, [&](Fields& fields) {
    wanted.office = fields.text("office", 1024).value_or("");
    wanted.code = fields.text("code", 64).value_or("");
    wanted.authority_fingerprint = fields.optional_text("ca_fingerprint", 64, 64);
  });
  if (problem) return invalid(*problem);
  wanted.store = store.identity().store;
  wanted.genesis = store.identity().genesis;
  wanted.training = store.identity().training;
  const auto enrolled = enrol(store.directory(), wanted);
  if (!enrolled) return enrol_reply(enrolled.error());
  {
    terminal::Unit unit(store);
    store.set_meta("office_url", enrolled->office);
    store.set_meta("policy_key", hex(enrolled->office_key));  // whose policies are adopted
    // Whose policies are adopted from now on.
    store.set_meta("policy_key", hex(enrolled->office_key));
    unit.commit();
  }
  JsonWriter result;
  result.begin_object().field("office", enrolled->office).field("tid", enrolled->tid);
  result.field("epoch", enrolled->epoch);
  if (const auto own = Certificate::read_pem(enrolled->certificate.certificate_pem)) {
    result.field("certificate_until", store.zone().rfc3339(own->not_after()));
  }
  StoreOutbox outbox(store);
  result.field("waiting", waiting(outbox)).end_object();
  return ok(result);
}

Reply run_reply(StoreOutbox& outbox, const ExchangeFailure& failure) {
  switch (failure.error) {
    case ExchangeError::unreachable:
    case ExchangeError::busy:
      return unreachable(outbox, failure.detail);
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

Reply run_method(Store& store, std::string_view request) {
  if (const auto problem = nothing_in(request)) return invalid(*problem);
  const auto enrolment = read_enrolment(store.directory());
  if (!enrolment) return not_enrolled();
  StoreOutbox outbox(store);
  HttpTransport line(line_of(*enrolment));
  const auto pause = [](int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); };
  const auto done = exchange_all(outbox, line, terminal::wall_clock(), pause);
  if (!done) return run_reply(outbox, done.error());
  JsonWriter result;
  result.begin_object().field("sent", done->sent).field("requests", done->requests);
  result.field("acked", done->state.acked).field("safe", done->state.safe);
  result.field("waiting", done->last - done->state.acked);
  result.field("bytes_sent", done->traffic.sent).field("bytes_received", done->traffic.received);
  result.key("next_window").begin_array().text(store.zone().rfc3339(done->window_begin));
  result.text(store.zone().rfc3339(done->window_end)).end_array().end_object();
  return ok(result);
}

Reply status_method(Store& store, std::string_view request) {
  if (const auto problem = nothing_in(request)) return invalid(*problem);
  const auto enrolment = read_enrolment(store.directory());
  StoreOutbox outbox(store);
  const SyncState state = outbox.state();
  JsonWriter result;
  result.begin_object().field("enrolled", enrolment.has_value());
  if (enrolment) result.field("office", enrolment->office);
  result.field("last", outbox.last()).field("acked", state.acked).field("safe", state.safe);
  result.field("waiting", waiting(outbox));
  if (const auto first = store.journal().at(state.acked + 1)) {
    const auto event = terminal::decode(first->body);
    if (event) result.field("waiting_since", store.zone().rfc3339(event->stamp.at));
  }
  if (state.heard_at != 0) result.field("heard_at", store.zone().rfc3339(state.heard_at));
  result.end_object();
  return ok(result);
}

// A line that was found dead is not tried again for a while: the member is told at once.
constexpr auto dead_line_rests = std::chrono::seconds(30);
constexpr std::int64_t unknown_card_ms = 1000;

class Wants {
 public:
  explicit Wants(Store& store) : store_(store) {}

  bool operator()(const terminal::Wanted& wanted) {
    using Clock = std::chrono::steady_clock;
    const auto enrolment = read_enrolment(store_.directory());
    if (!enrolment || store_.locked()) return false;
    const std::int64_t now = std::max(terminal::wall_clock(), store_.time_mark());
    std::int64_t budget_ms = store_.books().policy_on(store_.zone().day_of(now)).rights.want_ms;
    if (wanted.points == Points(0)) budget_ms = std::min(budget_ms, unknown_card_ms);
    const auto begun = Clock::now();
    if (budget_ms == 0 || (dead_ && begun - *dead_ < dead_line_rests)) return false;
    const auto spent_ms = [begun] {
      return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
    };
    HttpTransportSettings settings = line_of(*enrolment);
    settings.connect_timeout_ms = static_cast<int>(budget_ms);
    settings.request_timeout_ms = static_cast<int>(budget_ms);
    HttpTransport line(settings);
    StoreOutbox outbox(store_);
    const auto right_here = [&] {
      const auto card = store_.books().card(wanted.card);
      const auto account = card ? store_.books().account(card->account) : std::nullopt;
      return account ? account->right : Points(0);
    };
    const WantBudget budget{
        .left_ms = [&] { return budget_ms - spent_ms(); },
        .pause = [](int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }};
    const std::int64_t heard_before = outbox.state().heard_at;
    const bool enough =
        fetch_points(outbox, line, wanted.card, wanted.points, right_here, now, budget);
    const bool answered =
        enough || outbox.state().heard_at != heard_before || line.traffic().received > 0;
    dead_ = answered ? std::nullopt : std::optional(begun);
    return answered;  // also where it was not enough: the counter says honestly what is here now
  }

 private:
  Store& store_;
  std::optional<std::chrono::steady_clock::time_point> dead_;
};

}  // namespace

void add_sync_methods(terminal::Door& door, Store& store) {
  door.on_wanted([wants = std::make_shared<Wants>(store)](const terminal::Wanted& wanted) {
    return (*wants)(wanted);
  });
  door.add_method("sync.enrol",
                  [&store](std::string_view request) { return enrol_method(store, request); });
  door.add_method("sync.run",
                  [&store](std::string_view request) { return run_method(store, request); });
  door.add_method("sync.status",
                  [&store](std::string_view request) { return status_method(store, request); });
}

}  // namespace vip::sync
