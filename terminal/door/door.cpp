#include "terminal/door/door.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/scan/free_text.h"
#include "cardformat/scan/scan.h"
#include "cardformat/utf8.h"
#include "cardformat/wipe.h"
#include "terminal/counter/blank_desk.h"
#include "terminal/counter/month_end.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_request_id = 64;  // characters
// Behind the time mark by more than this, the clock was set back (X2).
constexpr std::int64_t clock_step_seconds = 120;

std::array<std::span<const Method>, 18> all_methods() {
  return {blank_methods(),   sale_methods(),     card_methods(),     code_methods(),
          gift_methods(),    receipt_methods(),  member_methods(),   policy_methods(),
          report_methods(),  registry_methods(), greeting_methods(), anomaly_methods(),
          history_methods(), scan_methods(),     care_methods(),     doctor_methods(),
          staff_methods(),   audit_methods()};
}

const Method* method_named(std::string_view name) {
  for (const auto methods : all_methods()) {
    for (const Method& method : methods) {
      if (method.name == name) return &method;
    }
  }
  return nullptr;
}

std::string_view code_name(Fault::Code code) {
  switch (code) {
    case Fault::Code::request_invalid:
      return "request.invalid";
    case Fault::Code::not_found:
      return "not_found";
    case Fault::Code::conflict:
      return "conflict";
    case Fault::Code::not_allowed:
      return "not_allowed";
    case Fault::Code::configuration:
      return "configuration";
    case Fault::Code::storage:
      return "storage";
    case Fault::Code::unreachable:
      return "unreachable";
    case Fault::Code::internal:
      return "internal";
  }
  return "internal";
}

int exit_code_of(Fault::Code code) {
  switch (code) {
    case Fault::Code::request_invalid:
      return exit_code::usage;
    case Fault::Code::not_found:
      return exit_code::not_found;
    case Fault::Code::conflict:
      return exit_code::conflict;
    case Fault::Code::not_allowed:
      return exit_code::not_allowed;
    case Fault::Code::configuration:
      return exit_code::configuration;
    case Fault::Code::storage:
      return exit_code::storage;
    case Fault::Code::unreachable:
      return exit_code::unreachable;
    case Fault::Code::internal:
      return exit_code::unexpected;
  }
  return exit_code::unexpected;
}

Reply refusal_reply(const Refusal& refusal) {
  JsonWriter out;
  out.begin_object().field("ok", false);
  out.key("refusal").begin_object();
  out.field("clause", name(refusal.clause)).field("word", refusal.word);
  write_message(out, message(refusal.clause, refusal.word, refusal.facts));
  write_facts(out, refusal.facts);
  out.end_object().end_object();
  return {out.take(), exit_code::refused};
}

