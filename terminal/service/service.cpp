#include "terminal/service/service.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>

#include "cardformat/bytes.h"
#include "cardformat/card_number.h"
#include "cardformat/utf8.h"
#include "cardformat/wipe.h"
#include "terminal/devices/scanner.h"
#include "terminal/http/pinned_tls.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"
#include "terminal/service/displays.h"
#include "terminal/service/events.h"
#include "terminal/service/metrics.h"
#include "terminal/service/notify.h"
#include "terminal/service/printers.h"
#include "terminal/service/service_file.h"
#include "terminal/service/statuses.h"
#include "terminal/service/store_thread.h"
#include "terminal/service/visitors.h"
#include "terminal/service/web_files.h"

namespace vip::terminal::service {
namespace {

using http::Answer;
using http::Request;
using http::Respond;

constexpr std::string_view version = "0.1.0";
constexpr std::string_view door_path = "/v1/";
constexpr std::string_view exit_field = "Vip-Exit-Code";
constexpr int session_tick_ms = 2'000;
constexpr std::size_t longest_pin = 64;

// "/v1/sale/quote" -> "sale.quote". Empty: that is no method's path.
std::string method_in(std::string_view path) {
  std::string name(path.substr(std::min(path.size(), door_path.size())));
  if (name.find('.') != std::string::npos) return {};
  std::replace(name.begin(), name.end(), '/', '.');
  for (std::size_t at = 0; (at = name.find('%', at)) != std::string::npos; ++at) {
    const auto byte = read_hex(std::string_view(name).substr(at + 1, 2));
    if (byte && byte->size() == 1) name.replace(at, 3, *byte);
  }
  return name;
}

// As many connections as the limits promise need as many descriptors.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// A scan as JSON takes it: what is not UTF-8 in it stands as U+FFFD.
std::string readable(std::string_view raw) {
  std::string text;
  while (!raw.empty()) {
    std::string_view rest = raw;
    if (take_character(rest)) {
      text += raw.substr(0, raw.size() - rest.size());
      raw = rest;
    } else {
      text += "\xef\xbf\xbd";
      raw.remove_prefix(1);
    }
  }
  return text;
}

Answer plain_json(std::string body) {
  Answer answer;
  answer.body = std::move(body);
  answer.fields.emplace_back("Cache-Control", "no-store");
  return answer;
}

// What POST /session asks for, as the door has it.
struct Login {
  std::string request;
  std::string lane;
};
std::variant<Login, Answer> read_login(std::string_view body) {
  const auto json = read_json(body);
  Problems problems;
  Login login;
  if (!json) {
    problems.push_back(json.error());
  } else {
    Fields fields(*json, "", problems);
    const Json* number = fields.value("operator");
    auto pin = fields.optional_text("pin", longest_pin);
    auto badge = fields.optional_text("badge", longest_pin);
    const Json* lane = fields.value("lane");
    fields.finish();
    if (lane != nullptr) {
      login.lane = lane->is_string() ? lane->get<std::string>() : lane->dump();
      if (!is_lane_name(login.lane)) {
        fields.problem("lane", "收银台名称为 1 至 16 个字母、数字或“-”“_”“.”。",
                       "A lane's name has 1 to 16 letters, digits, \"-\", \"_\" or \".\".");
      }
    }
    JsonWriter out;
    out.begin_object();
    if (number != nullptr) out.key("operator").raw(number->dump());
    if (pin) out.field("pin", *pin);
    if (badge) out.field("badge", *badge);
    out.end_object();
    login.request = out.take();
    for (auto* secret : {&pin, &badge}) {
      if (*secret) wipe(**secret);
    }
  }
  if (problems.empty()) return login;
  const Problem& first = problems.front();
  return answer_of(error_reply(
      Fault{.pointer = first.pointer, .word = "request_invalid", .facts = {}, .problem = first}));
}

std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string_view state_data(Sessions::State state) {
  switch (state) {
    case Sessions::State::open:
      return R"({"asleep":false})";
    case Sessions::State::asleep:
      return R"({"asleep":true})";
    case Sessions::State::unknown:
      break;
  }
  return R"({"over":true})";
}

}  // namespace

class Service::Impl {
 public:
  Impl(ServiceSettings settings, std::unique_ptr<OpenedStore> store, const MakeElsewhere& elsewhere)
      : settings_(std::move(settings)) {
    if (!is_loopback(settings_.address) && !settings_.tls) {
      throw std::runtime_error("listening on " + settings_.address +
                               " takes --tls-cert and --tls-key; on this machine alone: --listen "
                               "127.0.0.1");
    }
    if (settings_.tls) {
      const auto hash = http::certificate_hash(settings_.tls->certificate_pem);
      if (!hash) {
        throw std::runtime_error(
            "the file of --tls-cert holds no certificate (PEM): give the "
            "service's own, with its chain behind it");
      }
      certificate_ = *hash;
    }
    raise_descriptor_limit();
    const StoreIdentity identity = store->store().identity();
    store_name_ = identity.store;
    scanner_config_ = store->config().scanner;
    displays_.emplace(store->config().display);
    training_ = identity.training;
    events_written_ = static_cast<std::int64_t>(store->store().journal().last().seq);
    http::Settings listening{.address = settings_.address,
                             .port = settings_.port,
                             .tls = settings_.tls,
                             .limits = settings_.limits};
    http::Handler handler;
    handler.judge = [this](const Request& head) { return judge(head); };
    handler.answer = [this](Request request, const Respond& respond) {
      answer(std::move(request), respond);
    };
    server_.emplace(listening, std::move(handler));
    owner_token_ = new_token();
    visitors_.emplace(VisitorRules{.data = settings_.data,
                                   .address = settings_.address,
                                   .port = server_->port(),
                                   .tls = settings_.tls.has_value(),
                                   .hosts = settings_.hosts,
                                   .training = training_,
                                   .owner_token = owner_token_});
    store_.emplace(std::move(store));
    store_->watch(
        {.answered = [this](const Call& call, const Reply& reply) { tell(call, reply); },
         .wrote =
             [this](Seq last) {
               events_written_ = static_cast<std::int64_t>(last);
               // Its thread may write before it has its place here.
               if (Elsewhere* agent = told_of_writing_) agent->wrote(last);
             },
         .progress = [this](std::string_view what, std::uint64_t done, std::uint64_t total,
                            std::uint64_t rows) { tell_progress(what, done, total, rows); }});
    if (elsewhere) {
      elsewhere_ =
          elsewhere(*store_, [this](const std::string& status) { events_.tell("sync", status); });
      told_of_writing_ = elsewhere_.get();
    }
    for (const std::string_view name : method_names()) methods_.emplace(name);
    if (elsewhere_) {
      for (const std::string_view name : elsewhere_->methods()) methods_.emplace(name);
    }
    // Before anybody is told that it serves: whoever is told may look here at once.
    // Whoever listens on every address is found on this one.
    const bool any = settings_.address == "0.0.0.0" || settings_.address == "::";
    write_service_file(settings_.data, {.address = any ? "127.0.0.1" : settings_.address,
                                        .port = port(),
                                        .certificate = certificate_,
                                        .token = owner_token_});
  }

