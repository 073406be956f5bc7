// doctor: what might go wrong on this terminal, before it does; each line says how to mend it.
//
// `status` is one screen of how things stand; this looks where nobody looks until it is too late:
// permissions of keys, a clock that is behind, blanks that run out, a printer that is not there, a
// registry that head office waits for. It changes nothing and tries no network.

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "terminal/books/blank_stock.h"
#include "terminal/counter/anomaly_desk.h"
#include "terminal/counter/month_end.h"
#include "terminal/devices/scanner.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

enum class State : std::uint8_t { ok, note, warning, error };

std::string_view name(State state) {
  constexpr std::array<std::string_view, 4> names = {"ok", "note", "warning", "error"};
  return names[static_cast<std::size_t>(state)];
}

class Lines {
 public:
  explicit Lines(JsonWriter& out) : out_(out) {}

  void add(std::string_view what, State state, const std::string& zh, const std::string& en) {
    out_.begin_object().field("what", what).field("state", name(state));
    write_message(out_, {zh, en});
    out_.end_object();
    ++counts_[static_cast<std::size_t>(state)];
  }
  std::int64_t count(State state) const { return counts_[static_cast<std::size_t>(state)]; }

 private:
  JsonWriter& out_;
  std::array<std::int64_t, 4> counts_{};
};

std::string number(std::int64_t n) { return std::to_string(n); }

void look_at_journal(const MethodCall& call, Lines& lines) {
  Store& store = call.desk.store;
  const Position& last = store.journal().last();
  if (store.locked()) {
    lines.add("journal", State::error,
              "已确认的记录不见了，暂停记录。请找回原来的数据目录，或联系总部。",
              "Confirmed records have vanished and nothing is recorded. Bring the right data "
              "directory back, or call head office.");
    return;
  }
  if (const auto& doubt = store.provisional()) {
    lines.add("journal", State::warning,
              "本机数据可能是旧副本或复制品（" + *doubt +
                  "）：销售与积分照常登记，兑换和发卡要等总部核对。请运行 vip-terminal sync run。",
              "This data may be an old copy, or one of two (" + *doubt +
                  "): sales are recorded and earn points, gifts and new cards wait for head "
                  "office. Run vip-terminal sync run.");
    return;
  }
  const auto entry = last.seq == 0 ? std::nullopt : store.journal().at(last.seq);
  if (last.seq != 0 && (!entry || !decode(entry->body))) {
    lines.add(
        "journal", State::error, "流水账最后一条读不出来。请停止使用并联系总部。",
        "The journal's last entry cannot be read. Stop using this data and call head office.");
    return;
  }
  lines.add("journal", State::ok,
            "流水账 " + number(static_cast<std::int64_t>(last.seq)) +
                " 条，最后一条完好；全部核对用 vip-terminal verify。",
            number(static_cast<std::int64_t>(last.seq)) +
                " entries, the last is whole; vip-terminal verify goes through all of them.");
}

void look_at_clock(const MethodCall& call, Lines& lines) {
  Store& store = call.desk.store;
  if (store.meta("clock_set_back") == std::to_string(store.time_mark())) {
    lines.add("clock", State::warning,
              "本机时钟比最后一笔业务慢，业务仍按已记录的最晚时间登记。请校准时钟（timedatectl）。",
              "The clock is behind the latest act, whose time business goes on at. Set it right "
              "(timedatectl).");
  } else {
    lines.add("clock", State::ok, "时钟没有倒退。", "The clock has not gone back.");
  }
}

// Modes that let others in.
bool open_to_others(const std::filesystem::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && (status.st_mode & 077U) != 0;
}

void look_at_files(const MethodCall& call, Lines& lines) {
  const std::filesystem::path& directory = call.desk.store.directory();
  std::error_code error;
  std::string open;
  for (const auto& entry : std::filesystem::directory_iterator(directory / "keys", error)) {
    if (open_to_others(entry.path())) open += " keys/" + entry.path().filename().string();
  }
  if (!open.empty()) {
    lines.add("keys", State::error, "别人能读到密钥：" + open + "。请执行 chmod 600。",
              "Others can read keys:" + open + ". Run chmod 600 on them.");
  } else {
    lines.add("keys", State::ok, "密钥只有本程序的用户能读。",
              "Keys are readable by this program's user alone.");
  }
  const auto space = std::filesystem::space(directory, error);
  if (error) return;
  constexpr std::uintmax_t low = 256ULL << 20;
  const std::string megabytes = std::to_string(space.available >> 20);
  if (space.available < low) {
    lines.add("disk", State::warning, "磁盘只剩 " + megabytes + " MB。请腾出空间。",
              "Only " + megabytes + " MB left on the disk. Make room.");
  } else {
    lines.add("disk", State::ok, "磁盘剩余 " + megabytes + " MB。",
              megabytes + " MB left on the disk.");
  }
}

