#include "sync/wire.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

using terminal::Fields;
using terminal::Json;
using terminal::JsonWriter;
using terminal::Problems;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max() - 1;
constexpr std::size_t header_limit = 64 * 1024;
constexpr std::size_t pem_limit = 16 * 1024;

// A header's fields, and whether all of them were as they should be.
class Header {
 public:
  explicit Header(std::string_view line) {
    auto json = terminal::read_json(line, header_limit);
    if (!json) {
      problems_.push_back(json.error());
      return;
    }
    json_ = std::move(*json);
    fields_.emplace(json_, "", problems_);
    const auto version = fields_->integer("v", 1, largest);
    if (version && *version != wire_version) {
      fields_->problem("v", "不认识的协议版本。", "An unknown version of the protocol.");
    }
  }
  Header(const Header&) = delete;  // the fields look at the value beside them
  Header& operator=(const Header&) = delete;

  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most = largest) {
    return fields_ ? fields_->integer(name, least, most).value_or(least) : least;
  }
  Seq seq(std::string_view name, std::int64_t least = 0) {
    return static_cast<Seq>(integer(name, least));
  }
  std::uint32_t u32(std::string_view name) {
    return static_cast<std::uint32_t>(integer(name, 1, std::numeric_limits<std::uint32_t>::max()));
  }
  std::string text(std::string_view name, std::size_t most, std::size_t least = 1) {
    return fields_ ? fields_->text(name, most, least).value_or("") : "";
  }
  std::string optional_text(std::string_view name, std::size_t most) {
    return fields_ ? fields_->optional_text(name, most).value_or("") : "";
  }
  bool boolean(std::string_view name) { return fields_ && fields_->boolean(name).value_or(false); }
  bool optional_boolean(std::string_view name) {
    return fields_ && fields_->optional_boolean(name).value_or(false);
  }
  // PEM has line feeds, so it is no text() of Fields.
  std::string pem(std::string_view name) {
    const Json* value = fields_ ? fields_->value(name) : nullptr;
    if (value != nullptr && value->is_string()) {
      const auto& text = value->get_ref<const std::string&>();
      if (!text.empty() && text.size() <= pem_limit) return text;
    }
    wrong(name, "text in PEM form");
    return {};
  }
  template <std::size_t size>
  std::array<std::uint8_t, size> bytes(std::string_view name) {
    const std::string digits = text(name, size * 2, size * 2);
    const auto read = read_hex(digits);
    const auto array = read && hex(*read) == digits ? array_of<size>(*read) : std::nullopt;
    if (array) return *array;
    wrong(name, "lower-case hex digits");
    return {};
  }
  std::optional<Seq> optional_seq(std::string_view name) {
    if (!fields_) return std::nullopt;
    const auto value = fields_->optional_integer(name, 0, largest);
    if (!value) return std::nullopt;
    return static_cast<Seq>(*value);
  }
  Lineage lineage() {
    Lineage lineage;
    auto items = fields_ ? fields_->array("lineage", 2, 2) : std::nullopt;
    if (!items) return lineage;
    const Json& number = (*items)[0];
    const Json& id = (*items)[1];
    if (number.is_number_integer() && number.get<std::int64_t>() >= 1 && id.is_string()) {
      const auto& digits = id.get_ref<const std::string&>();
      const auto read = read_hex(digits);
      if (read && read->size() == 16 && hex(*read) == digits) {
        return {number.get<std::int64_t>(), digits};
      }
    }
    wrong("lineage", "a number and 32 hex digits");
    return lineage;
  }
  std::pair<std::int64_t, std::int64_t> window() {
    auto items = fields_ ? fields_->array("window", 2, 2) : std::nullopt;
    const auto both = items ? items->integers(0, largest) : std::nullopt;
    if (!both) {
      wrong("window", "two times");
      return {0, 0};
    }
    return {(*both)[0], (*both)[1]};
  }

  struct Registrations {
    Seq from = 1;
    Seq through = 0;
    std::size_t lines = 0;
  };
  Registrations registrations() {
    auto items = fields_ ? fields_->optional_array("regs", 3, 3) : std::nullopt;
    if (!items) return {};
    const auto all = items->integers(0, largest);
    if (all && (*all)[0] >= 1 && (*all)[1] >= (*all)[0] && (*all)[2] <= (*all)[1]) {
      return {static_cast<Seq>((*all)[0]), static_cast<Seq>((*all)[1]),
              static_cast<std::size_t>((*all)[2])};
    }
    wrong("regs", "from, through and how many");
    return {};
  }
  std::optional<OfficeSeals> seals() {
    auto items = fields_ ? fields_->optional_array("seal", 2, 2) : std::nullopt;
    if (!items) return std::nullopt;
    const auto key = [](const Json& item) -> std::optional<SealingKey> {
      if (!item.is_string()) return std::nullopt;
      const auto read = read_hex(item.get_ref<const std::string&>());
      return read ? array_of<32>(*read) : std::nullopt;
    };
    const auto form = key((*items)[0]);
    const auto address = key((*items)[1]);
    if (form && address) return OfficeSeals{*form, *address};
    wrong("seal", "two keys of 64 hex digits");
    return std::nullopt;
  }

  void wrong(std::string_view name, std::string_view should_be) {
    if (fields_) {
      fields_->problem(name, "格式不对。", "Should be " + std::string(should_be) + ".");
    }
  }

  std::optional<WireError> error() const {
    if (problems_.empty()) return std::nullopt;
    const auto& first = problems_.front();
    const std::string where = first.pointer.empty() ? "the header" : first.pointer;
    return WireError{where + ": " + first.message_en};
  }

 private:
  Json json_;
  Problems problems_;
  std::optional<Fields> fields_;
};

