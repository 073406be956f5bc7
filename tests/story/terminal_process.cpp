#include "tests/story/terminal_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

extern char** environ;

namespace vip::story {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return {ends[0], ends[1]};
}

void shut(int& end) {
  if (end >= 0) close(end);
  end = -1;
}

// `messages` < 0 leaves standard error where it is.
pid_t start(const std::vector<std::string>& command, int input, int output, int messages) {
  std::vector<char*> words;
  words.reserve(command.size() + 1);
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  if (messages >= 0) posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO);
  pid_t pid = -1;
  const int failed = posix_spawnp(&pid, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + command[0]);
  return pid;
}

int exit_code_of(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool write_all(int to, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = write(to, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    done += static_cast<std::size_t>(wrote);
  }
  return true;
}

}  // namespace

Run run_once(const std::vector<std::string>& command, const std::string& input) {
  signal(SIGPIPE, SIG_IGN);
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  const pid_t pid = start(command, in.read_end, out.write_end, err.write_end);
  shut(in.read_end);
  shut(out.write_end);
  shut(err.write_end);
  // All three pipes are served together: a child that fills one of them never waits for us.
  Run run;
  std::size_t sent = 0;
  fcntl(in.write_end, F_SETFL, O_NONBLOCK);
  if (input.empty()) shut(in.write_end);
  while (out.read_end >= 0 || err.read_end >= 0) {
    std::array<pollfd, 3> ends = {pollfd{out.read_end, POLLIN, 0}, pollfd{err.read_end, POLLIN, 0},
                                  pollfd{in.write_end, POLLOUT, 0}};
    if (poll(ends.data(), ends.size(), -1) < 0 && errno != EINTR) break;
    if ((ends[2].revents & (POLLERR | POLLHUP)) != 0) {
      shut(in.write_end);
    } else if ((ends[2].revents & POLLOUT) != 0) {
      const ssize_t wrote = write(in.write_end, input.data() + sent, input.size() - sent);
      if (wrote > 0) sent += static_cast<std::size_t>(wrote);
      if (wrote <= 0 || sent == input.size()) shut(in.write_end);
    }
    std::array<char, 65536> block{};
    for (auto [end, text] :
         {std::pair{&out.read_end, &run.output}, {&err.read_end, &run.messages}}) {
      const short ready = end == &out.read_end ? ends[0].revents : ends[1].revents;
      if (ready == 0) continue;
      const ssize_t got = read(*end, block.data(), block.size());
      if (got <= 0) {
        shut(*end);
      } else {
        text->append(block.data(), static_cast<std::size_t>(got));
      }
    }
  }
  shut(in.write_end);
  run.exit_code = exit_code_of(pid);
  return run;
}

TerminalProcess::TerminalProcess(const std::string& program, const std::string& directory) {
  signal(SIGPIPE, SIG_IGN);
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  pid_ = start({program, "call", "--stream", "--data", directory}, in.read_end, out.write_end, -1);
  shut(in.read_end);
  shut(out.write_end);
  to_ = in.write_end;
  from_ = out.read_end;
}

TerminalProcess::~TerminalProcess() { kill(); }

bool TerminalProcess::send(const std::string& line) {
  return to_ >= 0 && write_all(to_, line + "\n");
}

std::optional<std::string> TerminalProcess::receive(int timeout_ms) {
  for (;;) {
    if (const std::size_t end = waiting_.find('\n'); end != std::string::npos) {
      std::string line = waiting_.substr(0, end);
      waiting_.erase(0, end + 1);
      return line;
    }
    pollfd ready{from_, POLLIN, 0};
    const int count = poll(&ready, 1, timeout_ms);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    std::array<char, 65536> block{};
    const ssize_t got = read(from_, block.data(), block.size());
    if (got <= 0) return std::nullopt;
    waiting_.append(block.data(), static_cast<std::size_t>(got));
  }
}

int TerminalProcess::finish() {
  shut(to_);
  return wait();
}

void TerminalProcess::kill() {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
  shut(to_);
  wait();
}

int TerminalProcess::wait() {
  if (pid_ <= 0) return -1;
  const int code = exit_code_of(pid_);
  pid_ = -1;
  shut(from_);
  return code;
}

}  // namespace vip::story
