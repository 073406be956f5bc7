#include "terminal/demo_driver/cut_line.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace vip::terminal::demo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int tick_ms = 20;
// A lost answer: head office has said something and then nothing for so long; or nothing at all.
constexpr auto said_its_piece = std::chrono::milliseconds(150);
constexpr auto says_nothing = std::chrono::seconds(5);
// A TLS record of this type: what is encrypted. A caller's first is the end of its handshake, with
// which its question goes out.
constexpr char tls_encrypted = 23;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int new_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

bool send_all(int to, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(to, bytes, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

// The records of one direction (RFC 8446 section 5.1): type, version, length, and so many bytes.
class Records {
 public:
  // True where one of what is encrypted begins.
  bool see(std::string_view bytes) {
    bool encrypted = false;
    for (const char byte : bytes) {
      if (left_ > 0) {
        --left_;
        continue;
      }
      if (at_ == 0 && byte == tls_encrypted) encrypted = true;
      if (at_ >= 3) length_ = length_ << 8U | static_cast<unsigned char>(byte);
      if (++at_ < 5) continue;
      left_ = std::exchange(length_, 0);
      at_ = 0;
    }
    return encrypted;
  }

 private:
  std::size_t at_ = 0;      // within a header
  std::size_t length_ = 0;  // as far as the header was read
  std::size_t left_ = 0;    // bytes of the record still to come
};

// The other side learns at once that it broke, not that it ended well.
void break_off(int socket) {
  const linger now{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(socket);
}

}  // namespace

struct CutLine::Carried {
  int caller = -1;
  int office = -1;
  std::int64_t up_left = -1;
  std::int64_t down_left = -1;
  bool lose_answer = false;
  Records records;
  bool has_asked = false;  // lose_answer: what it encrypts went up
  Clock::time_point swallowed_at{};
  bool swallowed = false;
  Clock::time_point asked_at{};
};

CutLine::CutLine(std::uint16_t port) : to_(port) {
  listening_ = new_socket();
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (listening_ < 0 || ::bind(listening_, any, sizeof address) != 0 ||
      ::listen(listening_, 64) != 0 || ::getsockname(listening_, any, &size) != 0) {
    throw std::runtime_error("no line: " + std::system_category().message(errno));
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

CutLine::~CutLine() {
  over_ = true;
  thread_.join();
  ::close(listening_);
}

void CutLine::cut() { cut_ = true; }

void CutLine::mend() {
  up_left_ = -1;
  down_left_ = -1;
  lose_answer_ = false;
  cut_ = false;
}

void CutLine::break_after_up(std::int64_t bytes) { up_left_ = bytes; }
void CutLine::break_after_down(std::int64_t bytes) { down_left_ = bytes; }
void CutLine::lose_next_answer() { lose_answer_ = true; }

// What is there to read, one way. False: the connection is over.
bool CutLine::carry(Carried& carried, bool up) {
  std::array<char, 16 * 1024> bytes;
  const int from = up ? carried.caller : carried.office;
  const int to = up ? carried.office : carried.caller;
  const ssize_t got = ::recv(from, bytes.data(), bytes.size(), 0);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  if (got <= 0) return false;
  std::int64_t& left = up ? carried.up_left : carried.down_left;
  auto size = static_cast<std::int64_t>(got);
  if (carried.lose_answer) {
    if (up && !carried.has_asked &&
        carried.records.see({bytes.data(), static_cast<std::size_t>(got)})) {
      carried.has_asked = true;
      carried.asked_at = Clock::now();
    } else if (!up && carried.has_asked) {
      carried.swallowed = true;
      carried.swallowed_at = Clock::now();
      return true;
    }
  }
  if (left >= 0) size = std::min(size, left);
  const bool sent = send_all(to, bytes.data(), static_cast<std::size_t>(size));
  carried_ += size;
  if (left >= 0) {
    left -= size;
    if (left == 0) {
      ++broken_;
      return false;
    }
  }
  return sent;
}

void CutLine::run() {
  std::list<Carried> open;
  while (!over_) {
    std::vector<pollfd> waiting{{listening_, POLLIN, 0}};
    for (const Carried& carried : open) {
      waiting.push_back({carried.caller, POLLIN, 0});
      waiting.push_back({carried.office, POLLIN, 0});
    }
    ::poll(waiting.data(), waiting.size(), tick_ms);
    std::size_t at = 1;
    for (auto carried = open.begin(); carried != open.end(); at += 2) {
      bool goes_on = !cut_;
      if (goes_on && waiting[at].revents != 0) goes_on = carry(*carried, true);
      if (goes_on && waiting[at + 1].revents != 0) goes_on = carry(*carried, false);
      if (goes_on && carried->has_asked) {
        const auto now = Clock::now();
        if ((carried->swallowed && now - carried->swallowed_at > said_its_piece) ||
            now - carried->asked_at > says_nothing) {
          ++broken_;
          goes_on = false;
        }
      }
      if (goes_on) {
        ++carried;
        continue;
      }
      break_off(carried->caller);
      break_off(carried->office);
      carried = open.erase(carried);
    }
    if ((waiting[0].revents & POLLIN) == 0) continue;
    Carried made;
    made.caller = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (made.caller < 0) continue;
    if (cut_) {
      break_off(made.caller);
      continue;
    }
    made.office = new_socket();
    const sockaddr_in address = loopback(to_);
    if (::connect(made.office, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      break_off(made.caller);
      ::close(made.office);
      continue;
    }
    made.up_left = up_left_.exchange(-1);
    made.down_left = down_left_.exchange(-1);
    made.lose_answer = lose_answer_.exchange(false);
    open.push_back(made);
  }
  for (Carried& carried : open) {
    break_off(carried.caller);
    break_off(carried.office);
  }
}

}  // namespace vip::terminal::demo
