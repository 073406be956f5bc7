#include "terminal/receipt/printer.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <memory>
#include <utility>

#include "terminal/receipt/serial_line.h"

namespace vip::terminal {
namespace {

using Clock = std::chrono::steady_clock;

class Handle {
 public:
  explicit Handle(int handle) : handle_(handle) {}
  ~Handle() {
    if (handle_ >= 0) close(handle_);
  }
  Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  int get() const { return handle_; }
  explicit operator bool() const { return handle_ >= 0; }

 private:
  int handle_;
};

std::string why(int error) { return std::strerror(error); }

// Waits until `handle` is ready, at most until `end`. Returns 0, or what is wrong.
int wait_for(int handle, short events, Clock::time_point end) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) return ETIMEDOUT;
    pollfd one{.fd = handle, .events = events, .revents = 0};
    const int ready = poll(&one, 1, static_cast<int>(left));
    if (ready > 0) return 0;
    if (ready < 0 && errno != EINTR) return errno;
  }
}

// Numbers alone: a name's look-up may take longer than a till can wait, and cannot be cut short.
Result<Handle, PrintFailure> connect_to(const PrinterTarget& target, Clock::time_point end) {
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int result =
      getaddrinfo(target.where.c_str(), std::to_string(target.port).c_str(), &hints, &found);
  if (result != 0) return Unexpected{PrintFailure{gai_strerror(result)}};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, freeaddrinfo);
  Handle handle(socket(found->ai_family, found->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!handle) return Unexpected{PrintFailure{why(errno)}};
  if (connect(handle.get(), found->ai_addr, found->ai_addrlen) != 0) {
    if (errno != EINPROGRESS) return Unexpected{PrintFailure{why(errno)}};
    int error = wait_for(handle.get(), POLLOUT, end);
    socklen_t size = sizeof error;
    if (error == 0) getsockopt(handle.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return Unexpected{PrintFailure{why(error)}};
  }
  return handle;
}

Result<Handle, PrintFailure> open_file(const PrinterTarget& target) {
  const bool file = target.kind == PrinterTarget::Kind::file;
  const int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (file ? O_CREAT | O_APPEND : 0);
  Handle handle(open(target.where.c_str(), flags, 0600));
  if (!handle) return Unexpected{PrintFailure{why(errno)}};
  if (target.kind == PrinterTarget::Kind::serial) {
    if (const int error = set_serial_line(handle.get(), target.baud); error != 0) {
      return Unexpected{PrintFailure{why(error)}};
    }
  }
  return handle;
}

// A socket whose other end went away is an answer, not a signal that ends the till.
ssize_t send_some(int handle, PrinterTarget::Kind kind, std::string_view bytes) {
  return kind == PrinterTarget::Kind::tcp ? send(handle, bytes.data(), bytes.size(), MSG_NOSIGNAL)
                                          : write(handle, bytes.data(), bytes.size());
}

// Until the line has taken everything: closing it would wait for that as well, but for half a
// minute, and at a printer that holds the line. What is left after `end` is thrown away.
int drain(int handle, Clock::time_point end) {
  for (;;) {
    int waiting = 0;
    if (ioctl(handle, TIOCOUTQ, &waiting) != 0) return errno;
    if (waiting == 0) return 0;
    if (Clock::now() >= end) {
      tcflush(handle, TCOFLUSH);
      return ETIMEDOUT;
    }
    poll(nullptr, 0, 10);
  }
}

// Once all is sent, a network printer is told that no more comes; what it says is not waited for.
Result<Done, PrintFailure> send_all(const Handle& handle, PrinterTarget::Kind kind,
                                    std::string_view bytes, Clock::time_point end) {
  bool began = false;
  while (!bytes.empty()) {
    const ssize_t sent = send_some(handle.get(), kind, bytes);
    if (sent > 0) {
      began = true;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    int error = sent == 0 ? EIO : errno;
    if (error == EINTR) continue;
    if (error == EAGAIN) error = wait_for(handle.get(), POLLOUT, end);
    if (error != 0) {
      if (kind == PrinterTarget::Kind::serial) tcflush(handle.get(), TCOFLUSH);
      return Unexpected{PrintFailure{why(error), began}};
    }
  }
  if (kind == PrinterTarget::Kind::serial) {
    if (const int error = drain(handle.get(), end); error != 0) {
      return Unexpected{PrintFailure{why(error), true}};
    }
  }
  if (kind == PrinterTarget::Kind::tcp) shutdown(handle.get(), SHUT_WR);
  return Done{};
}

std::optional<PrinterTarget> read_tcp(std::string_view text) {
  PrinterTarget target{.kind = PrinterTarget::Kind::tcp};
  std::string_view host = text;
  // [::1]:9100, 10.0.0.5:9100, ::1
  const std::size_t bracket = text.find(']');
  const std::size_t colon = text.rfind(':');
  const bool several = text.find(':') != colon;
  if (colon != std::string_view::npos &&
      (bracket != std::string_view::npos ? bracket < colon : !several)) {
    const std::string_view port = text.substr(colon + 1);
    host = text.substr(0, colon);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), target.port);
    if (error != std::errc() || end != port.data() + port.size() || target.port < 1 ||
        target.port > 65535) {
      return std::nullopt;
    }
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  // Numbers alone, so that no look-up keeps a till waiting.
  addrinfo hints = {};
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  if (host.empty() || getaddrinfo(std::string(host).c_str(), nullptr, &hints, &found) != 0) {
    return std::nullopt;
  }
  freeaddrinfo(found);
  target.where = host;
  return target;
}

}  // namespace

std::string PrinterTarget::text() const {
  switch (kind) {
    case Kind::none:
      return "none";
    case Kind::tcp:
      return "tcp://" + (where.find(':') != std::string::npos ? "[" + where + "]" : where) + ":" +
             std::to_string(port);
    case Kind::usb:
      return "usb:" + where;
    case Kind::serial:
      return "serial:" + where;
    case Kind::file:
      return "file:" + where;
  }
  return "none";
}

std::optional<PrinterTarget> read_printer_target(std::string_view text) {
  if (text == "none") return PrinterTarget{};
  if (text.starts_with("tcp://")) return read_tcp(text.substr(6));
  const std::pair<std::string_view, PrinterTarget::Kind> files[] = {
      {"usb:", PrinterTarget::Kind::usb},
      {"serial:", PrinterTarget::Kind::serial},
      {"file:", PrinterTarget::Kind::file}};
  for (const auto& [begin, kind] : files) {
    if (!text.starts_with(begin)) continue;
    const std::string_view path = text.substr(begin.size());
    if (!path.starts_with('/')) return std::nullopt;
    PrinterTarget target{.kind = kind};
    target.where = path;
    return target;
  }
  return std::nullopt;
}

Result<Done, PrintFailure> print(const PrinterTarget& target, std::string_view bytes) {
  if (target.kind == PrinterTarget::Kind::none) return Done{};
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(target.timeout_ms);
  const auto handle =
      target.kind == PrinterTarget::Kind::tcp ? connect_to(target, end) : open_file(target);
  if (!handle) return Unexpected{handle.error()};
  return send_all(*handle, target.kind, bytes, end);
}

}  // namespace vip::terminal