Reply no_reply(const No& no) {
  if (const auto* refusal = std::get_if<Refusal>(&no)) return refusal_reply(*refusal);
  return error_reply(std::get<Fault>(no));
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

// Fields in which somebody's bank card, payment code or identity number may come.
constexpr std::string_view scanned_fields[] = {"scan", "raw", "blank", "card", "phone"};

// A19: keys are kept sorted by the reader, so equal values have equal texts. Of a secret that is
// not ours only its class counts: even its hash would be kept, and could be guessed at. What proves
// who asks is left out as well: six digits are soon found by their hash.
std::string fingerprint(std::string_view method, const Json& request, const card::Own& own) {
  std::optional<Json> without;
  for (const std::string_view name : scanned_fields) {
    const auto field = request.find(name);
    if (field == request.end() || !field->is_string()) continue;
    const card::ScanClass what = card::classify(field->get_ref<const std::string&>(), own).what;
    if (!card::is_secret(what)) continue;
    if (!without) without = request;
    (*without)[std::string(name)] = card::name(what);
  }
  for (const std::string_view name : proving_fields()) {
    if (!request.contains(name)) continue;
    if (!without) without = request;
    without->erase(std::string(name));
  }
  std::string text = std::string(method) + '\n' + (without ? *without : request).dump();
  std::string print(raw(sha256(text)));
  wipe(text);
  return print;
}

// Every text of a request, once it was answered: it may hold what somebody scanned by mistake.
void wipe_texts(Json& json) {
  if (json.is_string()) return wipe(json.get_ref<std::string&>());
  if (!json.is_structured()) return;
  for (Json& part : json) wipe_texts(part);
}

// A store without staff: its first manager enrols themselves (staff_desk.h holds them to it).
bool enrols_first(const Method& method, Store& store) {
  return method.name == "operator.add" && !store.identity().training &&
         !store.staff().has_manager();
}

// Whether a method, or a part of it that shows later, may be approved by somebody else.
bool takes_second(StaffAct act) {
  return permission(Role::cashier, act) == Permission::approved || act == StaffAct::correct_name;
}

// The session of the one who is known is no proof of anybody else.
void fill_in(Claim& claim, const WayIn& way_in) {
  if (way_in.operator_number.empty()) return;
  if (!claim.number) claim.number = way_in.operator_number;
  if (*claim.number == way_in.operator_number && !claim.session) claim.session = way_in.session;
}

constexpr std::string_view ok_begin = R"({"ok":true)";
constexpr std::string_view replayed_mark = R"(,"replayed":true)";

constexpr std::string_view token_begin = R"("token":")";

// What is kept of an answer: of a virtual card's secret nothing, of its token the number, with
// which it begins. A quotation mark inside a text is escaped, so the pattern is the field itself.
std::string without_secret(const std::string& answer) {
  const std::size_t token = answer.find(token_begin);
  if (token == std::string::npos) return answer;
  const std::size_t begin = token + token_begin.size();
  const std::size_t end = answer.find('"', begin);
  if (end - begin != card::payload_digits) return answer;
  return answer.substr(0, begin + 16) + answer.substr(end);
}

// A19: the answer of before. Its token is whole as long as this store has the secret.
std::string with_replayed(const Desk& desk, const std::string& answer) {
  std::string text = answer;
  if (const std::size_t token = text.find(token_begin); token != std::string::npos) {
    const std::size_t begin = token + token_begin.size();
    const std::size_t size = text.find('"', begin) - begin;
    if (const auto number = card::read_number(std::string_view(text).substr(begin, size))) {
      text.replace(begin, size, token_of(desk, *number));
    }
  }
  return text.insert(ok_begin.size(), replayed_mark);
}

// What uses up something that another copy of this store may use up as well (design 8).
bool waits_for_office(std::string_view method) {
  constexpr std::array<std::string_view, 7> waiting = {
      "gift.redeem",    "card.issue",     "card.replace",  "card.renew",
      "points.correct", "history.import", "blanks.accept",
  };
  return std::ranges::find(waiting, method) != waiting.end();
}

}  // namespace

Reply error_reply(const Fault& fault) {
  JsonWriter out;
  out.begin_object().field("ok", false);
  out.key("error").begin_object();
  out.field("code", code_name(fault.code));
  if (fault.code == Fault::Code::request_invalid || !fault.pointer.empty()) {
    out.field("pointer", fault.pointer);
  }
  if (fault.problem) {
    write_message(out, {fault.problem->message_zh, fault.problem->message_en});
  } else {
    // What is said of a scan stands under D8, whether it is a warning or an error.
    const bool of_a_scan = !has_message(Clause::none, fault.word);
    write_message(out, message(of_a_scan ? Clause::D8 : Clause::none, fault.word, fault.facts));
  }
  if (!fault.word.empty() && fault.word != "request_invalid") out.field("word", fault.word);
  if (!fault.facts.empty()) write_facts(out, fault.facts);
  const bool retryable = fault.word == "storage_locked" || fault.word == "service_stopping" ||
                         fault.word == "service_lost" || fault.word == "storage_failed" ||
                         fault.word == "print_under_way" || fault.word == "provisional" ||
                         fault.word == "storage_full" || fault.code == Fault::Code::unreachable;
  out.field("retryable", retryable);
  out.end_object().end_object();
  Reply reply{out.take(), exit_code_of(fault.code)};
  // The last line of defence: a name or a value that is somebody's number is not said again.
  if (!card::secret_in(reply.text)) return reply;
  wipe(reply.text);
  return error_reply(Fault{
      .code = Fault::Code::request_invalid,
      .word = "request_invalid",
      .problem =
          Problem{"", "请求里像有银行卡号、付款码或身份证号，没有办理，也没有保存。请核对后重试。",
                  "The request seems to hold a bank card, a payment code or an identity "
                  "number; nothing was done or stored. Check it and try again."}});
}