  std::uint16_t port() const { return server_->port(); }

  std::string url() const {
    const bool six = settings_.address.find(':') != std::string::npos;
    return std::string(settings_.tls ? "https://" : "http://") +
           (six ? '[' + settings_.address + ']' : settings_.address) + ':' + std::to_string(port());
  }

  void run(bool until_signal) {
    server_->every(session_tick_ms, [this] { look_after_sessions(); });
    read_scanners();
    displays_->welcome();
    if (const int wanted_ms = watchdog_ms(); wanted_ms > 0) {
      server_->every(std::max(wanted_ms / 3, 1), [this] { watch_store(); });
    }
    notify("READY=1");
    server_->run(until_signal, [this] {
      notify("STOPPING=1");
      remove_service_file(settings_.data);
      if (elsewhere_) elsewhere_->stop();
      printers_.stop();
      store_->give_up_long_work();
    });
    scanners_.clear();
    printers_.finish();  // what became of a receipt is still noted
    store_->close();
  }

  void stop() { server_->stop(); }
  StoreThread& store() { return *store_; }
  void scanned(std::string_view raw, const std::string& lane) {
    JsonWriter out;
    out.begin_object().field("scan", readable(raw)).end_object();
    if (lane.empty()) return events_.tell_pages("scan", out.str());
    for (const Page& page : visitors_->pages().all()) {
      if (page.lane == lane) events_.tell_page(page.id, "scan", out.str());
    }
  }

