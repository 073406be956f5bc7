// report.greetings, greetings.hand_over: whom the store writes to, when and why (S6).
//
// report.greetings shows the list, masked. greetings.hand_over gives it out, to a message gateway
// or as a file: phones whole, by a manager, in the journal; who is on it is not named for the same
// thing again. It is an act with a request id, so that a list whose answer was lost is had again.
// The gateway's form is one message for each row: to, when, text.

#include <algorithm>
#include <array>

#include "cardformat/mask.h"
#include "terminal/counter/greetings.h"
#include "terminal/door/copies.h"
#include "terminal/door/method.h"
#include "terminal/door/report_format.h"
#include "terminal/door/report_text.h"

namespace vip::terminal {
namespace {

constexpr std::int64_t longest_window = 366;  // days
constexpr std::size_t longest_news = 200;

Message text_of(const Greeting& row, const std::optional<Message>& news) {
  const GreetingReason& first = row.reasons.front();
  const Facts facts{
      {"address_zh", row.address.zh}, {"address_en", row.address.en}, {"day", first.when.text()}};
  Message text = message(Clause::S6, first.word, facts);
  const bool has_news = std::any_of(row.reasons.begin(), row.reasons.end(),
                                    [](const GreetingReason& r) { return r.word == "news"; });
  if (!has_news || !news) return text;
  if (first.word == "news") text = message(Clause::S6, "news", facts);
  return {text.zh + news->zh, text.en + " " + news->en};
}

Answer<Done> tell(MethodCall& call, bool out_of_here) {
  Fields& fields = call.fields;
  const Day today = call.desk.stamp.day;
  const auto from = fields.optional_date("from");
  const auto days = fields.optional_integer("days", 0, longest_window);
  bool birthdays = true;
  bool expiring = true;
  if (const auto kinds = fields.optional_array("reasons", 0, 2)) {
    birthdays = expiring = false;
    if (const auto words = kinds->texts(longest_news)) {
      for (std::size_t i = 0; i < words->size(); ++i) {
        if ((*words)[i] == "birthday") {
          birthdays = true;
        } else if ((*words)[i] == "card_expiring") {
          expiring = true;
        } else {
          kinds->problem(i, "应为 birthday 或 card_expiring。", "birthday or card_expiring.");
        }
      }
    }
  }
  GreetingWish wish{.birthdays = birthdays, .expiring = expiring};
  std::optional<Message> news;
  if (auto given = fields.optional_object("news")) {
    wish.news = given->text("id", 64);
    news = Message{given->text("zh-CN", longest_news * 3).value_or(std::string()),
                   given->optional_text("en", longest_news * 3).value_or(std::string())};
    if (news->en.empty()) news->en = news->zh;
    given->finish();
  }
  const ReportFormat format = read_format(fields, every_format);
  if (const auto bad = call.check(); !bad) return bad;
  if (const auto may = out_of_here ? may_copy(call) : may_export(call, format); !may) return may;

  wish.from = from.value_or(today);
  const std::int64_t span = days.value_or(call.desk.policy().prompts.birthday_days);
  wish.through = Day::from_number(wish.from.number() + span).value_or(wish.from);
  const Greetings list = greetings(call.desk, wish);
  JsonWriter& out = call.result;
  const std::string& store = call.desk.store.identity().store;
  out.field("store", store).field("from", wish.from.text()).field("through", wish.through.text());
  out.field("count", list.rows.size());
  out.key("left_out").begin_object().field("without_consent", list.without_consent);
  out.field("greeted_before", list.greeted_before).end_object();
  out.field("masked", !out_of_here).field("handed_over", out_of_here);
  std::vector<GreetingLine> lines;
  out.key("greetings").begin_array();
  for (const Greeting& row : list.rows) {
    const Message text = text_of(row, news);
    const std::string phone = out_of_here ? row.phone : mask_phone(row.phone);
    const std::string name = out_of_here ? row.name : mask_name(row.name);
    out.begin_object().field("when", row.when.text()).field("card", row.card.masked());
    write_address(out, row.address);
    out.field("name", name).field("phone", phone);
    out.key("reasons").begin_array();
    std::string reasons;
    for (const GreetingReason& reason : row.reasons) {
      out.begin_object().field("word", reason.word).field("about", reason.about);
      out.field("when", reason.when.text()).end_object();
      reasons += (reasons.empty() ? "" : ", ") + reason.word;
    }
    out.end_array();
    write_message(out, text);
    out.end_object();
    lines.push_back({row.when, row.card, row.address.zh, name, phone, reasons, text.zh});
  }
  out.end_array();
  if (out_of_here) {
    out.key("gateway").begin_array();
    for (const Greeting& row : list.rows) {
      const Message text = text_of(row, news);
      out.begin_object().field("to", row.phone).field("when", row.when.text());
      out.field("text", text.zh).end_object();
    }
    out.end_array();
  }
  if (format == ReportFormat::text) out.field("text", greetings_text(store, lines));
  if (out_of_here && !list.rows.empty()) call.position = hand_over(call.desk, list);
  write_file(
      call, format, {"greetings", wish.from.text()}, [&] { return greetings_sheet(store, lines); },
      static_cast<std::int64_t>(list.rows.size()));
  return Done{};
}

Answer<Done> report_greetings(MethodCall& call) { return tell(call, false); }
Answer<Done> hand_greetings_over(MethodCall& call) { return tell(call, true); }

constexpr std::array methods = {Method{"report.greetings", Access::reads, report_greetings},
                                Method{"greetings.hand_over", Access::writes, hand_greetings_over}};

}  // namespace

std::span<const Method> greeting_methods() { return methods; }

}  // namespace vip::terminal