// The lines of a whole page; views into it.
Result<Lines, WireError> page_lines(std::string_view page) {
  auto lines = read_page(page);
  if (!lines) {
    return Unexpected{WireError{lines.error() == PageError::cut
                                    ? "the answer was cut off: its trailer is missing"
                                    : "the answer does not agree with its trailer"}};
  }
  return std::move(*lines);
}

Result<std::string_view, WireError> page_header(std::string_view page) {
  const auto lines = page_lines(page);
  if (!lines) return Unexpected{lines.error()};
  return lines->front();
}

JsonWriter begin() {
  JsonWriter json;
  json.begin_object().field("v", wire_version);
  return json;
}

std::string page_of(JsonWriter& json) {
  json.end_object();
  return make_page({json.str()});
}

void write_lineage(JsonWriter& json, const Lineage& lineage) {
  json.key("lineage").begin_array().integer(lineage.number).text(lineage.id).end_array();
}

std::string hex64(std::uint64_t value) {
  std::string bytes;
  append_u64(bytes, value);
  return hex(bytes);
}

std::vector<std::string> lines_of(const ExchangeAnswer& answer) {
  JsonWriter json = begin();
  write_lineage(json, answer.lineage);
  json.field("acked", answer.acked).field("safe", answer.safe).field("sess", answer.session);
  json.field("time", answer.time);
  json.key("window").begin_array().integer(answer.window_begin).integer(answer.window_end);
  json.end_array().field("max", answer.max_events).field("policy", answer.policy);
  if (!answer.page.empty()) json.field("page", answer.page);
  if (answer.more) json.field("more", true);
  if (answer.snapshot) json.field("snapshot", true);
  if (answer.seals) {
    json.field("regs", answer.registered).key("seal").begin_array();
    json.text(hex(answer.seals->form)).text(hex(answer.seals->address)).end_array();
  }
  json.end_object();
  std::vector<std::string> lines{json.take()};
  for (const InboxEntry& entry : answer.inbox) lines.push_back(write_entry(entry));
  for (const auto& state : answer.states) lines.push_back(write_state(state));
  return lines;
}

constexpr std::string_view signature_begin = R"({"sig":")";
constexpr std::string_view signature_end = R"("})";

std::string text_to_sign(const TerminalName& to, const Lines& lines) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).push_back('\n');
  std::string to_sign = "VIP-A1";
  append_u32(to_sign, to.tid);
  append_u32(to_sign, to.epoch);
  to_sign.append(raw(sha256(text)));
  return to_sign;
}

}  // namespace

std::string signed_text(const ExchangeHeader& header) {
  std::string text = "VIP-S1";
  append_u32(text, header.tid);
  append_u32(text, header.epoch);
  append_u64(text, header.through);
  text.append(raw(header.head));
  return text;
}