Reply storage_reply(const StorageError& error) {
  const auto word = [&] {
    switch (error.kind()) {
      case StorageError::Kind::full:
        return "storage_full";
      case StorageError::Kind::read_only:
        return "storage_read_only";
      case StorageError::Kind::locked:
        return "storage_locked";
      case StorageError::Kind::damaged:
        return "storage_damaged";
      case StorageError::Kind::newer_version:
        return "storage_newer";
      case StorageError::Kind::missing:
        return "store_missing";
      case StorageError::Kind::key_lost:
        return "storage_key_lost";
      case StorageError::Kind::tpm_absent:
        return "storage_tpm_absent";
      case StorageError::Kind::tpm_other:
        return "storage_tpm_other";
      case StorageError::Kind::failed:
        return "storage_failed";
    }
    return "storage_failed";
  }();
  return error_reply(
      Fault{.code = Fault::Code::storage, .word = word, .facts = {{"detail", error.what()}}});
}

std::vector<std::string_view> method_names() {
  std::vector<std::string_view> names;
  for (const auto methods : all_methods()) {
    for (const Method& method : methods) names.push_back(method.name);
  }
  return names;
}

bool takes_long(std::string_view method) {
  constexpr std::string_view all[] = {"verify", "history.import"};
  return std::find(std::begin(all), std::end(all), method) != std::end(all);
}

Door::Door(Store& store, const Config& config, std::function<std::int64_t()> clock)
    : store_(store),
      config_(config),
      clock_(std::move(clock)),
      gate_(std::make_unique<Gate>(store)) {}

Door::~Door() = default;

void Door::add_method(std::string name, External method) {
  external_.emplace_back(std::move(name), std::move(method));
}

Sessions::State Door::session(std::string_view token, std::string_view operator_number) const {
  const Desk desk{store_, {.at = store_.time_mark()}};
  return gate_->sessions().state(token, operator_number, gate_->now(desk).seconds);
}

void Door::close_session(std::string_view token) { gate_->sessions().close(token); }

void Door::prepare() {
  constexpr std::int64_t log_bytes = 24 << 20;
  store_.database().grow_log(log_bytes);
}

void Door::idle() {
  constexpr int worth_it = 250;  // frames; one checkpoint of so many takes a few milliseconds
  if (store_.database().log_frames() >= worth_it) store_.database().checkpoint();
}

Reply Door::call(std::string_view method, std::string_view request) {
  Call one{std::string(method), std::string(request)};
  Reply reply = call_all(std::span(&one, 1)).front();
  wipe(one.request);
  return reply;
}