 private:
  // ---- scanners ----

  void read_scanners() {
    for (const ScannerSource& source : settings_.scanners) read_scanner(source, {});
    read_scanner(scanner_config_.source, {});
    for (const auto& [lane, source] : scanner_config_.lanes) read_scanner(source, lane);
  }

  void read_scanner(const ScannerSource& source, const std::string& lane) {
    if (source.kind == ScannerSource::Kind::none) return;
    scanners_.push_back(std::make_unique<Scanner>(
        source, [this, lane](std::string_view scan) { scanned(scan, lane); },
        [source](const std::string& problem) {
          std::cerr << "vip-terminal: scanner " << source.text() << ": "
                    << (problem.empty() ? "is read" : problem + "; looking for it each second")
                    << std::endl;
        }));
  }

  // ---- whom it answers ----

  std::optional<Answer> judge(const Request& head) {
    auto refused = visitors_->foreign(head);
    if (!refused) refused = judge_path(head);
    if (refused) metrics_.answered("refused", refused->status, std::chrono::microseconds(0));
    return refused;
  }

  std::optional<Answer> judge_path(const Request& head) {
    const std::string& path = head.path;
    const bool gets = head.method == "GET" || head.method == "HEAD";
    if (path.starts_with(door_path) || path == "/events") {
      auto who = visitors_->who(head);
      if (auto* refusal = std::get_if<Answer>(&who)) return std::move(*refusal);
      if (path == "/events") return gets ? std::nullopt : std::optional(other_method("GET"));
      // The command line is told by the door what is no method.
      const bool owner = std::get<Visitor>(who).kind == Visitor::Kind::owner;
      if (!owner && !methods_.contains(method_in(path))) return no_such_path();
      return head.method == "POST" ? std::nullopt : std::optional(other_method("POST"));
    }
    if (path == "/session") {
      if (gets || head.method == "POST" || head.method == "DELETE") return std::nullopt;
      return other_method("GET, POST, DELETE");
    }
    if (!is_web_file(path) && path != "/healthz" && path != "/readyz" && path != "/metrics") {
      return no_such_path();
    }
    return gets ? std::nullopt : std::optional(other_method("GET"));
  }

  // ---- what it answers ----

  void answer(Request request, const Respond& respond) {
    using Clock = std::chrono::steady_clock;
    const bool of_door = request.path.starts_with(door_path);
    auto timed = [this, respond, begun = Clock::now(),
                  route = route_of(request.path)](Answer answer) {
      const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
      metrics_.answered(route, answer.status, took);
      respond(std::move(answer));
    };
    if (of_door) return call(std::move(request), timed);
    if (request.path == "/session") return session(std::move(request), timed);
    if (request.path == "/events") return listen(request, timed);
    if (request.path == "/healthz") return timed(plain_json(R"({"ok":true})"));
    if (request.path == "/readyz") return ready(timed);
    if (request.path == "/metrics") return timed(figures());
    timed(web_file(request));
  }

  // A name for the metrics, of which there are only so many.
  std::string route_of(const std::string& path) const {
    if (path.starts_with("/assets/")) return "/assets";
    if (!path.starts_with(door_path) || methods_.contains(method_in(path))) return path;
    return "/v1";
  }

  void call(Request request, const Respond& respond) {
    auto who = visitors_->who(request);  // a page may have been closed since its head was judged
    if (auto* refusal = std::get_if<Answer>(&who)) return respond(std::move(*refusal));
    auto& visitor = std::get<Visitor>(who);
    const bool owner = visitor.kind == Visitor::Kind::owner;
    Call call{.method = method_in(request.path),
              .request = std::move(request.body),
              .way_in = std::move(visitor.way_in),
              .prints_elsewhere = true};
    const auto done = [owner, respond](Reply reply) {
      Answer answer = answer_of(reply);
      if (owner) {  // the command line shows it as it came
        answer.body = std::move(reply.text);
        answer.content_type = "application/json";
        answer.fields.emplace_back(exit_field, std::to_string(reply.exit_code));
      }
      respond(std::move(answer));
    };
    if (!is_for_elsewhere(call.method)) return carry_out(std::move(call), done);
    if (visitor.kind != Visitor::Kind::page) return elsewhere_->call(std::move(call), done);
    ask_elsewhere_awake(std::move(call), respond, done);
  }

