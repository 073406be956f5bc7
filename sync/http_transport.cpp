#include "sync/http_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>

#include "cardformat/ensure.h"

namespace vip::sync {
namespace {

constexpr std::size_t header_limit = 64 * 1024;

void start_curl() {
  static std::once_flag once;
  std::call_once(
      once, [] { ensure(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl starts"); });
}

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

curl_blob blob_of(const std::string& text) {
  // COPY: curl keeps its own.
  return {const_cast<char*>(text.data()), text.size(), CURL_BLOB_COPY};
}

// What is being received, and how much of it we are ready to take. libcurl's own size limit does
// not bind where no length was announced, so the bytes are counted here.
struct Receiving {
  TransportAnswer answer;
  std::size_t limit = 0;
  std::size_t header_bytes = 0;
  bool too_large = false;
};

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* to) {
  auto& receiving = *static_cast<Receiving*>(to);
  if (count > receiving.limit - receiving.answer.body.size()) {
    receiving.too_large = true;
    return 0;
  }
  receiving.answer.body.append(bytes, count);
  return count;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto lower = [](char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* to) {
  auto& receiving = *static_cast<Receiving*>(to);
  receiving.header_bytes += count;
  if (receiving.header_bytes > header_limit) {
    receiving.too_large = true;
    return 0;
  }
  const std::string_view line(bytes, count);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (same_name(name, "content-encoding")) receiving.answer.content_encoding = std::string(value);
  if (same_name(name, "retry-after")) {
    int seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc() && end == value.data() + value.size() && seconds >= 0) {
      receiving.answer.retry_after_s = seconds;
    }
  }
  return count;
}

int ask_whether_to_go_on(void* asked, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<std::function<bool()>*>(asked))() ? 1 : 0;
}

TransportError error_of(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return TransportError::not_trusted;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_ABORTED_BY_CALLBACK:
      return TransportError::unreachable;
    default:
      return TransportError::lost;
  }
}

}  // namespace

class HttpTransport::Impl {
 public:
  explicit Impl(const HttpTransportSettings& settings)
      : office_(settings.office), answer_limit_(settings.answer_limit), give_up_(settings.give_up) {
    start_curl();
    handle_.reset(curl_easy_init());
    ensure(handle_ != nullptr, "libcurl has memory for a handle");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout_ms));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings.request_timeout_ms));
    set(CURLOPT_ERRORBUFFER, error_text_.data());
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_HEADERFUNCTION, &take_header);
    if (give_up_) {
      set(CURLOPT_NOPROGRESS, 0L);
      set(CURLOPT_XFERINFOFUNCTION, &ask_whether_to_go_on);
      set(CURLOPT_XFERINFODATA, &give_up_);
    }
    // Debian's curl also believes every authority of the system, unless told otherwise.
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set(CURLOPT_CAINFO, static_cast<const char*>(nullptr));
    if (settings.authority_pem.empty()) {
      set(CURLOPT_SSL_VERIFYPEER, 0L);
      set(CURLOPT_SSL_VERIFYHOST, 0L);
    } else {
      curl_blob authority = blob_of(settings.authority_pem);
      set(CURLOPT_CAINFO_BLOB, &authority);
    }
    if (settings.certificate) {
      curl_blob certificate = blob_of(settings.certificate->certificate_pem);
      curl_blob key = blob_of(settings.certificate->key_pem);
      set(CURLOPT_SSLCERT_BLOB, &certificate);
      set(CURLOPT_SSLKEY_BLOB, &key);
    }
  }

  Result<TransportAnswer, TransportFailure> send(const TransportRequest& request) {
    const std::string url = office_ + request.path;
    std::unique_ptr<curl_slist, FreeList> headers;
    const auto add = [&headers](const std::string& line) {
      curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
      ensure(longer != nullptr, "libcurl has memory for a header");
      static_cast<void>(headers.release());
      headers.reset(longer);
    };
    add("Expect:");  // no second round trip before a large body
    set(CURLOPT_URL, url.c_str());
    if (request.method == "GET") {
      set(CURLOPT_HTTPGET, 1L);
    } else {
      add("Content-Type: application/x-ndjson");
      if (!request.content_encoding.empty()) {
        add("Content-Encoding: " + request.content_encoding);
      }
      set(CURLOPT_POST, 1L);
      set(CURLOPT_POSTFIELDS, request.body.data());
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    set(CURLOPT_HTTPHEADER, headers.get());
    Receiving receiving;
    receiving.limit = answer_limit_;
    set(CURLOPT_WRITEDATA, &receiving);
    set(CURLOPT_HEADERDATA, &receiving);
    error_text_[0] = '\0';

    const CURLcode code = curl_easy_perform(handle_.get());
    count();
    if (receiving.too_large) {
      return Unexpected{TransportFailure{TransportError::too_large,
                                         "the answer is longer than we are ready to read"}};
    }
    if (code != CURLE_OK) {
      const char* said = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(code);
      return Unexpected{TransportFailure{failure_of(code), said}};
    }
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    receiving.answer.status = static_cast<int>(status);
    return std::move(receiving.answer);
  }

  Traffic traffic() const { return traffic_; }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    ensure(curl_easy_setopt(handle_.get(), option, value) == CURLE_OK, "libcurl knows the option");
  }

  // A handshake that ends without a verdict broke, as lines do, and says nothing of who is trusted.
  // In TLS 1.3 the server judges our certificate after we believe that the handshake is over: its
  // verdict comes as an alert in the place of the answer.
  TransportError failure_of(CURLcode code) const {
    const std::string_view said = error_text_.data();
    if ((code == CURLE_RECV_ERROR || code == CURLE_SSL_CONNECT_ERROR) &&
        said.find("alert") != std::string_view::npos) {
      return TransportError::not_trusted;
    }
    return error_of(code);
  }

  void count() {
    curl_off_t up = 0;
    curl_off_t down = 0;
    long request = 0;
    long header = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_SIZE_UPLOAD_T, &up);
    curl_easy_getinfo(handle_.get(), CURLINFO_SIZE_DOWNLOAD_T, &down);
    curl_easy_getinfo(handle_.get(), CURLINFO_REQUEST_SIZE, &request);
    curl_easy_getinfo(handle_.get(), CURLINFO_HEADER_SIZE, &header);
    // A short body goes out in one piece with the head, and curl counts it there as well.
    const auto body = static_cast<std::uint64_t>(up);
    const auto head = static_cast<std::uint64_t>(request);
    traffic_.sent += head > body ? head : head + body;
    traffic_.received += static_cast<std::uint64_t>(down) + static_cast<std::uint64_t>(header);
  }

  std::string office_;
  std::size_t answer_limit_;
  std::function<bool()> give_up_;
  std::unique_ptr<CURL, FreeHandle> handle_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  Traffic traffic_;
};

HttpTransport::HttpTransport(const HttpTransportSettings& settings)
    : impl_(std::make_unique<Impl>(settings)) {}
HttpTransport::~HttpTransport() = default;

Result<TransportAnswer, TransportFailure> HttpTransport::send(const TransportRequest& request) {
  return impl_->send(request);
}

Traffic HttpTransport::traffic() const { return impl_->traffic(); }

std::optional<std::string> read_office_address(std::string_view text) {
  constexpr std::string_view scheme = "https://";
  if (!text.starts_with(scheme)) return std::nullopt;
  if (text.ends_with('/')) text.remove_suffix(1);
  const std::string_view host = text.substr(std::min(scheme.size(), text.size()));
  if (host.empty() || host.find_first_of("/?#@ \t\r\n\\") != std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(text);
}

}  // namespace vip::sync
