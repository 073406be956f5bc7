// Agent: the service's own way to head office: one thread that owns no data (design 3, 7).
//
// It exchanges when there is something to say (agent_times.h), in the nightly window that head
// office names, now and then to hear what head office has for this terminal, and on demand
// (sync.run). Where the line fails it comes back after a while that grows, fully jittered, and
// never before head office asked it to. It asks the store's thread for a segment and hands in what
// it was told in small pieces (store_outbox.h); while it waits for the network nobody else does.
//
// A member who stands at the counter goes first (want.h): an exchange that has been waiting for
// half a second is given up for them, and their own wait has the policy's budget.
//
// A second thread, with a line of its own, waits for news while there is nothing to say: what head
// office has for this terminal arrives at once (a recall, while a member stands elsewhere), and not
// with the next idle exchange.
//
// Only they sleep. Threads: any may call.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "sync/agent_times.h"
#include "sync/enrolment.h"
#include "sync/exchange.h"
#include "sync/http_transport.h"
#include "sync/sync_answers.h"
#include "terminal/service/elsewhere.h"
#include "terminal/service/store_thread.h"

namespace vip::sync {

class Agent final : public terminal::service::Elsewhere {
 public:
  using Changed = std::function<void(const std::string& status)>;

  // Requires: `store` outlives this. `changed` is called from any thread.
  Agent(terminal::service::StoreThread& store, Changed changed, AgentTimes times = {});
  ~Agent() override;

  std::span<const std::string_view> methods() const override;
  void call(terminal::Call call, std::function<void(terminal::Reply)> done) override;
  void want(const terminal::Wanted& wanted, std::function<void()> done) override;
  void wrote(Seq last) override;
  Figures figures() override;
  void stop() override;

 private:
  using Clock = std::chrono::steady_clock;
  using Done = std::function<void(terminal::Reply)>;

  // What somebody waits for.
  struct Order {
    std::optional<terminal::Wanted> wanted{};
    std::optional<EnrolWish> enrol{};  // neither: an exchange
    Done done;
    Clock::time_point ordered;
  };

  void order(Order order);
  void run();
  void begin();
  void carry_out(Order& order);
  terminal::Reply exchange_now(int attempts);
  Result<Exchanged, ExchangeFailure> talk(Outbox& outbox, int attempts);
  void look_at_life(Outbox& outbox);
  terminal::Reply enrol_now(const EnrolWish& request);
  void fetch(const terminal::Wanted& wanted, Clock::time_point ordered);
  Clock::time_point due() const;  // requires: locked
  void listen();                  // the other thread: waits for news
  HttpTransport& line();
  bool give_up_waiting();
  bool somebody_waits();
  void rest(int milliseconds);
  Doing doing() const;  // requires: locked
  void tell();
  void note(const SyncStatus& status);

  terminal::service::StoreThread& store_;
  const Changed changed_;
  const AgentTimes times_;

  // Of the agent's thread alone.
  std::filesystem::path directory_;
  std::optional<Enrolment> enrolment_;
  std::unique_ptr<HttpTransport> line_;
  std::string told_;

  mutable std::mutex mutex_;
  std::condition_variable changed_state_;
  std::deque<Order> orders_;
  bool stopping_ = false;
  bool enrolled_ = false;
  bool running_ = false;
  bool fetching_ = false;            // for a member, with a budget of its own
  Clock::time_point running_since_;  // the request that is under way
  Seq last_ = 0;
  Seq acked_ = 0;
  Seq told_last_ = 0;
  Clock::time_point told_at_;
  int failures_ = 0;
  std::string last_error_;
  Clock::time_point waiting_since_;  // the first event that is not acknowledged
  Clock::time_point not_before_;
  Clock::time_point idle_at_;
  std::optional<Clock::time_point> nightly_at_;
  std::optional<Clock::time_point> dead_since_;  // the line, when a member waited for it
  Figures figures_;

  std::uint64_t spoke_ = 0;  // exchanges that came to an end, either way
  std::thread listener_;
  std::thread thread_;  // last: they use all of the others
};

}  // namespace vip::sync