  bool is_for_elsewhere(const std::string& method) const {
    if (!elsewhere_) return false;
    const auto theirs = elsewhere_->methods();
    return std::find(theirs.begin(), theirs.end(), method) != theirs.end();
  }

  // What goes past the door goes past its gate as well: whether the page's session is open is asked
  // here.
  void ask_elsewhere_awake(Call call, const Respond& respond,
                           const std::function<void(Reply)>& done) {
    const bool taken =
        store_->run([this, call = std::move(call), respond, done](OpenedStore& store) mutable {
          auto state = Sessions::State::open;
          try {
            state = store.door().session(call.way_in.session, call.way_in.operator_number);
          } catch (const StorageError& error) {
            return respond(answer_of(storage_reply(error)));
          }
          if (state == Sessions::State::open) return elsewhere_->call(std::move(call), done);
          const bool asleep = state == Sessions::State::asleep;
          respond(problem(Fault::Code::not_allowed, asleep ? "session_asleep" : "session_unknown"));
        });
    if (!taken) respond(answer_of(stopping_reply()));
  }

  void carry_out(Call call, std::function<void(Reply)> done) {
    store_->call(std::move(call), [this, done = std::move(done)](Call& asked, Reply reply) {
      if (reply.to_print) return send_to_printer(asked.method, reply.to_print, done);
      if (!reply.wanted || !elsewhere_) return done(std::move(reply));
      // Head office may help: asked outside the door, and then the counter is asked once more.
      elsewhere_->want(*reply.wanted, [this, asked = std::move(asked), done]() mutable {
        store_->call(std::move(asked), [done](Call&, Reply last) { done(std::move(last)); });
      });
    });
  }

  // Nobody waits for a printer but who asked for the receipt.
  void send_to_printer(const std::string& method, std::shared_ptr<PrintJob> job,
                       const std::function<void(Reply)>& done) {
    printers_.print(std::move(job), [this, method, done](std::shared_ptr<PrintJob> printed) {
      store_->call({.method = method, .printed = std::move(printed)},
                   [done](Call&, Reply last) { done(std::move(last)); });
    });
  }

  void session(Request request, const Respond& respond) {
    if (request.method == "POST") return log_in(std::move(request), respond);
    const auto page = visitors_->page_of(request);
    if (request.method == "DELETE") {
      if (page) close_page(*page);
      JsonWriter out;
      out.begin_object().field("ok", true).key("result").begin_object();
      if (page) out.field("operator", page->operator_number);
      out.end_object().end_object();
      Answer answer = plain_json(out.take());
      answer.fields.emplace_back("Set-Cookie", visitors_->cookie_field({}));
      return respond(std::move(answer));
    }
    const auto nobody = [respond] {
      respond(problem(Fault::Code::not_allowed, "session_unknown"));
    };
    if (!page) return nobody();
    const bool taken = store_->run([this, page = *page, respond, nobody](OpenedStore& store) {
      try {
        const auto state = store.door().session(page.session, page.operator_number);
        if (state == Sessions::State::unknown) return nobody();
        respond(plain_json(session_text(page, state == Sessions::State::asleep)));
      } catch (const StorageError& error) {
        respond(answer_of(storage_reply(error)));
      }
    });
    if (!taken) respond(answer_of(stopping_reply()));
  }

  // `asleep`: no value where somebody has just proved to be awake.
  std::string session_text(const Page& page, std::optional<bool> asleep) const {
    JsonWriter out;
    out.begin_object().field("ok", true).key("result").begin_object();
    out.field("operator", page.operator_number).field("role", page.role);
    out.field("idle_seconds", Sessions::idle_seconds);
    if (!page.lane.empty()) out.field("lane", page.lane);
    if (asleep) {
      out.field("asleep", *asleep).field("store", store_name_).field("training", training_);
    }
    out.end_object().end_object();
    return out.take();
  }