std::vector<Reply> Door::call_all(std::span<const Call> calls) {
  std::vector<Reply> replies;
  std::vector<std::size_t> written;  // replies that are true only once the unit is committed
  std::optional<Unit> unit;
  const auto commit = [&] {
    if (!unit) return;
    try {
      unit->commit();
    } catch (const StorageError& error) {
      // Unknown whether it is there: whoever asks again with the same request id will be told.
      for (const std::size_t i : written) replies[i] = storage_reply(error);
      must_reopen_ = error.kind() != StorageError::Kind::full;
    }
    unit.reset();
    written.clear();
  };
  for (const Call& call : calls) {
    try {
      if (call.printed) {
        commit();
        replies.push_back(printed(*call.printed));
        continue;
      }
      const Method* method = method_named(call.method);
      if (method == nullptr || method->access == Access::bulk ||
          method->access == Access::long_reads) {
        commit();  // these have transactions of their own
        replies.push_back(method == nullptr ? run_external(call)
                                            : run(nullptr, *method, call).reply);
        continue;
      }
      if (!unit) unit.emplace(store_);
      Ran ran = run(&*unit, *method, call);
      if (ran.wanted && !wanted_ && !ran.wrote) {
        ran.reply.wanted = ran.wanted;
      } else if (ran.wanted && !ran.wrote) {
        commit();  // others do not wait with their answers for head office, nor hold a transaction
        const bool again = !must_reopen_ && wanted_(*ran.wanted);
        unit.emplace(store_);
        if (again) ran = run(&*unit, *method, call);
      }
      if (ran.wrote) written.push_back(replies.size());
      replies.push_back(std::move(ran.reply));
    } catch (const StorageError& error) {
      replies.push_back(storage_reply(error));
    }
  }
  commit();
  return replies;
}

Reply Door::run_external(const Call& call) {
  for (const auto& [name, method] : external_) {
    if (name == call.method) return method(call.request);
  }
  // A name from outside may be any bytes; an answer is UTF-8.
  const std::string name = is_utf8(call.method) ? call.method : "?";
  return error_reply(Fault{.pointer = "/method",
                           .word = "request_invalid",
                           .problem = Problem{"/method", "没有这个方法：" + name + "。请核对名称。",
                                              "There is no method " + name + ". Check its name."}});
}

