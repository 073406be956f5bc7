#include "terminal/cli/stream.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cardformat/wipe.h"
#include "terminal/json/member_text.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal::cli {
namespace {

constexpr std::size_t most_together = 256;                   // lines of one commit
constexpr std::size_t longest_line = 2 * max_request_bytes;  // the rest is read and thrown away

Reply invalid(std::string pointer, std::string zh, std::string en) {
  return error_reply(Fault{.code = Fault::Code::request_invalid,
                           .pointer = pointer,
                           .word = "request_invalid",
                           .facts = {},
                           .problem = Problem{pointer, std::move(zh), std::move(en)}});
}

// Bytes from a file descriptor, given out as lines.
class Lines {
 public:
  explicit Lines(int file) : file_(file) {}

  // The next whole line, without its end. No value: the input has ended, or, with `waiting` only,
  // nothing more is there yet.
  struct Line {
    std::string text;
    bool too_long = false;
  };
  std::optional<Line> next(bool waiting_only) {
    while (true) {
      if (const std::size_t end = buffer_.find('\n', looked_at_); end != std::string::npos) {
        Line line{.text = buffer_.substr(0, end), .too_long = std::exchange(skipping_, false)};
        forget(end + 1);
        looked_at_ = 0;
        return line;
      }
      looked_at_ = buffer_.size();
      if (buffer_.size() > longest_line) {
        forget(buffer_.size());
        looked_at_ = 0;
        skipping_ = true;
      }
      if (ended_) {
        if (buffer_.empty() && !skipping_) return std::nullopt;
        looked_at_ = 0;
        return Line{.text = std::exchange(buffer_, {}),
                    .too_long = std::exchange(skipping_, false)};
      }
      if (waiting_only && !readable()) return std::nullopt;
      read_more();
    }
  }

  // Would next() answer at once?
  bool is_waiting() const {
    return ended_ || buffer_.find('\n') != std::string::npos || readable();
  }

 private:
  bool readable() const {
    pollfd wanted{.fd = file_, .events = POLLIN, .revents = 0};
    return poll(&wanted, 1, 0) > 0;
  }

  // Takes the first `count` bytes away, and leaves no copy of them: a line may hold what somebody
  // scanned by mistake.
  void forget(std::size_t count) {
    const std::size_t before = buffer_.size();
    buffer_.erase(0, count);
    const std::size_t left = buffer_.size();
    buffer_.resize(before);
    wipe(std::span(reinterpret_cast<std::uint8_t*>(buffer_.data()) + left, count));
    buffer_.resize(left);
  }

  void read_more() {
    std::array<char, 65536> bytes;
    const ssize_t count = read(file_, bytes.data(), bytes.size());
    if (count > 0) {
      buffer_.append(bytes.data(), static_cast<std::size_t>(count));
      wipe(std::span(reinterpret_cast<std::uint8_t*>(bytes.data()),
                     static_cast<std::size_t>(count)));
    } else if (count == 0 || errno != EINTR) {
      ended_ = true;
    }
  }

  int file_;
  std::string buffer_;
  std::size_t looked_at_ = 0;  // no line end before here
  bool skipping_ = false;      // within a line that is too long
  bool ended_ = false;
};

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

Result<Call, Reply> read_call(std::string_view line) {
  const auto json = read_json(line, longest_line);
  if (!json) {
    // What is wrong within the request is named from the request's own beginning, as it would be
    // had the request come alone.
    const JsonProblem& problem = json.error();
    constexpr std::string_view within = "/request";
    const bool inside = problem.pointer.starts_with("/request/");
    return Unexpected{invalid(inside ? problem.pointer.substr(within.size()) : problem.pointer,
                              problem.message_zh, problem.message_en)};
  }
  if (!json->is_object() || !json->contains("method") || !(*json)["method"].is_string() ||
      !json->contains("request") || json->size() != 2) {
    return Unexpected{
        invalid("", "这一行须为 {\"method\":\"…\",\"request\":{…}}。没有执行。请改正这一行。",
                "This line has to be {\"method\":\"…\",\"request\":{…}}. Nothing was done. Correct "
                "the line.")};
  }
  // As it was written: what is signed is signed over its very bytes (policy.adopt).
  return Call{.method = (*json)["method"].get<std::string>(),
              .request = member_text(line, "request")};
}

int run_stream(int in, int out, OpenStore& store) {
  Lines lines(in);
  while (std::optional<Lines::Line> line = lines.next(false)) {
    // Replies stand in the order of the lines; a place without a call has its answer already.
    std::vector<Reply> replies;
    std::vector<Call> calls;
    std::vector<std::size_t> places;
    do {
      if (line->too_long) {
        replies.push_back(
            invalid("", "这一行太长，没有执行。请分开发送。",
                    "This line is too long; nothing was done. Send less in one request."));
      } else if (auto call = read_call(line->text); call) {
        places.push_back(replies.size());
        calls.push_back(std::move(*call));
        replies.emplace_back();
      } else {
        replies.push_back(call.error());
      }
      line = replies.size() < most_together ? lines.next(true) : std::nullopt;
    } while (line);
    std::vector<Reply> done = store.call_all(calls);
    for (std::size_t i = 0; i < done.size(); ++i) replies[places[i]] = std::move(done[i]);
    std::string text;
    for (const Reply& reply : replies) text += reply.text + "\n";
    if (!write_all(out, text)) return exit_code::unexpected;
    if (!lines.is_waiting()) store.idle();
  }
  return exit_code::ok;
}

}  // namespace vip::terminal::cli