  void log_in(Request request, const Respond& respond) {
    auto read = read_login(request.body);
    wipe(request.body);
    if (auto* wrong = std::get_if<Answer>(&read)) return respond(std::move(*wrong));
    auto& login = std::get<Login>(read);
    const auto before = visitors_->page_of(request);
    store_->call({.method = "operator.login", .request = std::move(login.request)},
                 [this, respond, before, lane = std::move(login.lane)](Call&, Reply reply) {
                   if (reply.exit_code != exit_code::ok) return respond(answer_of(reply));
                   const auto json = read_json(reply.text);
                   wipe(reply.text);  // the session's token goes no further
                   if (!json) return respond(problem(Fault::Code::internal, "internal"));
                   const Json& result = (*json)["result"];
                   Page page{.operator_number = text_in(result, "operator"),
                             .role = text_in(result, "role"),
                             .session = text_in(result, "session"),
                             .lane = lane};
                   if (before) close_page(*before);
                   Answer answer = plain_json(session_text(page, std::nullopt));
                   answer.fields.emplace_back(
                       "Set-Cookie",
                       visitors_->cookie_field(visitors_->pages().open(std::move(page))));
                   respond(std::move(answer));
                 });
  }

  void close_page(const Page& page) {
    visitors_->pages().close(page.id);
    events_.tell_page(page.id, "session", state_data(Sessions::State::unknown));
    store_->run([page](OpenedStore& store) {
      try {
        store.door().close_session(page.session);
      } catch (const StorageError&) {
        // A store that is opened again begins without sessions.
      }
    });
  }

  // Pages are told when their session falls asleep, wakes or is over.
  void look_after_sessions() {
    std::vector<Page> pages = visitors_->pages().all();
    if (pages.empty()) return;
    store_->run([this, pages = std::move(pages)](OpenedStore& store) {
      for (const Page& page : pages) {
        auto state = Sessions::State::unknown;
        try {
          state = store.door().session(page.session, page.operator_number);
        } catch (const StorageError&) {
          continue;
        }
        if (state == page.told) continue;
        visitors_->pages().tell(page.id, state);
        events_.tell_page(page.id, "session", state_data(state));
      }
    });
  }

  void listen(const Request& request, const Respond& respond) {
    auto who = visitors_->who(request);
    if (auto* refusal = std::get_if<Answer>(&who)) return respond(std::move(*refusal));
    JsonWriter hello;
    hello.begin_object().field("store", store_name_).field("training", training_).end_object();
    auto flow = events_.listen(std::get<Visitor>(who).page, hello.str());
    if (!flow) return respond(problem(Fault::Code::unreachable, "listeners_full"));
    Answer answer;
    answer.content_type = "text/event-stream";
    answer.fields.emplace_back("Cache-Control", "no-store");
    answer.outflow = std::move(flow);
    respond(std::move(answer));
  }

  void ready(const Respond& respond) {
    const bool taken = store_->run([respond](OpenedStore& store) {
      try {
        if (store.store().locked()) {
          respond(problem(Fault::Code::storage, "storage_behind_anchor"));
        } else {
          respond(plain_json(R"({"ok":true})"));
        }
      } catch (const StorageError& error) {
        respond(answer_of(storage_reply(error)));
      }
    });
    if (!taken) respond(answer_of(stopping_reply()));
  }

  // ---- what others want to know ----

  // On the store's thread.
  void tell(const Call& call, const Reply& reply) {
    if (reply.to_print) return;  // not printed yet
    if (reply.exit_code == exit_code::ok)
      displays_->hear(call.way_in.lane, call.method, reply.text);
    if (call.method == "receipt.print") events_.tell("printer", reply.text);
    if (reply.exit_code != exit_code::ok || call.request.empty()) return;
    if (reply.text.find(R"("position":{)") == std::string::npos) return;  // nothing was written
    if (events_.listeners() == 0) return;
    const auto json = read_json(reply.text);
    if (!json || !json->contains("result")) return;
    std::string card = text_in((*json)["result"], "card");
    if (const auto number = card::read_number(card)) card = number->masked();
    if (card.empty()) return;
    JsonWriter out;
    out.begin_object().field("method", call.method).field("card", card).end_object();
    events_.tell("card", out.str());
  }

  void tell_progress(std::string_view what, std::uint64_t done, std::uint64_t total,
                     std::uint64_t rows) {
    JsonWriter out;
    out.begin_object().field("method", what).field("done", done).field("total", total);
    out.field("rows", rows).end_object();
    events_.tell("progress", out.str());
  }