Door::Ran Door::run(Unit* unit, const Method& method, const Call& call) {
  const auto no = [](Reply reply) { return Ran{std::move(reply), false}; };
  auto json = read_json(call.request);
  if (!json) {
    return no(error_reply(Fault{
        .pointer = json.error().pointer, .word = "request_invalid", .problem = json.error()}));
  }
  struct Wiped {
    Json& request;
    ~Wiped() { wipe_texts(request); }
  } wiped{*json};

  Problems problems;
  const bool training = store_.identity().training;
  JsonWriter result;
  MethodCall context{.desk = {store_, {}},
                     .config = config_,
                     .fields = Fields(*json, "", problems),
                     .request = call.request,
                     .result = result,
                     .gate = *gate_,
                     .claim = {},
                     .caller = {},
                     .way_in = call.way_in,
                     .progress = progress_};
  Fields& fields = context.fields;

  // What every request may carry.
  const bool writes = method.access != Access::reads && method.access != Access::long_reads;
  const bool lenient =
      method.access == Access::bulk || (method.access == Access::sets_training && training);
  bool tried = false;  // a PIN was tried: its record is part of what the answer says
  std::optional<std::string> request_id;
  if (writes) {
    constexpr std::size_t bytes = longest_request_id * 4;
    request_id =
        lenient ? fields.optional_text("request_id", bytes) : fields.text("request_id", bytes);
    if (request_id && characters(*request_id) > longest_request_id) {
      fields.problem("request_id", "请求编号最多 64 个字符。",
                     "A request id has at most 64 characters.");
    }
  }
  const StaffAct asked = act_of_method(method.name).value_or(StaffAct::staff);
  context.claim = read_claim(
      fields, {writes && !lenient && call.way_in.operator_number.empty(), takes_second(asked)});
  fill_in(context.claim, call.way_in);
  const Claim& claim = context.claim;
  std::optional<std::int64_t> told;
  if (const auto text = fields.optional_text("at", 64)) {
    const auto time = read_time(*text);
    if (!training) {
      fields.problem("at", "“at”只能在培训门店使用，请去掉。",
                     "\"at\" is for training stores alone. Leave it out.");
    } else if (!time) {
      fields.problem("at", "时间应为 2026-11-22T10:00:00+08:00 的形式。",
                     "A time looks like 2026-11-22T10:00:00+08:00.");
    } else {
      told = *time;
    }
  }
  if (!problems.empty()) {
    if (const auto bad = context.check(); !bad) return no(no_reply(bad.error()));
  }

  // Effective time: never below the highest seen (design 8). A training store's time is what it was
  // last told, and the clock's only until then (A37).
  if (training && told && !(writes && store_.locked())) store_.saw(*told);
  const std::int64_t mark = store_.time_mark();
  const std::int64_t clock = store_.is_told_the_time() ? mark : clock_();
  const bool set_back = mark != 0 && clock < mark - clock_step_seconds;
  const std::int64_t at = std::max(clock, mark);
  context.desk.stamp = {
      .at = at, .day = store_.zone().day_of(at), .staff = claim.number.value_or(std::string())};

  // Who asks. What this records stays, whatever becomes of the request.
  if (claim.number || claim.second) {
    std::optional<No> against;
    const auto prove = [&] {
      auto proved = gate_->prove(context.desk, claim);
      if (proved) {
        context.caller = std::move(*proved);
      } else {
        against = proved.error();
      }
      return true;
    };
    const Seq before = store_.journal().last().seq;
    in_unit(unit, prove);
    const bool recorded = store_.journal().last().seq != before;
    if (against) return {refuse(unit, context, method, *against), true};
    if (recorded && unit != nullptr) tried = true;
  }

  // A19: the same id and content again is the same answer.
  std::string print;
  store_.people().begin_answer();
  if (request_id && printing_now_.contains(*request_id)) {
    return {error_reply(Fault{.code = Fault::Code::conflict,
                              .pointer = "/request_id",
                              .word = "print_under_way",
                              .facts = {{"request_id", *request_id}}}),
            tried};
  }
  if (request_id) {
    print = fingerprint(call.method, *json, own_cards(context));
    if (const auto kept = store_.people().answer(*request_id, print)) {
      if (kept->same && kept->text) {
        return {{with_replayed(context.desk, *kept->text), exit_code::ok}, tried};
      }
      if (kept->same) {  // R4: it named a member who was erased since
        return {error_reply(Fault{.code = Fault::Code::conflict,
                                  .pointer = "/request_id",
                                  .word = "answer_erased",
                                  .facts = {{"request_id", *request_id}}}),
                tried};
      }
      return {error_reply(Fault{.code = Fault::Code::conflict,
                                .pointer = "/request_id",
                                .word = "request_id_used",
                                .facts = {{"request_id", *request_id}}}),
              tried};
    }
  }
  const bool first = enrols_first(method, store_);
  if (const auto stranger = Gate::unknown(claim, context.caller); stranger && !first) {
    return {refuse(unit, context, method, No(*stranger)), true};
  }
  if (writes && store_.locked()) {
    return no(error_reply(Fault{.code = Fault::Code::storage, .word = "storage_behind_anchor"}));
  }
  if (writes && store_.provisional() && waits_for_office(method.name)) {
    return no(error_reply(Fault{.code = Fault::Code::storage, .word = "provisional"}));
  }
  if (!(lenient && training) && !first) {
    if (const auto allowed = Gate::allow(context.caller, asked); !allowed) {
      return {refuse(unit, context, method, allowed.error()), true};
    }
  }

  if (unit == nullptr) {
    Reply reply = act(method, context);
    if (context.not_allowed) return no(refuse(unit, context, method, *context.not_allowed));
    if (context.books_broken) say_broken(context);
    if (const auto& job = context.to_print) {
      job->answer = std::move(reply.text);
      job->request_id = request_id.value_or(std::string());
      job->fingerprint = print;
      if (!call.prints_elsewhere) return no(print_here(*job));
      if (request_id) printing_now_.insert(*request_id);
      return no({.to_print = job});
    }
    if (request_id && reply.exit_code == exit_code::ok) {
      Unit own(store_);
      own.run([&] {
        store_.people().keep_answer(*request_id, print, without_secret(reply.text));
        return true;
      });
      own.commit();
    }
    return no(std::move(reply));
  }

  Ran ran;
  const Seq before = store_.journal().last().seq;
  unit->run([&] {
    if (writes) close_past_months(context.desk);  // R1
    if (writes && set_back && store_.meta("clock_set_back") != std::to_string(mark)) {
      // Said once for each step back; the sale goes on at the time mark.
      const Position step = record(context.desk, TimeStepEvent{clock});
      raise(context.desk, AnomalyKind::clock_set_back, Clause::X2, std::nullopt, step.seq);
      store_.set_meta("clock_set_back", std::to_string(mark));
    }
    ran.reply = act(method, context);
    ran.wanted = context.wanted;
    if (!context.done) return false;
    gate_->record_approval(context.desk, context.caller, method.name, asked);
    if (request_id) store_.people().keep_answer(*request_id, print, without_secret(ran.reply.text));
    return true;
  });
  if (context.not_allowed) return {refuse(unit, context, method, *context.not_allowed), true};
  if (context.own_card) {  // X2: refused, and recorded
    unit->run([&] {
      raise(context.desk, AnomalyKind::own_card, Clause::X2, context.own_card, 0);
      return true;
    });
  }
  // A look is a read that writes: its answer is true only once it is on the disk.
  ran.wrote = tried || (context.done && writes) || store_.journal().last().seq != before;
  return ran;
}

