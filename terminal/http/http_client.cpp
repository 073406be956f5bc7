#include "terminal/http/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace vip::terminal::http {
namespace {

constexpr std::size_t longest_head = 64 * 1024;

bool connect_to(int line, const std::string& address, std::uint16_t port) {
  sockaddr_in four{};
  if (inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    return ::connect(line, reinterpret_cast<const sockaddr*>(&four), sizeof four) == 0;
  }
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(port);
  return inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) == 1 &&
         ::connect(line, reinterpret_cast<const sockaddr*>(&six), sizeof six) == 0;
}

// A head that ends with an empty line, without it.
std::optional<Reply> read_head(std::string_view head) {
  Reply reply;
  constexpr std::string_view begin = "HTTP/1.1 ";
  if (!head.starts_with(begin)) return std::nullopt;
  head.remove_prefix(begin.size());
  if (std::from_chars(head.data(), head.data() + head.size(), reply.status).ec != std::errc()) {
    return std::nullopt;
  }
  for (std::size_t at = head.find("\r\n"); at != head.npos; at = head.find("\r\n")) {
    head.remove_prefix(at + 2);
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return std::nullopt;
    std::string name(line.substr(0, colon));
    for (char& c : name) {
      if ('A' <= c && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    reply.fields.emplace_back(std::move(name), std::string(value));
  }
  return reply;
}

}  // namespace

std::string_view Reply::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

HttpClient::HttpClient(std::string address, std::uint16_t port, std::string token,
                       std::string certificate)
    : address_(std::move(address)),
      port_(port),
      token_(std::move(token)),
      certificate_(std::move(certificate)) {}

HttpClient::~HttpClient() { close(); }

void HttpClient::close() {
  tls_.reset();
  if (line_ >= 0) ::close(line_);
  line_ = -1;
  used_ = false;
  buffer_.clear();
}

bool HttpClient::connect() {
  close();
  const bool six = address_.find(':') != std::string::npos;
  line_ = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (line_ < 0) return false;
  const int on = 1;
  setsockopt(line_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect_to(line_, address_, port_)) {
    if (certificate_.empty()) return true;
    tls_ = PinnedTls::connect(line_, certificate_);
    if (tls_) return true;
  }
  close();
  return false;
}

bool HttpClient::send(std::string_view bytes) {
  if (tls_) return tls_->send(bytes);
  while (!bytes.empty()) {
    const ssize_t count = ::send(line_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool HttpClient::read_more() {
  std::array<char, 64 * 1024> bytes;
  ssize_t count = -1;
  do {
    count = tls_ ? tls_->receive(bytes) : recv(line_, bytes.data(), bytes.size(), 0);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string HttpClient::receive_some() {
  if (buffer_.empty()) read_more();
  return std::exchange(buffer_, {});
}

void HttpClient::hang_up() { shutdown(line_, SHUT_RDWR); }

std::optional<Reply> HttpClient::receive() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (buffer_.size() > longest_head || !read_more()) return std::nullopt;
  }
  auto reply = read_head(std::string_view(buffer_).substr(0, end));
  if (!reply) return std::nullopt;
  buffer_.erase(0, end + 4);
  if (reply->status == 100) return receive();
  const std::string_view text = reply->field("content-length");
  std::size_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  while (buffer_.size() < length) {
    if (!read_more()) return std::nullopt;
  }
  reply->body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  used_ = true;
  if (reply->field("connection") == "close") close();
  return reply;
}

std::optional<Reply> HttpClient::ask(std::string_view method, std::string_view path,
                                     std::string_view body) {
  const bool six = address_.find(':') != std::string::npos;
  std::string text = std::string(method) + ' ' + std::string(path) +
                     " HTTP/1.1\r\nHost: " + (six ? '[' + address_ + ']' : address_) + ':' +
                     std::to_string(port_) + "\r\n";
  if (!token_.empty()) text += "Authorization: Bearer " + token_ + "\r\n";
  if (method == "POST") {
    text +=
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  text += "\r\n";
  text += body;
  if (line_ < 0 && !connect()) return std::nullopt;
  const bool again = used_;
  if (send(text)) {
    if (auto reply = receive()) return reply;
  }
  // A line that had been idle may have been closed meanwhile, and then nothing was read of this. A
  // request that writes has an id, so that asking twice does it once.
  close();
  if (!again || !connect() || !send(text)) return std::nullopt;
  return receive();
}

std::optional<Reply> HttpClient::post(std::string_view path, std::string_view body) {
  return ask("POST", path, body);
}

std::optional<Reply> HttpClient::get(std::string_view path) { return ask("GET", path, {}); }

}  // namespace vip::terminal::http
