#include "terminal/demo_driver/till.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "cardformat/ensure.h"

namespace vip::terminal::demo {
namespace {

// Requests sent ahead: enough to keep the terminal busy, few enough that a kill loses little work.
constexpr std::size_t window = 64;

void do_not_block(int end) { ::fcntl(end, F_SETFL, ::fcntl(end, F_GETFL) | O_NONBLOCK); }

}  // namespace

Till::Till(std::filesystem::path program, std::filesystem::path data, std::filesystem::path errors,
           std::uint64_t kill_every, std::uint64_t seed)
    : argv_{program.string(), "call", "--stream", "--data", data.string()},
      errors_(std::move(errors)),
      kill_every_(kill_every),
      state_(seed) {
  start();
}

Till::~Till() = default;

void Till::start() {
  child_ = std::make_unique<Child>(argv_, errors_);
  do_not_block(child_->in());
  do_not_block(child_->out());
  sent_ = 0;
  outgoing_.clear();
  incoming_.clear();
  if (kill_every_ > 0) next_kill_ = answers_ + roll(2 * kill_every_);
}

std::uint64_t Till::roll(std::uint64_t sides) {
  state_ = state_ * 6364136223846793005U + 1442695040888963407U;
  return (state_ >> 33U) % sides;
}

void Till::ask(const std::string& method, Json request, Answered answered) {
  const Json line = {{"method", method}, {"request", std::move(request)}};
  waiting_.push_back({line.dump() + '\n', std::move(answered)});
  pump(false);
  while (waiting_.size() >= window) pump(true);
}

void Till::settle() {
  while (!waiting_.empty()) pump(true);
}

Json Till::call(const std::string& method, Json request) {
  Json result;
  ask(method, std::move(request), [&](const Json& answer) { result = answer; });
  settle();
  return result;
}

void Till::hang_up() {
  ensure(waiting_.empty(), "a till hangs up when everything is answered");
  if (!child_) return;
  child_->close_in();
  const int exit_code = child_->wait();
  child_.reset();
  if (exit_code != 0) {
    throw std::runtime_error("vip-terminal ended with exit code " + std::to_string(exit_code));
  }
}

void Till::pump(bool wait) {
  if (!child_) start();
  while (sent_ < waiting_.size()) outgoing_ += waiting_[sent_++].line;
  std::array<pollfd, 2> ends{};
  ends[0] = {child_->out(), POLLIN, 0};
  ends[1] = {outgoing_.empty() ? -1 : child_->in(), POLLOUT, 0};
  if (::poll(ends.data(), ends.size(), wait ? 60'000 : 0) == 0) {
    if (wait) throw std::runtime_error("vip-terminal has not answered for a minute");
    return;
  }
  if ((ends[1].revents & POLLOUT) != 0) {
    const ssize_t put = ::write(child_->in(), outgoing_.data(), outgoing_.size());
    if (put > 0) outgoing_.erase(0, static_cast<std::size_t>(put));
  }
  if ((ends[0].revents & (POLLIN | POLLHUP)) != 0) {
    std::array<char, 65536> piece{};
    const ssize_t got = ::read(child_->out(), piece.data(), piece.size());
    if (got > 0) incoming_.append(piece.data(), static_cast<std::size_t>(got));
    if (got == 0) return died();
  }
  take_lines();
  if (kill_every_ > 0 && answers_ >= next_kill_ && !waiting_.empty()) kill_and_start_again();
}

void Till::take_lines() {
  std::size_t end = 0;
  while ((end = incoming_.find('\n')) != std::string::npos) {
    const Json answer = Json::parse(incoming_.substr(0, end));
    incoming_.erase(0, end + 1);
    ensure(!waiting_.empty() && sent_ > 0, "an answer answers something");
    const Answered answered = std::move(waiting_.front().answered);
    waiting_.pop_front();
    --sent_;
    ++answers_;
    answered(answer);
  }
}

// What the terminal had already answered counts; what it had not is asked again.
void Till::kill_and_start_again() {
  ++kills_;
  // Some ms on, anywhere in its work; now and then far into a long one.
  ::poll(nullptr, 0, static_cast<int>(roll(8) == 0 ? roll(80) : roll(4)));
  child_->kill_at_once();
  std::array<char, 65536> piece{};
  for (;;) {
    const ssize_t got = ::read(child_->out(), piece.data(), piece.size());
    if (got <= 0) break;
    incoming_.append(piece.data(), static_cast<std::size_t>(got));
  }
  take_lines();
  start();
}

void Till::died() {
  const int exit_code = child_->wait();
  throw std::runtime_error("vip-terminal ended by itself with exit code " +
                           std::to_string(exit_code));
}

}  // namespace vip::terminal::demo