Reply Door::print_here(PrintJob& job) {
  if (auto result = printing_(job.target, job.bytes); !result) job.failure = result.error();
  return printed(job);
}

Reply Door::printed(const PrintJob& job) {
  if (const auto found = printing_now_.find(job.request_id); found != printing_now_.end()) {
    printing_now_.erase(found);
  }
  if (const auto fault = judge_print(store_, job)) return error_reply(*fault);
  if (!job.request_id.empty()) {
    store_.people().begin_answer();  // it names nobody
    Unit own(store_);
    own.run([&] {
      store_.people().keep_answer(job.request_id, job.fingerprint, job.answer);
      return true;
    });
    own.commit();
  }
  return {job.answer, exit_code::ok};
}

void Door::say_broken(MethodCall& context) {
  if (store_.locked() || store_.books().anomaly_raised(AnomalyKind::journal_broken, 0)) return;
  try {
    Stamp& stamp = context.desk.stamp;  // others may have been here meanwhile
    stamp.at = std::max(stamp.at, store_.time_mark());
    stamp.day = store_.zone().day_of(stamp.at);
    in_unit(nullptr, [&] {
      raise(context.desk, AnomalyKind::journal_broken, Clause::X2, std::nullopt, 0);
      return true;
    });
  } catch (const StorageError&) {  // NOLINT: broken books may not be written to either
  }
}

void Door::in_unit(Unit* unit, const std::function<bool()>& work) {
  if (unit != nullptr) {
    unit->run(work);
    return;
  }
  Unit own(store_);
  own.run(work);
  own.commit();
}

Reply Door::refuse(Unit* unit, MethodCall& context, const Method& method, const No& no) {
  const auto* fault = std::get_if<Fault>(&no);
  if (fault != nullptr && fault->code == Fault::Code::not_allowed) {
    in_unit(unit, [&] {
      gate_->record_refusal(context.desk, context.caller, method.name, fault->word);
      return true;
    });
  }
  return no_reply(no);
}

Reply Door::act(const Method& method, MethodCall& context) {
  JsonWriter& result = context.result;
  result.begin_object();
  const auto done = method.handler(context);
  context.done = done.has_value();
  if (!done) {
    const auto* fault = std::get_if<Fault>(&done.error());
    if (fault != nullptr && fault->code == Fault::Code::not_allowed) {
      context.not_allowed = done.error();
    }
    return no_reply(done.error());
  }
  result.end_object();
  JsonWriter out;
  out.begin_object().field("ok", true).key("result").raw(result.str());
  // The epoch of a provisional journal may still get another number, and with it each head.
  if (context.position && !store_.provisional()) {
    out.key("position").begin_object();
    out.field("epoch", context.position->epoch).field("seq", context.position->seq);
    out.field("head", hex(context.position->head)).end_object();
  }
  out.end_object();
  return {out.take(), context.exit_code};
}

}  // namespace vip::terminal