void look_at_staff(const MethodCall& call, Lines& lines) {
  Store& store = call.desk.store;
  if (store.identity().training) return;
  if (!store.staff().has_manager()) {
    lines.add("staff", State::error,
              "还没有店长，谁也不能收款入账。请店长本人登记：vip-terminal operator add。",
              "There is no manager yet, so nobody can act. The manager enrols themselves: "
              "vip-terminal operator add.");
    return;
  }
  std::int64_t locked = 0;
  for (const Operator& who : store.staff().all()) {
    if (who.active && !who.has_pin()) ++locked;
  }
  if (locked != 0) {
    lines.add("staff", State::warning,
              number(locked) + " 位员工没有密码，不能办业务。请设密码：vip-terminal operator pin。",
              number(locked) + " operators have no PIN and cannot act: vip-terminal operator pin.");
  } else {
    lines.add("staff", State::ok, "员工都有密码。", "Every operator has a PIN.");
  }
}

void look_at_blanks(const MethodCall& call, Lines& lines) {
  Store& store = call.desk.store;
  if (store.identity().training) return;  // blanks without end
  constexpr std::int64_t few = 20;
  std::int64_t left = 0;
  BlankStock stock(store.database(), store.derive(BlankStock::purpose));
  for (const StockedBatch& batch : stock.batches()) left += batch.left;
  if (left == 0) {
    lines.add("blanks", State::error,
              "没有空白卡，不能发卡。请向总部领取清单：vip-terminal blanks accept。",
              "No blanks are left, so no card can be issued. Ask head office for a list: "
              "vip-terminal blanks accept.");
  } else {
    lines.add(
        "blanks", left < few ? State::warning : State::ok,
        "还有 " + number(left) + " 张空白卡" + (left < few ? "，请向总部领取。" : "。"),
        number(left) + " blanks are left" + (left < few ? "; ask head office for more." : "."));
  }
}

bool can_print(const PrinterTarget& target) {
  using Kind = PrinterTarget::Kind;
  std::error_code error;
  if (target.kind == Kind::tcp || target.kind == Kind::none) return true;
  const std::filesystem::path path = target.where;
  if (target.kind == Kind::file && !std::filesystem::exists(path, error)) {
    return ::access(path.parent_path().c_str(), W_OK) == 0;
  }
  return ::access(path.c_str(), W_OK) == 0;
}

void look_at_printers(const MethodCall& call, Lines& lines) {
  const auto look = [&](const PrinterTarget& target, const std::string& lane) {
    if (target.kind == PrinterTarget::Kind::none) {
      lines.add(
          "printer", State::note,
          "没有设置打印机，小票由收银机打印。要本机打印，请在 vip.toml 的 printer 一节写 "
          "target。",
          "No printer is set up: the till prints. To print from here name one in vip.toml, as "
          "target in the section printer.");
    } else if (!can_print(target)) {
      lines.add(
          "printer", State::warning,
          "打印机 " + lane + target.text() + " 不在或不能写。请检查连线和权限。",
          "The printer " + lane + target.text() +
              " is not there, or may not be written to. Check its cable and its permissions.");
    } else {
      lines.add("printer", State::ok,
                "打印机 " + lane + target.text() + "；试打用 vip-terminal receipt print。",
                "Printer " + lane + target.text() + "; to try it: vip-terminal receipt print.");
    }
  };
  look(call.config.printer.target, "");
  for (const auto& [lane, target] : call.config.printer.lanes) look(target, lane + " ");
}

// Most scanners type into the page, and nothing is to be set up. Those that are there are named, so
// that their names need not be looked for.
void look_at_scanners(const MethodCall& call, Lines& lines) {
  const auto look = [&](const ScannerSource& source, const std::string& lane) {
    if (source.kind == ScannerSource::Kind::none) return;
    const std::string name = lane + source.text();
    const std::string problem = problem_of(source);
    if (problem.empty()) {
      lines.add("scanner", State::ok, "扫码枪 " + name + "。", "Scanner " + name + ".");
    } else {
      lines.add("scanner", State::warning,
                "扫码枪 " + name + " 读不到（" + problem +
                    "）。请检查连线；没有权限时，把服务的用户加入 input 或 dialout 组。",
                "The scanner " + name + " cannot be read (" + problem +
                    "). Check its cable; where permission is missing, put the service's user into "
                    "the group input or dialout.");
    }
  };
  const Config::Scanner& config = call.config.scanner;
  look(config.source, "");
  for (const auto& [lane, source] : config.lanes) look(source, lane + " ");
  if (config.source.kind != ScannerSource::Kind::none || !config.lanes.empty()) return;
  std::string found;
  for (const std::string& source : scanners_found()) found += " " + source;
  if (found.empty()) return;
  lines.add("scanner", State::note,
            "扫码枪按键盘输入到页面。要由本机直接读取，请在 vip.toml 的 scanner 一节写 "
            "source；现在插着：" +
                found,
            "Scanners type into the page. To read one from here name it in vip.toml, as source in "
            "the section scanner; plugged in:" +
                found);
}