std::string write_request(const ExchangeHeader& header, const Lines& events,
                          const std::vector<SealedRegistration>& registrations) {
  ensure(header.through + 1 == header.from + events.size(), "a segment has the events it says");
  JsonWriter json = begin();
  json.field("tid", header.tid).field("epoch", header.epoch).field("from", header.from);
  json.field("through", header.through).field("last", header.last);
  json.field("head", hex(header.head)).field("sig", hex(header.signature));
  if (!header.session.empty()) json.field("sess", header.session);
  if (header.inbox != 0) json.field("inbox", header.inbox);
  if (!header.page.empty()) json.field("page", header.page);
  if (header.lineage != 0) json.field("lineage", header.lineage);
  if (!header.snapshot.empty()) json.field("snapshot", header.snapshot);
  if (header.registrations_through != 0) {
    json.key("regs").begin_array();
    for (const std::uint64_t number :
         {header.registrations_from, header.registrations_through, Seq{registrations.size()}}) {
      json.integer(static_cast<std::int64_t>(number));
    }
    json.end_array();
  }
  json.end_object();
  std::string text = json.take();
  text.push_back('\n');
  for (const std::string_view event : events) {
    ensure(event.find('\n') == std::string_view::npos, "an event holds no line feed");
    text.append(event).push_back('\n');
  }
  for (const SealedRegistration& sealed : registrations) {
    text.append(write_registration(sealed)).push_back('\n');
  }
  return text;
}

Result<ExchangeRequest, WireError> read_request(std::string_view text) {
  auto lines = split_lines(text);
  if (!lines || lines->empty()) {
    return Unexpected{WireError{"the request was cut off: it does not end with a line feed"}};
  }
  Header in(lines->front());
  ExchangeRequest request;
  ExchangeHeader& header = request.header;
  header.tid = in.u32("tid");
  header.epoch = in.u32("epoch");
  header.from = in.seq("from", 1);
  header.through = in.seq("through");
  header.last = in.seq("last");
  header.head = in.bytes<32>("head");
  header.signature = in.bytes<64>("sig");
  header.session = in.optional_text("sess", 64);
  header.inbox = in.optional_seq("inbox").value_or(0);
  header.page = in.optional_text("page", 64);
  header.lineage = static_cast<std::int64_t>(in.optional_seq("lineage").value_or(0));
  header.snapshot = in.optional_text("snapshot", 64);
  const auto regs = in.registrations();
  if (auto error = in.error()) return Unexpected{*error};
  if (regs.through != 0) {
    header.registrations_from = regs.from;
    header.registrations_through = regs.through;
  }
  if (header.through + 1 < header.from || header.last < header.through) {
    return Unexpected{WireError{"/through: Should be from - 1 to last."}};
  }
  const std::size_t events = header.through + 1 - header.from;
  const std::size_t sent = lines->size() - 1 - std::min(regs.lines, lines->size() - 1);
  if (lines->size() - 1 != events + regs.lines) {
    return Unexpected{WireError{"the request has " + std::to_string(sent) +
                                " events, its header says " + std::to_string(events)}};
  }
  const auto end_of_events = lines->begin() + 1 + static_cast<std::ptrdiff_t>(events);
  request.events.assign(lines->begin() + 1, end_of_events);
  for (const std::string_view event : request.events) {
    if (event.empty() || event.size() > event_limit) {
      return Unexpected{WireError{"an event is empty or too long"}};
    }
  }
  if (regs.through > header.through) {
    return Unexpected{WireError{"/regs: Should not go beyond through."}};
  }
  Seq before = regs.from - 1;
  for (auto line = end_of_events; line != lines->end(); ++line) {
    auto sealed = read_registration_line(*line);
    if (!sealed || sealed->seq <= before || sealed->seq > regs.through) {
      return Unexpected{WireError{"a registration cannot be read, or is out of its range"}};
    }
    before = sealed->seq;
    request.registrations.push_back(std::move(*sealed));
  }
  return request;
}

std::string write_answer(const ExchangeAnswer& answer) {
  const auto lines = lines_of(answer);
  return make_page(Lines(lines.begin(), lines.end()));
}

std::string write_answer(const ExchangeAnswer& answer, const TerminalName& to, const Sign& sign) {
  auto lines = lines_of(answer);
  const Signature signature = sign(text_to_sign(to, Lines(lines.begin(), lines.end())));
  lines.push_back(std::string(signature_begin) + hex(signature) + std::string(signature_end));
  return make_page(Lines(lines.begin(), lines.end()));
}

bool answer_is_signed(std::string_view page, const TerminalName& to, const PublicKey& key) {
  auto lines = read_page(page);
  if (!lines) return false;
  const std::string_view last = lines->back();
  if (last.size() != signature_begin.size() + 128 + signature_end.size() ||
      !last.starts_with(signature_begin) || !last.ends_with(signature_end)) {
    return false;
  }
  const auto bytes = read_hex(last.substr(signature_begin.size(), 128));
  const auto signature = bytes ? array_of<64>(*bytes) : std::nullopt;
  lines->pop_back();
  return signature && !lines->empty() && seal_holds(key, text_to_sign(to, *lines), *signature);
}

