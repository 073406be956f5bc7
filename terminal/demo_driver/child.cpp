#include "terminal/demo_driver/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <stdexcept>
#include <system_error>

namespace vip::terminal::demo {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + std::system_category().message(errno));
}

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe new_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("no pipe");
  return {ends[0], ends[1]};
}

void close_end(int& end) {
  if (end >= 0) ::close(end);
  end = -1;
}

}  // namespace

Child::Child(const std::vector<std::string>& argv, const std::filesystem::path& errors) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  Pipe to = new_pipe();
  Pipe from = new_pipe();
  process_ = ::fork();
  if (process_ < 0) fail("cannot start " + argv[0]);
  if (process_ == 0) {
    // Only what is allowed between fork and exec.
    ::dup2(to.read, STDIN_FILENO);
    ::dup2(from.write, STDOUT_FILENO);
    if (!errors.empty()) {
      const int file = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
      if (file >= 0) ::dup2(file, STDERR_FILENO);
    }
    ::execv(words[0], words.data());
    ::_exit(127);
  }
  close_end(to.read);
  close_end(from.write);
  in_ = to.write;
  out_ = from.read;
}

Child::~Child() {
  kill_at_once();
  close_end(in_);
  close_end(out_);
}

void Child::close_in() { close_end(in_); }

void Child::kill_at_once() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  wait();
}

int Child::wait() {
  if (process_ < 0) return exit_code_;
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return exit_code_;
}

bool Child::running() {
  if (process_ < 0) return false;
  int status = 0;
  if (::waitpid(process_, &status, WNOHANG) == 0) return true;
  process_ = -1;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

Ran run(const std::vector<std::string>& argv, std::string_view input) {
  Child child(argv);
  // Inputs here are far smaller than a pipe holds.
  while (!input.empty()) {
    const ssize_t put = ::write(child.in(), input.data(), input.size());
    if (put < 0 && errno != EINTR) break;
    if (put > 0) input.remove_prefix(static_cast<std::size_t>(put));
  }
  child.close_in();
  Ran ran;
  std::array<char, 4096> piece{};
  for (;;) {
    const ssize_t got = ::read(child.out(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    ran.out.append(piece.data(), static_cast<std::size_t>(got));
  }
  ran.exit_code = child.wait();
  return ran;
}

}  // namespace vip::terminal::demo
