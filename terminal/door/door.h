// Door: whatever is asked of a terminal is a method name and one JSON object in, one JSON object
// out.
//
// The command line, HTTP and the C ABI all come through here and have no logic of their own.
// Answers are one of three (ok, refusal, error), as the interfaces say; every one is a whole JSON
// text of one line. Requests are read strictly: the first field that is wrong is named by its JSON
// pointer.
//
// call_all() runs what it is given in order in one unit of the store, each request under a
// savepoint of its own, and commits once: when it returns, every answer that says ok is durable.
// Where the commit fails, every request that wrote is answered with a storage error that says
// "unknown, ask again with the same request id".
//
// Threads: none; whoever owns the store. Lanes (lanes.h) is the way in for many threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/books/clock.h"
#include "terminal/books/store.h"
#include "terminal/counter/answer.h"
#include "terminal/door/config.h"
#include "terminal/staff/sessions.h"

namespace vip::terminal {

class Gate;
struct Method;
struct MethodCall;

// What the way in knows of who asks: it stands in for what the request leaves out, and is no part
// of what was asked (A19). Empty: nothing known.
inline constexpr std::size_t longest_lane = 16;  // bytes
struct WayIn {
  std::string lane;             // a request that says another one is wrong
  std::string operator_number;  // "operator"
  std::string session;          // of that operator, and of nobody else
};

// A receipt on its way to a printer (receipt.print), which may take seconds.
struct PrintJob {
  PrinterTarget target;
  std::string bytes;
  Seq seq = 0;                            // of the event whose receipt it is
  std::string answer;                     // what is answered once it is printed
  std::string request_id;                 // empty: none
  std::string fingerprint;                // A19
  std::optional<PrintFailure> failure{};  // set by who prints
};

struct Call {
  std::string method;
  std::string request;  // JSON text
  WayIn way_in{};
  // Who asks for others as well prints elsewhere: the reply brings the job instead of an answer,
  // and the call comes once more with that job, printed or failed.
  bool prints_elsewhere = false;
  std::shared_ptr<PrintJob> printed{};
};

// A member stands here whose points, or whose card, are elsewhere (G5, design 6).
struct Wanted {
  card::Number card;
  Points points;  // that must be here; 0: only to know the card
};

struct Reply {
  std::string text;   // one JSON object, one line
  int exit_code = 0;  // what the command line ends with for this answer
  // Head office might help, and nobody asked it (Door::on_wanted): nothing was recorded of the
  // request, which may be asked once more when it was.
  std::optional<Wanted> wanted{};
  std::shared_ptr<PrintJob> to_print{};  // see Call::prints_elsewhere; there is no text yet
};

// What became of a receipt's bytes at the printer (receipt/printer.h).
using Printing =
    std::function<Result<Done, PrintFailure>(const PrinterTarget& target, std::string_view bytes)>;

// Exit codes of the command line.
namespace exit_code {
inline constexpr int ok = 0;
inline constexpr int unexpected = 1;
inline constexpr int usage = 2;
inline constexpr int not_found = 3;
inline constexpr int refused = 4;
inline constexpr int conflict = 5;
inline constexpr int configuration = 6;
inline constexpr int storage = 7;
inline constexpr int unreachable = 8;
inline constexpr int not_allowed = 9;
inline constexpr int findings = 10;
inline constexpr int interrupted = 130;
}  // namespace exit_code

class Door {
 public:
  // `clock` says what time it is, in seconds since 1970; asked once for each request.
  Door(Store& store, const Config& config, std::function<std::int64_t()> clock = wall_clock);
  ~Door();

  Reply call(std::string_view method, std::string_view request);
  std::vector<Reply> call_all(std::span<const Call> calls);

  // Long work (takes_long()) tells how far it is, between its steps: nothing is open then, so that
  // whoever has other callers may let them in, calls that take long excepted. What is thrown gives
  // the work up; its steps so far stay.
  void on_progress(std::function<void(std::string_view what, std::uint64_t done,
                                      std::uint64_t total, std::uint64_t rows)>
                       progress) {
    progress_ = std::move(progress);
  }

  // Methods that need more than the store (sync.run) are added by the composition root.
  using External = std::function<Reply(std::string_view request)>;
  void add_method(std::string name, External method);

  // Asked where a gift needs more points than are here, or a card is not known: outside any
  // transaction, before anything was recorded of the request. True: the counter is asked again.
  // This is the only wait for the network that a request ever has (design 3); it has a budget.
  // Without a hook the reply says what is wanted, for who can wait outside the door.
  using WantedHook = std::function<bool(const Wanted& wanted)>;
  void on_wanted(WantedHook hook) { wanted_ = std::move(hook); }

  // Where a receipt's bytes go (receipt.print) of a call that does not print elsewhere: by itself
  // to the printer, while everybody waits. Called outside any transaction.
  void on_print(Printing printing) { printing_ = std::move(printing); }

  // A commit failed, and not for want of space: what it held may come back when the store is opened
  // again, so it must be, before anything else is asked.
  bool must_reopen() const { return must_reopen_; }

  // Whether that operator's session is open; not a use of it.
  Sessions::State session(std::string_view token, std::string_view operator_number) const;
  void close_session(std::string_view token);

  // For whoever stays open: the log's file is grown once, so that commits need not (20 ms).
  void prepare();
  // For idle moments: what the log holds goes into the database file.
  void idle();

 private:
  struct Ran {
    Reply reply;
    bool wrote = false;
    std::optional<Wanted> wanted;
  };
  // `unit`: the open one, under whose savepoint it runs; bulk methods run without.
  Ran run(Unit* unit, const Method& method, const Call& call);
  Reply act(const Method& method, MethodCall& context);
  // What is not allowed is recorded before it is said.
  Reply refuse(Unit* unit, MethodCall& context, const Method& method, const No& no);
  // X2: for head office; what verify found is the answer, whatever becomes of this.
  void say_broken(MethodCall& context);
  // Under the unit that is open, or under one of its own.
  void in_unit(Unit* unit, const std::function<bool()>& work);
  Reply run_external(const Call& call);
  // The job of that call comes back; or is done here.
  Reply print_here(PrintJob& job);
  Reply printed(const PrintJob& job);

  Store& store_;
  Config config_;
  std::function<std::int64_t()> clock_;
  std::unique_ptr<Gate> gate_;
  bool must_reopen_ = false;
  std::function<void(std::string_view, std::uint64_t, std::uint64_t, std::uint64_t)> progress_;
  std::vector<std::pair<std::string, External>> external_;
  WantedHook wanted_;
  Printing printing_ = print;
  std::set<std::string, std::less<>> printing_now_;  // request ids of jobs that are elsewhere
};

// Names of all methods, for help and for the test that holds them to the interfaces.
std::vector<std::string_view> method_names();

// Whether that method works in steps, each short, and tells its progress between them.
bool takes_long(std::string_view method);

// {"ok":false,"error":{...}} for what happens outside a store: a line that is no call, a store that
// cannot be opened.
Reply error_reply(const Fault& fault);
Reply storage_reply(const StorageError& error);

}  // namespace vip::terminal