Result<ExchangeAnswer, WireError> read_answer(std::string_view page) {
  auto lines = page_lines(page);
  if (!lines) return Unexpected{lines.error()};
  Header in(lines->front());
  ExchangeAnswer answer;
  answer.lineage = in.lineage();
  answer.acked = in.seq("acked");
  answer.safe = in.seq("safe");
  answer.session = in.text("sess", 64);
  answer.time = in.integer("time", 0);
  std::tie(answer.window_begin, answer.window_end) = in.window();
  answer.max_events = in.integer("max", 1, 100'000);
  answer.policy = in.integer("policy", 0);
  answer.page = in.optional_text("page", 64);
  answer.more = in.optional_boolean("more");
  answer.snapshot = in.optional_boolean("snapshot");
  answer.seals = in.seals();
  if (answer.seals) answer.registered = in.seq("regs");
  if (auto error = in.error()) return Unexpected{*error};
  for (std::size_t i = 1; i < lines->size(); ++i) {
    auto line = read_downlink((*lines)[i]);
    if (!line) return Unexpected{WireError{"line " + std::to_string(i + 1) + " cannot be read"}};
    if (!*line) continue;
    if (auto* entry = std::get_if<InboxEntry>(&**line)) {
      answer.inbox.push_back(std::move(*entry));
    } else {
      auto& state = std::get<terminal::HeardOf>(**line);
      state.lineage = answer.lineage.number;
      state.at = answer.time;
      answer.states.push_back(std::move(state));
    }
  }
  if (answer.safe > answer.acked) {
    return Unexpected{WireError{"/safe: Should be at most acked."}};
  }
  if (answer.registered > answer.acked) {
    return Unexpected{WireError{"/regs: Should be at most acked."}};
  }
  return answer;
}

std::string write_want(const WantRequest& request) {
  JsonWriter json = begin();
  json.field("tid", request.tid).field("epoch", request.epoch);
  json.field("card", request.card.value()).field("points", request.points.count()).end_object();
  return json.take() + '\n';
}

Result<WantRequest, WireError> read_want(std::string_view text) {
  const auto lines = split_lines(text);
  if (!lines || lines->size() != 1) {
    return Unexpected{WireError{"a want is one line, and ends with a line feed"}};
  }
  Header in(lines->front());
  WantRequest request;
  request.tid = in.u32("tid");
  request.epoch = in.u32("epoch");
  request.card = card::Number::from_value(
      static_cast<std::uint64_t>(in.integer("card", 1, 9'999'999'999'999'999)));
  request.points = Points(in.integer("points", 0, 1'000'000'000'000));
  if (auto error = in.error()) return Unexpected{*error};
  return request;
}

std::string write_want_reply(const WantReply& reply) {
  JsonWriter json = begin();
  json.field("known", reply.known).field("coming", reply.coming.count());
  json.field("asked", reply.asked.count());
  return page_of(json);
}

Result<WantReply, WireError> read_want_reply(std::string_view page) {
  auto read = page_header(page);
  if (!read) return Unexpected{read.error()};
  Header in(*read);
  WantReply reply;
  reply.known = in.boolean("known");
  reply.coming = Points(in.integer("coming", 0));
  reply.asked = Points(in.integer("asked", 0));
  if (auto error = in.error()) return Unexpected{*error};
  return reply;
}

std::string write_wait(const WaitRequest& request) {
  JsonWriter json = begin();
  json.field("tid", request.tid).field("epoch", request.epoch).field("inbox", request.inbox);
  if (!request.page.empty()) json.field("page", request.page);
  json.end_object();
  return json.take() + '\n';
}

Result<WaitRequest, WireError> read_wait(std::string_view text) {
  const auto lines = split_lines(text);
  if (!lines || lines->size() != 1) {
    return Unexpected{WireError{"a wait is one line, and ends with a line feed"}};
  }
  Header in(lines->front());
  WaitRequest request;
  request.tid = in.u32("tid");
  request.epoch = in.u32("epoch");
  request.inbox = in.seq("inbox");
  request.page = in.optional_text("page", 64);
  if (auto error = in.error()) return Unexpected{*error};
  return request;
}

std::string write_wait_reply(const WaitReply& reply) {
  JsonWriter json = begin();
  json.field("news", reply.news);
  return page_of(json);
}

Result<WaitReply, WireError> read_wait_reply(std::string_view page) {
  auto read = page_header(page);
  if (!read) return Unexpected{read.error()};
  Header in(*read);
  WaitReply reply;
  reply.news = in.boolean("news");
  if (auto error = in.error()) return Unexpected{*error};
  return reply;
}

std::string write_refusal(const WireRefusal& refusal) {
  JsonWriter json = begin();
  json.field("error", refusal.word).field("detail", refusal.detail);
  if (refusal.acked) json.field("acked", *refusal.acked);
  if (refusal.epoch) json.field("epoch", *refusal.epoch);
  return page_of(json);
}

Result<WireRefusal, WireError> read_refusal(std::string_view page) {
  auto read = page_header(page);
  if (!read) return Unexpected{read.error()};
  Header in(*read);
  WireRefusal refusal;
  refusal.word = in.text("error", 64);
  refusal.detail = in.text("detail", 4096, 0);
  refusal.acked = in.optional_seq("acked");
  refusal.epoch = in.optional_seq("epoch");
  if (auto error = in.error()) return Unexpected{*error};
  return refusal;
}

std::string write_enrol_request(const EnrolRequest& request) {
  JsonWriter json = begin();
  json.field("code", request.code).field("store", request.store);
  json.field("tid", request.genesis.tid).field("epoch", request.genesis.epoch);
  json.field("lineage", hex64(request.genesis.lineage)).field("key", hex(request.genesis.key));
  json.field("nonce", hex(request.genesis.nonce)).field("training", request.training);
  json.field("csr", request.certificate_request).end_object();
  return json.take() + '\n';
}

Result<EnrolRequest, WireError> read_enrol_request(std::string_view text) {
  const auto lines = split_lines(text);
  if (!lines || lines->size() != 1) {
    return Unexpected{WireError{"an enrolment is one line, and ends with a line feed"}};
  }
  Header in(lines->front());
  EnrolRequest request;
  request.code = in.text("code", 64);
  request.store = in.text("store", 64);
  request.genesis.tid = in.u32("tid");
  request.genesis.epoch = in.u32("epoch");
  request.genesis.lineage = u64_at(raw(in.bytes<8>("lineage")), 0);
  request.genesis.key = in.bytes<32>("key");
  request.genesis.nonce = in.bytes<16>("nonce");
  request.training = in.boolean("training");
  request.certificate_request = in.pem("csr");
  if (auto error = in.error()) return Unexpected{*error};
  return request;
}

std::string write_renew_request(const RenewRequest& request) {
  JsonWriter json = begin();
  json.field("tid", request.tid).field("epoch", request.epoch);
  json.field("csr", request.certificate_request).end_object();
  return json.take() + '\n';
}

Result<RenewRequest, WireError> read_renew_request(std::string_view text) {
  const auto lines = split_lines(text);
  if (!lines || lines->size() != 1) {
    return Unexpected{WireError{"a renewal is one line, and ends with a line feed"}};
  }
  Header in(lines->front());
  RenewRequest request;
  request.tid = in.u32("tid");
  request.epoch = in.u32("epoch");
  request.certificate_request = in.pem("csr");
  if (auto error = in.error()) return Unexpected{*error};
  return request;
}

std::string write_enrol_answer(const EnrolAnswer& answer) {
  JsonWriter json = begin();
  json.field("tid", answer.tid).field("epoch", answer.epoch);
  json.field("certificate", answer.certificate).field("authority", answer.authority);
  json.field("office_key", hex(answer.office_key));
  write_lineage(json, answer.lineage);
  return page_of(json);
}

Result<EnrolAnswer, WireError> read_enrol_answer(std::string_view page) {
  auto read = page_header(page);
  if (!read) return Unexpected{read.error()};
  Header in(*read);
  EnrolAnswer answer;
  answer.tid = in.u32("tid");
  answer.epoch = in.u32("epoch");
  answer.certificate = in.pem("certificate");
  answer.authority = in.pem("authority");
  answer.office_key = in.bytes<32>("office_key");
  answer.lineage = in.lineage();
  if (auto error = in.error()) return Unexpected{*error};
  return answer;
}

std::string write_authority(std::string_view certificate_pem) {
  JsonWriter json = begin();
  json.field("authority", certificate_pem);
  return page_of(json);
}

Result<std::string, WireError> read_authority(std::string_view page) {
  auto read = page_header(page);
  if (!read) return Unexpected{read.error()};
  Header in(*read);
  std::string pem = in.pem("authority");
  if (auto error = in.error()) return Unexpected{*error};
  return pem;
}

}  // namespace vip::sync