  Answer figures() {
    const StoreThread::Counts counts = store_->counts();
    std::vector<Metrics::Figure> all = {
        {"vip_build_info", "The program.", false, 1, "{version=\"" + std::string(version) + "\"}"},
        {"vip_connections", "Connections that are open.", false,
         static_cast<std::int64_t>(server_->connections())},
        {"vip_event_listeners", "Pages and programs that listen to events.", false,
         static_cast<std::int64_t>(events_.listeners())},
        {"vip_calls_total", "Requests that the store carried out.", true,
         static_cast<std::int64_t>(counts.calls)},
        {"vip_commits_total", "Batches of requests, each with one commit.", true,
         static_cast<std::int64_t>(counts.batches)},
        {"vip_calls_waiting", "Requests that wait for the store.", false,
         static_cast<std::int64_t>(counts.waiting)},
        {"vip_journal_events", "Events of the journal.", false, events_written_},
        {"vip_scanners", "Scanners that the service should read itself.", false,
         static_cast<std::int64_t>(scanners_.size())},
        {"vip_scanners_read", "Those that are there and are read.", false,
         std::count_if(scanners_.begin(), scanners_.end(),
                       [](const auto& scanner) { return scanner->is_read(); })},
    };
    std::error_code error;
    const auto space = std::filesystem::space(settings_.data, error);
    if (!error) {
      all.push_back({"vip_disk_free_bytes", "Room on the store's disk.", false,
                     static_cast<std::int64_t>(space.available)});
    }
    const auto size = std::filesystem::file_size(settings_.data / "store.db", error);
    if (!error) {
      all.push_back({"vip_db_size_bytes", "The store's database file.", false,
                     static_cast<std::int64_t>(size)});
    }
    if (elsewhere_) add_exchange(all);
    Answer answer;
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = metrics_.text(all);
    return answer;
  }

  void add_exchange(std::vector<Metrics::Figure>& all) {
    const Elsewhere::Figures sync = elsewhere_->figures();
    all.push_back(
        {"vip_sync_enrolled", "1: there is a head office.", false, sync.enrolled ? 1 : 0});
    all.push_back({"vip_outbox_rows", "Events that head office has not acknowledged.", false,
                   static_cast<std::int64_t>(sync.waiting)});
    all.push_back({"vip_outbox_oldest_timestamp_seconds",
                   "When the oldest of them was made; 0: none waits.", false, sync.oldest_at});
    all.push_back({"vip_sync_last_ack_timestamp_seconds", "Head office's last answer; 0: never.",
                   false, sync.heard_at});
    all.push_back({"vip_sync_exchanges_total", "Exchanges that went through.", true,
                   static_cast<std::int64_t>(sync.exchanges)});
    all.push_back({"vip_sync_failures_total", "Exchanges that did not.", true,
                   static_cast<std::int64_t>(sync.failures)});
  }

  // The watchdog hears nothing while the store's thread is stuck in one thing.
  void watch_store() {
    const StoreThread::Pulse pulse = store_->pulse();
    if (!pulse.busy || pulse.beats != seen_.beats) notify("WATCHDOG=1");
    seen_ = pulse;
  }

  ServiceSettings settings_;
  std::string store_name_;
  bool training_ = false;
  std::string owner_token_;
  std::string certificate_;  // its hash; empty: in the clear
  std::set<std::string, std::less<>> methods_;
  Metrics metrics_;
  Events events_;
  std::optional<Displays> displays_;
  std::atomic<std::int64_t> events_written_ = 0;
  StoreThread::Pulse seen_;
  // In this order: whoever answers may answer until it ends, and then the server goes.
  std::optional<http::HttpServer> server_;
  std::optional<Visitors> visitors_;
  std::optional<StoreThread> store_;
  std::atomic<Elsewhere*> told_of_writing_ = nullptr;
  std::unique_ptr<Elsewhere> elsewhere_;
  Printers printers_;
  Config::Scanner scanner_config_;
  std::vector<std::unique_ptr<Scanner>> scanners_;  // while it runs
};

Service::Service(ServiceSettings settings, std::unique_ptr<OpenedStore> store,
                 const MakeElsewhere& elsewhere)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(store), elsewhere)) {}

Service::~Service() = default;

std::uint16_t Service::port() const { return impl_->port(); }
std::string Service::url() const { return impl_->url(); }
void Service::run(bool until_signal) { impl_->run(until_signal); }
void Service::stop() { impl_->stop(); }
void Service::scanned(std::string_view raw, const std::string& lane) { impl_->scanned(raw, lane); }
StoreThread& Service::store() { return impl_->store(); }

}  // namespace vip::terminal::service