void look_at_displays(const MethodCall& call, Lines& lines) {
  const auto look = [&](const PrinterTarget& target, const std::string& lane) {
    if (target.kind == PrinterTarget::Kind::none) return;
    if (can_print(target)) {
      lines.add("display", State::ok, "顾客显示屏 " + lane + target.text() + "。",
                "Customers' display " + lane + target.text() + ".");
    } else {
      lines.add(
          "display", State::warning,
          "顾客显示屏 " + lane + target.text() + " 不在或不能写，收银不受影响。请检查连线和权限。",
          "The customers' display " + lane + target.text() +
              " is not there, or may not be written to; sales are not affected. Check its "
              "cable and its permissions.");
    }
  };
  look(call.config.display.target, "");
  for (const auto& [lane, target] : call.config.display.lanes) look(target, lane + " ");
}

void look_at_office(const MethodCall& call, Lines& lines) {
  Store& store = call.desk.store;
  if (!store.meta("office_url")) {
    lines.add("head_office", State::note, "还没有接入总部，销售照常。接入用 vip-terminal enrol。",
              "Not enrolled with head office; sales go on. To enrol: vip-terminal enrol.");
    return;
  }
  const auto text = store.meta("acked");
  const auto acked = static_cast<Seq>(text ? std::stoll(*text) : 0);
  const Seq last = store.journal().last().seq;
  const auto first = acked < last ? store.journal().at(acked + 1) : std::nullopt;
  const auto event = first ? decode(first->body) : Unexpected{EventProblem::malformed};
  if (!event) {
    lines.add("head_office", State::ok, "所有记录已送达总部。", "Head office has every record.");
  } else {
    const std::int64_t days = days_between(event->stamp.day, call.desk.stamp.day);
    const std::string count = number(static_cast<std::int64_t>(last - acked));
    lines.add("head_office", days >= 1 ? State::warning : State::note,
              count + " 条记录待上传，最早的是 " + event->stamp.day.text() +
                  "。请检查网络：vip-terminal sync run。",
              count + " records wait for head office, the oldest of " + event->stamp.day.text() +
                  ". Check the line: vip-terminal sync run.");
  }
  const Day month = plus_months(first_of_month(call.desk.stamp.day), -1);
  const auto due = Day::from_number(first_of_month(call.desk.stamp.day).number() +
                                    std::int64_t{call.desk.policy().registry_due_day} - 1);
  const auto late =
      due ? days_late(call.desk, *due, month_closed(call.desk, month), acked) : std::nullopt;
  if (late && last != 0) {  // R2
    lines.add("registry", State::warning,
              month.text().substr(0, 7) + " 的登记册已迟 " + number(*late) +
                  " 天未到总部。请联网上传：vip-terminal sync run。",
              "The registry of " + month.text().substr(0, 7) + " is " + number(*late) +
                  " days late at head office. Send it: vip-terminal sync run.");
  }
}

void look_at_anomalies(const MethodCall& call, Lines& lines) {
  std::int64_t open = 0;
  for (const AnomalyShown& shown : anomalies(call.desk)) {
    if (shown.state == AnomalyState::open) ++open;
  }
  if (open == 0) return;
  lines.add("anomalies", State::note,
            number(open) + " 条异常还没有了结。请店长查看：vip-terminal report anomalies。",
            number(open) +
                " anomalies are not settled. For the manager: vip-terminal report "
                "anomalies.");
}

Answer<Done> doctor(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  call.result.field("store", call.desk.store.identity().store);
  call.result.key("lines").begin_array();
  Lines lines(call.result);
  look_at_journal(call, lines);
  look_at_clock(call, lines);
  look_at_files(call, lines);
  look_at_staff(call, lines);
  look_at_blanks(call, lines);
  look_at_printers(call, lines);
  look_at_scanners(call, lines);
  look_at_displays(call, lines);
  look_at_office(call, lines);
  look_at_anomalies(call, lines);
  call.result.end_array();
  call.result.field("errors", lines.count(State::error));
  call.result.field("warnings_found", lines.count(State::warning));
  if (lines.count(State::error) != 0) call.exit_code = exit_code::findings;
  return Done{};
}

constexpr std::array methods = {Method{"doctor", Access::reads, doctor}};

}  // namespace

std::span<const Method> doctor_methods() { return methods; }

}  // namespace vip::terminal
