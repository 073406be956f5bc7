// history.import.

#include <array>

#include "cardformat/mask.h"
#include "terminal/counter/history_books.h"
#include "terminal/door/method.h"
#include "terminal/history/import_history.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_path = 4096;

std::string_view file_end_name(FileEnd end) {
  switch (end) {
    case FileEnd::whole:
      return "whole";
    case FileEnd::truncated:
      return "truncated";
    case FileEnd::damaged:
      return "damaged";
    case FileEnd::unreadable:
      return "unreadable";
  }
  return "whole";
}

void write_report(JsonWriter& out, const HistoryReport& report) {
  out.field("layout", name(report.layout));
  out.key("rows").begin_object();
  out.field("read", report.rows.read).field("accepted", report.rows.accepted);
  out.field("already_here", report.rows.already_here).field("rejected", report.rows.rejected);
  out.end_object();
  out.field("sales", report.sales).field("lines", report.lines).field("returns", report.returns);
  out.key("already_here").begin_object();
  out.field("sales", report.sales_already_here).field("returns", report.returns_already_here);
  out.end_object();
  out.field("customers", report.customers);
  if (report.first_day) out.field("first_day", report.first_day->text());
  if (report.last_day) out.field("last_day", report.last_day->text());
  out.field("as_of", report.as_of.text()).field("qualified_count", report.qualified_count);
  out.key("qualified").begin_array();
  for (const Qualified& qualified : report.qualified) {
    // A customer whom the former system did not number is known by the phone (R3).
    const bool numbered = qualified.customer != qualified.phone;
    out.begin_object().field("customer",
                             numbered ? qualified.customer : mask_phone(qualified.customer));
    if (!qualified.phone.empty()) out.field("phone", mask_phone(qualified.phone));
    out.field("clause", name(qualified.clause)).field("sum", qualified.sum.count());
    out.key("receipts").begin_array();
    for (const std::string& receipt : qualified.receipts) out.text(receipt);
    out.end_array().end_object();
  }
  out.end_array();
  out.key("rejected").begin_array();
  for (const Rejection& rejection : report.rejections) {
    const Words why = explain(rejection);
    out.begin_object().field("line", rejection.line).field("reason", word(rejection.reason));
    write_message(out, {why.zh, why.en});
    out.end_object();
  }
  out.end_array();
  if (report.rejects) out.field("rejects", report.rejects->string());
  out.field("file_end", file_end_name(report.file_end));
  if (const auto said = remark(report)) {
    out.key("remark").begin_object();
    out.field("zh-CN", said->zh).field("en", said->en).end_object();
  }
}

Answer<Done> history_import(MethodCall& call) {
  HistoryOrder order;
  order.file = call.fields.text("file", longest_path).value_or(std::string());
  const auto format = call.fields.optional_text("format", 32);
  if (format) {
    order.layout = read_layout(*format);
    if (!order.layout)
      call.fields.problem("format", "格式应是 receipts、online-retail 或 purchases。",
                          "A format is receipts, online-retail or purchases.");
  }
  const auto rejects = call.fields.optional_text("rejects", longest_path);
  const auto as_of = call.fields.optional_date("as_of");
  if (const auto bad = call.check(); !bad) return bad;
  order.rejects = rejects ? std::filesystem::path(*rejects)
                          : std::filesystem::path(order.file.string() + ".rejects.csv");
  order.today = call.desk.stamp.day;
  order.as_of = as_of.value_or(order.today);
  order.join = call.desk.store.books().policy_on(order.as_of).join;
  order.progress = [&](const HistoryProgress& so_far) {
    if (call.progress)
      call.progress("history.import", so_far.bytes_done, so_far.bytes_total, so_far.rows);
  };
  HistoryBooks books(call.desk);
  const auto report = import_history(order, books);
  if (!report) {
    const HistoryProblem& problem = report.error();
    const Words why = explain(problem);
    const bool missing = problem.kind == HistoryProblem::Kind::unreadable;
    return Unexpected{No(Fault{
        .code = missing ? Fault::Code::not_found : Fault::Code::request_invalid,
        .pointer = problem.kind == HistoryProblem::Kind::rejects_unwritable ? "/rejects" : "/file",
        .word = std::string(word(problem)),
        .problem = Problem{"/file", why.zh, why.en}})};
  }
  write_report(call.result, *report);
  return Done{};
}

constexpr std::array methods = {Method{"history.import", Access::bulk, history_import}};

}  // namespace

std::span<const Method> history_methods() { return methods; }

}  // namespace vip::terminal
